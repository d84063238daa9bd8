"""Who may be the same person, in words."""

from dataclasses import dataclass
from datetime import date

from cohort.presenters.individuals import born
from cohort.queries.likeness import Likely


@dataclass(frozen=True, slots=True)
class LikelyRow:
    """Somebody on the list who may be the same person."""

    reference: str
    name: str
    born: str
    hub: str
    score: int
    reasons: str


def likely_row(likely: Likely, today: date) -> LikelyRow:
    """Return somebody who may be the same person as a row of a table.

    Args:
        likely: with the individual's owning hub loaded.
        today: the day from which the age is told.
    """
    individual = likely.individual
    return LikelyRow(
        reference=individual.shown_reference,
        name=individual.full_name,
        born=born(individual, today),
        hub=individual.owning_hub.name,
        score=likely.score,
        reasons="; ".join(likely.reasons),
    )
