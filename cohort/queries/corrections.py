"""Reads of corrections: what a value that is replaced had said and since when, and what an agency is to acknowledge."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.db.models import F

from cohort.access import correction_notices_to
from cohort.enums import Nature
from cohort.models import (
    Absence,
    Alias,
    Categorisation,
    Correction,
    CorrectionNotice,
    CustodyPlace,
    CustodySpell,
    Identifier,
    Individual,
    KeyDate,
    Sentence,
)
from cohort.models.individuals import IndividualFact
from cohort.queries.masking import category_of
from cohort.queries.receiving import told_of
from marsoc.kit import clock
from marsoc.kit.pagination import Page, page_from
from sharing import audit
from sharing.enums import DataCategory, Operation
from sharing.viewer import Viewer

PAGE_SIZE = 25
SWEPT = timedelta(hours=1)
"""For how long after a correction readings are looked for that were not yet in the trail when it was made."""
_SOURCES = {"name_source", "birth_source", "score_source"}  # of a value, which is what was inaccurate
Marks = Mapping[tuple[str, int], Correction]
_FACTS: dict[type[Any], str] = {
    Alias: "alias", Identifier: "identifier", KeyDate: "key_date", CustodySpell: "custody_spell",
    Sentence: "sentence", CustodyPlace: "custody_place", Categorisation: "categorisation", Absence: "absence",
}  # fmt: skip


class Inaccuracy(NamedTuple):
    """That the value replaced was inaccurate: whether it was a fact or an opinion, and how that is known."""

    nature: Nature
    source: str


class Replaced(NamedTuple):
    """A value that was replaced or removed: of which field, by which history row, and since when it had been there."""

    field: str
    category: DataCategory
    written: int
    since: datetime


def replaced_in(individual: Individual, fields: Iterable[str]) -> Iterator[Replaced]:
    """Yield those fields of a record that has just been saved which had said something before.

    Args:
        individual: as saved.
        fields: names of those that changed.
    """
    (newest, before, *earlier) = Individual.history.filter(id=individual.pk).order_by("-history_id")
    for field in fields:
        value = before.serializable_value(field)
        if value in (None, "", []) or field in _SOURCES:
            continue
        since = before.history_date
        for row in earlier:
            if row.serializable_value(field) != value:
                break
            since = row.history_date
        yield Replaced(field, category_of(field), newest.history_id, since)


def replaced_fact(fact: IndividualFact, pk: int) -> Iterator[Replaced]:
    """Yield what a fact that has just been saved anew or removed had said before, if it had said anything.

    Args:
        fact: as saved, or as it was.
        pk: its number, which a removed one has lost.
    """
    kind: Any = type(fact)
    newest, *earlier = kind.history.filter(id=pk).order_by("-history_id")
    if earlier:
        yield Replaced(_FACTS[kind], kind.data_category, newest.history_id, earlier[0].history_date)


def marks_of(individual: Individual, categories: Iterable[DataCategory]) -> Marks:
    """Return the corrections of a record by field and the history row that replaced the inaccurate value.

    Args:
        individual: whom the viewer has been given.
        categories: what of it the viewer may see.
    """
    found = Correction.unscoped.filter(individual=individual.pk, category__in=list(categories))
    return {(each.field, each.written): each for each in found}


def corrections_to_acknowledge(viewer: Viewer, number: int) -> Page[CorrectionNotice]:
    """Return one page of what a viewer's agency or hub was told, what waits first, and record that it was read.

    Args:
        viewer: who asks.
        number: the page, from 1; one past the end gives the last page.
    """
    page = page_from(
        correction_notices_to(viewer).order_by(F("acknowledged_at").desc(nulls_first=True), "-pk"), number, PAGE_SIZE
    )
    shown = [row.reference for row in page.rows]
    audit.record(viewer, Operation.CONSULT, kind="corrections", shown=shown, total=page.total, **told_of(viewer, shown))
    return page


def read_notice(viewer: Viewer, notice: CorrectionNotice) -> bool:
    """Record that a notice was read, and say whether its reader sees what it is about now."""
    audit.record(viewer, Operation.CONSULT, kind="correction", ref=notice.reference, notice=notice.pk)
    seen = Individual.unscoped.visible_to(viewer).filter(pk=notice.individual_id).values_list("cell", flat=True)
    return any(viewer.sight.holds(cell, notice.individual_id, DataCategory(notice.category)) for cell in seen)


def recent_corrections(viewer: Viewer) -> list[Correction]:
    """Return the corrections of the last hour."""
    found = Correction.unscoped.visible_to(viewer).filter(corrected_at__gt=clock.now() - SWEPT)
    return list(found.select_related("individual"))


def overdue_notices(viewer: Viewer, made_before: datetime) -> list[CorrectionNotice]:
    """Return the notices made before an instant that nobody has acknowledged."""
    found = CorrectionNotice.unscoped.visible_to(viewer).filter(acknowledged_at=None, made_at__lt=made_before)
    return list(found.order_by("pk"))
