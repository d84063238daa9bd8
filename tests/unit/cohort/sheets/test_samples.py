"""Whether the sample workbooks are read as their truth says, field by field."""

import json
from collections import Counter
from functools import cache
from typing import Any

import pytest

from cohort.enums import IdentifierKind
from cohort.sheets.layout import propose_mapping
from cohort.sheets.rows import SheetRow, read_rows
from cohort.sheets.workbook import open_sheet
from tests.unit.cohort.sheets.building import SAMPLES, TODAY, vocabulary

RIGHT_ENOUGH = 0.99
FAULTY_COLUMNS = {
    "pnc_check_letter": {"PNC", "PNC ID"},
    "dob_unreadable": {"DOB", "Date of birth"},
    "dob_future": {"DOB", "Date of birth"},
    "no_name": {"Surname", "Name (SURNAME, Forename)"},
}
SCORES = {"Harm score", "Score /100"}


@cache
def _truth() -> list[dict[str, Any]]:
    return list(json.loads((SAMPLES / "truth.json").read_text())["rows"])


@cache
def _rows() -> dict[tuple[str, int], SheetRow]:
    spellings = vocabulary()
    rows: dict[tuple[str, int], SheetRow] = {}
    for path in sorted(SAMPLES.glob("hub_*")):
        sheet = open_sheet(path.name, path.read_bytes())
        mapping = propose_mapping(sheet.header.titles)
        rows |= {(path.name, row.line): row for row in read_rows(sheet, mapping, spellings, today=TODAY)}
    return rows


def _read_as(row: SheetRow) -> dict[str, Any]:
    numbers = {each.kind: each.canonical for each in row.identifiers}
    crd = dict(row.key_dates).get("CRD")
    return {
        "ref": row.ref,
        "surname": row.surname or "",
        "forename": (row.forenames or "").split(" ")[0],
        "dob": row.date_of_birth.isoformat() if row.date_of_birth else None,
        "pnc": numbers.get(IdentifierKind.PNC),
        "nomis": numbers.get(IdentifierKind.PRISON),
        "crn": numbers.get(IdentifierKind.CRN),
        "phase": row.phase,
        "prison": row.establishment,
        "threat": row.threats[0] if row.threats else None,
        "crd": crd.isoformat() if crd else None,
    }


def test_the_samples_are_there() -> None:
    assert SAMPLES.is_dir(), f"The sample workbooks belong beside the checkout, in {SAMPLES}"
    assert len(_truth()) == 650


def test_every_row_of_the_truth_is_read_and_no_other() -> None:
    assert _rows().keys() == {(row["file"], row["line"]) for row in _truth()}


@pytest.mark.parametrize(
    "field", ["ref", "surname", "forename", "dob", "pnc", "nomis", "crn", "phase", "prison", "threat", "crd"]
)
def test_a_field_comes_out_right(field: str) -> None:
    pairs = [(_read_as(_rows()[row["file"], row["line"]])[field], row[field]) for row in _truth()]
    wrong = [(found, true) for found, true in pairs if found != true]
    assert len(wrong) <= (1 - RIGHT_ENOUGH) * len(pairs), wrong


def test_every_planted_fault_is_reported() -> None:
    faults = [row for row in _truth() if row["bad"]]
    assert Counter(row["bad"] for row in faults).keys() == FAULTY_COLUMNS.keys()
    for fault in faults:
        row = _rows()[fault["file"], fault["line"]]
        columns = {problem.column for problem in row.problems} - SCORES
        assert columns
        assert columns <= FAULTY_COLUMNS[fault["bad"]]
        assert row.rejected == (fault["bad"] == "no_name")


def test_no_good_cell_is_reported() -> None:
    good = [_rows()[row["file"], row["line"]] for row in _truth() if not row["bad"]]
    reported = [problem for row in good for problem in row.problems]
    assert {(problem.column in SCORES, problem.value) for problem in reported} == {(True, "High")}
    assert not any(row.rejected for row in good)


def test_every_row_that_is_read_names_its_hub_and_agency() -> None:
    assert all(row.hub == row.ref[:2] for row in _rows().values() if row.ref)
    assert all(row.lead_agency for row in _rows().values())
