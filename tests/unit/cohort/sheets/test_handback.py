import csv
import io

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.styles import Font, PatternFill

from cohort.sheets.delimited import neutralise
from cohort.sheets.handback import COLUMN, annotate
from cohort.sheets.layout import propose_mapping
from cohort.sheets.rows import CellProblem, read_rows
from cohort.sheets.workbook import UnreadableWorkbook, open_sheet
from tests.unit.cohort.sheets.building import ANN, HEADERS, SAMPLES, TODAY, csv_of, vocabulary, xlsx

PROBLEMS = {3: [CellProblem(3, "EM/2", "DOB", "14/13/1990", "There is no such day.", "Check it.")]}
OUTCOMES = {2: "Added.", 3: "Added without the date of birth."}
DANGEROUS = ("EM/2", '=cmd|" /C calc"!A0', "@SUM(A1)", "14/13/1990", "+44 7700 900123", "-5", "\tx")


def _workbook() -> bytes:
    workbook = Workbook()
    people = workbook.active
    assert people is not None
    people.title = "People"
    people.append(["Title"])
    people.merge_cells("A1:C1")
    people.append(list(HEADERS))
    people.append(list(ANN))
    people["B2"].font = Font(bold=True)
    people["G2"].fill = PatternFill("solid", fgColor="FFFF00")
    people["C3"].value = '=HYPERLINK("http://example.invalid","x")'
    people["D3"].value = "=SUM(1,2)"
    people["E3"].value = "=text that only looks like a formula"
    people["E3"].data_type = "s"
    people["A5"].value = "Total"
    people["B5"].value = "=COUNTA(A3:A3)"
    workbook.create_sheet("Lookups").append(["Status"])
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def test_a_workbook_comes_back_with_one_more_column() -> None:
    back = load_workbook(io.BytesIO(annotate("a.xlsx", _workbook(), {}, {3: "=Added."})))
    people = back["People"]
    assert [cell.value for cell in people[2]] == [*HEADERS, COLUMN]
    assert people["H3"].value == "=Added."
    assert people["H3"].data_type == "s"
    assert people["H3"].quotePrefix
    assert people["H5"].value is None


def test_a_workbook_keeps_its_formatting_and_other_sheets() -> None:
    back = load_workbook(io.BytesIO(annotate("a.xlsx", _workbook(), {}, {})))
    assert back.sheetnames == ["People", "Lookups"]
    assert back["People"]["B2"].font.bold
    assert back["People"]["H2"].fill.fgColor.rgb == "00FFFF00"
    assert [str(merged) for merged in back["People"].merged_cells.ranges] == ["A1:C1"]


def test_nothing_in_a_workbook_reaches_out() -> None:
    people = load_workbook(io.BytesIO(annotate("a.xlsx", _workbook(), {}, {})))["People"]
    kinds = {place: (people[place].data_type, bool(people[place].quotePrefix)) for place in ("C3", "D3", "E3", "B5")}
    assert kinds == {"C3": ("s", True), "D3": ("f", False), "E3": ("s", True), "B5": ("f", False)}


def test_what_to_correct_names_the_column_the_problem_and_the_remedy() -> None:
    content = xlsx([HEADERS, ANN, DANGEROUS])
    sheet = load_workbook(io.BytesIO(annotate("a.xlsx", content, PROBLEMS, OUTCOMES))).active
    assert sheet is not None
    assert [row[-1] for row in sheet.iter_rows(values_only=True)] == [
        COLUMN,
        "Added.",
        "Added without the date of birth. DOB: There is no such day. Check it.",
    ]


def test_the_column_is_not_added_twice() -> None:
    once = annotate("a.xlsx", _workbook(), {}, {3: "First."})
    people = load_workbook(io.BytesIO(annotate("a.xlsx", once, {}, {3: "Second."})))["People"]
    assert [cell.value for cell in people[2]] == [*HEADERS, COLUMN]
    assert people["H3"].value == "Second."
    text = annotate("a.csv", csv_of(HEADERS, ANN).encode(), {}, {2: "First."})
    again = annotate("a.csv", text, {}, {2: "Second."})
    assert again.decode() == csv_of([*HEADERS, COLUMN], [*ANN, "Second."])


def test_a_stray_note_beside_the_list_is_not_written_over() -> None:
    content = xlsx([HEADERS, [*ANN, None, "a stray note"]])
    sheet = load_workbook(io.BytesIO(annotate("a.xlsx", content, {}, {2: "Added."}))).active
    assert sheet is not None
    assert (sheet["I2"].value, sheet["J2"].value, sheet["J1"].value) == ("a stray note", "Added.", COLUMN)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16-le", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_text_file_keeps_its_encoding_and_delimiter(encoding: str, delimiter: str) -> None:
    rows = (["Liste"], HEADERS, ("EM/1", "Brontë", "Zoë", "", "", "", "£86"))
    content = csv_of(*rows, delimiter=delimiter).encode(encoding)
    back = annotate("a.csv", content, {}, {3: "Added."})
    expected = csv_of(rows[0], [*HEADERS, COLUMN], [*rows[2], "Added."], delimiter=delimiter)
    assert back.decode(encoding) == expected


def test_a_text_file_keeps_its_mark_and_line_ends() -> None:
    content = b"\xff\xfe" + "Ref,Name\nEM/1,Bob\n".encode("utf-16-le")
    back = annotate("a.csv", content, {}, {2: "Added."})
    assert back == b"\xff\xfe" + f"Ref,Name,{COLUMN}\nEM/1,Bob,Added.\n".encode("utf-16-le")


def test_nothing_in_a_text_file_runs() -> None:
    out = io.StringIO(newline="")
    csv.writer(out).writerows([HEADERS, ANN, DANGEROUS])
    back = annotate("a.csv", out.getvalue().encode(), PROBLEMS, {3: "=Added"})
    rows = list(csv.reader(io.StringIO(back.decode(), newline="")))
    assert rows[2][:7] == ["EM/2", "'" + DANGEROUS[1], "'@SUM(A1)", "14/13/1990", "'+44 7700 900123", "-5", "'\tx"]
    assert rows[2][7].startswith("'=Added")


@pytest.mark.parametrize("written", ["=1", "+a", "-a", "@a", "\ta", "\ra", "-", "=", "+1+1"])
def test_a_text_that_a_program_would_run_is_guarded(written: str) -> None:
    assert neutralise(written) == f"'{written}"


@pytest.mark.parametrize("written", ["", "a=1", "-5", "+5.25", "'=1", "1-2"])
def test_other_text_stays_as_it_is(written: str) -> None:
    assert neutralise(written) == written


def test_a_character_that_the_encoding_lacks_is_replaced() -> None:
    back = annotate("a.csv", "Ref,Name\r\nEM/1,Zoë\r\n".encode("cp1252"), {}, {2: "Łódź"})
    assert back.decode("cp1252") == f"Ref,Name,{COLUMN}\r\nEM/1,Zoë,?ód?\r\n"


def test_a_refused_file_is_refused_here_too() -> None:
    with pytest.raises(UnreadableWorkbook):
        annotate("a.xlsm", _workbook(), {}, {})


@pytest.mark.parametrize("name", sorted(path.name for path in SAMPLES.glob("hub_*")) or ["the samples are missing"])
def test_a_sample_handed_back_reads_as_it_did(name: str) -> None:
    content = (SAMPLES / name).read_bytes()
    sheet = open_sheet(name, content)
    mapping, spellings = propose_mapping(sheet.header.titles), vocabulary()
    before = list(read_rows(sheet, mapping, spellings, today=TODAY))
    back = open_sheet(name, annotate(name, content, {row.line: row.problems for row in before}, {}))
    assert list(read_rows(back, propose_mapping(back.header.titles), spellings, today=TODAY)) == before
