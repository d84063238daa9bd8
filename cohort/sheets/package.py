"""Inspecting an .xlsx package before anything parses it.

An .xlsx file is a zip archive of XML parts. What is refused here would otherwise exhaust memory or run code: archives
that unpack without end, cells placed a million columns away, one long text repeated in every cell, macros, and
document types that pull in other files.
"""

import io
import re
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterator
from copy import copy
from string import ascii_uppercase
from typing import NoReturn
from xml.parsers import expat
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from cohort.sheets.sheet import MAX_COLUMNS, MAX_ROWS, UnreadableWorkbook, too_many_columns, too_many_rows

MAX_PARTS = 2_000
MAX_PART_BYTES = 150 * 1024 * 1024
MAX_UNPACKED_BYTES = 250 * 1024 * 1024
MAX_TEXT = 200 * 1024 * 1024

_CHUNK = 256 * 1024
_LETTERS = ["", *ascii_uppercase]
_COLUMNS = frozenset([first + second for first in _LETTERS for second in ascii_uppercase][:MAX_COLUMNS])
_MACROS = re.compile(r"(^|/)vbaproject[^/]*\.bin$|^xl/macrosheets/")
_FOREIGN = frozenset(["content.xml", "xl/workbook.bin"])
_READ_AS_XML = (".xml", ".rels")


def inspect_package(content: bytes) -> None:
    """Check that an .xlsx package can be parsed in bounded memory and holds nothing that runs.

    Args:
        content: the whole file, already known to start like a zip archive.

    Raises:
        UnreadableWorkbook: it holds macros or a password, is no workbook, is damaged, or unpacks too large.
    """
    try:
        with ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
            _inspect_list(entries)
            _inspect_parts(archive, entries)
    # zipfile raises NotImplementedError for a compression that it does not know
    except (BadZipFile, zlib.error, EOFError, NotImplementedError, expat.ExpatError) as fault:
        raise damaged() from fault


def damaged() -> UnreadableWorkbook:
    """Return the refusal of a package that breaks its own format."""
    return UnreadableWorkbook(
        "This workbook is damaged and cannot be opened: open it in Excel, save it again as .xlsx and upload that copy."
    )


def _too_large() -> UnreadableWorkbook:
    return UnreadableWorkbook(
        "This workbook unpacks to far more than a list of people needs: copy the list into a new workbook and upload"
        " that."
    )


def _inspect_list(entries: list[ZipInfo]) -> None:
    names = Counter(entry.filename.lower() for entry in entries)
    if len(entries) > MAX_PARTS or sum(entry.file_size for entry in entries) > MAX_UNPACKED_BYTES:
        raise _too_large()
    if any(entry.flag_bits & 1 for entry in entries):
        raise UnreadableWorkbook("This workbook is protected by a password: remove the password and upload it again.")
    if any(_MACROS.search(name) for name in names):
        raise UnreadableWorkbook("This workbook contains macros: save it as .xlsx without macros and upload that copy.")
    if not _is_workbook(names):
        raise UnreadableWorkbook("This file is not an Excel workbook: open it in Excel and save it as .xlsx.")
    if max(names.values()) > 1 or any(entry.compress_type not in (ZIP_STORED, ZIP_DEFLATED) for entry in entries):
        raise damaged()


def _is_workbook(names: Counter[str]) -> bool:
    if _FOREIGN & names.keys():
        return False
    return "[content_types].xml" in names and any(re.fullmatch(r"xl/workbook[^/]*\.xml", name) for name in names)


def _inspect_parts(archive: ZipFile, entries: list[ZipInfo]) -> None:
    texts = _Texts()
    unpacked = 0
    for entry in entries:
        part = _Part(texts) if entry.filename.lower().endswith(_READ_AS_XML) else None
        for chunk in _unpack(archive, entry):
            unpacked += len(chunk)
            if unpacked > MAX_UNPACKED_BYTES:
                raise _too_large()
            if part:
                part.feed(chunk)
        if part:
            part.close()
    if texts.total() > MAX_TEXT:
        raise _too_large()


def _unpack(archive: ZipFile, entry: ZipInfo) -> Iterator[bytes]:
    # zipfile stops at the size an entry declares, another reader may not: unpack what is really there.
    honest = copy(entry)
    honest.file_size = MAX_PART_BYTES + 2 * _CHUNK
    unpacked = 0
    with archive.open(honest) as part:
        while chunk := part.read(_CHUNK):
            unpacked += len(chunk)
            if unpacked > MAX_PART_BYTES:
                raise _too_large()
            yield chunk


class _Texts:
    """How much text the cells hold once each reference to a shared text has become a copy of it."""

    def __init__(self) -> None:
        self.lengths: list[int] = []
        self.references: defaultdict[str, int] = defaultdict(int)

    def total(self) -> int:
        try:
            return sum(self.lengths[int(index)] * times for index, times in self.references.items())
        except (IndexError, ValueError) as fault:
            raise damaged() from fault


class _Part:
    """Streaming check of one XML part; the root element decides what is looked at."""

    def __init__(self, texts: _Texts) -> None:
        self.texts = texts
        self.reference = ""
        self.shares_text = self.reads_text = False
        self.text = self.row_digits = ""
        self.row = self.column = 0
        self.parser = expat.ParserCreate()
        self.parser.buffer_text = True
        self.parser.StartDoctypeDeclHandler = self._refuse_doctype
        self.parser.StartElementHandler = self._root

    def feed(self, chunk: bytes) -> None:
        self.parser.Parse(chunk, False)

    def close(self) -> None:
        self.parser.Parse(b"", True)

    def _refuse_doctype(self, *_: object) -> NoReturn:
        raise UnreadableWorkbook(
            "This workbook refers to outside files in a way Excel never writes: copy the list into a new workbook and"
            " upload that."
        )

    def _root(self, name: str, _attributes: dict[str, str]) -> None:
        handlers = {
            "worksheet": (self._in_sheet, self._text_of_cell, self._end_in_sheet),
            "sst": (self._in_shared_texts, self._text_of_shared, None),
            "Relationships": (self._in_relationships, None, None),
        }
        started, text, ended = handlers.get(_local(name), (None, None, None))
        self.parser.StartElementHandler = started
        self.parser.CharacterDataHandler = text
        self.parser.EndElementHandler = ended
        if started == self._in_shared_texts and self.texts.lengths:
            raise damaged()

    def _in_sheet(self, name: str, attributes: dict[str, str]) -> None:
        if ":" in name:
            name = _local(name)
        if name == "c":
            self.column += 1
            self.reference = attributes.get("r", "")
            self.shares_text = attributes.get("t") == "s"
        elif name in ("v", "is"):
            if self.reference.removesuffix(self.row_digits) not in _COLUMNS or self.row > MAX_ROWS:
                self._check_place()
            self.reads_text = self.shares_text
        elif name == "row":
            self._start_row(attributes.get("r", ""))

    def _start_row(self, digits: str) -> None:
        number = _row_number(digits)
        self.row_digits = digits if number else ""
        self.row = number or self.row + 1
        self.column = 0

    def _check_place(self) -> None:
        letters = self.reference.rstrip("0123456789")
        if (letters not in _COLUMNS) if letters else self.column > MAX_COLUMNS:
            raise too_many_columns()
        if (_row_number(self.reference[len(letters) :]) or self.row) > MAX_ROWS:
            raise too_many_rows()

    def _text_of_cell(self, text: str) -> None:
        if self.reads_text:
            self.text += text

    def _end_in_sheet(self, _name: str) -> None:
        if self.reads_text:
            if self.text:
                self.texts.references[self.text] += 1
            self.text = ""
            self.reads_text = False

    def _in_shared_texts(self, name: str, _attributes: dict[str, str]) -> None:
        if _local(name) == "si":
            self.texts.lengths.append(0)

    def _text_of_shared(self, text: str) -> None:
        if self.texts.lengths:
            self.texts.lengths[-1] += len(text)

    def _in_relationships(self, _name: str, attributes: dict[str, str]) -> None:
        kind = attributes.get("Type", "").rpartition("/")[2]
        if kind in ("worksheet", "sharedStrings") and not attributes.get("Target", "").lower().endswith(".xml"):
            raise damaged()


def _local(name: str) -> str:
    return name.rpartition(":")[2] if ":" in name else name


def _row_number(digits: str) -> int:
    if len(digits) > 7:
        raise too_many_rows()
    return int(digits) if digits.isdecimal() else 0
