"""The worker's part of an import: killed, doubled, refused, broken; with real commits."""

import logging
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import celery
import psycopg
import pytest
import time_machine
from django.core.cache import cache
from django.db import connection, connections
from psycopg.conninfo import make_conninfo
from redis.exceptions import ConnectionError as RedisDown

from cohort import tasks
from cohort.actions import import_writing, imports
from cohort.actions.individuals import change_individual
from cohort.enums import ImportState
from cohort.errors import EditConflict
from cohort.models import (
    Identifier,
    ImportBatch,
    ImportContent,
    ImportRow,
    Individual,
    PhasePeriod,
    SheetReference,
)
from marsoc.kit import clock
from marsoc.kit.database import APPLICATION_ROLE
from sharing.actions.people import end_membership
from sharing.enums import RoleCode
from sharing.viewer import Viewer, system_viewer, viewer_in
from tests import factories
from tests.integration.cohort.importing import compared, imported, individual, person, received, sheet

pytestmark = pytest.mark.django_db(transaction=True)

SECONDS = 60
ROWS = tuple(person(f"WM/{n}", f"Name{n}", PNC_ID="2002/0073319Z" if n == 1 else "") for n in range(1, 4))
APPLY = "import django; django.setup(); from cohort.tasks import apply_import; apply_import({})"

Sent = list[tuple[str, dict[str, Any]]]


@pytest.fixture(autouse=True)
def sent(monkeypatch: pytest.MonkeyPatch) -> Sent:
    """Return the messages that would go to the worker."""
    messages: Sent = []
    monkeypatch.setattr(celery.current_app, "send_task", lambda name, kwargs: messages.append((name, dict(kwargs))))
    return messages


@pytest.fixture
def officer(transactional_db: None) -> Viewer:
    """Return an officer of the West Midlands hub."""
    return viewer_in(factories.membership(role=RoleCode.HUB_OFFICER, hub="WM"))


def waiting(by: Viewer, *rows: dict[str, str]) -> ImportBatch:
    """Return an import that is confirmed and waits for the worker."""
    batch = compared(by, *(rows or ROWS))
    return imports.confirm_import(by=by, batch=batch)


def until(condition: Callable[[], bool], what: str) -> None:
    """Wait for a condition, for a bounded time."""
    end = time.monotonic() + SECONDS
    while not condition():
        if time.monotonic() > end:
            raise AssertionError(f"Not within {SECONDS} seconds: {what}")
        time.sleep(0.02)


class Stop:
    """Whoever writes to the identifiers stops there, in the middle of the transaction, until the stop is released."""

    def __init__(self, holder: psycopg.Connection[Any], watcher: psycopg.Connection[Any]) -> None:
        self.holder = holder
        self.watcher = watcher
        holder.execute("set role marsoc_owner")
        holder.execute("lock table cohort_identifier in share mode")

    def wait_for(self, number: int) -> set[int]:
        """Wait until so many sessions are stopped, here or behind one that is; return their process ids."""
        until(lambda: len(self._stopped()) >= number, f"{number} stopped")
        return self._stopped()

    def release(self) -> None:
        """Let everybody go on."""
        self.holder.rollback()

    def is_gone(self, pid: int) -> bool:
        """Say whether a session has ended."""
        return not self.watcher.execute("select from pg_stat_activity where pid = %s", [pid]).fetchall()

    def _stopped(self) -> set[int]:
        found = self.watcher.execute(
            "select pid from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'"
        )
        return {row[0] for row in found.fetchall()}


@contextmanager
def writes_stopped() -> Iterator[Stop]:
    """Hold up writers to the identifiers."""
    database = connection.settings_dict
    address = make_conninfo(
        dbname=database["NAME"], user=database["USER"], host=database["HOST"], port=database["PORT"]
    )
    with psycopg.connect(address) as holder, psycopg.connect(address, autocommit=True) as watcher:
        stop = Stop(holder, watcher)
        try:
            yield stop
        finally:
            stop.release()


@contextmanager
def in_background(work: Callable[[], object]) -> Iterator[list[BaseException]]:
    """Run work in a thread with a connection of its own; yields what it raised, known when the block has ended."""
    raised: list[BaseException] = []

    def run() -> None:
        try:
            work()
        except Exception as error:  # noqa: BLE001 - handed to the test
            raised.append(error)
        finally:
            connections.close_all()

    thread = threading.Thread(target=run)
    thread.start()
    try:
        yield raised
    finally:
        thread.join(SECONDS)
        assert not thread.is_alive()


def state(batch: ImportBatch) -> str:
    """Return where an import stands now."""
    return str(ImportBatch.unscoped.values_list("state", flat=True).get(pk=batch.pk))


def test_a_killed_worker_leaves_nothing_half_done_and_the_import_is_resumed(officer: Viewer, sent: Sent) -> None:
    batch = waiting(officer)
    with writes_stopped() as stop:
        process = _worker_on(batch)
        try:
            (session,) = stop.wait_for(1)
        finally:
            process.send_signal(signal.SIGKILL)
            process.wait(SECONDS)
        assert not Individual.unscoped.exists()
        stop.release()
        until(lambda: stop.is_gone(session), "the killed worker's session ended")

    for model in (Individual, PhasePeriod, SheetReference, Identifier, Individual.history.model):
        assert not model._default_manager.exists()
    assert state(batch) == ImportState.APPLYING
    sent.clear()
    tasks.resume_imports()
    assert sent == [("cohort.apply_import", {"batch_id": batch.pk})]
    tasks.apply_import(**sent[0][1])

    assert state(batch) == ImportState.DONE
    assert Individual.unscoped.count() == len(ROWS)
    sent.clear()
    tasks.resume_imports()
    assert sent == []


def _worker_on(batch: ImportBatch) -> subprocess.Popen[bytes]:
    """Start a process that imports as the worker does, as the application's own role."""
    database = connection.settings_dict
    address = make_conninfo(
        dbname=database["NAME"], user=APPLICATION_ROLE, host=database["HOST"], port=database["PORT"]
    )
    return subprocess.Popen(
        [sys.executable, "-W", "ignore", "-c", APPLY.format(batch.pk)],
        env={**os.environ, "DATABASE_URL": address, "DATABASE_OWNER_URL": ""},
    )


def test_a_killed_comparison_is_resumed_too(officer: Viewer, sent: Sent) -> None:
    batch = received(officer, sheet(*ROWS))
    imports.confirm_mapping(by=officer, batch=batch, fields=batch.mapping)
    sent.clear()

    tasks.resume_imports()
    tasks.compare_import(**sent[0][1])

    assert sent == [("cohort.compare_import", {"batch_id": batch.pk})]
    assert state(batch) == ImportState.PREVIEW


def test_a_second_worker_leaves_an_import_alone_that_the_first_is_at(officer: Viewer) -> None:
    batch = waiting(officer)
    with writes_stopped() as stop, in_background(lambda: tasks.apply_import(batch.pk)) as raised:
        stop.wait_for(1)
        tasks.apply_import(batch.pk)
        assert state(batch) == ImportState.APPLYING
        stop.release()

    assert raised == []
    assert state(batch) == ImportState.DONE
    assert Individual.unscoped.count() == len(ROWS)
    tasks.apply_import(batch.pk)
    assert Individual.history.count() == len(ROWS)


def test_two_imports_of_the_same_people_at_once_make_no_duplicates(officer: Viewer) -> None:
    first, second = waiting(officer), waiting(officer)
    with (
        writes_stopped() as stop,
        in_background(lambda: tasks.apply_import(first.pk)) as one,
    ):
        stop.wait_for(1)
        with in_background(lambda: tasks.apply_import(second.pk)) as other:
            stop.wait_for(2)
            stop.release()

    assert one == other == []
    assert Individual.unscoped.count() == SheetReference.unscoped.count() == len(ROWS)
    second.refresh_from_db()
    assert (second.state, second.counts["unchanged"], second.counts["imported"]) == (ImportState.DONE, len(ROWS), 0)


def test_an_edit_made_while_the_import_writes_is_not_lost_but_refused_with_the_conflict(officer: Viewer) -> None:
    imported(officer, person(OIC="DC Reed"))
    batch = waiting(officer, person(OIC="DC Malik", PNC_ID="2002/0073319Z"))
    record = individual()

    def edit() -> None:
        change_individual(
            by=officer, individual=record, version=record.version, changes={"officer": "DS Okafor"}, reason="Heard"
        )

    with writes_stopped() as stop, in_background(lambda: tasks.apply_import(batch.pk)) as importing:
        stop.wait_for(1)
        with in_background(edit) as editing:
            stop.wait_for(2)
            stop.release()

    assert importing == []
    assert [type(error) for error in editing] == [EditConflict]
    assert individual().officer == "DC Malik"


@pytest.mark.parametrize("step", ["compare", "apply"])
def test_work_for_somebody_who_may_no_longer_import_is_refused(officer: Viewer, step: str) -> None:
    if step == "apply":
        batch = waiting(officer)
    else:
        batch = received(officer, sheet(*ROWS))
        imports.confirm_mapping(by=officer, batch=batch, fields=batch.mapping)
    assert officer.membership
    end_membership(by=system_viewer("tests"), membership=officer.membership, reason="Left")

    getattr(tasks, f"{step}_import")(batch.pk)

    batch.refresh_from_db()
    assert batch.state == ImportState.REFUSED
    assert batch.refusal == (
        "The person who asked for this import may no longer import. Nothing was changed. Upload the workbook again."
    )
    assert batch.finished_at
    assert not Individual.unscoped.exists()


def test_a_fault_of_ours_ends_the_import_with_a_sentence_and_changes_nothing(
    officer: Viewer, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    batch = waiting(officer)

    def fail(_writing: object) -> None:
        raise RuntimeError("planted")

    monkeypatch.setattr(import_writing._Writing, "_keep_outcomes", fail)
    with caplog.at_level(logging.ERROR, "marsoc.imports"), pytest.raises(RuntimeError, match="planted"):
        tasks.apply_import(batch.pk)

    batch.refresh_from_db()
    assert batch.state == ImportState.REFUSED
    assert batch.refusal == (
        "The import could not be finished because of a fault in this service. Nothing was changed. Try again later."
    )
    assert not Individual.unscoped.exists()
    assert not Individual.history.exists()
    assert f"Import {batch.pk} failed." in caplog.text
    assert not ImportRow.unscoped.filter(batch=batch).exclude(individual=None).exists()


def test_a_workbook_that_cannot_be_read_after_all_is_refused_with_its_sentence(officer: Viewer) -> None:
    batch = received(officer, sheet(*ROWS))
    imports.confirm_mapping(by=officer, batch=batch, fields=batch.mapping)
    ImportContent.unscoped.filter(batch=batch).update(data=b"what,a,day")

    tasks.compare_import(batch.pk)

    batch.refresh_from_db()
    assert batch.state == ImportState.REFUSED
    assert batch.refusal.startswith("No sheet in this file has a row of column names")


def test_the_worker_is_told_once_the_decision_is_committed(officer: Viewer, sent: Sent) -> None:
    batch = received(officer, sheet(*ROWS))
    assert sent == []
    imports.confirm_mapping(by=officer, batch=batch, fields=batch.mapping)
    assert sent == [("cohort.compare_import", {"batch_id": batch.pk})]
    tasks.compare_import(batch.pk)

    imports.confirm_import(by=officer, batch=batch)

    assert sent[1:] == [("cohort.apply_import", {"batch_id": batch.pk})]


def test_an_import_waits_to_be_resumed_where_the_worker_cannot_be_told(
    officer: Viewer, monkeypatch: pytest.MonkeyPatch, sent: Sent
) -> None:
    batch = compared(officer, *ROWS)
    with monkeypatch.context() as patch:
        patch.setattr(celery.current_app, "send_task", _unreachable)
        imports.confirm_import(by=officer, batch=batch)
    assert state(batch) == ImportState.APPLYING
    sent.clear()

    tasks.resume_imports()

    assert sent == [("cohort.apply_import", {"batch_id": batch.pk})]


def _unreachable(*_given: object, **_named: object) -> None:
    raise RedisDown("No answer")


def test_an_import_goes_on_where_its_progress_cannot_be_kept(officer: Viewer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "set", _unreachable)

    imported(officer, *ROWS)

    assert Individual.unscoped.count() == len(ROWS)


def test_a_workbook_is_removed_after_a_month_and_its_import_stays(officer: Viewer) -> None:
    batch = imported(officer, *ROWS)

    with time_machine.travel(clock.now() + timedelta(days=29)):
        tasks.discard_workbooks()
    assert ImportContent.unscoped.exists()
    with time_machine.travel(clock.now() + timedelta(days=31)):
        tasks.discard_workbooks()

    assert not ImportContent.unscoped.exists()
    assert ImportRow.unscoped.filter(batch=batch).count() == len(ROWS)
