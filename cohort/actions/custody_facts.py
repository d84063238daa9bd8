"""Security categories and absences, and taking a fact out of the custody record."""

from datetime import date
from typing import Any

from cohort.access import get_fact
from cohort.actions.corrections import correct
from cohort.actions.custody_rules import (
    Told,
    as_told,
    end_span,
    enter_phase,
    leave_place,
    must_not_precede,
    overlapping,
    overlaps,
    receive_person,
)
from cohort.actions.individuals import bring_review_forward, changing, save_next_version
from cohort.enums import AbsenceKind
from cohort.models import Absence, Categorisation, CustodyPlace, Establishment, Individual, SecurityCategory
from cohort.models.custody import CustodyFact
from cohort.queries.corrections import Inaccuracy, replaced_fact
from cohort.queries.custody import custody_of, proposed_phase
from sharing.enums import Phase
from sharing.errors import BadRequest
from sharing.viewer import Viewer


def record_categorisation(
    *,
    by: Viewer,
    individual: Individual,
    version: int,
    category: SecurityCategory,
    review_on: date | None,
    told: Told,
    reason: str,
) -> Categorisation:
    """Record a security category, and the day by which it is to be reviewed.

    Raises:
        BadRequest: a category of that day is recorded already, or the review does not follow the decision.
        EditConflict: somebody else changed the record since.
        Refused: the viewer may not change individuals.
    """
    with changing(by, individual, version, reason) as locked:
        if review_on and review_on <= told.on:
            raise BadRequest("The review of the category must follow the day it was given. Check both days.")
        if any(each.decided_on == told.on for each in custody_of(by, locked).categories):
            raise BadRequest("A category given on that day is recorded already. Remove it first if it is wrong.")
        given = Categorisation(
            individual=locked, category=category, decided_on=told.on, review_on=review_on, **as_told(by, told)
        )
        given.save(force_insert=True)
        save_next_version(by, locked, ["custody", *bring_review_forward(locked)])
    return given


def begin_absence(
    *, by: Viewer, individual: Individual, version: int, kind: AbsenceKind, told: Told, reason: str
) -> Absence:
    """Record that somebody is away from custody; without leave, the person is unlawfully at large.

    Args:
        by: who records it.
        individual: whose record.
        version: of the record that the person saw.
        kind: with leave or without.
        told: its first day, and its last if it is over.
        reason: why it is recorded, in the person's own words.

    Raises:
        BadRequest: it overlaps another absence.
        EditConflict: somebody else changed the record since.
        Refused: the viewer may not change individuals.
    """
    with changing(by, individual, version, reason) as locked:
        custody = custody_of(by, locked)
        failed = overlapping(custody.absences, told)
        if failed and failed.is_open and failed.kind == AbsenceKind.LEAVE and kind == AbsenceKind.NON_RETURN:
            end_span(failed, told.on)  # whoever does not return was away with leave until then
        elif failed:
            raise BadRequest(overlaps("an absence", failed))
        absence = Absence(individual=locked, kind=kind, started_on=told.on, ended_on=told.until, **as_told(by, told))
        absence.save(force_insert=True)
        fields = ["custody"]
        if told.until is None and kind != AbsenceKind.LEAVE:
            leave_place(locked, custody, told.on)
            fields += ["establishment", *enter_phase(by, locked, Phase.FUG, told)]
        save_next_version(by, locked, fields)
    return absence


def end_absence(
    *,
    by: Viewer,
    individual: Individual,
    version: int,
    told: Told,
    reason: str,
    establishment: Establishment | None = None,
) -> Absence:
    """Record that somebody has returned to custody.

    Args:
        by: who records it.
        individual: whose record.
        version: of the record that the person saw.
        told: the day of the return.
        reason: why it is recorded, in the person's own words.
        establishment: where the person was received, None if that is not known or has not changed.

    Raises:
        BadRequest: nobody is recorded as away, or the return precedes the absence.
        EditConflict: somebody else changed the record since.
        Refused: the viewer may not change individuals.
    """
    with changing(by, individual, version, reason) as locked:
        custody = custody_of(by, locked)
        absence = custody.open_absence
        if absence is None:
            raise BadRequest("No absence is recorded that has not ended. Record the absence first.")
        must_not_precede(told.on, custody)
        end_span(absence, told.on)
        phase = proposed_phase(by, locked, custody, told.on) or Phase(locked.phase)
        receive_person(
            by, locked, custody, told, Phase.CUS if phase == Phase.FUG else phase, establishment=establishment
        )
    return absence


def remove_custody_fact(
    *,
    by: Viewer,
    individual: Individual,
    version: int,
    fact: CustodyFact,
    reason: str,
    inaccuracy: Inaccuracy | None = None,
) -> None:
    """Remove one fact of the custody record; the history keeps it, and the phase stays until somebody changes it.

    Raises:
        EditConflict: somebody else changed the record since.
        Http404: the fact has been removed meanwhile.
        Refused: the viewer may not change individuals.
    """
    kind: Any = type(fact)
    with changing(by, individual, version, reason) as locked:
        get_fact(by, locked, kind, fact.pk).delete()
        fields = ["custody"]
        if isinstance(fact, CustodyPlace) and fact.is_open:
            locked.establishment = None
            fields.append("establishment")
        save_next_version(by, locked, fields)
        correct(by=by, individual=locked, inaccuracy=inaccuracy, replaced=replaced_fact(fact, fact.pk))
