"""Gathering what decides who sees one individual, now or at a past instant, as it was then.

The present is read from the rows as they are. For the past the individual's hub, phase and restriction come from its
history, agreements and names from their dates: those are never deleted.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from itertools import chain
from typing import Any

from django.apps import apps
from django.db.models import Exists, OuterRef, Q

from cohort.enums import EmergencyReason
from cohort.explaining import Facts, Hindrance, Reason, State, ToAgency
from cohort.models import ConflictMark, EmergencyAccess, Individual, IndividualGrant, NamedPerson
from cohort.moves import sharing_stopped
from marsoc.kit import clock
from sharing.cells import cell_of
from sharing.enums import AccessRule, DataCategory
from sharing.errors import BadRequest
from sharing.models import FactAboutIndividual, Giving
from sharing.queries.clauses import given_in, obstacles_under, signatures_under, withheld_in

_SIGNED = tuple(f"share__clause__agreement__parties__{each}" for each in ("agency", "signatures__signed_by"))
_DECIDING = ("reference", "owning_hub", "phase", "restricted", "left_on", "retention_due", "status", "review_due")


def facts_about(individual: int, at: datetime | None) -> Facts:
    """Return all that decides who sees an individual.

    Args:
        individual: its id; whoever looks sees it (``sharing.viewer.looking_at``).
        at: a past instant, None for the present.

    Raises:
        BadRequest: the individual was not on the list at that instant.
    """
    instant, state = at or clock.now(), _state(individual, at)
    return Facts(
        at=instant,
        state=state,
        granted={} if state.left or state.overdue else _granted(state.cell, instant),
        shared={} if state.left or state.overdue else _shared(individual, instant),
        contributed=_contributed(individual, at),
        withheld=_withheld(state, at, instant),
        named=_named(individual, instant),
        emergencies=_emergencies(individual, instant),
        conflicts=_conflicts(individual, instant),
    )


def facts_behind_page(individual: Individual, agency: str) -> Facts:
    """Return what lets an agency's people see an individual at present, without what keeps anything out.

    Args:
        individual: as read for a viewer of that agency, with its owning hub loaded.
        agency: its code.
    """
    now, hub = clock.now(), individual.owning_hub
    restricted, left, cell = individual.cell is None, individual.left_on is not None, individual.cell or 0
    return Facts(
        at=now,
        state=State(individual.pk, individual.shown_reference, hub.pk, hub.name, "", cell, restricted, left),
        granted={} if restricted else _granted(cell, now, agency),
        shared=_shared(individual.pk, now),
        named=_named(individual.pk, now),
        emergencies=_emergencies(individual.pk, now),
    )


def with_contributions(facts: Facts) -> Facts:
    """Return the same facts about the present with what agencies contributed."""
    return replace(facts, contributed=_contributed(facts.state.individual, None))


def _state(individual: int, at: datetime | None) -> State:
    present: Individual = Individual.unscoped.select_related("owning_hub").only(*_DECIDING).get(pk=individual)
    row: Any = present
    if at is not None:
        history = Individual.history.filter(id=individual, history_date__lte=at).select_related("owning_hub")
        row = history.order_by("-history_id").first()
    if row is None or getattr(row, "history_type", "") == "-":
        raise BadRequest(f"{present.shown_reference} was not on the list at that time. Choose a later time.")
    hub = row.owning_hub
    cell = cell_of(hub.number, row.phase)
    day = clock.day_of(at or clock.now())
    kept_too_long = row.retention_due is not None and row.retention_due < day
    overdue = kept_too_long or sharing_stopped(row.status, row.review_due, day)
    return State(
        individual, present.shown_reference, hub.pk, hub.name, row.phase, cell, row.restricted,
        left=row.left_on is not None, overdue=overdue,
    )  # fmt: skip


def _granted(cell: int, at: datetime, agency: str | None = None) -> ToAgency:
    return _by_place(
        (
            (given.agency, given.category),
            Reason(
                AccessRule.AGREEMENT,
                since=given.since,
                until=given.until,
                clause=given.clause,
                signatures=signatures_under(given.clause, given.agency, at),
            ),
        )
        for given in given_in(cell, at, agency=agency)
    )


def _shared(individual: int, at: datetime) -> ToAgency:
    found = _grants(individual, at).filter(_clause_gives(at)).select_related("share__offered_by", "share__decided_by")
    return _by_place(
        (
            (grant.share.agency_id, DataCategory(grant.category)),
            Reason(
                AccessRule.SHARE,
                since=grant.starts_at,
                until=grant.ends_at,
                clause=grant.share.clause,
                signatures=signatures_under(grant.share.clause, grant.share.agency_id, at),
                by=grant.share.offered_by.full_name,
                accepted_by=grant.share.decided_by.full_name if grant.share.decided_by else "",
            ),
        )
        for grant in found.prefetch_related(*_SIGNED)
    )


def _grants(individual: int, at: datetime) -> Any:
    grants = IndividualGrant.unscoped.filter(content_object=individual, starts_at__lte=at, ends_at__gt=at)
    return grants.select_related("share__clause__agreement").order_by("share", "id")


def _clause_gives(at: datetime) -> Exists:
    """Return the condition that the clause of a share gives its agency something at an instant."""
    given = Giving.objects.filter(starts_at__lte=at, ends_at__gt=at)
    return Exists(given.filter(clause=OuterRef("share__clause"), group=OuterRef("group")))


def _by_place(found: Iterable[tuple[tuple[str, DataCategory], Any]]) -> dict[tuple[str, DataCategory], Any]:
    places: dict[tuple[str, DataCategory], Any] = defaultdict(tuple)
    for place, what in found:
        places[place] += (what,)
    return dict(places)


def _contributed(individual: int, at: datetime | None) -> ToAgency:
    counts: dict[tuple[str, DataCategory], int] = defaultdict(int)
    for place in _contributions(individual, at):
        counts[place] += 1
    return {place: (Reason(AccessRule.CONTRIBUTED, number=number),) for place, number in counts.items()}


def _contributions(individual: int, at: datetime | None) -> Iterator[tuple[str, DataCategory]]:
    """Yield the agency and the category of every fact that an agency contributed and that is or was there."""
    models: list[Any] = [model for model in apps.get_models() if issubclass(model, FactAboutIndividual)]
    for model in models:
        if at is None:
            facts = model.unscoped.filter(individual=individual, contributed_by__isnull=False)
            found = list(facts.values_list("contributed_by", flat=True))
        else:
            history = model.history.filter(individual_id=individual, history_date__lte=at)
            then = history.order_by("id", "-history_id").distinct("id")
            found = [row.contributed_by_id for row in then if row.history_type != "-" and row.contributed_by_id]
        yield from ((agency, model.data_category) for agency in found)


def _withheld(state: State, at: datetime | None, now: datetime) -> dict[tuple[str, DataCategory], Any]:
    stopped = list(_grants(state.individual, now).exclude(_clause_gives(now)))
    why = obstacles_under({grant.share.clause_id for grant in stopped}, at, now)
    shares = (
        ((share.agency_id, DataCategory(grant.category)), Hindrance(obstacle, share.clause))
        for grant in stopped
        for share in [grant.share]
        if (obstacle := why.get((share.clause_id, share.agency_id)))
    )
    standing = (
        ((each.agency, each.category), Hindrance(each.obstacle, each.clause))
        for each in withheld_in(state.hub, state.phase, at, now)
    )
    return {place: tuple(dict.fromkeys(found)) for place, found in _by_place(chain(standing, shares)).items()}


def _lasting(at: datetime) -> Q:
    return Q(Q(ends_at=None) | Q(ends_at__gt=at), starts_at__lte=at)


def _named(individual: int, at: datetime) -> dict[int, Reason]:
    found = NamedPerson.unscoped.filter(_lasting(at), individual=individual).select_related("named_by")
    return {
        each.user_id: Reason(
            AccessRule.NAMED,
            since=each.starts_at,
            until=each.ends_at,
            by=each.named_by.full_name if each.named_by else "",
        )
        for each in found
    }


def _emergencies(individual: int, at: datetime) -> dict[int, Reason]:
    found = EmergencyAccess.unscoped.filter(_lasting(at), individual=individual).order_by("ends_at")
    return {
        each.membership_id: Reason(
            AccessRule.EMERGENCY,
            since=each.starts_at,
            until=each.ends_at,
            emergency=EmergencyReason(each.reason).label,
        )
        for each in found
    }


def _conflicts(individual: int, at: datetime) -> frozenset[int]:
    return frozenset(ConflictMark.unscoped.filter(_lasting(at), individual=individual).values_list("user", flat=True))
