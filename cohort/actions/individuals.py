"""Writes to one individual's own record: facts on the record itself, and the custody phase."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from typing import Any

from django.db.models import Model

from cohort.access import must_be_allowed, must_be_allowed_on, must_be_allowed_to_add
from cohort.actions.corrections import correct
from cohort.actions.waking import tell_of_phase
from cohort.errors import EditConflict, NothingChanged
from cohort.key_dates import release_date
from cohort.models import CrimeGroup, Individual, KeyDate, PhasePeriod
from cohort.moves import sooner_review
from cohort.names import name_key
from cohort.permissions import CohortPermission
from cohort.queries.corrections import Inaccuracy, replaced_in
from cohort.queries.merging import surviving
from marsoc.kit import clock
from sharing import audit
from sharing.actions.writing import writing
from sharing.enums import DataCategory, Operation, Phase
from sharing.errors import BadRequest
from sharing.viewer import Viewer

EDITABLE = frozenset(
    {
        "birth_source",
        "category",
        "crime_group",
        "date_of_birth",
        "existence",
        "forenames",
        "home_region",
        "lead_agency",
        "name_source",
        "notes",
        "officer",
        "place",
        "probation_region",
        "provisional_score",
        "score_source",
        "surname",
        "threats",
        "year_of_birth",
    }
)
"""What ``change_individual`` may change: neither the phase, which has periods, nor the owning hub,
nor the prison, which is in the
custody record, nor the status and the review, which have acts of their own (``list_life``)."""


def change_individual(
    *,
    by: Viewer,
    individual: Individual,
    version: int,
    changes: Mapping[str, Any],
    reason: str,
    inaccuracy: Inaccuracy | None = None,
) -> Individual:
    """Change facts on an individual's record.

    Args:
        by: who changes them.
        individual: whose record.
        version: of the record that the person saw when deciding on the change.
        changes: new values by field name, of ``EDITABLE`` only; those that say what the record says are left alone.
        reason: why, in the person's own words.
        inaccuracy: that what the record said before was inaccurate; None if it has merely changed.

    Raises:
        BadRequest: the record said nothing before that could be inaccurate.
        EditConflict: somebody else changed the record since.
        NothingChanged: the record says all of it already.
        Refused: the viewer may not change individuals.
        ValueError: a field is not editable.
    """
    if unknown := changes.keys() - EDITABLE:
        raise ValueError(f"These are not fields to edit: {', '.join(sorted(unknown))}.")
    with changing(by, individual, version, reason) as locked:
        changed = [name for name, value in changes.items() if locked.serializable_value(name) != _stored(value)]
        if not changed:
            raise NothingChanged("Your answers are what the record says already. Change an answer or cancel.")
        for name in changed:
            setattr(locked, name, changes[name])
        if {"surname", "forenames"} & set(changed):
            locked.name_key = name_key(locked.forenames, locked.surname)
            save_next_version(by, locked, changed, also=["name_key"])
        else:
            save_next_version(by, locked, changed)
        correct(by=by, individual=locked, inaccuracy=inaccuracy, replaced=replaced_in(locked, changed))
    return locked


def _stored(value: Any) -> Any:
    return value.pk if isinstance(value, Model) else value


def move_phase(
    *, by: Viewer, individual: Individual, version: int, phase: Phase, started_on: date, source: str, reason: str
) -> Individual:
    """Close the present custody phase and open another.

    Args:
        by: who moves it.
        individual: whose phase.
        version: of the record that the person saw.
        phase: the new one.
        started_on: its first day, and the last of the one before.
        source: where this was read.
        reason: why, in the person's own words.

    Raises:
        BadRequest: the day lies in the future or before the present phase began.
        EditConflict: somebody else changed the record since.
        NothingChanged: this is the present phase.
        Refused: the viewer may not change individuals.
    """
    with changing(by, individual, version, reason) as locked:
        if locked.phase == phase:
            raise NothingChanged(f"The custody phase is '{locked.get_phase_display()}' already. Select another.")
        save_next_version(by, locked, write_phase(by, locked, phase, started_on, source))
    return locked


def write_phase(by: Viewer, individual: Individual, phase: Phase, started_on: date, source: str) -> list[str]:
    """Write that a locked record is in another custody phase, and say which of its fields changed.

    The one place where a phase changes: with it the record moves to another cell, every grant follows, and the hub and
    the agencies whose sight changes are told.

    Args:
        by: who moves it.
        individual: locked by the caller, who saves it.
        phase: the new one.
        started_on: its first day, and the last of the one before.
        source: where this was read.

    Raises:
        BadRequest: the day lies in the future or before the present phase began.
    """
    _close_present_phase(by, individual, started_on)
    PhasePeriod(individual=individual, phase=phase, started_on=started_on, source=source).save(force_insert=True)
    before, individual.phase = Phase(individual.phase), phase
    tell_of_phase(by, individual, before)
    return ["phase", *bring_review_forward(individual)]


def bring_review_forward(individual: Individual) -> list[str]:
    """Bring the review of somebody forward whose custody has changed, and say which field that changed."""
    due = sooner_review(individual.status, individual.review_due, clock.today())
    if due is None:
        return []
    individual.review_due = due
    return ["review_due"]


def _close_present_phase(by: Viewer, individual: Individual, ended_on: date) -> None:
    if ended_on > clock.today():
        raise BadRequest("The day the phase began must be today or in the past")
    present = present_period(by, individual)
    if present is None:
        return
    if ended_on < present.started_on:
        began = f"{present.started_on.day} {present.started_on:%B %Y}"
        raise BadRequest(f"The day the phase began must be on or after {began}, when the phase before it began")
    present.ended_on = ended_on
    present.save(update_fields=["ended_on"])


def present_period(by: Viewer, individual: Individual) -> PhasePeriod | None:
    """Return since when the present phase has lasted, None if that is not recorded."""
    found: PhasePeriod | None = PhasePeriod.unscoped.visible_to(by).filter(individual=individual, ended_on=None).first()
    return found


@contextmanager
def changing(by: Viewer, individual: Individual, version: int, reason: str) -> Iterator[Individual]:
    """Run a block as one write to an individual, locked and as fresh as the database has it.

    Args:
        by: who writes; must be allowed to change individuals.
        individual: whose record.
        version: of the record that the person saw.
        reason: why, in the person's own words.

    Raises:
        EditConflict: the record has another version by now.
        Individual.DoesNotExist: the record has moved out of the viewer's reach.
        Refused: the viewer may not change individuals.
    """
    must_be_allowed(by, CohortPermission.CHANGE)
    with writing(by, reason):
        locked = lock_individual(by, individual)
        must_be_allowed_on(by, locked, CohortPermission.CHANGE)
        if locked.version != version:
            raise edit_conflict(locked)
        yield locked


@contextmanager
def contributing(
    by: Viewer, individual: Individual, category: DataCategory, version: int, reason: str
) -> Iterator[Individual]:
    """Run a block as one write of a fact that an agency, too, may add where a clause says so.

    An agency is not told that the record has changed meanwhile: what changed may be hidden from it.

    Args:
        by: who writes.
        individual: whose record.
        category: of the fact.
        version: of the record that hub staff saw.
        reason: why, in the person's own words.

    Raises:
        EditConflict: the record has another version by now.
        Individual.DoesNotExist: the record has moved out of the viewer's reach.
        Refused: the viewer may not add facts of the category.
    """
    if not by.contributor:
        with changing(by, individual, version, reason) as locked:
            yield locked
        return
    with writing(by, reason):
        locked = lock_individual(by, individual)
        must_be_allowed_to_add(by, locked, category)
        yield locked


def lock_individual(by: Viewer, individual: Individual) -> Individual:
    """Return a record as fresh as the database has it, locked until the transaction ends.

    Raises:
        BadRequest: it has been merged into another one, where all writing goes on.
        Individual.DoesNotExist: it has moved out of the viewer's sight.
    """
    locked: Individual = Individual.unscoped.visible_to(by).select_for_update(of=("self",)).get(pk=individual.pk)
    if locked.left_on and surviving(locked.reference) != locked.pk:
        raise BadRequest("This record was merged into another one. Nothing was changed: open that record instead.")
    return locked


def edit_conflict(row: Individual | CrimeGroup) -> EditConflict:
    """Return who changed a row that has versions since somebody read it, and when."""
    last = type(row).history.filter(id=row.pk).select_related("history_user").order_by("-history_id").first()
    return EditConflict(
        version=row.version,
        changed_by=last.history_user.full_name if last.history_user else last.history_job,
        changed_at=last.history_date,
    )


def save_next_version(by: Viewer, individual: Individual, fields: Iterable[str], *, also: Iterable[str] = ()) -> None:
    """Save a record that ``changing`` locked as its next version, and record the one audit event of the write.

    Args:
        by: who writes.
        individual: the locked record.
        fields: what changed, by the names the trail is to show.
        also: further columns to save, which follow from those.
    """
    fields = list(fields)
    columns = {field.name for field in individual._meta.concrete_fields}
    individual.version += 1
    individual.save(update_fields={*columns.intersection(fields), *also, "version", "updated_at"})
    audit.record(by, Operation.ALTER, kind="individual", ref=individual.shown_reference, fields=sorted(fields))


def recorded_release_date(by: Viewer, individual: Individual) -> date | None:
    """Return what the key dates of an individual now say about leaving custody.

    Args:
        by: who may see them.
        individual: whose dates.
    """
    recorded = list(
        KeyDate.unscoped.visible_to(by)
        .filter(individual=individual, kind__release_rank__isnull=False, aside=False)
        .select_related("kind")
    )
    ranks = {entry.kind_id: entry.kind.release_rank or 0 for entry in recorded}
    return release_date({entry.kind_id: entry.date for entry in recorded}, ranks)
