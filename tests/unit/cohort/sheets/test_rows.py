import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cohort.enums import IdentifierKind
from cohort.sheets.cells import GivenIdentifier
from cohort.sheets.layout import KEY_DATES, Mapping, MappingError, propose_mapping
from cohort.sheets.rows import CellProblem, SheetRow, read_rows
from cohort.sheets.workbook import open_sheet
from sharing.enums import Phase
from tests.unit.cohort.sheets.building import ANN, HEADERS, TODAY, csv_of, vocabulary

VOCABULARY = vocabulary()


def _read(*rows: tuple[str, ...], headers: tuple[str, ...] = HEADERS) -> list[SheetRow]:
    sheet = open_sheet("a.csv", csv_of(headers, *rows, delimiter=";").encode())
    return list(read_rows(sheet, propose_mapping(sheet.header.titles), VOCABULARY, today=TODAY))


def _problems(row: SheetRow) -> list[tuple[str, str, str]]:
    return [(problem.column, problem.value, problem.problem) for problem in row.problems]


def test_everything_a_row_can_say() -> None:
    headers = (
        "URN", "Name", "Alias", "DOB", "PNC", "CRO", "NOMIS", "CRN", "HO ref", "Passport", "Hub", "OCG", "Threat",
        "Status", "Prison", "CRD", "TUSED", "Lead", "OIC", "Score", "Notes", "Updated",
    )  # fmt: skip
    cells = (
        "EM/7", "DE SOUZA, Ana", "Tex / Ace", "7.8.90", "02/73319z", "265416/21G", "a1234bc", "x123456", "a1234567",
        "123456789", "EMSOU", "OCG 102", "ML, cyber", "Serving", "HMP Leeds", "17-Mar-2035", "TBC", "Police", "DS 1",
        "67/100", "=1+1", "2026-01-02",
    )  # fmt: skip
    assert _read(cells, headers=headers) == [
        SheetRow(
            line=2,
            ref="EM/7",
            surname="de Souza",
            forenames="Ana",
            aliases=("Tex", "Ace"),
            date_of_birth=date(1990, 8, 7),
            year_of_birth=None,
            identifiers=(
                GivenIdentifier(IdentifierKind.PNC, "2002/0073319Z", "02/73319z"),
                GivenIdentifier(IdentifierKind.CRO, "265416/21G", "265416/21G"),
                GivenIdentifier(IdentifierKind.PRISON, "A1234BC", "a1234bc"),
                GivenIdentifier(IdentifierKind.CRN, "X123456", "x123456"),
                GivenIdentifier(IdentifierKind.HOME_OFFICE, "A1234567", "a1234567"),
                GivenIdentifier(IdentifierKind.PASSPORT, "123456789", "123456789"),
            ),
            hub="EM",
            group="OCG 102",
            threats=("ML", "CYBER"),
            phase=Phase.CUS,
            establishment="LEI",
            key_dates=(("CRD", date(2035, 3, 17)),),
            lead_agency="POLICE",
            officer="DS 1",
            score=67,
            notes="=1+1",
            updated_on=date(2026, 1, 2),
            problems=(),
            rejected=False,
        )
    ]


def test_none_means_that_the_sheet_says_nothing() -> None:
    [row] = _read(("EM/1", "Sandhar"), headers=("Ref", "Surname"))
    assert (row.forenames, row.date_of_birth, row.hub, row.score, row.notes, row.phase) == (None,) * 6
    assert (row.aliases, row.identifiers, row.threats, row.key_dates, row.problems) == ((),) * 5


def test_a_bad_cell_is_left_out_and_reported() -> None:
    [row] = _read(("EM/1", "Sandhar", "Ann", "14/13/1990", "2002/0073319A", "High", ""))
    assert (row.rejected, row.date_of_birth, row.identifiers, row.score) == (False, None, (), None)
    assert row.surname == "Sandhar"
    assert row.problems[0] == CellProblem(
        line=2,
        ref="EM/1",
        column="DOB",
        value="14/13/1990",
        problem="There is no such day in the calendar.",
        remedy="Write the day, then the month, then the year.",
    )
    assert [problem.column for problem in row.problems] == ["DOB", "PNC ID", "Score"]


def test_of_two_numbers_in_a_cell_the_good_one_stays() -> None:
    [row] = _read(("EM/1", "Sandhar", "A1234BC, A12"), headers=("Ref", "Surname", "NOMIS"))
    assert [each.canonical for each in row.identifiers] == ["A1234BC"]
    assert [problem.value for problem in row.problems] == ["A1234BC, A12"]


@pytest.mark.parametrize("name", [("", ""), ("n/k", "-"), (" ", "TBC")])
def test_a_row_without_a_name_is_rejected(name: tuple[str, str]) -> None:
    [row] = _read(("EM/1", *name, "22/05/1973", "", "", ""))
    assert (row.rejected, row.date_of_birth) == (True, date(1973, 5, 22))
    assert _problems(row) == [("Surname", name[0], "This row has no name, so it was left out.")]


@pytest.mark.parametrize("name", [("Sandhar", ""), ("", "Ann")])
def test_half_a_name_is_a_name(name: tuple[str, str]) -> None:
    [row] = _read(("EM/1", *name))
    assert not row.rejected


def test_a_row_without_a_reference_is_rejected() -> None:
    [row] = _read(("", "Sandhar", "Ann"))
    assert row.rejected
    assert _problems(row) == [("Ref", "", "This row has no reference, so it was left out.")]


def test_a_row_with_neither_says_both() -> None:
    [row] = _read(("", "", "", "22/05/1973"))
    assert [problem.column for problem in row.problems] == ["Ref", "Surname"]


def test_the_second_row_of_a_reference_is_rejected() -> None:
    first, second, third = _read(ANN, ("em/0001 ", "Ebdon", "Bob"), ("EM/0001", "Rokeby", "Cat"))
    assert [first.rejected, second.rejected, third.rejected] == [False, True, True]
    assert second.problems[0].problem == "Row 2 has the same reference, so this row was left out."


def test_a_rejected_row_does_not_hold_its_reference() -> None:
    rejected, taken = _read(("EM/0001", "", ""), ANN)
    assert (rejected.rejected, taken.rejected) == (True, False)


def test_a_full_name_fills_in_where_the_separate_columns_are_empty() -> None:
    rows = _read(
        ("1", "Ebdon", "Bob", "X, Y"), ("2", "", "", "ROKEBY, Cat"), headers=("Ref", "Surname", "Forename", "Name")
    )
    assert [(row.surname, row.forenames) for row in rows] == [("Ebdon", "Bob"), ("Rokeby", "Cat")]


def test_short_and_long_rows() -> None:
    rows = _read(("EM/1", "Ebdon"), (*ANN, "beyond", "the header"))
    assert [row.ref for row in rows] == ["EM/1", "EM/0001"]


def test_a_mapping_without_a_name_reads_nothing() -> None:
    sheet = open_sheet("a.csv", csv_of(HEADERS, ANN).encode())
    mapping = Mapping(sheet.header.titles, propose_mapping(["Ref", *[""] * 6]).fields)
    with pytest.raises(MappingError, match="No column holds the name"):
        read_rows(sheet, mapping, VOCABULARY)


def test_today_is_today_when_left_out() -> None:
    sheet = open_sheet("a.csv", csv_of(HEADERS, ANN).encode())
    [row] = read_rows(sheet, propose_mapping(sheet.header.titles), VOCABULARY)
    assert row.date_of_birth == date(1973, 5, 22)


_TEXTS = st.text(max_size=12)
_PROBLEMS = st.builds(CellProblem, st.integers(1, 9), st.none() | _TEXTS, _TEXTS, _TEXTS, _TEXTS, _TEXTS)
_IDENTIFIERS = st.builds(GivenIdentifier, st.sampled_from(IdentifierKind), _TEXTS, _TEXTS)
_KEY_DATES = st.tuples(st.sampled_from(KEY_DATES).map(str), st.dates())
_ROWS = st.builds(
    SheetRow,
    line=st.integers(1, 50_000),
    aliases=st.lists(_TEXTS, max_size=3).map(tuple),
    identifiers=st.lists(_IDENTIFIERS, max_size=3).map(tuple),
    threats=st.lists(_TEXTS, max_size=3).map(tuple),
    key_dates=st.lists(_KEY_DATES, max_size=3).map(tuple),
    problems=st.lists(_PROBLEMS, max_size=3).map(tuple),
)


@given(_ROWS)
def test_a_row_survives_json(row: SheetRow) -> None:
    assert SheetRow.from_json(json.loads(json.dumps(row.to_json()))) == row
