"""Handing a hub its own file back with one more column that says, row by row, what to correct."""

import io
import re
from collections.abc import Iterable, Mapping, Sequence
from copy import copy

from openpyxl import load_workbook
from openpyxl.cell import Cell, MergedCell
from openpyxl.styles import Alignment
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from cohort.sheets.delimited import DelimitedText
from cohort.sheets.package import damaged
from cohort.sheets.rows import CellProblem
from cohort.sheets.sheet import Sheet
from cohort.sheets.workbook import open_sheet

COLUMN = "What to correct"
WIDTH = 60

_WRAPPED = Alignment(wrap_text=True, vertical="top")

# Functions and operators by which a formula reaches out of the workbook.
_REACHES_OUT = re.compile(r"HYPERLINK|WEBSERVICE|CALL|REGISTER|EXEC|RTD|DDE|IMPORT|\||\[|://", re.I)


def annotate(
    name: str,
    content: bytes,
    problems_by_line: Mapping[int, Sequence[CellProblem]],
    outcomes_by_line: Mapping[int, str],
) -> bytes:
    """Return the same file with a column at the right of the header saying what to correct in each row.

    Args:
        name: the file's name as uploaded.
        content: the whole file as uploaded.
        problems_by_line: the problems of each row, by its line in the sheet.
        outcomes_by_line: one sentence on what became of a row, by its line in the sheet.

    Returns:
        The file in its own format: a workbook keeps its formatting and its other sheets, a text file its encoding and
        delimiter. No cell of it runs anything: text that looks like a formula is marked as text.

    Raises:
        UnreadableWorkbook: the file is one that `open_sheet` refuses.
    """
    sheet = open_sheet(name, content)
    texts = _texts(problems_by_line, outcomes_by_line) | {sheet.header.line: COLUMN}
    return _annotate_workbook(sheet, content, texts) if sheet.title else _annotate_text(sheet, content, texts)


def _texts(
    problems_by_line: Mapping[int, Sequence[CellProblem]], outcomes_by_line: Mapping[int, str]
) -> dict[int, str]:
    return {
        line: " ".join([outcomes_by_line.get(line, ""), *map(_sentences, problems_by_line.get(line, ()))]).strip()
        for line in outcomes_by_line.keys() | problems_by_line.keys()
    }


def _sentences(problem: CellProblem) -> str:
    column = f"{problem.column}: " if problem.column else ""
    return f"{column}{problem.problem} {problem.remedy}"


def _annotate_text(sheet: Sheet, content: bytes, texts: Mapping[int, str]) -> bytes:
    file = DelimitedText.of(content)
    column = _column(sheet, (record for record in file.records()))
    return file.write(
        _with_text(record, column, texts.get(number)) for number, record in enumerate(file.records(), start=1)
    )


def _with_text(record: list[str], column: int, text: str | None) -> list[str]:
    if text is None and len(record) <= column:
        return record
    padded = record + [""] * (column + 1 - len(record))
    padded[column] = text or ""
    return padded


def _column(sheet: Sheet, rows: Iterable[Sequence[object]]) -> int:
    # A file handed back before already has the column.
    if COLUMN in sheet.header.titles:
        return sheet.header.titles.index(COLUMN)
    return max(_width(row) for row in rows)


def _width(row: Sequence[object]) -> int:
    return max((index for index, cell in enumerate(row, start=1) if cell not in (None, "")), default=0)


def _annotate_workbook(sheet: Sheet, content: bytes, texts: Mapping[int, str]) -> bytes:
    try:
        workbook = load_workbook(io.BytesIO(content), keep_links=False)
    except (AttributeError, KeyError, TypeError, ValueError) as fault:
        raise damaged() from fault
    for worksheet in workbook.worksheets:
        _disarm(worksheet)
    _add_column(workbook[sheet.title], sheet, texts)
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def _add_column(worksheet: Worksheet, sheet: Sheet, texts: Mapping[int, str]) -> None:
    titles = [cell.value for cell in worksheet[sheet.header.line]]
    column = titles.index(COLUMN) + 1 if COLUMN in titles else _first_free_column(worksheet)
    for line, text in texts.items():
        _write_text(worksheet.cell(line, column), text)
    _style_like(worksheet.cell(sheet.header.line, column - 1), worksheet.cell(sheet.header.line, column))
    worksheet.column_dimensions[get_column_letter(column)].width = WIDTH


def _style_like(beside: Cell | MergedCell, cell: Cell | MergedCell) -> None:
    for aspect in ("font", "fill", "border", "alignment"):
        setattr(cell, aspect, copy(getattr(beside, aspect)))


def _first_free_column(worksheet: Worksheet) -> int:
    return max(_width(row) for row in worksheet.iter_rows(values_only=True)) + 1


def _write_text(cell: Cell | MergedCell, text: str) -> None:
    if isinstance(cell, MergedCell):
        return
    cell.value = text
    cell.data_type = "s"
    cell.quotePrefix = _looks_like_formula(text)
    cell.alignment = _WRAPPED


def _disarm(worksheet: Worksheet) -> None:
    for row in worksheet.iter_rows():
        for cell in row:
            if isinstance(cell.value, str) and _looks_like_formula(cell.value):
                _mark_as_text(cell)


def _looks_like_formula(text: str) -> bool:
    return text.startswith(("=", "+", "-", "@", "\t", "\r"))


def _mark_as_text(cell: Cell | MergedCell) -> None:
    if cell.data_type == "f" and not _REACHES_OUT.search(str(cell.value)):
        return
    cell.data_type = "s"
    cell.quotePrefix = True
