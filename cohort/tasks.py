"""Work for the worker: each task fetches what it is about, acts within the asker's reach, and may run twice."""

import logging
from collections.abc import Callable
from datetime import timedelta

from celery import shared_task

from cohort.actions import corrections, imports, list_life, matches
from cohort.actions.handing_over import take_due_transfers as take_due
from cohort.actions.held_apart import discard_held_apart as discard
from cohort.actions.import_comparison import compare_import as compare
from cohort.actions.import_writing import apply_import as apply
from cohort.actions.subject_access import remind_of_requests
from cohort.enums import ImportState
from cohort.models import ImportBatch
from cohort.queries.imports import unfinished_imports, waiting_import
from cohort.sheets.workbook import UnreadableWorkbook
from marsoc.kit import clock, locks
from marsoc.kit.enqueue import enqueue
from sharing.queries.people import membership_still_in_force
from sharing.seeing import seeing
from sharing.viewer import Viewer, governing_viewer, system_viewer, viewer_in

_log = logging.getLogger("marsoc.imports")
_BROKEN = "The import could not be finished because of a fault in this service. Nothing was changed. Try again later."
_LEFT = "The person who asked for this import may no longer import. Nothing was changed. Upload the workbook again."
_TASKS = {ImportState.COMPARING: "cohort.compare_import", ImportState.APPLYING: "cohort.apply_import"}
_IMPORTS = system_viewer("imports")
KEPT_DAYS = 30


@shared_task(name="cohort.compare_import")
def compare_import(batch_id: int) -> None:
    """Compare an uploaded workbook with the list."""
    _work_on(batch_id, ImportState.COMPARING, lambda by, batch: compare(by=by, batch=batch))


@shared_task(name="cohort.apply_import")
def apply_import(batch_id: int) -> None:
    """Write a confirmed workbook to the list."""
    _work_on(batch_id, ImportState.APPLYING, lambda by, batch: apply(by=by, batch=batch))


@shared_task(name="cohort.resume_imports")
def resume_imports() -> None:
    """Send again every import that should be worked on; one that is being worked on is left alone by its lock."""
    with seeing(_IMPORTS):
        for batch in unfinished_imports():
            enqueue(_TASKS[ImportState(batch.state)], batch_id=batch.pk)


@shared_task(name="cohort.discard_workbooks")
def discard_workbooks() -> None:
    """Remove uploaded workbooks a month after their import."""
    imports.discard_old_content(by=system_viewer("discard workbooks"), before=clock.now() - timedelta(days=KEPT_DAYS))


@shared_task(name="cohort.suspend_missed_reviews")
def suspend_missed_reviews() -> None:
    """Suspend those whose review was not done in time, some at a time until none is left."""
    by = system_viewer("missed reviews")
    while list_life.suspend_missed_reviews(by=by):
        pass


@shared_task(name="cohort.remind_of_reviews")
def remind_of_reviews() -> None:
    """Tell the manager of each hub how many reviews are due this week and next."""
    list_life.remind_of_reviews(by=system_viewer("review reminders"))


@shared_task(name="cohort.discard_held_apart")
def discard_held_apart() -> None:
    """Delete those held apart from the list whose day has come."""
    discard(by=system_viewer("held apart"))


@shared_task(name="cohort.take_due_transfers")
def take_due_transfers() -> None:
    """Let the transfers to another hub take effect whose day has come."""
    take_due(by=system_viewer("transfers"))


@shared_task(name="cohort.find_matches")
def find_matches() -> None:
    """Compare those whose records are new or have changed with everybody else, some at a time until none is left."""
    by = system_viewer("matching")
    while matches.find_matches(by=by):
        pass


@shared_task(name="cohort.tell_of_corrections")
def tell_of_corrections() -> None:
    """Tell those of a correction who were reading while it was made, and ask again for what waits too long."""
    by = system_viewer("corrections")
    corrections.tell_late_readers(by=by)
    corrections.remind_of_corrections(by=by)


@shared_task(name="cohort.remind_of_subject_access")
def remind_of_subject_access() -> None:
    """Remind information governance of requests of people for their own data that are soon due, or overdue."""
    remind_of_requests(by=governing_viewer("subject access reminders"))


def _work_on(batch_id: int, state: ImportState, work: Callable[[Viewer, ImportBatch], object]) -> None:
    """Do one step of an import in one transaction, unless another worker is at it or it is done."""
    try:
        with seeing(_IMPORTS):
            if locks.taken(f"import {batch_id}"):
                return
            batch = waiting_import(batch_id, state)
            if batch is None:
                return
            by = _asker(batch)
            if by is None:
                imports.refuse_import(by=_IMPORTS, batch=batch, refusal=_LEFT)
                return
            work(by, batch)
    except UnreadableWorkbook as refusal:
        _refuse(batch_id, state, str(refusal))
    except Exception:
        _refuse(batch_id, state, _BROKEN)
        _log.exception("Import %s failed.", batch_id)
        raise


def _asker(batch: ImportBatch) -> Viewer | None:
    if batch.membership is None or not membership_still_in_force(batch.membership):
        return None
    return viewer_in(batch.membership)


def _refuse(batch_id: int, state: ImportState, sentence: str) -> None:
    with seeing(_IMPORTS):
        batch = waiting_import(batch_id, state)
        if batch is not None:
            imports.refuse_import(by=_IMPORTS, batch=batch, refusal=sentence)
