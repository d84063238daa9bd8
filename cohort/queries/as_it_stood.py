"""A record as it stood at a past instant, in the reader's own present view.

What the reader may see now is applied to the values as they were then, here and by the policies of the history tables.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from django.db import connection

from cohort.access import get_individual
from cohort.models import Alias, Identifier, Individual, KeyDate, PhasePeriod, SheetReference
from cohort.queries.emergency import emergency_in_force
from cohort.queries.masking import category_of, readable_fields
from cohort.queries.record import NAMED, SHOWING, Record, note_reading, threats_of
from marsoc.kit import clock
from sharing.enums import DataCategory
from sharing.errors import BadRequest
from sharing.models import AboutIndividual
from sharing.viewer import Viewer

Row = TypeVar("Row", bound=AboutIndividual)


@dataclass(frozen=True, slots=True)
class AsItStood:
    """A record as it was at an instant, which nobody changes, and the individual as it is now."""

    at: datetime
    record: Record
    present: Individual


def read_as_it_stood(viewer: Viewer, reference: str, at: datetime, *, page: str) -> AsItStood:
    """Return a record as it stood for one of its pages, and record that it was read.

    Args:
        viewer: who reads; what the viewer may see now decides.
        reference: the individual's reference as typed.
        at: the instant.
        page: ``overview``, ``identity`` or ``custody``.

    Raises:
        Http404: there is no such individual, or none the viewer may see, or nothing of it that the page shows.
        BadRequest: the instant is to come, or the individual was not on the list then.
        AuditUnavailable: the reading cannot be recorded, so it may not happen.
    """
    showing = SHOWING.get(page, DataCategory.IDENTITY)
    present = get_individual(viewer, reference, showing=showing)
    if at > clock.now():
        raise BadRequest("That time is still to come. Choose a time in the past.")
    categories = viewer.sight.categories(present.cell, present.pk)
    then = _individual(present, at, categories)
    if then is None:
        raise BadRequest(not_on_the_list(present))
    note_reading(viewer, present, page=page, showing=showing, at=at)
    return AsItStood(at, _record(viewer, then, at, categories), present)


def not_on_the_list(individual: Individual) -> str:
    """Return the sentence for an instant at which there was no record yet."""
    return f"{individual.shown_reference} was not on the list at that time. Choose a later time."


def was_on_the_list(individual: Individual, at: datetime) -> bool:
    """Say whether there was a record of an individual, whom the viewer has been given, at an instant."""
    there: bool = Individual.history.filter(id=individual.pk, history_date__lte=at).exists()
    return there


def _individual(present: Individual, at: datetime, categories: frozenset[DataCategory]) -> Individual | None:
    seen = [name for name in readable_fields(categories) if name not in Individual.structural]
    related = [name for name in NAMED if category_of(name) in categories]
    history = Individual.history.filter(id=present.pk, history_date__lte=at).select_related(*related)
    row = history.only("history_id", *seen).order_by("-history_id").first()
    if row is None:
        return None
    then = _as_row(Individual, row, {*seen}, present)
    for name in related:
        setattr(then, name, getattr(row, name))
    return then


def _as_row(model: type[Row], row: Any, names: set[str], present: Individual | None = None) -> Row:
    """Return a row of a model with what a history row says; what neither it nor the present tells is not there."""
    told: dict[str, Any] = {}
    for field in model._meta.concrete_fields:
        if field.name in names:
            told[field.attname] = getattr(row, field.attname)
        elif present is not None and field.name in model.structural:
            told[field.attname] = getattr(present, field.attname)
    return model.from_db(connection.alias, list(told), list(told.values()))


def _facts(model: type[Row], individual: Individual, at: datetime, *related: str) -> list[Row]:
    history = model.history.filter(individual_id=individual.pk, history_date__lte=at)  # type: ignore[attr-defined]
    names = {field.name for field in model.history.model.tracked_fields}  # type: ignore[attr-defined]
    found = []
    for row in history.select_related(*related).order_by("id", "-history_id").distinct("id"):
        if row.history_type != "-":
            fact = _as_row(model, row, names)
            for name in related:
                setattr(fact, name, getattr(row, name))
            found.append(fact)
    return found


def _record(viewer: Viewer, then: Individual, at: datetime, categories: frozenset[DataCategory]) -> Record:
    custody = DataCategory.CUSTODY in categories
    key_dates = _facts(KeyDate, then, at, "kind", "contributed_by") if custody else []
    phases = _facts(PhasePeriod, then, at) if custody else []
    return Record(
        individual=then,
        categories=categories,
        aliases=_facts(Alias, then, at, "contributed_by"),
        identifiers=_facts(Identifier, then, at, "contributed_by"),
        key_dates=sorted(key_dates, key=lambda each: (each.date, each.kind.position)),
        phases=sorted(phases, key=lambda each: (each.started_on, each.pk), reverse=True),
        sheet_references=sorted(_facts(SheetReference, then, at, "hub"), key=lambda each: each.ref),
        threats=threats_of(then, categories),
        open_matches=0,
        agency=viewer.contributor,
        may_change=False,
        may_add=frozenset(),
        may_share=False,
        may_restrict=False,
        emergency=emergency_in_force(viewer, then),
        exit=None,
        may_leave=False,
        may_retain=False,
        may_review=False,
    )
