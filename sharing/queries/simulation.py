"""What an agreement would change, were it signed: how many individuals each agency would see anew, and no longer.

Compared are an agency's grants in force now, of all agreements together, and the same with this version in the place of
the earlier ones, as if everybody had signed it and every first day had come. Individuals shared by name are left out of
both sides, and restricted ones are in no cell and so in no figure.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple, Protocol

from marsoc.kit import clock
from sharing import audit
from sharing.access import with_content
from sharing.cells import cell_and_category
from sharing.enums import AgreementState, DataCategory, Operation, ScopePermission
from sharing.errors import BadRequest
from sharing.models import Agency, Agreement, Hub, ScopeGrant
from sharing.queries.cells import totals_by_cell
from sharing.seeing import seeing
from sharing.standing import is_superseded, scopes_of, state_of, would_give
from sharing.viewer import Viewer, system_viewer

SAMPLE = 5
_COUNTING = system_viewer("agreement simulation")
Cells = Mapping[DataCategory, frozenset[int]]


class Sampler(Protocol):
    """Names a few individuals: ``cohort.queries.samples``."""

    def __call__(self, viewer: Viewer, cells: Collection[int], most: int) -> list[str] | None:
        """Return references of individuals in some cells, None to a viewer who sees no individuals."""


_samplers: list[Sampler] = []


def give_samples(sampler: Sampler) -> None:
    """Have a domain app name individuals; called once when it is ready."""
    _samplers.append(sampler)


class Change(NamedTuple):
    """How many individuals are seen now, would be seen then, and which of them come and go."""

    now: int
    then: int
    gained: int
    lost: int


@dataclass(frozen=True, slots=True)
class AgencyChange:
    """What changes for one receiving agency; the samples are None for a viewer who sees no individuals."""

    agency: Agency
    categories: Mapping[DataCategory, Change]
    gained_sample: list[str] | None
    lost_sample: list[str] | None

    @property
    def individuals(self) -> Change:
        """How many individuals: whoever is seen at all is seen by identity."""
        return self.categories[DataCategory.IDENTITY]


class Held(NamedTuple):
    """What a grant in force gives a group, and the version that it rests on."""

    group: int
    permission: str
    scope: int
    reference: str
    version: int


@dataclass(frozen=True, slots=True)
class Simulation:
    """A version of an agreement and what it would change, with what else it takes to warn of it.

    ``previous`` is the version before, ``held`` what receiving agencies may do now, ``hubs`` names by number.
    """

    agreement: Agreement
    previous: Agreement | None
    at: datetime
    state: AgreementState
    agencies: list[AgencyChange]
    held: list[Held]
    hubs: Mapping[int, Hub]


def simulate(viewer: Viewer, agreement: Agreement) -> Simulation:
    """Return what a version would change, and record that it was asked for and whom the samples name.

    Args:
        viewer: who asks, and may (``access.get_agreement_to_simulate``).
        agreement: the version, with its content loaded.

    Raises:
        BadRequest: it has ended, so nobody can sign it any more.
    """
    now = clock.now()
    state = state_of(agreement, now)
    if state in (AgreementState.EXPIRED, AgreementState.TERMINATED):
        raise BadRequest(f"{agreement} has ended and would change nothing. Make a new version first.")
    versions = list(with_content(Agreement.objects.filter(reference=agreement.reference)))
    later = [each for each in versions if each.version > agreement.version]
    agencies = [party.agency for party in agreement.parties.all() if party.agency_id != agreement.owner_id]
    hubs = {hub.number: hub for hub in Hub.objects.all()}
    held = _held(agencies, now)
    with seeing(_COUNTING):
        totals = totals_by_cell()
    numbers = {hub.pk: number for number, hub in hubs.items()}
    changes = []
    for agency in agencies:
        own = [each for each in held if each.group == agency.group_id and each.permission == ScopePermission.VIEW]
        before = {each.scope for each in own}
        after = before if is_superseded(later, agency, now) else _after(agreement, agency, own, numbers, now)
        changes.append(_change(viewer, agency, _cells(before), _cells(after), totals))
    _record(viewer, agreement, changes)
    previous = next((each for each in versions if each.version == agreement.version - 1), None)
    return Simulation(agreement, previous, now, state, changes, held, hubs)


def _held(agencies: Iterable[Agency], at: datetime) -> list[Held]:
    grants = ScopeGrant.objects.filter(
        giving__group__in=[agency.group_id for agency in agencies], giving__starts_at__lte=at, giving__ends_at__gt=at
    ).values_list(
        "group", "permission__codename", "content_object", "giving__clause__agreement__reference",
        "giving__clause__agreement__version",
    )  # fmt: skip
    return [Held(*grant) for grant in grants.distinct()]


def _after(
    agreement: Agreement, agency: Agency, own: Iterable[Held], numbers: dict[str, int], at: datetime
) -> set[int]:
    """Return the scopes an agency would see: this version replaces what the earlier ones give."""
    stays = {each.scope for each in own if each.reference != agreement.reference or each.version > agreement.version}
    comes = {
        scope
        for clause in would_give(agreement, agency, at)
        for permission, scope in scopes_of(clause, numbers)
        if permission == ScopePermission.VIEW
    }
    return stays | comes


def _cells(scopes: Iterable[int]) -> Cells:
    """Return the cells in which each category is seen; nothing is seen of an individual whose identity is not."""
    pairs = [cell_and_category(scope) for scope in scopes]
    known = {cell for cell, category in pairs if category == DataCategory.IDENTITY}
    return {
        category: frozenset(cell for cell, each in pairs if each == category and cell in known)
        for category in DataCategory
    }


def _change(viewer: Viewer, agency: Agency, before: Cells, after: Cells, totals: Mapping[int, int]) -> AgencyChange:
    def number(cells: Iterable[int]) -> int:
        return sum(totals.get(cell, 0) for cell in cells)

    changes = {
        category: Change(
            now=number(before[category]),
            then=number(after[category]),
            gained=number(after[category] - before[category]),
            lost=number(before[category] - after[category]),
        )
        for category in DataCategory
        if before[category] or after[category] or category == DataCategory.IDENTITY
    }
    was, will_be = before[DataCategory.IDENTITY], after[DataCategory.IDENTITY]
    return AgencyChange(agency, changes, _sample(viewer, will_be - was), _sample(viewer, was - will_be))


def _sample(viewer: Viewer, cells: Collection[int]) -> list[str] | None:
    named = [sampler(viewer, cells, SAMPLE) for sampler in _samplers]
    known = [each for each in named if each is not None]
    return [reference for each in known for reference in each][:SAMPLE] if known else None


def _record(viewer: Viewer, agreement: Agreement, changes: Iterable[AgencyChange]) -> None:
    shown = {
        reference
        for change in changes
        for sample in (change.gained_sample, change.lost_sample)
        for reference in sample or ()
    }
    audit.record(
        viewer, Operation.CONSULT, kind="agreement", ref=str(agreement), page="what would change", shown=sorted(shown)
    )
