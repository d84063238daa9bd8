"""Reading and writing delimited text (.csv): encodings, delimiters, quoted line breaks."""

import codecs
import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from cohort.sheets.layout import HEADER_WITHIN, find_header, recognised
from cohort.sheets.sheet import (
    MAX_COLUMNS,
    MAX_ROWS,
    Cell,
    Line,
    UnreadableWorkbook,
    too_many_columns,
    too_many_rows,
)

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DELIMITERS = (",", ";", "\t", "|")
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x19\x1b-\x1f\x7f]")
_FORMULA = re.compile(r"[=+\-@\t\r]")
_NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?")


@dataclass(frozen=True, slots=True)
class DelimitedText:
    """The text of a .csv file and how it was written, so that it can be written the same way again."""

    text: str
    mark: bytes
    encoding: str
    delimiter: str
    line_end: str

    @classmethod
    def of(cls, content: bytes) -> "DelimitedText":
        """Decode a file and find its delimiter.

        Raises:
            UnreadableWorkbook: it is not text, a quotation mark never closes, or it has too many rows or columns.
        """
        mark, encoding = _encoding(content)
        text = _decode(content[len(mark) :], encoding)
        line_end = "\r\n" if "\r\n" in text else "\n"
        found = cls(text, mark, encoding, _delimiter(text), line_end)
        found._check()
        return found

    def lines(self) -> Iterator[Line]:
        """Yield the records; a record counts as one line however many line breaks its quoted cells hold."""
        for number, record in enumerate(self.records(), start=1):
            yield Line(number, [_cell(written) for written in record])

    def records(self) -> Iterator[list[str]]:
        """Yield the records as written."""
        return csv.reader(io.StringIO(self.text, newline=""), delimiter=self.delimiter)

    def write(self, records: Iterable[Sequence[str]]) -> bytes:
        """Return records in this file's encoding, delimiter and line ends, with no cell that a program would run."""
        out = io.StringIO(newline="")
        writer = csv.writer(out, delimiter=self.delimiter, lineterminator=self.line_end)
        writer.writerows([neutralise(written) for written in record] for record in records)
        return self.mark + out.getvalue().encode(self.encoding, errors="replace")

    def _check(self) -> None:
        lines = list(io.StringIO(self.text, newline=""))
        reader = csv.reader(lines, delimiter=self.delimiter)
        start = rows = 0
        try:
            for record in reader:
                last, start = start, reader.line_num
                rows += 1
                if rows > MAX_ROWS:
                    raise too_many_rows()
                if len(record) > MAX_COLUMNS and any(record[MAX_COLUMNS:]):
                    raise too_many_columns()
        except csv.Error as fault:
            raise _never_closes(rows + 1) from fault
        if rows and not _closes(lines[last:], self.delimiter):
            raise _never_closes(rows)


def neutralise(written: str) -> str:
    """Return a text that no spreadsheet program takes for a formula: an apostrophe goes before a telling first sign."""
    return f"'{written}" if _FORMULA.match(written) and not _NUMBER.fullmatch(written) else written


def _encoding(content: bytes) -> tuple[bytes, str]:
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return mark, encoding
    start = content[:2_000]
    if start[1::2].count(0) * 2 > len(start[1::2]):
        return b"", "utf-16-le"
    if start[0::2].count(0) * 2 > len(start[0::2]):
        return b"", "utf-16-be"
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return b"", "cp1252"
    return b"", "utf-8"


def _decode(content: bytes, encoding: str) -> str:
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as fault:
        raise _not_text() from fault
    if "\0" in text or len(_CONTROLS.findall(text)) * 100 > len(text):
        raise _not_text()
    return text


def _not_text() -> UnreadableWorkbook:
    return UnreadableWorkbook("This file is not readable as text: save the list from Excel as CSV UTF-8 or as .xlsx.")


def _never_closes(line: int) -> UnreadableWorkbook:
    return UnreadableWorkbook(
        f"A quotation mark opened in row {line} never closes, so the rows below it cannot be told apart: correct that"
        " row or upload the list as .xlsx."
    )


def _closes(lines: list[str], delimiter: str) -> bool:
    try:
        list(csv.reader(lines, delimiter=delimiter, strict=True))
    except csv.Error as fault:
        return "unexpected end" not in str(fault)
    return True


def _delimiter(text: str) -> str:
    return max(_DELIMITERS, key=lambda delimiter: _recognised(text, delimiter))


def _recognised(text: str, delimiter: str) -> int:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        top = [Line(number, list(record)) for number, record in enumerate(islice(reader, HEADER_WITHIN), start=1)]
    except csv.Error:
        return 0
    header = find_header(top)
    return recognised(header.titles) if header else 0


def _cell(written: str) -> Cell:
    if written.startswith("'") and _FORMULA.match(written, 1):
        return written[1:]
    return written or None
