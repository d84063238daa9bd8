"""Opening an uploaded file as a sheet, or refusing it with one sentence."""

import io
import re
from collections.abc import Callable, Iterator
from datetime import date, datetime
from functools import partial
from pathlib import PurePath

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from cohort.sheets.delimited import DelimitedText
from cohort.sheets.layout import find_header, no_header, recognised
from cohort.sheets.package import damaged, inspect_package
from cohort.sheets.sheet import MAX_BYTES, Cell, Line, Sheet, Table, UnreadableWorkbook, too_large

__all__ = ["Sheet", "UnreadableWorkbook", "open_sheet"]

_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_OTHER_FORMATS = (
    (b"%PDF", "a PDF document"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"{\\rtf", "a text document"),
    (b"7z\xbc\xaf", "a compressed archive"),
    (b"Rar!", "a compressed archive"),
    (b"\x1f\x8b", "a compressed archive"),
    (b"MZ", "a program"),
    (b"\x7fELF", "a program"),
)
_MARKUP = re.compile(rb"\s*<(!doctype|html|\?xml|table)", re.I)
_REFUSED_NAMES = {
    ".xlsm": "This workbook can hold macros: save it as .xlsx without macros and upload that copy.",
    ".xltm": "This workbook can hold macros: save it as .xlsx without macros and upload that copy.",
    ".xls": "This is the Excel format from before 2007: open it in Excel, save it as .xlsx and upload that copy.",
    ".xlsb": "This is a binary Excel workbook: open it in Excel, save it as .xlsx and upload that copy.",
    ".ods": "This is an OpenDocument sheet: save it as .xlsx or .csv and upload that copy.",
}


def open_sheet(name: str, content: bytes) -> Sheet:
    """Open an uploaded file and choose the sheet that holds the list.

    Args:
        name: the file's name as uploaded; its ending says the format, its content must agree.
        content: the whole file.

    Returns:
        The sheet whose header names the most known columns; sheets without such a header are passed over.

    Raises:
        UnreadableWorkbook: the file is refused; the text says what is wrong and what to do. Everything that could
            exhaust memory is refused before the content is parsed.
    """
    return _choose(name, list(_read(name, content)))


def _read(name: str, content: bytes) -> Iterator[Table]:
    if not content:
        raise UnreadableWorkbook("This file is empty: check that the list was saved, and upload it again.")
    if len(content) > MAX_BYTES:
        raise too_large()
    ending = PurePath(name).suffix.lower()
    if ending not in _READERS:
        raise UnreadableWorkbook(
            _REFUSED_NAMES.get(ending, "Only .xlsx and .csv files can be read: save the list as .xlsx or .csv.")
        )
    return _READERS[ending](content)


def _choose(name: str, tables: list[Table]) -> Sheet:
    headed = [(table, header) for table in tables if (header := find_header(table.read()))]
    if not headed:
        raise no_header()
    table, header = max(headed, key=lambda pair: (recognised(pair[1].titles), pair[0].visible))
    return Sheet(name, table.title, header, table.read)


def _read_text(content: bytes) -> Iterator[Table]:
    if content.startswith(_ZIP):
        raise UnreadableWorkbook("This is a workbook or archive under a .csv name: name it .xlsx and upload it again.")
    if content.startswith(_OLE):
        raise UnreadableWorkbook(_REFUSED_NAMES[".xls"])
    _refuse_other_formats(content)
    yield Table("", True, DelimitedText.of(content).lines)


def _refuse_other_formats(content: bytes) -> None:
    for start, what in _OTHER_FORMATS:
        if content.startswith(start):
            raise UnreadableWorkbook(f"This is {what}, not a spreadsheet: save the list as .xlsx or .csv.")


def _read_package(content: bytes) -> Iterator[Table]:
    if not content.startswith(_ZIP):
        raise _no_package(content)
    inspect_package(content)
    try:
        yield from _tables(CalamineWorkbook.from_filelike(io.BytesIO(content)))
    except CalamineError as fault:
        raise damaged() from fault


def _no_package(content: bytes) -> UnreadableWorkbook:
    if content.startswith(_OLE) and _ENCRYPTED in content:
        return UnreadableWorkbook("This workbook is protected by a password: remove the password and upload it again.")
    if content.startswith(_OLE):
        return UnreadableWorkbook(_REFUSED_NAMES[".xls"])
    _refuse_other_formats(content)
    if _MARKUP.match(content):
        return UnreadableWorkbook("This is a web page under an Excel name: open it in Excel and save it as .xlsx.")
    return UnreadableWorkbook("This file is not an Excel workbook: open it in Excel and save it as .xlsx.")


def _tables(workbook: CalamineWorkbook) -> Iterator[Table]:
    worksheets = [about for about in workbook.sheets_metadata if about.typ == SheetTypeEnum.WorkSheet]
    if not worksheets:
        raise UnreadableWorkbook("This workbook has no sheets: check that the list was saved, and upload it again.")
    for about in worksheets:
        worksheet = workbook.get_sheet_by_name(about.name)
        yield Table(about.name, about.visible == SheetVisibleEnum.Visible, partial(_lines, worksheet))


def _lines(worksheet: CalamineSheet) -> Iterator[Line]:
    for number, values in enumerate(worksheet.iter_rows(), start=1):
        yield Line(number, [_cell(value) for value in values])


def _cell(value: object) -> Cell:
    if isinstance(value, str):
        return value.replace("\0", "") or None  # escaped in the file; the database holds no such character
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return int(value) if value.is_integer() else value
    return value if isinstance(value, int | date | datetime) else str(value)


_READERS: dict[str, Callable[[bytes], Iterator[Table]]] = {
    ".xlsx": _read_package,
    ".csv": _read_text,
    ".tsv": _read_text,
    ".txt": _read_text,
}
