"""Pages of a long list."""

from hypothesis import given
from hypothesis import strategies as st

from marsoc.kit.pagination import Page, page_number


@given(st.integers(0, 500), st.integers(1, 60), st.integers(1, 20))
def test_pages_cover_every_row_once(total: int, size: int, number: int) -> None:
    """First and last say which rows are shown, and the pages end with the last row."""
    rows = list(range(total))
    page = Page(rows[(number - 1) * size : number * size], number, size, total)

    assert page.rows == rows[max(page.first - 1, 0) : page.last] or not page.rows
    assert (page.count - 1) * size < max(total, 1) <= page.count * size


def test_what_is_no_page_number_means_the_first() -> None:
    """Whatever is typed into the address."""
    assert [page_number(text) for text in (None, "", "0", "-1", "x", "\u0663", "9" * 12, "7")] == [1] * 7 + [7]
