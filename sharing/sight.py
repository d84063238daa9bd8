"""What a viewer may see at an instant: by role, by agreements in force, by name."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple, Protocol

from django.db import connection

from sharing.cells import CATEGORIES, WIDTH, cells_of_hubs
from sharing.enums import AccessRule, DataCategory, ScopePermission
from sharing.models import Membership

Bases = Mapping[DataCategory, Mapping[str, frozenset[int]]]
"""What is seen by each thing that sight rests on, such as ``AGREEMENT:12``, the clause of that number, by category."""


class NamedAccess(NamedTuple):
    """The individuals somebody is named for, by category, those a conflict of interest bars, and by what it is."""

    named: Mapping[DataCategory, frozenset[int]]
    barred: frozenset[int]
    by: Bases


class NamedAccessProvider(Protocol):
    """Says who is named: ``cohort.named_access``."""

    def __call__(self, membership: Membership, *, covers: bool, at: datetime) -> NamedAccess:
        """Return what a membership is named for and what bars it, at an instant."""


_SQL = """
create or replace function cells_given(of_agency int, at timestamptz)
returns table (permission text, category bigint, clause bigint, cells bigint[])
language sql stable set search_path = pg_catalog, public
-- asked at every request of a partner: planned once, not each time
set plan_cache_mode = force_generic_plan as $body$
    -- hundreds of grants are a few lists of cells
    select p.codename, mod(g.content_object_id, {width}), v.clause_id, array_agg(g.content_object_id / {width})
    from sharing_giving v
        join sharing_scopegrant g on g.giving_id = v.id join auth_permission p on p.id = g.permission_id
    where v.group_id = of_agency and v.starts_at <= at and v.ends_at > at
    group by 1, 2, 3
$body$;
"""
_named_access: list[NamedAccessProvider] = []


@dataclass(frozen=True, slots=True)
class Sight:
    """What a viewer may see.

    ``covered`` are the cells that the role covers in every category, None for all. ``granted`` are the cells of
    agreements in force, by guardian permission and category. ``named`` are individuals by category; ``barred`` are
    individuals that nothing lets the viewer see. ``by_clause`` has the granted cells by clause, ``by_name`` the named
    individuals by share, naming or emergency access.
    """

    covered: frozenset[int] | None = frozenset()
    granted: Mapping[str, Mapping[DataCategory, frozenset[int]]] = field(default_factory=dict)
    named: Mapping[DataCategory, frozenset[int]] = field(default_factory=dict)
    barred: frozenset[int] = frozenset()
    by_clause: Bases = field(default_factory=dict)
    by_name: Bases = field(default_factory=dict)

    def cells(
        self, category: DataCategory, permission: ScopePermission = ScopePermission.VIEW
    ) -> frozenset[int] | None:
        """Return the cells in which the viewer holds a permission on a category, None for every cell."""
        if self.covered is None:
            return None
        return self.covered | self.granted.get(permission, {}).get(category, frozenset())

    def holds(
        self,
        cell: int | None,
        individual: int,
        category: DataCategory,
        permission: ScopePermission = ScopePermission.VIEW,
    ) -> bool:
        """Say whether the viewer holds a permission on one category of one individual.

        Args:
            cell: the individual's cell, None while it is restricted.
            individual: its id.
            category: the category asked for.
            permission: what the viewer means to do; only seeing can be given by name.
        """
        if individual in self.barred:
            return False
        if permission == ScopePermission.VIEW and individual in self.named.get(category, frozenset()):
            return True
        if cell is None:
            return False
        cells = self.cells(category, permission)
        return cells is None or cell in cells

    def categories(self, cell: int | None, individual: int) -> frozenset[DataCategory]:
        """Return the categories of one individual that the viewer may see."""
        return frozenset(category for category in DataCategory if self.holds(cell, individual, category))

    def bases(self, cell: int | None, individual: int, categories: Iterable[DataCategory]) -> list[str]:
        """Return all that lets a viewer whose role does not cover it see some categories of an individual."""
        found = set()
        for category in categories:
            found |= {basis for basis, cells in self.by_clause.get(category, {}).items() if cell in cells}
            found |= {basis for basis, named in self.by_name.get(category, {}).items() if individual in named}
        return sorted(found)


EVERYTHING = Sight(covered=None)
NOTHING = Sight()


def give_named_access(provider: NamedAccessProvider) -> None:
    """Have a domain app say who is named for which individual; called once when it is ready."""
    _named_access.append(provider)


def install(cursor: Any) -> None:
    """Install the function that says what agreements give an agency."""
    cursor.execute(_SQL.format(width=WIDTH))


def sight_of(membership: Membership, reach: frozenset[str] | None, *, partner: bool, at: datetime) -> Sight:
    """Return what a membership may see at an instant.

    Args:
        membership: with its agency and hub loaded.
        reach: the hub that its role covers, None for every hub, empty for none.
        partner: whether its role sees by agreement.
        at: the instant.
    """
    if reach == frozenset() and not partner:
        return NOTHING
    named: dict[DataCategory, frozenset[int]] = {}
    by_name: dict[DataCategory, Mapping[str, frozenset[int]]] = {}
    barred: frozenset[int] = frozenset()
    for provider in _named_access:
        more = provider(membership, covers=not partner, at=at)
        named |= {category: named.get(category, frozenset()) | ids for category, ids in more.named.items()}
        by_name |= {category: {**by_name.get(category, {}), **bases} for category, bases in more.by.items()}
        barred |= more.barred
    covered = None if reach is None else cells_of_hubs([membership.hub.number] if reach and membership.hub else [])
    granted, by_clause = _granted(membership, at) if partner else ({}, {})
    return Sight(covered, granted, named, barred, by_clause, by_name)


def _granted(membership: Membership, at: datetime) -> tuple[Mapping[str, Mapping[DataCategory, frozenset[int]]], Bases]:
    """Return the standing grants of an agency, narrowed to the hub that the membership is held at, and by clause."""
    within = None if membership.hub is None else cells_of_hubs([membership.hub.number])
    found: dict[str, dict[DataCategory, frozenset[int]]] = {}
    by_clause: dict[DataCategory, dict[str, frozenset[int]]] = {}
    with connection.cursor() as cursor:
        cursor.execute(
            "select permission, category, clause, cells from cells_given(%s, %s)", [membership.agency.group_id, at]
        )
        for permission, number, clause, cells in cursor.fetchall():
            category = CATEGORIES[number]
            if held := frozenset(cells) if within is None else within.intersection(cells):
                granted = found.setdefault(permission, {})
                granted[category] = granted.get(category, frozenset()) | held
                if permission == ScopePermission.VIEW:
                    by_clause.setdefault(category, {})[f"{AccessRule.AGREEMENT}:{clause}"] = held
    return found, by_clause
