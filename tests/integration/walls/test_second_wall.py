"""The database alone, asked over a connection of its own as the application logs in: no viewer, no rows."""

import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import date, timedelta
from typing import Any

import psycopg
import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from psycopg.conninfo import make_conninfo

from cohort import tasks
from cohort.actions import imports
from cohort.actions.list_life import review_individual
from cohort.actions.panels import step_out
from cohort.enums import IdentifierKind, ListStatus, MergedAs, Nature, ReviewOutcome
from cohort.models import (
    AccessRequest,
    Correction,
    CorrectionNotice,
    ImportContent,
    ImportRow,
    Individual,
    Merge,
    MergedRow,
    PanelAttendance,
    PossibleMatch,
    SheetReference,
)
from marsoc.kit import clock, history
from marsoc.kit.database import APPLICATION_ROLE, OWNER_ROLE
from sharing import row_security, seeing
from sharing.enums import AccessReason, DataCategory, RoleCode
from sharing.models import CellCount, ScopedModel
from sharing.viewer import Viewer, viewer_in
from tests import factories
from tests.factories import by_name, custody, method, networks, panels, subject_access, transfers
from tests.integration.cohort.importing import compared, person, received, sheet
from tests.integration.walls.reading import first_wall_alone

TABLES = sorted(row_security.rules())
Blind = Callable[[], AbstractContextManager[None]]


@contextmanager
def application() -> Iterator[psycopg.Connection[Any]]:
    """Connect as the application does, in no test's transaction and without any setting."""
    address = make_conninfo(os.environ["DATABASE_URL"], dbname=str(connection.settings_dict["NAME"]))
    with psycopg.connect(address) as raw:
        yield raw


def rows_in(raw: psycopg.Connection[Any], table: str) -> int:
    """Count what a connection sees of a table."""
    return int(raw.execute(f"select count(*) from {table}").fetchall()[0][0])


def owned_rows(table: str) -> int:
    """Count what there is, as the owner of the tables."""
    with connection.cursor() as cursor:
        cursor.execute(f"set role {OWNER_ROLE}")
        cursor.execute(f"select count(*) from {table}")
        (found,) = cursor.fetchone()
        cursor.execute(f"set role {APPLICATION_ROLE}")
    return int(found)


def one_row_of_everything() -> dict[str, Viewer]:
    """Fill every table that is under row-level security, with people of two hubs, and return some who may look."""
    agreement = factories.agreement("NCA", categories=(DataCategory.IDENTITY, DataCategory.ASSESSMENT))
    viewers = {
        "officer": factories.viewer(RoleCode.HUB_OFFICER, "ROCU", "WM"),
        "other hub": factories.viewer(RoleCode.HUB_OFFICER, "ROCU", "EM"),
        "central": factories.viewer(RoleCode.CENTRAL_ADMIN, "HMPPS-CENTRAL"),
        "partner": factories.viewer(RoleCode.AGENCY_CONTRIB, "NCA"),
        "stranger": factories.viewer(RoleCode.AGENCY_CONTRIB, "HMRC"),
        "auditor": factories.viewer(RoleCode.AUDITOR, "HMICFRS"),
    }
    method.framework()
    for hub in ("WM", "EM"):
        _everything_at(hub, agreement.clauses.get(), viewers)
    here, there = (Individual.unscoped.filter(owning_hub=hub).earliest("pk") for hub in ("WM", "EM"))
    factories.save(PossibleMatch(first=here, second=there, score=80, reasons=["Same surname"]))
    received(viewers["central"], sheet(person()), hub="WM")  # compared with every hub's records
    return {name: viewer_in(viewer.membership) for name, viewer in viewers.items() if viewer.membership}


def _everything_at(hub: str, clause: Any, viewers: dict[str, Viewer]) -> None:
    individual, twin, closed = (factories.individual(owning_hub_id=hub, crime_group="Harbour") for _ in range(3))
    factories.alias(individual, "Zed")
    factories.identifier(individual, IdentifierKind.PNC, "2001/4711390Q")
    factories.key_date(individual, "CRD", date(2031, 3, 1))
    custody.one_of_each(individual)
    factories.save(PossibleMatch(first=individual, second=twin, score=80, reasons=["Same surname"]))
    factories.objective(individual)
    factories.safeguards(individual)
    factories.save(SheetReference(individual=individual, hub_id=hub, ref="R1", said={}))
    by = viewers["officer" if hub == "WM" else "other hub"]
    batch = received(by, sheet(person()), hub=hub)
    factories.save(ImportRow(batch=batch, line=2, values={}, individual=individual))
    by_name.share(twin, "HMRC", clause)
    by_name.restrict(closed)
    with by_name.as_owner():
        ImportRow(batch=batch, line=3, values={}, individual=closed).save()
    assert by.user
    assert by.membership
    by_name.named_person(closed, by.user)
    by_name.conflict_mark(twin, by.user)
    factories.list_exit(twin)
    factories.hold(twin)
    stranger = viewers["stranger"].membership
    assert stranger
    factories.nomination(stranger, hub)
    networks.member(networks.group(hub), individual)
    networks.held_apart(individual)
    networks.link(individual, twin)
    _decided_at(hub, individual)
    merge = Merge(
        individual=individual, merged=twin, words="Fingerprints", survivor_version=1, merged_version=1,
        proposed_by=by.user, proposed_at=clock.now(),
    )  # fmt: skip
    factories.save(merge)
    factories.save(MergedRow(merge=merge, model="alias", row=1, became=MergedAs.MOVED))
    by_name.emergency(individual, stranger)
    factories.save(
        AccessRequest(
            individual=individual, agency_id="HMRC", membership=stranger,
            purpose=AccessReason.CASELOAD, words="A release", asked_at=clock.now(),
        )
    )  # fmt: skip


def _decided_at(hub: str, individual: Individual) -> None:
    """Have somebody moved, reviewed, assessed, corrected and asked for by the person concerned."""
    manager = factories.viewer(RoleCode.HUB_MANAGER, "ROCU", hub)
    moved = factories.individual(owning_hub_id=hub, status=ListStatus.PANEL)
    held = panels.panel(manager, hub=hub, others={**panels.OTHERS, "NCA": "Ada Quill"})
    recused = PanelAttendance.unscoped.filter(panel=held).latest("pk")
    step_out(by=manager, panel=held, individual=moved, attendance=recused, reason="A neighbour")
    panels.decision(moved, by=manager, at=held)
    review_individual(
        by=manager, individual=moved, changed="Nothing", outcome=ReviewOutcome.KEEP,
        next_due=clock.today() + timedelta(days=30),
    )  # fmt: skip
    transfers.accepted(transfers.offered(moved, "NW", on=clock.today() + timedelta(days=9)))
    method.assessment(individual, {"intent": 3})
    correction = Correction(
        individual=individual, field="surname", category=DataCategory.IDENTITY, written=individual.pk,
        since=clock.now(), nature=Nature.FACT, source="Fingerprints", corrected_at=clock.now(),
    )  # fmt: skip
    factories.save(correction)
    factories.save(
        CorrectionNotice(
            individual=individual, correction=correction, agency_id="HMRC", reference=individual.shown_reference,
            field="surname", category=DataCategory.IDENTITY, made_at=clock.now(),
        )
    )  # fmt: skip
    subject_access.collected(subject_access.governance(), individual)


@pytest.mark.django_db(transaction=True)
def test_without_a_viewer_no_table_shows_or_takes_a_row() -> None:
    """Every table holds rows; the application, logged in anew, sees none, alters none and adds none."""
    viewers = one_row_of_everything()
    assert {table: owned_rows(table) for table in TABLES if not owned_rows(table)} == {}

    with application() as raw:
        assert {table: rows_in(raw, table) for table in TABLES if rows_in(raw, table)} == {}
        raw.rollback()
        raw.execute(seeing._SET, seeing.settings_of(viewers["central"]))
        assert rows_in(raw, "cohort_individual") == 6
        raw.commit()
        assert {table: rows_in(raw, table) for table in TABLES if rows_in(raw, table)} == {}, "after a commit"
        assert raw.execute("update cohort_individual set surname = 'X'").rowcount == 0
        assert raw.execute("delete from cohort_alias").rowcount == 0
        with pytest.raises(psycopg.errors.InsufficientPrivilege, match="row-level security"):
            raw.execute("insert into sharing_cellcount (cell, number) values (1, 1)")


@pytest.mark.django_db(transaction=True)
def test_both_walls_show_each_viewer_the_same_rows_of_every_table() -> None:
    """The ORM's ``visible_to`` and a bare SELECT under the viewer's settings agree, table by table."""
    viewers = one_row_of_everything()
    models = [model for model in _scoped_models() if model is not CellCount]

    with application() as raw:
        for name, viewer in viewers.items():
            raw.execute(seeing._SET, seeing.settings_of(viewer))
            by_policy = {model: _ids(raw, model) for model in models}
            raw.rollback()
            with first_wall_alone():
                by_orm = {
                    model: set(model.unscoped.visible_to(viewer).values_list("pk", flat=True)) for model in models
                }
            assert by_policy == by_orm, name
            assert bool(by_orm[Individual]) == (name != "auditor")


def _scoped_models() -> list[Any]:
    models: list[Any] = [*history.tracked_models(), ImportContent, ImportRow]
    return [model for model in models if issubclass(model, ScopedModel)]


def _ids(raw: psycopg.Connection[Any], model: Any) -> set[int]:
    return {pk for (pk,) in raw.execute(f"select id from {model._meta.db_table}").fetchall()}


@pytest.mark.django_db(transaction=True)
def test_history_is_seen_by_those_who_see_what_it_is_of() -> None:
    """A row's past is kept back with the row, in every history table."""
    viewers = one_row_of_everything()

    with application() as raw:
        for name, viewer in viewers.items():
            raw.execute(seeing._SET, seeing.settings_of(viewer))
            for model in _scoped_models():
                if hasattr(model, "history"):
                    past = raw.execute(f"select distinct id from {model.history.model._meta.db_table}").fetchall()
                    assert {pk for (pk,) in past} == _ids(raw, model), f"{model.__name__} to {name}"
            raw.rollback()


def test_a_request_tells_the_database_who_looks(as_in_production: Blind, sign_in: Callable[..., Client]) -> None:
    """With no setting of the test's own a page shows what its viewer sees, and afterwards nobody is told of."""
    factories.individual(surname="Ours")
    factories.individual(surname="Theirs", owning_hub_id="EM")
    client = sign_in(RoleCode.HUB_OFFICER, "WM")
    with as_in_production():
        page = client.get(reverse("individual_list")).content.decode()
        assert ("Ours" in page, "Theirs" in page) == (True, False)
        assert Individual.unscoped.count() == 0


def test_a_task_without_a_viewer_sees_nothing(as_in_production: Blind) -> None:
    """A worker's connection, like any other, shows nothing until somebody is told of."""
    factories.individual()
    with as_in_production():
        assert (Individual.unscoped.count(), SheetReference.unscoped.count(), CellCount.objects.count()) == (0, 0, 0)
        with seeing.seeing(factories.viewer(RoleCode.HUB_OFFICER, "ROCU", "WM")):
            assert Individual.unscoped.count() == 1
        assert Individual.unscoped.count() == 0


def test_a_task_sees_what_the_person_sees_who_asked_for_it(as_in_production: Blind) -> None:
    """A workbook of one hub that names another hub's person finds nobody, and its worker had no more in sight."""
    elsewhere = factories.individual(owning_hub_id="EM", surname="Sandhar", forenames="Ann")
    factories.identifier(elsewhere, IdentifierKind.PNC, "2001/4711390Q")
    officer = factories.viewer(RoleCode.HUB_OFFICER, "ROCU", "WM")
    with as_in_production():
        with seeing.seeing(officer):
            batch = received(officer, sheet(person(PNC_ID="2001/4711390Q")))
            imports.confirm_mapping(by=officer, batch=batch, fields=batch.mapping)
        tasks.compare_import(batch.pk)

    row = ImportRow.unscoped.get(batch=batch)
    assert (row.individual, row.candidates, row.outcome) == (None, [], "IMPORTED")


def test_periodic_tasks_name_the_job_they_run_as(as_in_production: Blind) -> None:
    """They find their work under a viewer of their own: an old workbook is removed, an unfinished import is found."""
    officer = factories.viewer(RoleCode.HUB_OFFICER, "ROCU", "WM")
    batch = compared(officer, person())
    with as_in_production():
        imports.discard_old_content(by=tasks._IMPORTS, before=clock.now() + timedelta(days=1))
        tasks.discard_workbooks()

    assert not ImportContent.unscoped.filter(batch=batch).exists()
