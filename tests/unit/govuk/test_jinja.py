"""Templates are strict, and write dates and numbers as GOV.UK does."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.http import QueryDict
from jinja2 import UndefinedError

from tests.unit.govuk.markup import render


def test_a_name_that_was_not_given_is_a_fault() -> None:
    with pytest.raises(UndefinedError):
        render("{{ nobody }}")
    with pytest.raises(UndefinedError):
        render("{% if page.nothing %}{% endif %}", page={})


def test_a_macro_is_not_handed_a_name_that_was_not_given() -> None:
    source = (
        "{% from 'govuk_frontend_jinja/components/tag/macro.html' import govukTag %}{{ govukTag({'text': nobody}) }}"
    )
    with pytest.raises(UndefinedError):
        render(source)


def test_what_people_type_is_escaped_by_macros_too() -> None:
    source = "{% from 'govuk_frontend_jinja/components/tag/macro.html' import govukTag %}{{ govukTag({'text': text}) }}"
    assert "&lt;b&gt;" in render(source, text="<b>")


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (date(2026, 3, 4), "4 March 2026"),
        (datetime(2026, 6, 30, 23, 30, tzinfo=UTC), "1 July 2026"),
        (None, ""),
    ],
)
def test_date(value: date | None, written: str) -> None:
    assert render("{{ value | date }}", value=value) == written


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (datetime(2026, 3, 4, 14, 5, tzinfo=UTC), "4 March 2026 at 2:05pm"),
        (datetime(2026, 6, 30, 23, 30, tzinfo=UTC), "1 July 2026 at 12:30am"),
        (datetime(2026, 3, 4, 12, 0, tzinfo=UTC), "4 March 2026 at 12:00pm"),
        (None, ""),
    ],
)
def test_datetime(value: datetime | None, written: str) -> None:
    assert render("{{ value | datetime }}", value=value) == written


def test_when_is_a_date_or_a_moment() -> None:
    assert render("{{ value | when }}", value=date(2026, 3, 4)) == "4 March 2026"
    assert render("{{ value | when }}", value=datetime(2026, 3, 4, 9, 0, tzinfo=UTC)) == "4 March 2026 at 9:00am"


@pytest.mark.parametrize(
    ("value", "written"), [(1234567, "1,234,567"), (Decimal("1234.50"), "1,234.50"), (0, "0"), (None, "")]
)
def test_number(value: Any, written: str) -> None:
    assert render("{{ value | number }}", value=value) == written


def test_query_string_changes_one_parameter_and_keeps_the_others() -> None:
    query = QueryDict("tier=1&tier=2&page=3")
    source = "{{ query_string(query, page=4) }} {{ query_string(query, page=none, sort='-name') }}"
    assert render(source, query=query) == "?tier=1&amp;tier=2&amp;page=4 ?tier=1&amp;tier=2&amp;sort=-name"
    assert query.urlencode() == "tier=1&tier=2&page=3"


def test_url_and_static() -> None:
    assert render("{{ url('home') }} {{ static('marsoc.css') }}") == "/ /static/marsoc.css"
