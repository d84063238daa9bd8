"""People held apart from the list, in words."""

from datetime import date
from typing import NamedTuple

from cohort.enums import ApartCategory
from cohort.models import CrimeGroup, HeldApart
from cohort.presenters.individuals import Row
from marsoc.govuk.jinja import long_date

_COLOURS = {ApartCategory.VICTIM: "purple", ApartCategory.WITNESS: "blue", ApartCategory.ASSOCIATE: "grey"}


class ApartRow(NamedTuple):
    """Somebody held apart as the list shows it."""

    pk: int
    name: str
    category: str
    colour: str
    relation: str
    of: str
    of_group: bool
    review: str
    overdue: bool
    delete_on: str


def apart_row(held: HeldApart, today: date) -> ApartRow:
    """Return somebody held apart as a row."""
    category = ApartCategory(held.category)
    return ApartRow(
        held.pk, held.name, category.label, _COLOURS[category], held.relation, str(held.of),
        isinstance(held.of, CrimeGroup), long_date(held.review_due), held.review_due < today,
        long_date(held.delete_on),
    )  # fmt: skip


def apart_facts(held: HeldApart) -> list[Row]:
    """Return what is held of somebody, for the page that asks whether that still has to be."""
    return [
        Row("Name", held.name),
        Row("What the person is", ApartCategory(held.category).label),
        Row("Relation", f"{held.relation}, to {held.of}"),
        Row("Why the name has to be held", held.necessity),
        Row("Reference", held.source_reference),
        Row("Recorded", f"{held.recorded_by.full_name}, {long_date(held.recorded_on)}"),
        Row("To be reviewed by", long_date(held.review_due)),
        Row("Deleted on", long_date(held.delete_on)),
    ]
