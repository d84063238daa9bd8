"""A record as it stood at a past instant, in the reader's own present view or cut to what an agency could see then.

What the reader may see now is applied to the values as they were then, here and by the policies of the history tables.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from django.db import connection

from cohort.access import get_individual, must_be_allowed_on
from cohort.models import (
    Absence,
    Alias,
    Assessment,
    Categorisation,
    CustodyPlace,
    CustodySpell,
    Identifier,
    Individual,
    KeyDate,
    PhasePeriod,
    Sentence,
    SheetReference,
)
from cohort.permissions import CohortPermission
from cohort.queries import assessments
from cohort.queries.custody import CustodyRecord
from cohort.queries.emergency import emergency_in_force
from cohort.queries.explanations import seen_by_agency
from cohort.queries.masking import category_of, readable_fields
from cohort.queries.record import NAMED, SHOWING, Record, note_reading, threats_of
from marsoc.kit import clock
from sharing.enums import DataCategory
from sharing.errors import BadRequest
from sharing.models import AboutIndividual, Agency
from sharing.viewer import Viewer

Row = TypeVar("Row", bound=AboutIndividual)


@dataclass(frozen=True, slots=True)
class AsItStood:
    """A record as it was at an instant, which nobody changes, and the individual as it is now.

    ``agency`` is the one whose view it is cut to, None for the reader's own.
    """

    at: datetime
    record: Record
    present: Individual
    agency: Agency | None


def read_as_it_stood(
    viewer: Viewer, reference: str, at: datetime, *, page: str, agency: Agency | None = None
) -> AsItStood:
    """Return a record as it stood for one of its pages, and record that it was read.

    Args:
        viewer: who reads; what the viewer may see now decides.
        reference: the individual's reference as typed.
        at: the instant.
        page: ``overview``, ``identity``, ``custody``, ``assessment`` or ``timeline``.
        agency: the one whose view of then is wanted, for those who may ask who sees the individual.

    Raises:
        Http404: there is no such individual, or none the viewer may see, or nothing of it that the page shows.
        Refused: the viewer may not ask what others see.
        BadRequest: the instant is to come, or the individual was not on the list then, or not seen by the agency.
        AuditUnavailable: the reading cannot be recorded, so it may not happen.
    """
    showing = SHOWING.get(page, DataCategory.IDENTITY)
    asked = CohortPermission.EXPLAIN if agency else CohortPermission.VIEW
    present = get_individual(viewer, reference, asked, showing=showing)
    if at > clock.now():
        raise BadRequest("That time is still to come. Choose a time in the past.")
    categories = viewer.sight.categories(present.cell, present.pk)
    if agency:
        categories &= _seen_by(viewer, present, agency, at, showing)
    then = _individual(present, at, categories)
    if then is None:
        raise BadRequest(not_on_the_list(present))
    note_reading(viewer, present, page=page, showing=showing, at=at, as_agency=agency.pk if agency else "")
    return AsItStood(at, _record(viewer, then, at, categories), present, agency)


def assessed_then(viewer: Viewer, past: AsItStood) -> assessments.Assessed:
    """Return what there was to know of an individual's assessments at a past instant.

    An assessment is as its history says; what an assessor answered has not changed since it could be seen.

    Args:
        viewer: who reads; the reading has been recorded.
        past: the record as it stood.
    """
    rounds = _facts(Assessment, past.record.individual, past.at, *assessments.NAMED)
    newest_first = sorted(rounds, key=lambda each: (each.opened_at, each.pk), reverse=True)
    return assessments.assessed_in(viewer, past.record.individual, newest_first, until=past.at)


def custody_then(past: AsItStood) -> CustodyRecord:
    """Return the custody record as it stood, empty where custody is withheld.

    Args:
        past: the record as it stood, whose reading has been recorded.
    """
    if DataCategory.CUSTODY not in past.record.categories:
        return CustodyRecord([], [], [], [], [])
    then, at = past.record.individual, past.at
    places = _facts(CustodyPlace, then, at, "establishment")
    return CustodyRecord(
        spells=sorted(_facts(CustodySpell, then, at, "recall_kind"), key=lambda each: (each.started_on, each.pk)),
        sentences=sorted(_facts(Sentence, then, at), key=lambda each: (each.imposed_on, each.pk)),
        places=sorted(places, key=lambda each: (each.arrived_on or each.as_at, each.pk)),
        categories=sorted(_facts(Categorisation, then, at, "category"), key=lambda each: (each.decided_on, each.pk)),
        absences=sorted(_facts(Absence, then, at), key=lambda each: (each.started_on, each.pk)),
    )


def _seen_by(
    viewer: Viewer, present: Individual, agency: Agency, at: datetime, showing: DataCategory
) -> frozenset[DataCategory]:
    seen = seen_by_agency(viewer, present, agency.pk, at)
    if showing not in seen:
        raise BadRequest(f"{agency.name} could not see this of {present.shown_reference} at that time.")
    return seen


def not_on_the_list(individual: Individual) -> str:
    """Return the sentence for an instant at which there was no record yet."""
    return f"{individual.shown_reference} was not on the list at that time. Choose a later time."


def must_have_been_seen(viewer: Viewer, individual: Individual, at: datetime, agency: Agency | None) -> None:
    """Hold an instant to one at which there was a record of an individual, and an agency, if one is named, saw it.

    Raises:
        BadRequest: there was none, or the agency did not.
        Refused: an agency is named and the viewer may not ask what others see.
    """
    if not Individual.history.filter(id=individual.pk, history_date__lte=at).exists():
        raise BadRequest(not_on_the_list(individual))
    if agency:
        must_be_allowed_on(viewer, individual, CohortPermission.EXPLAIN)
        _seen_by(viewer, individual, agency, at, DataCategory.IDENTITY)


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
    its = model.history.filter(individual_id=individual.pk)  # type: ignore[attr-defined]
    history = model.history.filter(id__in=its.values("id"), history_date__lte=at)  # type: ignore[attr-defined]
    names = {field.name for field in model.history.model.tracked_fields}  # type: ignore[attr-defined]
    found = []
    for row in history.select_related(*related).order_by("id", "-history_id").distinct("id"):
        if row.history_type != "-" and row.individual_id == individual.pk:  # else it had moved by a merge
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
        merges=[],
        agency=viewer.contributor,
        may_change=False,
        may_add=frozenset(),
        may_share=False,
        may_restrict=False,
        emergency=emergency_in_force(viewer, then),
        exit=None,
        may_leave=False,
        transfer=None,
        may_transfer=False,
        may_retain=False,
        may_review=False,
    )
