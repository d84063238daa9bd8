"""Why somebody sees an individual or not: the rules of docs/permissions.md, applied to facts that were gathered before.

Pure: the facts are those of one individual at one instant, and every membership is judged by the same ones.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from sharing.enums import AccessRule, DataCategory, Obstacle, RoleCode
from sharing.models import Clause, Membership, Signature
from sharing.permissions import CENTRAL_TEAM, HUB_STAFF, PARTNERS

BY_NAME = tuple(category for category in DataCategory if category != DataCategory.EQUALITY)
"""The categories that naming somebody gives."""


class State(NamedTuple):
    """Where an individual stood: its hub, the cell of its hub and phase, and what kept it from others."""

    individual: int
    reference: str
    hub: str
    hub_name: str
    phase: str
    cell: int
    restricted: bool
    left: bool = False
    overdue: bool = False

    @property
    def shut(self) -> bool:
        """Say whether no agency may be given anything of it."""
        return self.restricted or self.left or self.overdue


@dataclass(frozen=True, slots=True)
class Reason:
    """One rule that gives something, with all that it rests on.

    ``by`` offered a share or named a person, ``accepted_by`` accepted the share; ``emergency`` is the reason taken from
    the list; ``number`` counts contributed facts.
    """

    rule: AccessRule
    since: datetime | None = None
    until: datetime | None = None
    clause: Clause | None = None
    signatures: tuple[Signature, ...] = ()
    hub: str = ""
    by: str = ""
    accepted_by: str = ""
    emergency: str = ""
    number: int = 0


class Hindrance(NamedTuple):
    """One thing that keeps somebody out, and the clause that would let them in."""

    obstacle: Obstacle
    clause: Clause | None = None


class Answer(NamedTuple):
    """Whether one data category is seen, every rule that gives it, and what keeps it out."""

    seen: bool
    reasons: tuple[Reason, ...]
    obstacles: tuple[Hindrance, ...]


ToAgency = Mapping[tuple[str, DataCategory], tuple[Reason, ...]]


@dataclass(frozen=True, slots=True)
class Facts:
    """All that decides who sees one individual at one instant.

    What agencies are given is found by agency and category, persons named and conflicts of interest by the user's id,
    emergencies by that of the membership.
    """

    at: datetime
    state: State
    granted: ToAgency = field(default_factory=dict)
    shared: ToAgency = field(default_factory=dict)
    contributed: ToAgency = field(default_factory=dict)
    withheld: Mapping[tuple[str, DataCategory], tuple[Hindrance, ...]] = field(default_factory=dict)
    named: Mapping[int, Reason] = field(default_factory=dict)
    emergencies: Mapping[int, Reason] = field(default_factory=dict)
    conflicts: frozenset[int] = frozenset()


def explain(facts: Facts, membership: Membership, *, in_force: bool = True) -> dict[DataCategory, Answer]:
    """Return what a membership sees of the individual, category by category, and why.

    Args:
        facts: of the individual at the instant.
        membership: who looks.
        in_force: whether the membership was in force at that instant.
    """
    barrier = _barrier(facts, membership, in_force)
    reasons: dict[DataCategory, list[Reason]] = defaultdict(list)
    if barrier is None:
        for category, reason in _reasons(facts, membership):
            reasons[category].append(reason)
    door = any(_gives(reason) for reason in reasons[DataCategory.IDENTITY])
    return {
        category: _answer(facts, membership, category, tuple(reasons[category]), door=door, barrier=barrier)
        for category in DataCategory
    }


def _barrier(facts: Facts, membership: Membership, in_force: bool) -> Obstacle | None:
    """Return what keeps a membership out whatever else would let it in."""
    role = RoleCode(membership.role_id)
    if not in_force:
        return Obstacle.MEMBERSHIP
    if role not in PARTNERS | CENTRAL_TEAM | HUB_STAFF or (role in HUB_STAFF and membership.hub_id is None):
        return Obstacle.ROLE
    if membership.user_id in facts.conflicts:
        return Obstacle.CONFLICT
    if role not in PARTNERS:
        return None
    return Obstacle.LEFT if facts.state.left else Obstacle.REVIEW if facts.state.overdue else None


def _reasons(facts: Facts, membership: Membership) -> Iterator[tuple[DataCategory, Reason]]:
    state, partner = facts.state, membership.role_id in PARTNERS
    at_hub = membership.hub_id in (None, state.hub)
    for category in DataCategory:
        place = membership.agency_id, category
        if at_hub and not state.restricted:
            given = [Reason(AccessRule.ROLE, hub=_place(membership, state), until=membership.ends_at)]
            yield from ((category, each) for each in (_given(facts, place) if partner else given))
        if partner:
            yield from ((category, each) for each in facts.contributed.get(place, ()))
    named = facts.named.get(membership.user_id) if at_hub and not partner else None
    for reason in (named, None if state.left else facts.emergencies.get(membership.pk)):
        if reason is not None:
            yield from ((category, reason) for category in BY_NAME)


def _given(facts: Facts, place: tuple[str, DataCategory]) -> tuple[Reason, ...]:
    return (*facts.granted.get(place, ()), *facts.shared.get(place, ()))


def _place(membership: Membership, state: State) -> str:
    return state.hub_name if membership.role_id in HUB_STAFF else ""


def _gives(reason: Reason) -> bool:
    """Say whether a rule shows the whole category; contributed facts are seen one by one."""
    return reason.rule != AccessRule.CONTRIBUTED


def _answer(
    facts: Facts,
    membership: Membership,
    category: DataCategory,
    reasons: tuple[Reason, ...],
    *,
    door: bool,
    barrier: Obstacle | None,
) -> Answer:
    if any(_gives(reason) for reason in reasons):
        return Answer(door, reasons, () if door else (Hindrance(Obstacle.IDENTITY),))
    obstacles = (Hindrance(barrier),) if barrier else tuple(_obstacles(facts, membership, category))
    return Answer(False, reasons, obstacles)


def _obstacles(facts: Facts, membership: Membership, category: DataCategory) -> Iterator[Hindrance]:
    if membership.hub_id not in (None, facts.state.hub):
        yield Hindrance(Obstacle.HUB)
    elif category == DataCategory.EQUALITY and (facts.state.restricted or membership.role_id in PARTNERS):
        yield Hindrance(Obstacle.EQUALITY)
    elif facts.state.restricted:
        yield Hindrance(Obstacle.RESTRICTED)
    else:
        yield from facts.withheld.get((membership.agency_id, category)) or [Hindrance(Obstacle.NO_CLAUSE)]
