"""Workbooks and vocabularies that the tests of the sheets build for themselves."""

import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import xlsxwriter

from cohort.sheets.vocabulary import Entry, Vocabulary

REPOSITORY = Path(__file__).parents[4]
SAMPLES = REPOSITORY.parent / "shared" / "data"
FIXTURES = REPOSITORY / "cohort" / "fixtures"
TODAY = date(2026, 11, 22)

HUBS: list[Entry] = [
    ("NE", "North East", ["N East", "NERSOU", "NEROCU"]),
    ("NW", "North West", ["N. West", "NWROCU"]),
    ("YH", "Yorkshire and the Humber", ["Yorkshire & Humber", "Yorks & Humber", "YATH", "YHROCU"]),
    ("WM", "West Midlands", ["W Mids", "WMROCU"]),
    ("EM", "East Midlands", ["EMSOU"]),
    ("EA", "Eastern", ["East of England", "ERSOU"]),
    ("SE", "South East", ["SEROCU"]),
    ("SW", "South West", ["SWROCU"]),
    ("LD", "London", ["Met", "MPS"]),
    ("WA", "Wales", ["Tarian", "TARIAN ROCU"]),
]
AGENCIES: list[Entry] = [
    ("POLICE", "Police", []),
    ("ROCU", "Regional Organised Crime Unit", []),
    ("NCA", "National Crime Agency", []),
    ("HMPPS", "HM Prison and Probation Service", []),
    ("HMRC", "HM Revenue and Customs", []),
    ("HO-IE", "Immigration Enforcement", []),
]
HEADERS = ("Ref", "Surname", "Forename(s)", "DOB", "PNC ID", "Score", "Notes")
ANN = ("EM/0001", "Sandhar", "Ann", "22/05/1973", "2002/0073319Z", "67", "see log")


def fixture_entries(name: str) -> list[Entry]:
    """Return code, name and other spellings of each entry of a fixture."""
    loaded = json.loads((FIXTURES / f"{name}.json").read_text())
    return [(entry["pk"], entry["fields"]["name"], entry["fields"]["also_known_as"]) for entry in loaded]


def vocabulary() -> Vocabulary:
    """Return the vocabulary of the fixtures, with the hubs and agencies as the samples write them."""
    return Vocabulary.of(
        hubs=HUBS,
        threats=fixture_entries("threat_areas"),
        establishments=fixture_entries("establishments"),
        agencies=AGENCIES,
    )


def xlsx(rows: Sequence[Sequence[Any]], **sheets: Sequence[Sequence[Any]]) -> bytes:
    """Return a workbook with these rows on its first sheet, and further sheets by name."""
    out = io.BytesIO()
    options = {"strings_to_formulas": False, "strings_to_urls": False, "default_date_format": "dd/mm/yyyy"}
    with xlsxwriter.Workbook(out, options) as workbook:
        for name, content in {"List": rows, **sheets}.items():
            worksheet = workbook.add_worksheet(name)
            for number, row in enumerate(content):
                worksheet.write_row(number, 0, row)
    return out.getvalue()


def csv_of(*rows: Sequence[str], delimiter: str = ",") -> str:
    """Return rows as delimited text, unquoted."""
    return "".join(delimiter.join(row) + "\r\n" for row in rows)


def repacked(content: bytes, changes: Mapping[str, bytes | None]) -> bytes:
    """Return a package with parts added, replaced or (None) left out."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        parts: dict[str, bytes | None] = {name: package.read(name) for name in package.namelist()}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, part in {**parts, **changes}.items():
            if part is not None:
                package.writestr(name, part)
    return out.getvalue()


def midnight(year: int, month: int, day: int) -> datetime:
    """Return a day as Excel writers want it."""
    return datetime(year, month, day)  # noqa: DTZ001 - Excel knows no time zones
