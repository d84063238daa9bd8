"""The import page by page, with the worker's part called as the worker would."""

import csv
import hashlib
import io
import zipfile
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import caches
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from cohort import tasks
from cohort.actions import imports
from cohort.actions.individuals import change_individual
from cohort.enums import ImportMode, ImportState, RowOutcome, Verdict
from cohort.models import ColumnMeaning, ImportBatch, Individual, PossibleMatch, SheetReference
from cohort.sheets.handback import COLUMN
from marsoc.kit import progress
from sharing.enums import Operation, RoleCode
from sharing.models import AuditEvent, Membership
from sharing.viewer import Viewer, viewer_in
from tests import factories
from tests.integration.cohort.importing import (
    compared,
    confirmed,
    imported,
    individual,
    line,
    person,
    received,
    sheet,
)
from tests.unit.cohort.sheets.building import SAMPLES, repacked, xlsx

pytestmark = pytest.mark.django_db

SignIn = Callable[..., Client]
HTML = "<script>alert('x')</script>"
FORMULA = '=HYPERLINK("http://evil.example","x")'
WITH_CHANGES = ("import_confirm", "import_cancel")


@pytest.fixture(autouse=True)
def _own_cache(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the progress of these imports apart from that of any other run."""
    monkeypatch.setattr(caches["default"], "key_prefix", f"{settings.CACHES['default']['KEY_PREFIX']}-test-imports")
    caches["default"].clear()


@pytest.fixture
def membership(db: None) -> Membership:
    """Return the membership of an officer of the West Midlands hub."""
    return factories.membership(role=RoleCode.HUB_OFFICER, hub="WM")


@pytest.fixture
def officer(membership: Membership) -> Viewer:
    """Return that officer as a viewer."""
    return viewer_in(membership)


@pytest.fixture
def client(sign_in: SignIn, membership: Membership) -> Client:
    """Return that officer's browser."""
    return sign_in(membership)


@pytest.fixture
def known(db: None) -> Individual:
    """Return somebody whom the sheet's first row may be."""
    return factories.individual(surname="Sandhar", forenames="Ann", date_of_birth=date(1973, 5, 22))


def upload(client: Client, content: bytes, name: str = "list.csv", **given: str) -> Any:
    """Send a workbook as the upload page does."""
    sent = {"workbook": SimpleUploadedFile(name, content), "mode": ImportMode.UPDATE.value, **given}
    return client.post(reverse("import_upload"), sent)


def columns(batch: ImportBatch, **corrected: str) -> dict[str, str]:
    """Return the form of the columns page: the proposals, but for headings that are corrected."""
    return {
        f"column_{place}": corrected.get(heading, meaning)
        for place, (heading, meaning) in enumerate(zip(batch.headers, batch.mapping, strict=True))
    }


def page(client: Client, name: str, batch: ImportBatch, query: str = "", **arguments: int) -> str:
    """Return the text of an import's page."""
    response = client.get(reverse(name, kwargs={"pk": batch.pk, **arguments}) + query)
    assert response.status_code == 200, response.status_code
    return response.content.decode()


def steps() -> list[Any]:
    """Return what the trail says happened to imports, in order."""
    found = AuditEvent.objects.filter(subject_kind="import", operation=Operation.COLLECT).order_by("pk")
    return [event.details["step"] for event in found]


def corrections(client: Client, batch: ImportBatch) -> bytes:
    """Return the workbook handed back."""
    response = client.get(reverse("import_corrections", args=[batch.pk]))
    assert response.status_code == 200
    assert response["Content-Disposition"] == f'attachment; filename="corrections-{batch.name}"'
    assert not response["Content-Type"].startswith("text/html")
    return bytes(response.getvalue())


def cells(content: bytes) -> list[list[str]]:
    """Return the records of a .csv file."""
    return list(csv.reader(io.StringIO(content.decode())))


def test_a_workbook_goes_from_upload_to_the_list(client: Client, membership: Membership, known: Individual) -> None:
    rows = (person(DOB="22/05/1973"), person("WM/0002", "Lowe", PNC_ID="2002/0073319A"), person("", "Nobody"))

    response = upload(client, sheet(*rows))
    batch = ImportBatch.unscoped.get()
    assert response["Location"] == reverse("import_columns", args=[batch.pk])
    assert (batch.hub_id, batch.agency_id, batch.membership) == ("WM", "ROCU", membership)
    assert "line 1 of the sheet" in page(client, "import_columns", batch)
    assert not Individual.unscoped.exclude(pk=known.pk).exists()

    detail = reverse("import_detail", args=[batch.pk])
    assert client.get(detail)["Location"] == reverse("import_columns", args=[batch.pk])
    assert client.post(reverse("import_columns", args=[batch.pk]), columns(batch))["Location"] == detail
    assert "Comparing the workbook with the list" in page(client, "import_detail", batch)
    tasks.compare_import(batch.pk)

    preview = page(client, "import_detail", batch)
    assert "Nothing has been saved yet" in preview
    assert "Import 2 rows" in preview
    assert not Individual.unscoped.exclude(pk=known.pk).exists()

    decision = {f"candidate_{known.pk}": Verdict.SAME.value}
    assert client.post(reverse("import_row", args=[batch.pk, 2]), decision)["Location"] == detail
    assert "Decided: <strong>The same person</strong>" in page(client, "import_detail", batch, "?show=likely")

    assert client.post(reverse("import_confirm", args=[batch.pk]))["Location"] == detail
    assert "Importing the workbook" in page(client, "import_detail", batch)
    tasks.apply_import(batch.pk)

    assert "Import finished" in page(client, "import_detail", batch)
    batch.refresh_from_db()
    figures = {name: batch.counts[name] for name in ("rows", "imported", "updated", "unchanged", "rejected")}
    assert figures == {"rows": 3, "imported": 1, "updated": 0, "unchanged": 1, "rejected": 1}
    assert individual() == known
    assert individual("WM/0002").surname == "Lowe"
    assert steps() == ["received", "compared", "applying", "done"]


def test_the_preview_has_a_section_for_each_kind_of_row(client: Client, officer: Viewer) -> None:
    imported(officer, person("1", "Same"), person("2", "Before"), person("3", "Edited", OIC="DC Reed"))
    record = individual("3")
    _edit(officer, record, officer="DS Okafor")
    factories.individual(surname="Likely", forenames="Ann", date_of_birth=date(1973, 5, 22))

    batch = compared(
        officer, person("1", "Same"), person("2", "After"), person("3", "Edited", OIC="DC Malik"),
        person("4", "Likely", DOB="22/05/1973"), person("5", "Faulty", DOB="14/13/1990"), person("6", "", ""),
    )  # fmt: skip

    score = line(batch, 5).candidates[0]["score"]
    assert score >= 60
    shown = {
        "new": ("Likely, Ann", "Faulty, Ann"),
        "changed": ("Surname: <span", "Before", "After"),
        "edited": ("DS Okafor", "DC Malik", "edited here, not taken"),
        "likely": ("Likely the same person as", f"score {score}", "Same date of birth; Same surname; Same forename"),
        "problems": ("14/13/1990", "There is no such day in the calendar.", "This row has no name"),
        "unchanged": ("Same, Ann", "Edited, Ann"),
    }
    lines = {"new": [5, 6], "changed": [3], "edited": [4], "likely": [5], "problems": [6, 7], "unchanged": [2, 4]}
    AuditEvent.objects.count()
    for kind, texts in shown.items():
        html = page(client, "import_detail", batch, f"?show={kind}")
        for text in texts:
            assert text in html, (kind, text)
        event = AuditEvent.objects.filter(operation=Operation.CONSULT, subject_kind="import").latest("pk")
        assert (event.subject_ref, event.details["shown"]) == (str(batch.pk), lines[kind])
    for text in (
        "New (2)",
        "Changed (1)",
        "Edited here (1)",
        "Likely same person (1)",
        "To correct (2)",
        "Unchanged (2)",
    ):
        assert text in html


def _edit(by: Viewer, record: Individual, **changes: Any) -> None:
    change_individual(by=by, individual=record, version=record.version, changes=changes, reason="Interview")


def test_a_long_preview_comes_in_pages(client: Client, officer: Viewer) -> None:
    batch = compared(officer, *(person(f"WM/{number}", f"Name{number}") for number in range(1, 52)))

    first, second = (page(client, "import_detail", batch, f"?show=new&page={number}") for number in (1, 2))

    assert first.count("<tr") == 1 + 50
    assert second.count("<tr") == 1 + 1
    assert "Name51, Ann" in second
    assert "page=2" in first


def test_people_no_longer_on_the_sheet_are_listed_with_links(client: Client, officer: Viewer) -> None:
    imported(officer, person(), person("WM/0002", "Lowe"))

    batch = compared(officer, person(), mode=ImportMode.COMPARE)
    html = page(client, "import_detail", batch)

    gone = individual("WM/0002").shown_reference
    assert "On the list, but no longer on the sheet" in html
    assert reverse("individual_overview", args=[gone]) in html
    event = AuditEvent.objects.filter(operation=Operation.CONSULT, subject_kind="import").latest("pk")
    assert event.details["missing"] == [gone]


def test_the_page_of_one_row_puts_sheet_and_record_side_by_side(
    client: Client, officer: Viewer, known: Individual
) -> None:
    factories.alias(known, "Tank")
    batch = compared(officer, person(DOB="22/05/1973", PNC_ID="02/73319Z"))

    html = page(client, "import_row", batch, line=2)

    for text in (
        "22 May 1973",
        "PNC 2002/0073319Z",
        "Tank",
        f"score {line(batch).candidates[0]['score']} of 100",
        "Same surname",
        "Not recorded",
    ):
        assert text in html, text
    assert reverse("individual_overview", args=[known.shown_reference]) in html
    event = AuditEvent.objects.filter(operation=Operation.CONSULT, subject_kind="import").latest("pk")
    assert event.details == {"line": 2, "individuals": [known.shown_reference]}


def test_the_value_on_the_sheet_is_taken_where_the_box_is_ticked(client: Client, officer: Viewer) -> None:
    imported(officer, person(OIC="DC Reed"))
    _edit(officer, individual(), officer="DS Okafor")
    batch = compared(officer, person(OIC="DC Malik"))
    assert "was edited here: the record says <strong>DS Okafor</strong>" in page(client, "import_row", batch, line=2)

    client.post(reverse("import_row", args=[batch.pk, 2]), {"taken": ["officer"]})

    assert "edited here, taken from the sheet" in page(client, "import_detail", batch, "?show=edited")
    confirmed(officer, batch)
    assert individual().officer == "DC Malik"


def test_a_row_cannot_be_two_people(client: Client, officer: Viewer, known: Individual) -> None:
    other = factories.individual(surname="Sandhar", forenames="Ann", date_of_birth=date(1973, 5, 22))
    batch = compared(officer, person(DOB="22/05/1973"))
    both = {f"candidate_{each.pk}": Verdict.SAME.value for each in (known, other)}

    response = client.post(reverse("import_row", args=[batch.pk, 2]), both)

    assert response.status_code == 200
    assert "Only one record can be the same person as this row. Choose one." in response.content.decode()
    assert line(batch).outcome == RowOutcome.IMPORTED


def test_a_decision_needs_an_answer_for_the_person_shown(client: Client, officer: Viewer, known: Individual) -> None:
    batch = compared(officer, person(DOB="22/05/1973"))

    response = client.post(reverse("import_row", args=[batch.pk, 2]), {"candidate_999999": Verdict.SAME.value})

    assert response.status_code == 200
    assert line(batch).candidates[0]["verdict"] == Verdict.OPEN


@pytest.mark.parametrize("state", ["preview", "done"])
def test_the_workbook_comes_back_with_what_to_correct(client: Client, officer: Viewer, state: str) -> None:
    rows = (
        person(DOB="14/13/1990", Notes=FORMULA),
        person("WM/0002", "", "", Notes="@SUM(A1)"),
        person("WM/3", "Lowe", DOB="22/05/1973", Notes="fine"),
        person("WM/4", "Lowe", DOB="22/05/1973", Notes="+44 1632 960001"),
    )
    batch = compared(officer, *rows)
    if state == "done":
        confirmed(officer, batch)

    content = corrections(client, batch)

    head, *body = cells(content)
    assert head == [*rows[0], COLUMN]
    assert [row[:-1] for row in body[:1]] == [["WM/0001", "Sandhar", "Ann", "14/13/1990", f"'{FORMULA}"]]
    assert [row[4] for row in body[1:]] == ["'@SUM(A1)", "fine", "'+44 1632 960001"]
    told = ["Imported. " if state == "done" else "", "Not imported. " if state == "done" else ""]
    assert body[0][-1].startswith(f"{told[0]}DOB: There is no such day in the calendar.")
    assert body[1][-1].startswith(f"{told[1]}Surname: This row has no name")
    assert body[2][5:] == (["Imported."] if state == "done" else [])
    events = AuditEvent.objects.filter(operation=Operation.EXPORT).order_by("pk")
    digest = hashlib.sha256(content).hexdigest()
    assert [each.details for each in events] == [
        {"step": "started"}, {"step": "finished", "rows": 4, "sha256": digest}
    ]  # fmt: skip


def test_an_xlsx_comes_back_as_xlsx_and_runs_nothing(client: Client, officer: Viewer) -> None:
    content = xlsx([("Ref", "Surname", "DOB"), ("WM/1", FORMULA, "soon"), ("WM/2", "Lowe", "22/05/1973")])
    upload(client, content, "list.xlsx")
    batch = ImportBatch.unscoped.get()
    client.post(reverse("import_columns", args=[batch.pk]), columns(batch))
    tasks.compare_import(batch.pk)

    handed_back = load_workbook(io.BytesIO(corrections(client, batch))).worksheets[0]

    assert [cell.value for cell in handed_back[1]] == ["Ref", "Surname", "DOB", COLUMN]
    assert (handed_back["B2"].value, handed_back["B2"].data_type, handed_back["B2"].quotePrefix) == (FORMULA, "s", True)
    assert str(handed_back["D2"].value).startswith("DOB: This cannot be read as a date.")


def test_the_workbook_cannot_be_had_before_it_was_compared(client: Client, officer: Viewer) -> None:
    batch = received(officer, sheet(person()))

    assert client.get(reverse("import_corrections", args=[batch.pk])).status_code == 404


def test_the_corrected_workbook_can_be_uploaded_again(client: Client, officer: Viewer) -> None:
    batch = imported(officer, person(DOB="14/13/1990", Notes=FORMULA))

    head, row = cells(corrections(client, batch))
    again = received(officer, sheet(dict(zip(head, [*row[:3], "14/12/1990", *row[4:]], strict=True))))

    assert dict(zip(again.headers, again.mapping, strict=True))[COLUMN] == "IGNORE"
    _finish(officer, again)
    assert individual().date_of_birth == date(1990, 12, 14)
    assert individual().notes == FORMULA


def _finish(by: Viewer, batch: ImportBatch) -> None:
    imports.confirm_mapping(by=by, batch=batch, fields=batch.mapping)
    tasks.compare_import(batch.pk)
    confirmed(by, batch)


@pytest.mark.parametrize(
    "text", [HTML, FORMULA, "+1", "-1+1", "@SUM(A1)", "'=1", "{{ 7*7 }}", "\N{RIGHT-TO-LEFT OVERRIDE}Ann"]
)
def test_text_that_looks_like_code_is_stored_and_shown_as_text(client: Client, officer: Viewer, text: str) -> None:
    stored = text.removeprefix("'").replace("\N{RIGHT-TO-LEFT OVERRIDE}", "")
    batch = compared(officer, person("WM/<b>1", text, OIC=text, Notes=text, DOB=text, Alias=text))

    for name, arguments in (("import_detail", {}), ("import_detail", {"query": "?show=problems"})):
        html = page(client, name, batch, **arguments)  # type: ignore[arg-type]  # each page has its own
        assert HTML not in html
        assert "WM/<b>" not in html
        assert text != "{{ 7*7 }}" or text in html
    confirmed(officer, batch)
    record = individual("WM/<b>1")
    assert (record.surname.casefold(), record.officer, record.notes) == (stored.casefold(), stored, stored)
    html = page(client, "import_detail", batch)
    assert HTML not in html
    assert client.get(reverse("import_list")).status_code == 200


@pytest.mark.parametrize("escape", ["_x0000_", "_x0008_", "_xD800_", "_xFFFE_", "_x001B_"])
def test_characters_that_nobody_can_see_do_not_stop_an_import(client: Client, officer: Viewer, escape: str) -> None:
    content = xlsx([("Ref", "Surname", "DOB", "Notes MARK"), ("1", "Lowe", "soon MARK", "one MARK two")])
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        texts = package.read("xl/sharedStrings.xml").replace(b"MARK", escape.encode())
    upload(client, repacked(content, {"xl/sharedStrings.xml": texts}), "list.xlsx")
    batch = ImportBatch.unscoped.get()

    client.post(reverse("import_columns", args=[batch.pk]), {**columns(batch), "column_3": "NOTES"})
    tasks.compare_import(batch.pk)
    confirmed(officer, batch)

    assert individual("1").notes.startswith("one ")
    assert individual("1").notes.endswith(" two")
    assert line(batch).problems[0]["column"] == "DOB"
    assert corrections(client, batch)


def test_a_name_of_a_file_is_shown_as_text(client: Client) -> None:
    upload(client, sheet(person()), f"{HTML.replace('/', '')}.csv")

    html = client.get(reverse("import_list")).content.decode()

    assert "<script>alert" not in html
    assert "&lt;script&gt;alert" in html


def test_a_mapping_is_remembered_for_the_agency_and_for_no_other(client: Client, officer: Viewer) -> None:
    content = sheet({"Ref": "1", "Surname": "Lowe", "Handler": "DC Reed", "Comments": "x"})
    upload(client, content)
    batch = ImportBatch.unscoped.get()
    assert batch.mapping == ["REF", "SURNAME", "IGNORE", "NOTES"]
    client.post(reverse("import_columns", args=[batch.pk]), columns(batch, Handler="OFFICER", Comments="IGNORE"))

    same_agency = viewer_in(factories.membership(role=RoleCode.HUB_RESEARCHER, hub="EM"))
    other_agency = viewer_in(factories.membership(role=RoleCode.HUB_RESEARCHER, hub="EM", agency="POL"))

    assert received(same_agency, content, hub="EM").mapping == ["REF", "SURNAME", "OFFICER", "IGNORE"]
    assert received(other_agency, content, hub="EM").mapping == ["REF", "SURNAME", "IGNORE", "NOTES"]
    assert set(ColumnMeaning.objects.values_list("agency", flat=True)) == {"ROCU"}
    before = ColumnMeaning.history.count()
    again = received(same_agency, content, hub="EM")
    imports.confirm_mapping(by=same_agency, batch=again, fields=again.mapping)
    assert ColumnMeaning.history.count() == before


@pytest.mark.parametrize(
    ("corrected", "sentence"),
    [
        ({"Ref": "IGNORE"}, "No column holds the reference by which the list tells people apart."),
        ({"Surname": "IGNORE"}, "No column holds the name."),
        ({"Forename(s)": "SURNAME"}, "are both mapped to SURNAME."),
    ],
)
def test_a_mapping_that_cannot_be_read_is_sent_back(
    client: Client, officer: Viewer, corrected: dict[str, str], sentence: str
) -> None:
    batch = received(officer, sheet(person()))

    response = client.post(reverse("import_columns", args=[batch.pk]), columns(batch, **corrected))

    assert response.status_code == 200
    assert sentence in response.content.decode()
    assert not ColumnMeaning.objects.exists()
    assert _state(batch) == ImportState.MAPPING


def test_columns_can_be_corrected_after_the_preview(client: Client, officer: Viewer) -> None:
    batch = compared(officer, person(Handler="DC Reed"))

    client.post(reverse("import_columns", args=[batch.pk]), columns(batch, Handler="OFFICER"))
    tasks.compare_import(batch.pk)
    confirmed(officer, batch)

    assert individual().officer == "DC Reed"


def _state(batch: ImportBatch) -> str:
    return str(ImportBatch.unscoped.values_list("state", flat=True).get(pk=batch.pk))


def test_progress_is_told_to_the_page_with_and_without_script(client: Client, officer: Viewer) -> None:
    batch = received(officer, sheet(person()))
    imports.confirm_mapping(by=officer, batch=batch, fields=batch.mapping)
    address = reverse("import_progress", args=[batch.pk])
    waiting = {"working": True, "label": "Waiting to start", "done": 0, "total": 1}
    assert client.get(address).json() == waiting
    progress.report(f"import:{batch.pk}", "Rows read", 500, 1000)

    html = page(client, "import_detail", batch)

    assert client.get(address).json() == {"working": True, "label": "Rows read", "done": 500, "total": 1000}
    assert '<progress class="marsoc-progress__bar" value="500" max="1000"' in html
    assert "500 of 1,000 (50%)" in html
    assert f'href="{reverse("import_detail", args=[batch.pk])}"' in html
    assert f'data-address="{address}"' in html
    tasks.compare_import(batch.pk)
    assert client.get(address).json()["working"] is False
    imports.confirm_import(by=officer, batch=batch)
    assert client.get(address).json() == waiting


def test_confirming_twice_is_answered_with_a_sentence_and_imports_once(client: Client, officer: Viewer) -> None:
    batch = compared(officer, person())
    confirm = reverse("import_confirm", args=[batch.pk])
    assert client.post(confirm).status_code == 302

    for address in (confirm, reverse("import_cancel", args=[batch.pk])):
        response = client.post(address)
        assert response.status_code == 400
        assert "Somebody has moved this import on already." in response.content.decode()
        assert _state(batch) == ImportState.APPLYING
    tasks.apply_import(batch.pk)
    tasks.apply_import(batch.pk)
    assert client.post(confirm).status_code == 400
    assert Individual.unscoped.count() == 1


def test_a_cancelled_import_changes_nothing_and_cannot_go_on(client: Client, officer: Viewer) -> None:
    batch = compared(officer, person())

    assert client.post(reverse("import_cancel", args=[batch.pk]))["Location"] == reverse("import_list")

    assert "This import was cancelled" in page(client, "import_detail", batch)
    assert client.post(reverse("import_confirm", args=[batch.pk])).status_code == 400
    assert client.post(reverse("import_row", args=[batch.pk, 2]), {"csrfmiddlewaretoken": "x"}).status_code == 400
    tasks.apply_import(batch.pk)
    assert not Individual.unscoped.exists()
    assert steps()[-1] == "cancelled"


def test_following_the_address_of_confirm_or_cancel_only_shows_the_import(client: Client, officer: Viewer) -> None:
    batch = compared(officer, person())

    for name in WITH_CHANGES:
        assert client.get(reverse(name, args=[batch.pk]))["Location"] == reverse("import_detail", args=[batch.pk])
    batch.refresh_from_db()
    assert batch.state == ImportState.PREVIEW


def _addresses(batch: ImportBatch) -> dict[str, str]:
    names = ("detail", "columns", "progress", "confirm", "cancel", "corrections")
    return {
        **{name: reverse(f"import_{name}", args=[batch.pk]) for name in names},
        "row": reverse("import_row", args=[batch.pk, 2]),
    }


def _ask(client: Client, name: str, address: str) -> int:
    return (client.post if name in {"confirm", "cancel"} else client.get)(address).status_code


def test_another_hub_finds_nothing_of_an_import(sign_in: SignIn, officer: Viewer) -> None:
    batch = compared(officer, person())
    stranger = sign_in(RoleCode.HUB_MANAGER, "EM")

    answers = {name: _ask(stranger, name, address) for name, address in _addresses(batch).items()}

    assert set(answers.values()) == {404}, answers
    assert batch.name not in stranger.get(reverse("import_list")).content.decode()
    assert _state(batch) == ImportState.PREVIEW


def test_what_the_central_team_imports_for_a_hub_is_not_shown_to_the_hub(
    sign_in: SignIn, viewer: Callable[..., Viewer], client: Client
) -> None:
    factories.individual(surname="Sandhar", forenames="Ann", date_of_birth=date(1973, 5, 22), owning_hub_id="EM")
    batch = compared(viewer(RoleCode.CENTRAL_ADMIN, None), person(DOB="22/05/1973"))
    assert batch.counts["likely"] == 1

    answers = {name: _ask(client, name, address) for name, address in _addresses(batch).items()}

    assert set(answers.values()) == {404}, answers
    assert batch.name not in client.get(reverse("import_list")).content.decode()
    central = sign_in(RoleCode.CENTRAL_ADMIN, None)
    assert central.get(_addresses(batch)["detail"]).status_code == 200


def test_a_hub_is_not_told_of_people_on_another_hubs_list(client: Client, officer: Viewer) -> None:
    factories.individual(surname="Sandhar", forenames="Ann", date_of_birth=date(1973, 5, 22), owning_hub_id="EM")

    assert compared(officer, person(DOB="22/05/1973")).counts["likely"] == 0


@pytest.mark.parametrize("hub", ["EM", "", "nonsense"])
def test_hub_staff_import_for_their_own_hub_whatever_they_post(client: Client, hub: str) -> None:
    upload(client, sheet(person()), hub=hub)

    assert set(ImportBatch.unscoped.values_list("hub", flat=True)) <= {"WM"}


def test_the_central_team_chooses_the_hub_or_lets_each_row_say(sign_in: SignIn) -> None:
    central = sign_in(RoleCode.CENTRAL_ADMIN, None)

    upload(central, sheet(person()), hub="EM")
    upload(central, sheet(person()), hub="")

    assert list(ImportBatch.unscoped.order_by("pk").values_list("hub", flat=True)) == ["EM", None]


@pytest.mark.parametrize(
    ("role", "hub", "agency"),
    [
        (RoleCode.CENTRAL_ANALYST, None, "HMPPS-CENTRAL"),
        (RoleCode.AGENCY_CONTRIB, None, "HMRC"),
        (RoleCode.PROB_LEAD, "WM", "HMPPS-PS"),
        (RoleCode.AUDITOR, None, "ROCU"),
    ],
)
def test_analysts_and_partners_may_not_import(
    sign_in: SignIn, officer: Viewer, role: RoleCode, hub: str | None, agency: str
) -> None:
    batch = compared(officer, person())
    other = sign_in(role, hub, agency)

    answers = {name: _ask(other, name, address) for name, address in _addresses(batch).items()}

    assert set(answers.values()) == {403}, answers
    assert other.get(reverse("import_list")).status_code == 403
    assert upload(other, sheet(person())).status_code == 403
    assert ImportBatch.unscoped.count() == 1


def test_an_import_that_does_not_exist_is_not_found(client: Client, officer: Viewer) -> None:
    batch = compared(officer, person())

    assert client.get(reverse("import_detail", args=[batch.pk + 1])).status_code == 404
    assert client.get(reverse("import_row", args=[batch.pk, 99])).status_code == 404


def _queries(client: Client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def test_the_pages_take_as_many_queries_for_three_rows_as_for_one(client: Client, officer: Viewer) -> None:
    def candidates(surname: str, number: int) -> None:
        for _ in range(number):
            made = factories.individual(surname=surname, forenames="Ann", date_of_birth=date(1973, 5, 22))
            factories.alias(made, "Tank")

    candidates("Lowe", 1)
    candidates("Reed", 3)
    imported(officer, person("0", "Cole"))
    one = imported(officer, person("1", "Lowe", DOB="22/05/1973"), mode=ImportMode.COMPARE)
    listed = _queries(client, reverse("import_list"))
    others = [person(str(number), "Reed", DOB="22/05/1973", Alias="Tank") for number in (2, 3, 4)]
    three = imported(officer, *others, mode=ImportMode.COMPARE)
    imported(officer, *others)
    assert len(line(three, 2).candidates) == 3

    assert _queries(client, reverse("import_list")) == listed
    for kind in ("new", "likely"):
        detail = [_queries(client, reverse("import_detail", args=[each.pk]) + f"?show={kind}") for each in (one, three)]
        assert detail[0] == detail[1], detail
    rows = [_queries(client, reverse("import_row", args=[each.pk, 2])) for each in (one, three)]
    assert rows[0] == rows[1], rows


def test_the_worker_takes_as_many_statements_for_thirty_rows_as_for_three(officer: Viewer) -> None:
    def statements(number: int, **cells: str) -> int:
        rows = [person(f"{number}/{each}", f"Name{each}", Alias="Tank", **cells) for each in range(number)]
        with CaptureQueriesContext(connection) as captured:
            imported(officer, *rows)
        return len(captured)

    statements(1, CRD="17/03/2035")
    for _new_then_unchanged in range(2):
        assert statements(3, CRD="17/03/2035") == statements(30, CRD="17/03/2035")


def test_a_sample_of_a_hub_goes_through_the_pages(client: Client) -> None:
    path = SAMPLES / "hub_WM.xlsx"
    upload(client, path.read_bytes(), path.name)
    batch = ImportBatch.unscoped.get()
    client.post(reverse("import_columns", args=[batch.pk]), columns(batch))
    tasks.compare_import(batch.pk)
    for kind in ("new", "changed", "edited", "likely", "problems", "unchanged"):
        page(client, "import_detail", batch, f"?show={kind}")
    client.post(reverse("import_confirm", args=[batch.pk]))
    tasks.apply_import(batch.pk)

    batch.refresh_from_db()
    assert batch.state == ImportState.DONE
    assert SheetReference.unscoped.count() == batch.counts["imported"] == batch.counts["rows"] - 1
    assert len(corrections(client, batch)) > 0
    assert set(PossibleMatch.unscoped.values_list("verdict", flat=True)) <= {Verdict.OPEN}
