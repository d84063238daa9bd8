"""What a move between custody phases changes in what agreements show to agencies."""

from collections import defaultdict
from enum import Enum, auto

from cohort.models import Individual
from marsoc.kit import clock
from sharing.cells import cell_of
from sharing.enums import DataCategory, Phase
from sharing.queries.clauses import given_in


class Shift(Enum):
    """What becomes of an agency's sight of somebody."""

    GAINED = auto()
    LOST = auto()
    CHANGED = auto()


def shifts_between(individual: Individual, before: Phase) -> dict[str, Shift]:
    """Return the agencies, by code, that agreements show more or less of somebody than before, with what has changed.

    Args:
        individual: in its new phase.
        before: the phase before.
    """
    hub = individual.owning_hub.number
    had, has = _shown(cell_of(hub, before)), _shown(cell_of(hub, individual.phase))
    return {agency: _shift(had[agency], has[agency]) for agency in sorted({*had, *has}) if had[agency] != has[agency]}


def _shown(cell: int) -> defaultdict[str, set[DataCategory]]:
    found: defaultdict[str, set[DataCategory]] = defaultdict(set)
    for given in given_in(cell, clock.now()):
        found[given.agency].add(given.category)
    return found


def _shift(had: set[DataCategory], has: set[DataCategory]) -> Shift:
    if not had or not has:
        return Shift.LOST if had else Shift.GAINED
    return Shift.CHANGED
