"""Wrong files and wrong arguments: one sentence, and nothing written."""

import io
import re
import zipfile
from collections.abc import Callable
from html import unescape
from io import StringIO
from pathlib import Path

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.urls import reverse

from cohort.models import ImportBatch, Individual
from cohort.sheets.handback import COLUMN
from cohort.sheets.sheet import MAX_BYTES
from tests.integration.cohort.importing import person, sheet
from tests.unit.cohort.sheets.building import SAMPLES, repacked, xlsx

pytestmark = pytest.mark.django_db

GOOD = xlsx([("Ref", "Surname"), ("WM/1", "Sandhar")])
MEBIBYTE = 1024 * 1024


def _sheet_of(megabytes: int) -> bytes:
    """Return a workbook whose one sheet unpacks to so many megabytes."""
    row = b'<row><c t="inlineStr"><is><t>' + b"x" * (MEBIBYTE - 64) + b"</t></is></c></row>"
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(GOOD)) as good, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name in good.namelist():
            if name != "xl/worksheets/sheet1.xml":
                package.writestr(name, good.read(name))
        with package.open("xl/worksheets/sheet1.xml", "w") as part:
            part.write(b"<worksheet><sheetData>")
            for _ in range(megabytes):
                part.write(row)
            part.write(b"</sheetData></worksheet>")
    return out.getvalue()


WRONG: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "PDF renamed": ("list.xlsx", lambda: b"%PDF-1.7 and so on", "This is a PDF document, not a spreadsheet"),
    "PDF as text": ("list.csv", lambda: b"%PDF-1.7 and so on", "This is a PDF document, not a spreadsheet"),
    "zip bomb": ("list.xlsx", lambda: repacked(GOOD, {"xl/media/x.bin": bytes(260 * MEBIBYTE)}), "unpacks to far more"),
    "300 MB sheet, packed": ("list.xlsx", lambda: _sheet_of(300), "unpacks to far more"),
    "too large as a file": ("list.csv", lambda: b"x" * (MAX_BYTES + 1), "larger than 20 MB"),
    "macros": ("list.xlsx", lambda: repacked(GOOD, {"xl/vbaProject.bin": b"x"}), "contains macros"),
    "macros by name": ("list.xlsm", lambda: GOOD, "can hold macros"),
    "empty": ("list.xlsx", bytes, "is empty"),
    "no header": ("list.csv", lambda: b"what,a,day\r\n1,2,3\r\n", "No sheet in this file has a row of column names"),
    "no header in a workbook": ("list.xlsx", lambda: xlsx([("a", "b")]), "No sheet in this file has a row"),
    "damaged": ("list.xlsx", lambda: GOOD[:-40], "is damaged"),
    "another kind of file": ("list.docx", lambda: GOOD, "Only .xlsx and .csv files can be read"),
    "too many rows": ("list.csv", lambda: b"Ref,Surname\r\n" + b"1,Lowe\r\n" * 50_001, "more than 50,000 rows"),
}


def _sizes() -> dict[str, int]:
    """Return how many rows each table holds, history and audit trail included."""
    names = {model._meta.db_table for model in apps.get_models(include_auto_created=True)}
    with connection.cursor() as cursor:
        cursor.execute(" union all ".join(f"select '{name}', count(*) from {name}" for name in sorted(names)))
        return dict(cursor.fetchall())


@pytest.fixture(params=WRONG)
def wrong(request: pytest.FixtureRequest) -> tuple[str, bytes, str]:
    """Return a file that is refused, and what the sentence says."""
    name, make, sentence = WRONG[request.param]
    return name, make(), sentence


def _summary(html: str) -> list[str]:
    """Return the messages of the error summary."""
    found = re.search(r'<div class="govuk-error-summary".*?</ul>', html, re.S)
    assert found, "There is no error summary"
    return [unescape(re.sub(r"<[^>]+>", "", item)).strip() for item in re.findall(r"<li>(.*?)</li>", found[0], re.S)]


def _is_one_sentence(text: str) -> bool:
    return bool(text) and not re.search(r"\.\s+[A-Z]", text)


def test_a_wrong_file_is_refused_on_the_page(sign_in: Callable[..., Client], wrong: tuple[str, bytes, str]) -> None:
    name, content, sentence = wrong
    client = sign_in()
    before = _sizes()

    response = client.post(reverse("import_upload"), {"workbook": SimpleUploadedFile(name, content), "mode": "UPDATE"})

    assert response.status_code == 200
    assert _sizes() == before
    (message,) = _summary(response.content.decode())
    assert sentence in message
    assert _is_one_sentence(message), message


def test_a_wrong_file_is_refused_by_the_command(tmp_path: Path, wrong: tuple[str, bytes, str]) -> None:
    name, content, sentence = wrong
    path = tmp_path / name
    path.write_bytes(content)
    before = _sizes()

    with pytest.raises(CommandError) as refusal:
        call_command("import_cohort", path, stdout=StringIO())

    assert _sizes() == before
    message = str(refusal.value).removeprefix(f"{path}: ")
    assert sentence in message
    assert _is_one_sentence(message), message


def test_a_form_without_a_file_asks_for_one(sign_in: Callable[..., Client]) -> None:
    response = sign_in().post(reverse("import_upload"), {"mode": "UPDATE"})

    assert response.status_code == 200
    assert len(_summary(response.content.decode())) == 1
    assert not ImportBatch.unscoped.exists()


def test_when_the_second_file_is_refused_nothing_of_the_first_is_kept(tmp_path: Path) -> None:
    good, bad = tmp_path / "good.csv", tmp_path / "bad.csv"
    good.write_bytes(sheet(person(Hub="WM")))
    bad.write_bytes(b"what,a,day\r\n")
    before = _sizes()

    with pytest.raises(CommandError, match=re.escape(str(bad))):
        call_command("import_cohort", good, bad, "--report", tmp_path / "report", stdout=StringIO())

    assert _sizes() == before
    assert not (tmp_path / "report").exists()


def test_a_list_without_a_name_column_is_refused_by_the_command(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(b"Ref,DOB,PNC ID\r\n1,22/05/1973,2002/0073319Z\r\n")

    with pytest.raises(CommandError, match="No column holds the name"):
        call_command("import_cohort", path, stdout=StringIO())

    assert not ImportBatch.unscoped.exists()


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["missing.csv"], "missing.csv cannot be read: No such file or directory."),
        (["."], ". cannot be read: Is a directory."),
        ([str(SAMPLES / "hub_WM.xlsx"), "--hub", "XX"], "There is no hub XX."),
        ([str(SAMPLES / "hub_WM.xlsx"), "--report", str(SAMPLES)], "would overwrite a workbook to be imported"),
    ],
)
def test_a_wrong_argument_is_refused_with_a_sentence(arguments: list[str], sentence: str) -> None:
    with pytest.raises(CommandError, match=re.escape(sentence)):
        call_command("import_cohort", *arguments, stdout=StringIO())

    assert not ImportBatch.unscoped.exists()


def test_two_files_of_one_name_cannot_both_be_handed_back(tmp_path: Path) -> None:
    paths = [tmp_path / folder / "list.csv" for folder in ("one", "two")]
    for path in paths:
        path.parent.mkdir()
        path.write_bytes(sheet(person(Hub="WM")))

    with pytest.raises(CommandError, match="Two of the files have the same name"):
        call_command("import_cohort", *paths, "--report", tmp_path / "report", stdout=StringIO())

    assert not Individual.unscoped.exists()


def test_a_hub_given_by_its_code_owns_every_row(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(sheet(person("1", Hub=""), person("2", "Lowe", Hub="London")))
    out = StringIO()

    call_command("import_cohort", path, "--hub", "wm", stdout=out)

    assert set(Individual.unscoped.values_list("owning_hub", flat=True)) == {"WM"}
    assert "list.csv: 2 rows: 2 new, 0 changed, 0 unchanged, 0 rejected." in out.getvalue()
    assert "line 3, Hub: This row names the London hub" in out.getvalue()


@pytest.mark.parametrize("named", ["handed-back", "handed-back/list.csv"])
def test_the_command_hands_workbooks_back_into_a_directory_or_under_a_name(tmp_path: Path, named: str) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(sheet(person(Hub="WM", DOB="14/13/1990"), person("2", "", "", Hub="WM")))

    call_command("import_cohort", path, "--report", tmp_path / named, stdout=StringIO())

    head, first, second = (tmp_path / "handed-back" / "list.csv").read_text().splitlines()
    assert head.endswith(COLUMN)
    assert "Imported. DOB: There is no such day in the calendar." in first
    assert "Not imported. Surname: This row has no name" in second


def test_a_dry_run_hands_back_what_to_correct_and_claims_no_import(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(sheet(person(Hub="WM", DOB="14/13/1990")))
    out = StringIO()

    call_command("import_cohort", path, "--dry-run", "--report", tmp_path / "report", stdout=out)

    assert "Nothing was kept: this was a dry run." in out.getvalue()
    assert ',"DOB: There is no such day' in (tmp_path / "report" / "list.csv").read_text()
    assert not ImportBatch.unscoped.exists()
