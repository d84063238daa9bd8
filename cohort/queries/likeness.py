"""Who on the list may be the same person as somebody who is about to join it."""

from dataclasses import dataclass
from datetime import date

from cohort.matching import Person, find_candidates
from cohort.models import Individual
from cohort.queries.imports import people
from sharing import audit
from sharing.enums import Operation
from sharing.viewer import Viewer


@dataclass(frozen=True, slots=True)
class Likely:
    """Somebody on the list who may be the same person, how likely, and why."""

    individual: Individual
    score: int
    reasons: tuple[str, ...]


def likely_same(
    viewer: Viewer, *, surname: str, forenames: str, date_of_birth: date | None, year_of_birth: int | None
) -> list[Likely]:
    """Return who may be the same person, the likeliest first, and record that they were shown.

    Args:
        viewer: who asks; nobody out of the viewer's sight is among them.
        surname: of the newcomer, like the others.
        forenames: or nothing.
        date_of_birth: or None.
        year_of_birth: or None.
    """
    newcomer = Person("new", surname, forenames, (), date_of_birth, year_of_birth, ())
    found = find_candidates([newcomer], people(viewer, born_near=date_of_birth))
    individuals = Individual.unscoped.visible_to(viewer).select_related("owning_hub")
    by_key = individuals.in_bulk([int(candidate.known) for candidate in found])
    likely = [Likely(by_key[int(each.known)], each.score, each.reasons) for each in found]
    references = [each.individual.shown_reference for each in likely]
    audit.record(viewer, Operation.SEARCH, kind="likely_same", shown=references)
    return likely
