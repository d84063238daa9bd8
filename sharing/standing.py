"""Where an agreement stands, and from when until when it gives an agency what its clauses say.

Everything here follows from the dates, the signatures and the instants on the agreement, so that nothing has to be
done for it to begin or end. Intervals begin with their first instant and end before their second.
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from marsoc.kit import clock
from sharing.cells import cell_of, scope_of
from sharing.enums import Ability, AgreementState, DataCategory, Existence, ScopePermission
from sharing.models import Agency, Agreement, Clause, Party, Signature

_OF_ABILITY = {
    Ability.VIEW: ScopePermission.VIEW,
    Ability.CONTRIBUTE: ScopePermission.CONTRIBUTE,
    Ability.AGREE: ScopePermission.AGREE,
}
_OF_EXISTENCE = {Existence.POINTER: ScopePermission.POINT, Existence.SUMMARY: ScopePermission.SUMMARISE}
FOREVER = datetime.max.replace(tzinfo=UTC)


class Interval(NamedTuple):
    """From an instant until another; empty unless the first comes before the second."""

    start: datetime
    end: datetime

    def __bool__(self) -> bool:
        return self.start < self.end

    def __and__(self, other: "Interval") -> "Interval":
        """Return what is in both."""
        return Interval(max(self.start, other.start), min(self.end, other.end))

    def holds(self, at: datetime) -> bool:
        """Say whether an instant lies within."""
        return self.start <= at < self.end


def term(agreement: Agreement) -> Interval:
    """Return the term of an agreement: its dates, cut short by its termination."""
    end = clock.start_of(agreement.ends_on + timedelta(days=1))
    return Interval(clock.start_of(agreement.starts_on), min(end, agreement.terminated_at or FOREVER))


def state_of(agreement: Agreement, at: datetime) -> AgreementState:
    """Return where an agreement stands at an instant.

    Args:
        agreement: with its parties and their signatures loaded.
        at: the instant; what has been decided since is not left out, so ask about the present or the future.
    """
    day = clock.day_of(at)
    conditions = (
        (agreement.opened_at is None, AgreementState.DRAFT),
        (agreement.terminated_at is not None and agreement.terminated_at <= at, AgreementState.TERMINATED),
        (term(agreement).end <= at, AgreementState.EXPIRED),
        (agreement.suspended_at is not None, AgreementState.SUSPENDED),
        (not any(in_force(agreement, party, at) for party in agreement.parties.all()), AgreementState.IN_SIGNATURE),
        (agreement.review_on is not None and agreement.review_on <= day, AgreementState.REVIEW_DUE),
    )
    return next((state for applies, state in conditions if applies), AgreementState.IN_FORCE)


def in_force(agreement: Agreement, party: Party, at: datetime) -> bool:
    """Say whether an agreement is in force at an instant for a party other than its owner."""
    if party.agency_id == agreement.owner_id or agreement.suspended_at is not None:
        return False
    return any(interval.holds(at) for interval in signed(agreement, party))


def signature_of(party: Party) -> Signature | None:
    """Return the signature of a party that stands."""
    return next((each for each in party.signatures.all() if each.withdrawn_at is None), None)


def signed(agreement: Agreement, party: Party) -> Iterator[Interval]:
    """Yield when, within the term, both the owner's signature and a party's stand, whether or not it is suspended.

    A signature stands no longer than the agency that gave it, which may have been merged into another.
    """
    for owner in agreement.parties.all():
        if owner.agency_id != agreement.owner_id:
            continue
        for given in owner.signatures.all():
            for received in party.signatures.all():
                if both := _stands(given) & _stands(received) & term(agreement) & _life(owner) & _life(party):
                    yield both


def _stands(signature: Signature) -> Interval:
    return Interval(signature.signed_at, signature.withdrawn_at or FOREVER)


def _life(party: Party) -> Interval:
    return Interval(clock.start_of(party.agency.valid_from), end_of(party.agency))


def end_of(agency: Agency) -> datetime:
    """Return the instant from which an agency is no more."""
    return clock.start_of(agency.valid_to) if agency.valid_to else FOREVER


def gives(versions: Iterable[Agreement], agency: Agency, at: datetime) -> Iterator[tuple[Clause, Interval]]:
    """Yield the clauses of an agreement that give an agency something from an instant on, with when they do.

    A version that has once come into force for an agency has superseded every earlier one for it, whatever happens
    to the later version afterwards.

    Args:
        versions: every version of one agreement, with parties, their agencies, signatures and clauses loaded.
        agency: to whom.
        at: the instant.
    """
    end = FOREVER
    for agreement in sorted(versions, key=lambda each: each.version, reverse=True):
        party = next((each for each in agreement.parties.all() if each.agency_id == agency.pk), None)
        if party is None or party.agency_id == agreement.owner_id:
            continue
        together = list(signed(agreement, party))
        if agreement.suspended_at is None:
            for interval in together:
                yield from _by_clause(agreement, agency, interval & Interval(at, end))
        end = min([end, *(interval.start for interval in together)])


def would_give(agreement: Agreement, agency: Agency, at: datetime) -> list[Clause]:
    """Return the clauses that would give an agency something, had both sides signed and every first day come.

    Args:
        agreement: a version with its clauses, parties and their agencies loaded.
        agency: to whom.
        at: the instant; what is over by then gives nothing.
    """
    rest = term(agreement) & Interval(at, FOREVER)
    for party in agreement.parties.all():
        if party.agency_id in (agreement.owner_id, agency.pk):
            rest &= _life(party)
    return [clause for clause, _ in _by_clause(agreement, agency, rest)]


def is_superseded(later: Iterable[Agreement], agency: Agency, at: datetime) -> bool:
    """Say whether a later version has come into force for an agency.

    Args:
        later: the later versions, with parties and signatures loaded.
        agency: for whom.
        at: the instant.
    """
    return any(
        interval.start <= at
        for version in later
        for party in version.parties.all()
        if party.agency_id == agency.pk
        for interval in signed(version, party)
    )


def _by_clause(agreement: Agreement, agency: Agency, interval: Interval) -> Iterator[tuple[Clause, Interval]]:
    for clause in agreement.clauses.all():
        if agency.pk in clause.recipients and (own := interval & term_of_clause(clause)):
            yield clause, own


def term_of_clause(clause: Clause) -> Interval:
    """Return the dates of a clause's own; what it leaves open is bounded by its agreement."""
    start = clock.start_of(clause.starts_on) if clause.starts_on else datetime.min.replace(tzinfo=UTC)
    end = clock.start_of(clause.ends_on + timedelta(days=1)) if clause.ends_on else FOREVER
    return Interval(start, end)


def scopes_of(clause: Clause, numbers: dict[str, int]) -> Iterator[tuple[ScopePermission, int]]:
    """Yield each permission and scope that a clause gives each of its recipients.

    Args:
        clause: what was agreed.
        numbers: the numbers of hubs by code.
    """
    permissions = [_OF_ABILITY[Ability(each)] for each in clause.abilities]
    for cell in cells_of(clause, numbers):
        for category in clause.categories:
            for permission in permissions:
                yield permission, scope_of(cell, category)
        if existence := _OF_EXISTENCE.get(Existence(clause.existence)):
            yield existence, scope_of(cell, DataCategory.IDENTITY)


def cells_of(clause: Clause, numbers: dict[str, int]) -> list[int]:
    """Return the cells of a clause: its hubs in its custody phases."""
    return [cell_of(numbers[hub], phase) for hub in clause.hubs for phase in clause.phases]
