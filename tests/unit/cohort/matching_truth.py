"""The sample hub lists as the matcher's input, with the truth about which rows are one person.

The field values are those of truth.json; the aliases, which it lacks, are read from the lists themselves.
"""

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Final

from openpyxl import load_workbook

from cohort.enums import IdentifierKind
from cohort.matching import Person

SAMPLES: Final = Path(__file__).resolve().parents[4] / "shared" / "data"
ALIAS_HEADINGS: Final = {"Alias", "AKA / street name"}
IDENTIFIER_FIELDS: Final = {IdentifierKind.PNC: "pnc", IdentifierKind.PRISON: "nomis", IdentifierKind.CRN: "crn"}


def sample_people() -> list[Person]:
    """Return every row of every sample list, keyed "file#ref".

    Raises:
        FileNotFoundError: the samples are not beside the checkout.
    """
    return [_person(row) for row in _truth()["rows"]]


def same_person() -> set[frozenset[str]]:
    """Return the pairs of keys that are one person.

    Raises:
        FileNotFoundError: the samples are not beside the checkout.
    """
    return {frozenset(pair) for pair in _truth()["same_person"]}


@cache
def _truth() -> dict[str, Any]:
    path = SAMPLES / "truth.json"
    if not path.is_file():
        raise FileNotFoundError(f"The sample data is missing: put shared/ beside the checkout, with {path}.")
    truth: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return truth


def _person(row: dict[str, Any]) -> Person:
    return Person(
        key=f"{row['file']}#{row['ref']}",
        surname=row["surname"],
        forenames=row["forename"],
        aliases=_aliases(row["file"]).get(row["ref"], ()),
        date_of_birth=date.fromisoformat(row["dob"]) if row["dob"] else None,
        year_of_birth=None,
        identifiers=tuple((kind, row[field]) for kind, field in IDENTIFIER_FIELDS.items() if row[field]),
    )


@cache
def _aliases(file: str) -> dict[str, tuple[str, ...]]:
    """Return the aliases in one list by the row's reference, which is its first column."""
    rows = _rows(SAMPLES / file)
    header = next(row for row in rows if ALIAS_HEADINGS & set(row))
    column = next(index for index, heading in enumerate(header) if heading in ALIAS_HEADINGS)
    return {row[0]: _split(row[column]) for row in rows if len(row) > column}


def _rows(path: Path) -> Iterator[list[str]]:
    return _cells(_sheet(path) if path.suffix == ".xlsx" else csv.reader(io.StringIO(_text(path))))


def _cells(rows: Iterable[Iterable[object]]) -> Iterator[list[str]]:
    for row in rows:
        yield ["" if cell is None else str(cell).strip() for cell in row]


def _sheet(path: Path) -> Iterator[tuple[object, ...]]:
    return load_workbook(path).worksheets[0].iter_rows(values_only=True)


def _text(path: Path) -> str:
    content = path.read_bytes()
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("windows-1252")


def _split(cell: str) -> tuple[str, ...]:
    return tuple(alias.strip() for alias in re.split(r"[;/,|\n]", cell) if alias.strip())
