"""One page of a long list, with the exact total."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db.models import QuerySet

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """Rows ``first`` to ``last`` (counted from 1) of ``total``."""

    rows: list[Row]
    number: int
    size: int
    total: int

    @property
    def first(self) -> int:
        """Position of the first row shown, 0 when there is none."""
        return (self.number - 1) * self.size + 1 if self.rows else 0

    @property
    def last(self) -> int:
        """Position of the last row shown."""
        return (self.number - 1) * self.size + len(self.rows)

    @property
    def count(self) -> int:
        """How many pages there are, at least one."""
        return pages_of(self.total, self.size)


def pages_of(total: int, size: int) -> int:
    """Return how many pages some rows fill, at least one."""
    return max(1, -(-total // size))


def page_from(rows: QuerySet[Any, Row], number: int, size: int) -> Page[Row]:
    """Return one page of the rows of a query, with the exact total; a page past the end gives the last one.

    Args:
        rows: in order.
        number: the page, from 1.
        size: how many rows a page has.
    """
    total = rows.count()
    number = min(number, pages_of(total, size))
    return Page(list(rows[(number - 1) * size : number * size]), number, size, total)


def page_of(rows: Sequence[Row], number: int, size: int) -> Page[Row]:
    """Return one page of rows that have been read already; a page past the end gives the last one.

    Args:
        rows: all of them, in order.
        number: the page, from 1.
        size: how many rows a page has.
    """
    number = min(number, pages_of(len(rows), size))
    return Page(list(rows[(number - 1) * size : number * size]), number, size, len(rows))


def page_number(text: str | None) -> int:
    """Return the page asked for in a query string; anything that is no page means the first."""
    return int(text) if text and text.isascii() and text.isdigit() and 0 < int(text) < 1_000_000 else 1
