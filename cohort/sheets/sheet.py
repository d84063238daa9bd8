"""What a spreadsheet is once its file format no longer matters: numbered lines of cells below a header."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple, TypeAlias

MAX_BYTES = 20 * 1024 * 1024
MAX_ROWS = 50_000
MAX_COLUMNS = 200

Cell: TypeAlias = str | int | float | date | datetime | None


class UnreadableWorkbook(ValueError):
    """A file that is refused as a whole; its text is one sentence saying what is wrong and what to do."""


class Line(NamedTuple):
    """One line of a sheet; `number` counts from 1 as the spreadsheet program shows it."""

    number: int
    cells: Sequence[Cell]


class Header(NamedTuple):
    """The line that names the columns; a title is empty where the column has none."""

    line: int
    titles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """One sheet of a file, before anything is known about what it holds; `read` starts from the top each time."""

    title: str
    visible: bool
    read: Callable[[], Iterator[Line]]


@dataclass(frozen=True, slots=True)
class Sheet:
    """The sheet of a file that holds the list of people.

    Lines are read from the file's own memory each time they are asked for, so that a large list is never held twice.
    """

    file_name: str
    title: str
    header: Header
    read: Callable[[], Iterator[Line]]

    def lines(self) -> Iterator[Line]:
        """Yield every line of the sheet from the top, blank ones too."""
        return self.read()


def too_large() -> UnreadableWorkbook:
    """Return the refusal of a file of more than `MAX_BYTES`."""
    return UnreadableWorkbook(
        f"This file is larger than {MAX_BYTES // 1024 // 1024} MB: remove pictures and other sheets and upload it"
        " again."
    )


def too_many_rows() -> UnreadableWorkbook:
    """Return the refusal of a sheet with more than `MAX_ROWS` rows."""
    return UnreadableWorkbook(
        f"A sheet in this file has more than {MAX_ROWS:,} rows: remove what is not on the list, or split it into"
        " several files."
    )


def too_many_columns() -> UnreadableWorkbook:
    """Return the refusal of a sheet with more than `MAX_COLUMNS` columns."""
    return UnreadableWorkbook(
        f"A sheet in this file has more than {MAX_COLUMNS} columns: delete the columns that are not part of the list."
    )
