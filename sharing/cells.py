"""The numbers of cells and scopes.

A *cell* is a hub and a custody phase, and stands on every row about an individual; a *scope* is a cell and a data
category. Both are small numbers, so that what a viewer may see is a short list of them.
"""

from collections.abc import Iterable

from sharing.enums import DataCategory, Phase

_PHASES = tuple(Phase)
CATEGORIES = tuple(DataCategory)
WIDTH = 8
"""A scope is its cell times this, plus the place of its category: at most eight phases and eight categories; a ninth
needs a migration of every stored number."""
LEFT = WIDTH - 1
"""The place of those who have left a hub's list, after its phases: no clause names it, so no agreement gives it."""


def cell_of(hub: int, phase: str) -> int:
    """Return the cell of a hub's number and a phase.

    Args:
        hub: ``Hub.number``.
        phase: a code of ``Phase``.
    """
    return hub * WIDTH + _PHASES.index(Phase(phase))


def scope_of(cell: int, category: str) -> int:
    """Return the scope of a cell for a data category."""
    return cell * WIDTH + CATEGORIES.index(DataCategory(category))


def cell_and_category(scope: int) -> tuple[int, DataCategory]:
    """Return what a scope is made of."""
    return scope // WIDTH, CATEGORIES[scope % WIDTH]


def cells_of_hubs(hubs: Iterable[int]) -> frozenset[int]:
    """Return every cell of some hubs, given by their numbers, those who have left the list among them."""
    return frozenset(hub * WIDTH + place for hub in hubs for place in (*range(len(_PHASES)), LEFT))
