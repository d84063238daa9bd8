"""What agreements gave in one cell at an instant, and what those did not that would have."""

from collections.abc import Collection, Iterator, Mapping
from datetime import datetime
from typing import NamedTuple

from django.db.models import F, Max, Q, QuerySet

from sharing.cells import cell_and_category, scope_of
from sharing.enums import Ability, DataCategory, Obstacle, ScopePermission
from sharing.models import Agreement, Clause, ScopeGrant, Signature
from sharing.standing import signed, term, term_of_clause

_SIGNED = tuple(f"clause__agreement__parties__{each}" for each in ("agency", "signatures__signed_by"))


class Given(NamedTuple):
    """A category that a clause gave an agency, from when until when, with the signatures it rested on."""

    agency: str
    category: DataCategory
    clause: Clause
    since: datetime
    until: datetime


class Withheld(NamedTuple):
    """A category that a clause would have given an agency, and why it did not."""

    agency: str
    category: DataCategory
    clause: Clause
    obstacle: Obstacle


def given_in(cell: int, at: datetime, *, agency: str | None = None) -> Iterator[Given]:
    """Yield what agreements in force gave in a cell, for one agency or for all.

    Args:
        cell: a hub in a custody phase.
        at: the instant.
        agency: its code, None for every agency.
    """
    grants = ScopeGrant.objects.filter(
        content_object__in=[scope_of(cell, category) for category in DataCategory],
        permission__codename=ScopePermission.VIEW,
        giving__starts_at__lte=at,
        giving__ends_at__gt=at,
        **({} if agency is None else {"giving__group__agency": agency}),
    )
    found = grants.annotate(agency=F("giving__group__agency")).select_related("giving__clause__agreement")
    in_order = found.order_by("agency", "giving__clause__agreement__reference", "giving__clause__number")
    for grant in in_order.prefetch_related(*(f"giving__{each}" for each in _SIGNED)):
        _, category = cell_and_category(grant.content_object_id)
        giving = grant.giving
        yield Given(grant.agency, category, giving.clause, giving.starts_at, giving.ends_at)


def signatures_under(clause: Clause, agency: str, at: datetime) -> tuple[Signature, ...]:
    """Return the signatures that let an agency have what a clause gives: the owner's, then its own.

    Args:
        clause: with its agreement, parties and signatures loaded.
        agency: the code of the receiving agency.
        at: the instant at which they stand.
    """
    parties = {party.agency_id: party for party in clause.agreement.parties.all()}
    return tuple(
        signature
        for code in (clause.agreement.owner_id, agency)
        for signature in (parties[code].signatures.all() if code in parties else ())
        if signature.signed_at <= at and (signature.withdrawn_at is None or signature.withdrawn_at > at)
    )


def withheld_in(hub: str, phase: str, at: datetime | None, now: datetime) -> Iterator[Withheld]:
    """Yield the clauses that speak of a hub and a phase, each with what would keep it from giving anything.

    Asked of what is not given: a clause that nothing else keeps from giving has been superseded.

    Args:
        hub: its code.
        phase: the custody phase.
        at: a past instant, None for the present.
        now: the present.
    """
    for clause, agency, obstacle in _judged(_speaking_of(hub, phase, at or now), at, now):
        for category in clause.categories:
            yield Withheld(agency, DataCategory(category), clause, obstacle)


def obstacles_under(clauses: Collection[int], at: datetime | None, now: datetime) -> dict[tuple[int, str], Obstacle]:
    """Return what would keep each of some clauses from giving its recipients anything, by clause and agency.

    Args:
        clauses: their ids.
        at: a past instant, None for the present.
        now: the present.
    """
    found = _loaded(Clause.objects.filter(pk__in=clauses))
    return {(clause.pk, agency): obstacle for clause, agency, obstacle in _judged(found, at, now)}


def _judged(clauses: QuerySet[Clause], at: datetime | None, now: datetime) -> Iterator[tuple[Clause, str, Obstacle]]:
    suspended = _suspended(at, {clause.agreement_id: clause.agreement for clause in clauses})
    for clause in clauses:
        for agency in clause.recipients:
            yield clause, agency, _obstacle(clause, agency, at or now, suspended=clause.agreement_id in suspended)


def _speaking_of(hub: str, phase: str, at: datetime) -> QuerySet[Clause]:
    of_place = Q(hubs__contains=[hub], phases__contains=[phase], abilities__contains=[Ability.VIEW])
    return _loaded(Clause.objects.filter(of_place, agreement__opened_at__lte=at))


def _loaded(clauses: QuerySet[Clause]) -> QuerySet[Clause]:
    ordered = clauses.select_related("agreement").order_by("agreement__reference", "-agreement__version", "number")
    return ordered.prefetch_related("agreement__parties__agency", "agreement__parties__signatures")


def _suspended(at: datetime | None, agreements: Mapping[int, Agreement]) -> set[int]:
    """Return which agreements were suspended; that they have been resumed since is in their history."""
    if at is None:
        return {pk for pk, agreement in agreements.items() if agreement.suspended_at}
    then = Agreement.history.filter(id__in=agreements, history_date__lte=at).order_by("id", "-history_id")
    return {row.id for row in then.distinct("id") if row.suspended_at}


def _obstacle(clause: Clause, agency: str, at: datetime, *, suspended: bool) -> Obstacle:
    agreement, own = clause.agreement, term_of_clause(clause)
    party = next((each for each in agreement.parties.all() if each.agency_id == agency), None)
    if agreement.terminated_at and agreement.terminated_at <= at:
        return Obstacle.TERMINATED
    if min(term(agreement).end, own.end) <= at:
        return Obstacle.EXPIRED
    if suspended:
        return Obstacle.SUSPENDED
    if party is None or len(signatures_under(clause, agency, at)) < 2:
        return Obstacle.UNSIGNED
    intervals = [interval & own for interval in signed(agreement, party)]
    if any(interval.holds(at) for interval in intervals):
        return Obstacle.SUPERSEDED
    return Obstacle.EXPIRED if any(interval.end <= at for interval in intervals) else Obstacle.NOT_BEGUN


def given_to(agency: int, at: datetime) -> list[tuple[Clause, datetime]]:
    """Return the clauses that let an agency see something at an instant, each with the end of what it gives.

    Args:
        agency: the id of its group.
        at: the instant.
    """
    found = Clause.objects.filter(
        givings__group=agency,
        givings__grants__permission__codename=ScopePermission.VIEW,
        givings__starts_at__lte=at,
        givings__ends_at__gt=at,
    )
    ending = found.annotate(until=Max("givings__ends_at")).select_related("agreement")
    return [(clause, clause.until) for clause in ending.order_by("agreement__reference", "number")]
