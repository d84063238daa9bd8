"""Imports of restricted records, and what imports tell of records that were restricted since."""

import json
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from cohort import tasks
from cohort.actions.imports import confirm_mapping
from cohort.actions.restriction import restrict_individual
from cohort.enums import ImportState, RowOutcome
from cohort.models import ImportBatch, ImportRow, Individual, PossibleMatch, SheetReference
from cohort.queries.imports import imports
from sharing.enums import RoleCode
from sharing.errors import Refused
from sharing.models import CellCount
from sharing.seeing import seeing
from sharing.viewer import Viewer, viewer_in
from tests.integration.cohort import importing

pytestmark = pytest.mark.django_db

SignIn = Callable[..., Client]
MakeViewer = Callable[..., Viewer]
BORN = {"DOB": "04/03/1980"}


@pytest.fixture
def importer(viewer: MakeViewer) -> Viewer:
    """Return a researcher of the West Midlands hub."""
    return viewer(RoleCode.HUB_RESEARCHER, "WM")


@pytest.fixture
def colleague(viewer: MakeViewer) -> Viewer:
    """Return the manager of the West Midlands hub."""
    return viewer(RoleCode.HUB_MANAGER, "WM")


def again(viewer: Viewer) -> Viewer:
    """Return the same person as the next request sees it."""
    assert viewer.membership
    return viewer_in(viewer.membership)


def seen(viewer: Viewer) -> list[str]:
    """Return the surnames of those whom both walls let a viewer see on the next request."""
    present = again(viewer)
    with seeing(present):
        names = sorted(Individual.unscoped.values_list("surname", flat=True))
        assert names == sorted(Individual.unscoped.visible_to(present).values_list("surname", flat=True))
    return names


def restrict(reference: str, by: Viewer) -> Individual:
    """Restrict whom the hub knows by a reference."""
    individual = importing.individual(reference)
    return restrict_individual(
        by=again(by), individual=individual, version=individual.version, people=[], reason="Sensitive"
    )


def test_every_new_record_is_restricted_to_the_importer(
    importer: Viewer, colleague: Viewer, viewer: MakeViewer
) -> None:
    """Counted and reported as any other; not a row, a number or a counter shows to anybody else."""
    batch = importing.imported(
        importer, importing.person(**BORN), importing.person("WM/0002", "Other"), restricted=True
    )

    assert (batch.counts["rows"], batch.counts["imported"]) == (2, 2)
    assert seen(importer) == ["Other", "Sandhar"]
    assert seen(colleague) == seen(viewer(RoleCode.CENTRAL_ADMIN, None, "HMPPS-CENTRAL")) == []
    assert not CellCount.objects.exists()
    with seeing(again(importer)):
        assert {row.restricted for row in Individual.history.all()} == {True}


def test_a_restricted_import_is_seen_by_its_asker_alone(
    importer: Viewer, colleague: Viewer, sign_in: SignIn, viewer: MakeViewer
) -> None:
    """From the upload on, before anything has been compared, and when it is done."""
    batch = importing.received(importer, importing.sheet(importing.person()), restricted=True)
    others = [colleague, viewer(RoleCode.CENTRAL_ADMIN, None, "HMPPS-CENTRAL")]

    for other in others:
        with seeing(other):
            assert imports(other, 1).rows == []
            assert not ImportBatch.unscoped.exists()
    assert colleague.membership
    assert importer.membership
    assert sign_in(colleague.membership).get(reverse("import_columns", args=[batch.pk])).status_code == 404
    assert sign_in(importer.membership).get(reverse("import_columns", args=[batch.pk])).status_code == 200
    done = importing.imported(importer, importing.person(), restricted=True)
    with seeing(again(colleague)):
        assert not ImportRow.unscoped.exists()
    assert sign_in(colleague.membership).get(reverse("import_detail", args=[done.pk])).status_code == 404
    page = sign_in(importer.membership).get(reverse("import_detail", args=[done.pk])).content.decode()
    assert "Nobody but you sees the records it made" in page


def test_the_upload_page_takes_it(importer: Viewer, sign_in: SignIn, tmp_path: Path) -> None:
    workbook = tmp_path / "list.csv"
    workbook.write_bytes(importing.sheet(importing.person()))
    assert importer.membership

    with workbook.open("rb") as file:
        sign_in(importer.membership).post(
            reverse("import_upload"), {"workbook": file, "mode": "UPDATE", "restricted": "on"}
        )

    assert ImportBatch.unscoped.get().restricted


def test_only_the_owning_hub_imports_restricted_records(viewer: MakeViewer) -> None:
    """Somebody of the hub must be named, so the central team does not."""
    with pytest.raises(Refused, match="somebody of the hub that owns them"):
        importing.received(
            viewer(RoleCode.CENTRAL_ADMIN, None, "HMPPS-CENTRAL"), importing.sheet(importing.person()), restricted=True
        )


def test_the_command_restricts_for_the_person_named(importer: Viewer, colleague: Viewer, tmp_path: Path) -> None:
    workbook, out = tmp_path / "list.csv", StringIO()
    workbook.write_bytes(importing.sheet(importing.person()))
    given: dict[str, Any] = {"hub": "WM", "restricted": True, "json": True, "stdout": out}
    assert importer.user

    with pytest.raises(CommandError, match="Say with --as who imports"):
        call_command("import_cohort", workbook, **given)
    with pytest.raises(CommandError, match="Nobody signs in as nobody"):
        call_command("import_cohort", workbook, acting="nobody", **given)
    call_command("import_cohort", workbook, acting=importer.user.username, **given)

    assert json.loads(out.getvalue())["files"][0]["imported"] == 1
    assert (seen(importer), seen(colleague)) == (["Sandhar"], [])


def test_a_later_sheet_neither_tells_nor_changes_anything(importer: Viewer, colleague: Viewer) -> None:
    """The reference is told of as that of anybody who is not on the list now."""
    importing.imported(importer, importing.person(), restricted=True)

    batch = importing.compared(colleague, importing.person(surname="Changed"))

    row = importing.line(batch)
    assert (row.outcome, row.individual_id) == (RowOutcome.REJECTED, None)
    assert row.problems[-1]["problem"] == "This reference belongs to a person who is not on your list now."
    importing.confirmed(colleague, batch)
    assert (seen(importer), seen(colleague)) == (["Sandhar"], [])


def test_a_named_importer_goes_on_updating_the_record(importer: Viewer) -> None:
    importing.imported(importer, importing.person(), restricted=True)

    batch = importing.imported(again(importer), importing.person(surname="Changed"))

    assert (batch.counts["updated"], seen(importer)) == (1, ["Changed"])


def test_rows_and_workbooks_of_earlier_imports_go_out_of_sight(
    importer: Viewer, colleague: Viewer, sign_in: SignIn
) -> None:
    batch = importing.imported(importer, importing.person(), importing.person("WM/0002", "Other", PNC="nonsense"))
    restrict("WM/0001", colleague)
    assert importer.membership
    client = sign_in(importer.membership)

    page = client.get(f"{reverse('import_detail', args=[batch.pk])}?show=new").content.decode()

    assert "Other" in page
    assert "Sandhar" not in page
    assert reverse("import_corrections", args=[batch.pk]) not in page
    assert client.get(reverse("import_corrections", args=[batch.pk])).status_code == 404
    assert client.get(reverse("import_row", args=[batch.pk, 2])).status_code == 404
    assert colleague.membership
    named = sign_in(colleague.membership)
    assert named.get(reverse("import_corrections", args=[batch.pk])).status_code == 200
    with seeing(again(importer)):
        assert not SheetReference.unscoped.filter(ref="WM/0001").exists()


def test_an_import_in_progress_forgets_whoever_is_restricted(importer: Viewer, colleague: Viewer) -> None:
    """Neither as the record of a row nor as the likely double of another; what goes on changes nothing of it."""
    importing.imported(importer, importing.person(**BORN))
    going_on = importing.compared(
        importer, importing.person(surname="Changed", **BORN), importing.person("WM/0002", **BORN)
    )
    assert importing.line(going_on, 3).candidates

    restrict("WM/0001", colleague)

    with seeing(again(importer)):
        assert [row.line for row in ImportRow.unscoped.filter(batch=going_on)] == [3]
        assert importing.line(going_on, 3).candidates == []
    importing.confirmed(again(importer), going_on)
    assert seen(colleague) == ["Sandhar", "Sandhar"]
    assert seen(importer) == ["Sandhar"]
    assert not PossibleMatch.unscoped.exists()


def test_an_import_in_progress_can_be_compared_again(importer: Viewer, colleague: Viewer) -> None:
    importing.imported(importer, importing.person())
    going_on = importing.compared(importer, importing.person(surname="Changed"))
    restrict("WM/0001", colleague)

    confirm_mapping(by=again(importer), batch=going_on, fields=going_on.mapping)
    tasks.compare_import(going_on.pk)

    going_on.refresh_from_db()
    assert going_on.state == ImportState.PREVIEW
    assert importing.line(going_on).outcome == RowOutcome.REJECTED
