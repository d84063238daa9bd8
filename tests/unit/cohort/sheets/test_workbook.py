import io
import struct
import tracemalloc
import zipfile
import zlib
from collections.abc import Callable
from datetime import date
from functools import partial

import pytest
import xlsxwriter

from cohort.sheets import package
from cohort.sheets.sheet import MAX_BYTES
from cohort.sheets.workbook import UnreadableWorkbook, open_sheet
from tests.unit.cohort.sheets.building import ANN, HEADERS, SAMPLES, csv_of, midnight, repacked, xlsx

GOOD = xlsx([HEADERS, ANN])
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
SHEET = "xl/worksheets/sheet1.xml"
WORKSHEET = (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{}</sheetData></worksheet>'
)


def _part(name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(GOOD)) as archive:
        return archive.read(name)


def _with_sheet(cells: str) -> bytes:
    return repacked(GOOD, {SHEET: WORKSHEET.format(cells).encode()})


def _with_doctype() -> bytes:
    body = _part(SHEET).decode().partition("?>")[2]
    doctype = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]>'
    return repacked(GOOD, {SHEET: (doctype + body).encode()})


def _larger_than_declared() -> bytes:
    part = b"<x>" + bytes(package.MAX_PART_BYTES * 2)
    content = bytearray(repacked(GOOD, {"xl/media.bin": part}))
    start = content.rindex(b"PK\x01\x02", 0, content.rindex(b"xl/media.bin"))
    content[start + 16 : start + 20] = struct.pack("<L", zlib.crc32(part[:10]))
    content[start + 24 : start + 28] = struct.pack("<L", 10)
    return bytes(content)


def _encrypted_entry() -> bytes:
    content = bytearray(GOOD)
    start = content.index(b"PK\x01\x02")
    content[start + 8] |= 1
    return bytes(content)


def _shared_text_bomb() -> bytes:
    text = "x" * 32_000
    cells = "".join(f'<row r="{row}"><c r="A{row}" t="s"><v>0</v></c></row>' for row in range(1, 20_000))
    shared = f"<sst><si><t>{text}</t></si></sst>".encode()
    return repacked(_with_sheet(cells), {"xl/sharedStrings.xml": shared})


def _renamed_sheet_part() -> bytes:
    relations = _part("xl/_rels/workbook.xml.rels").replace(b"sheet1.xml", b"sheet1.png")
    return repacked(GOOD, {"xl/_rels/workbook.xml.rels": relations, SHEET: None, "xl/worksheets/sheet1.png": b"<x/>"})


def _chart_sheet_only() -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as workbook:
        chart = workbook.add_chart({"type": "bar"})
        chart.add_series({"values": "={1,2}"})
        workbook.add_chartsheet().set_chart(chart)
    return out.getvalue()


BAD_FILES: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "empty": ("a.xlsx", bytes, "is empty"),
    "empty text": ("a.csv", bytes, "is empty"),
    "over 20 MB": ("a.csv", lambda: b"x" * (MAX_BYTES + 1), "larger than 20 MB"),
    "old workbook": ("a.xls", lambda: OLE, "before 2007"),
    "old workbook renamed": ("a.xlsx", lambda: OLE + bytes(600), "before 2007"),
    "old workbook as text": ("a.csv", lambda: OLE + bytes(600), "before 2007"),
    "password": ("a.xlsx", lambda: OLE + "EncryptedPackage".encode("utf-16-le"), "password"),
    "password on the archive": ("a.xlsx", _encrypted_entry, "password"),
    "macros by name": ("a.xlsm", lambda: GOOD, "macros"),
    "macros renamed": ("a.xlsx", lambda: repacked(GOOD, {"xl/vbaProject.bin": b"x"}), "macros"),
    "macros of Excel 4": ("a.xlsx", lambda: repacked(GOOD, {"xl/macrosheets/sheet1.xml": b"<x/>"}), "macros"),
    "binary workbook": ("a.xlsb", lambda: GOOD, "binary Excel"),
    "OpenDocument": ("a.ods", lambda: GOOD, "OpenDocument"),
    "OpenDocument renamed": ("a.xlsx", lambda: repacked(GOOD, {"content.xml": b"<x/>"}), "not an Excel workbook"),
    "unknown ending": ("a.docx", lambda: GOOD, "Only .xlsx and .csv"),
    "no ending": ("list", lambda: GOOD, "Only .xlsx and .csv"),
    "PDF": ("a.xlsx", lambda: b"%PDF-1.7 ...", "a PDF document"),
    "PDF as text": ("a.csv", lambda: b"%PDF-1.7 ...", "a PDF document"),
    "picture": ("a.csv", lambda: b"\x89PNG\r\n\x1a\n", "a picture"),
    "program": ("a.xlsx", lambda: b"MZ\x90", "a program"),
    "web page": ("a.xlsx", lambda: b"<html><table></table>", "a web page"),
    "text as workbook": ("a.xlsx", csv_of(HEADERS, ANN).encode, "not an Excel workbook"),
    "workbook as text": ("a.csv", lambda: GOOD, "under a .csv name"),
    "other archive": ("a.xlsx", lambda: repacked(GOOD, {"xl/workbook.xml": None}), "not an Excel workbook"),
    "binary junk as text": ("a.csv", lambda: bytes(range(256)) * 40, "not readable as text"),
    "cut off": ("a.xlsx", lambda: GOOD[:-40], "damaged"),
    "broken XML": ("a.xlsx", lambda: repacked(GOOD, {SHEET: b"<worksheet><sheetData>"}), "damaged"),
    "part missing": ("a.xlsx", lambda: repacked(GOOD, {SHEET: None}), "damaged"),
    "part under another name": ("a.xlsx", _renamed_sheet_part, "damaged"),
    "two parts of one name": ("a.xlsx", lambda: repacked(GOOD, {"XL/workbook.xml": b"<x/>"}), "damaged"),
    "two tables of texts": (
        "a.xlsx",
        lambda: repacked(GOOD, {"xl/more.xml": _part("xl/sharedStrings.xml")}),
        "damaged",
    ),
    "text that is not there": (
        "a.xlsx",
        partial(_with_sheet, '<row r="1"><c r="A1" t="s"><v>99</v></c></row>'),
        "damaged",
    ),
    "outside entity": ("a.xlsx", _with_doctype, "outside files"),
    "too many parts": (
        "a.xlsx",
        lambda: repacked(GOOD, {f"xl/{n}.xml": b"<x/>" for n in range(package.MAX_PARTS)}),
        "unpacks to far more",
    ),
    "declared too large": (
        "a.xlsx",
        lambda: repacked(GOOD, {f"xl/media/{n}.bin": bytes(package.MAX_PART_BYTES - 1) for n in range(2)}),
        "unpacks to far more",
    ),
    "one part too large": (
        "a.xlsx",
        lambda: repacked(GOOD, {SHEET: b"<worksheet>" + b" " * package.MAX_PART_BYTES}),
        "unpacks to far more",
    ),
    "larger than declared": ("a.xlsx", _larger_than_declared, "unpacks to far more"),
    "one text in every cell": ("a.xlsx", _shared_text_bomb, "unpacks to far more"),
    "cell far to the right": (
        "a.xlsx",
        partial(_with_sheet, '<row r="1"><c r="XFD1"><v>1</v></c></row>'),
        "200 columns",
    ),
    "cell far below": ("a.xlsx", partial(_with_sheet, '<row r="1"><c r="A1048576"><v>1</v></c></row>'), "50,000 rows"),
    "row far below": ("a.xlsx", partial(_with_sheet, '<row r="60000"><c><v>1</v></c></row>'), "50,000 rows"),
    "row number without end": ("a.xlsx", partial(_with_sheet, f'<row r="{"9" * 5_000}"/>'), "50,000 rows"),
    "row number that hides a column": (
        "a.xlsx",
        partial(_with_sheet, '<row r="FD1"><c r="XFD1"><v>1</v></c></row>'),
        "200 columns",
    ),
    "unplaced cells": ("a.xlsx", partial(_with_sheet, f"<row>{'<c><v>1</v></c>' * 201}</row>"), "200 columns"),
    "too many rows as text": ("a.csv", (csv_of(HEADERS) + "a,b\r\n" * 50_000).encode, "50,000 rows"),
    "too many columns as text": ("a.csv", csv_of(HEADERS, ["x"] * 201).encode, "200 columns"),
    "quotation never closes": (
        "a.csv",
        (csv_of(HEADERS, ANN) + 'EM/2,"Ebdon,Bob\r\n' + csv_of(ANN)).encode,
        "row 3 never closes",
    ),
    "quotation beyond the largest cell": (
        "a.csv",
        (csv_of(HEADERS) + '"' + "x" * 200_000).encode,
        "row 2 never closes",
    ),
    "no sheets": ("a.xlsx", _chart_sheet_only, "no sheets"),
    "no header": ("a.xlsx", partial(xlsx, [["Title"], ["a", "b", "c"]]), "row of column names"),
    "no header as text": ("a.csv", lambda: b"a;b;c\r\n1;2;3\r\n", "row of column names"),
    "header without a name or reference": (
        "a.xlsx",
        partial(xlsx, [["Status", "Prison", "Notes"]]),
        "row of column names",
    ),
}


@pytest.mark.parametrize("case", BAD_FILES)
def test_a_bad_file_is_refused_with_one_sentence(case: str) -> None:
    name, content, sentence = BAD_FILES[case]
    with pytest.raises(UnreadableWorkbook) as refusal:
        open_sheet(name, content())
    message = str(refusal.value)
    assert sentence in message
    assert message.endswith(".")
    assert ". " not in message.replace("as .", "").replace("a .", "").replace("only .", "").rstrip(".")


def test_a_bomb_is_refused_without_unpacking_it_into_memory() -> None:
    content = repacked(GOOD, {SHEET: b"<worksheet>" + b" " * package.MAX_PART_BYTES})
    tracemalloc.start()
    with pytest.raises(UnreadableWorkbook):
        open_sheet("a.xlsx", content)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 20 * 1024 * 1024


def test_formatting_far_outside_the_list_is_no_content() -> None:
    text = '<c r="{}" t="inlineStr"><is><t>{}</t></is></c>'
    header = f'<row r="1">{text.format("A1", "Ref")}{text.format("B1", "Name")}</row>'
    sheet = open_sheet("a.xlsx", _with_sheet(header + '<row r="1048576"><c r="XFD1048576" s="0"/></row>'))
    assert sheet.header.titles == ("Ref", "Name")


def test_cells_come_as_what_they_are() -> None:
    row = ["EM/1", 86, 1.5, midnight(1963, 7, 1), True, '=HYPERLINK("http://example.invalid","x")', "two\nlines"]
    sheet = open_sheet("a.xlsx", xlsx([["Ref", "Name", "a", "b", "c", "d", "e"], row]))
    expected = ["EM/1", 86, 1.5, date(1963, 7, 1), "TRUE", '=HYPERLINK("http://example.invalid","x")', "two\nlines"]
    assert [list(line.cells) for line in sheet.lines()][1] == expected
    assert [list(line.cells) for line in sheet.lines()][1] == expected


def test_the_sheet_with_the_header_is_chosen() -> None:
    lookups = [["Status"], ["Serving"]]
    first = open_sheet("a.xlsx", xlsx(lookups, People=[["Title"], [], HEADERS, ANN], Short=[["Ref", "Name"]]))
    assert (first.title, first.header.line) == ("People", 3)


def test_a_hidden_sheet_yields_to_a_visible_one() -> None:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as workbook:
        for name in ("Cover", "Old", "New"):
            workbook.add_worksheet(name).write_row(0, 0, [] if name == "Cover" else HEADERS)
        workbook.get_worksheet_by_name("Old").hide()
    assert open_sheet("a.xlsx", out.getvalue()).title == "New"


def test_a_hidden_sheet_is_read_when_it_alone_holds_the_list() -> None:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as workbook:
        workbook.add_worksheet("Cover")
        workbook.add_worksheet("Old").write_row(0, 0, HEADERS)
        workbook.get_worksheet_by_name("Old").hide()
    assert open_sheet("a.xlsx", out.getvalue()).title == "Old"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_text_in_every_encoding_and_delimiter(encoding: str, delimiter: str) -> None:
    text = csv_of(["Liste"], HEADERS, ("EM/1", "Brontë", "Zoë", "", "", "", "£86"), delimiter=delimiter)
    sheet = open_sheet("a.csv", text.encode(encoding))
    assert sheet.header == (2, HEADERS)
    assert list(sheet.lines())[2] == (3, ["EM/1", "Brontë", "Zoë", None, None, None, "£86"])


def test_text_in_big_endian_with_a_mark() -> None:
    content = b"\xfe\xff" + csv_of(HEADERS, ANN).encode("utf-16-be")
    assert open_sheet("a.csv", content).header == (1, HEADERS)


def test_a_record_is_one_line_however_many_breaks_it_quotes() -> None:
    text = csv_of(HEADERS) + 'EM/1,"Two\r\nlines",Ann\r\n\r\n' + csv_of(ANN)
    lines = list(open_sheet("a.csv", text.encode()).lines())
    assert [(line.number, line.cells[:2]) for line in lines] == [
        (1, ["Ref", "Surname"]),
        (2, ["EM/1", "Two\r\nlines"]),
        (3, []),
        (4, ["EM/0001", "Sandhar"]),
    ]


def test_an_apostrophe_that_guards_a_formula_is_no_content() -> None:
    sheet = open_sheet("a.csv", csv_of(HEADERS, ("EM/1", "'=1+1", "'tis")).encode())
    assert list(sheet.lines())[1].cells == ["EM/1", "=1+1", "'tis"]


@pytest.mark.parametrize("name", ["hub_EM.xlsx", "hub_EA.csv"])
def test_the_samples_have_their_header_in_line_four(name: str) -> None:
    sheet = open_sheet(name, (SAMPLES / name).read_bytes())
    assert sheet.header.line == 4
