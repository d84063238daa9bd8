"""The month that the law gives to answer, at every end of a month."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cohort.statutory_clock import last_day
from marsoc.kit import clock

DAYS = st.dates(date(1990, 1, 1), date(2090, 12, 31))


@pytest.mark.parametrize(
    ("started", "due"),
    [
        (date(2026, 11, 25), date(2026, 12, 25)),
        (date(2026, 12, 31), date(2027, 1, 31)),
        (date(2027, 1, 31), date(2027, 2, 28)),
        (date(2028, 1, 30), date(2028, 2, 29)),
        (date(2027, 2, 28), date(2027, 3, 28)),
        (date(2027, 3, 31), date(2027, 4, 30)),
    ],
)
def test_one_month_is_the_corresponding_day_or_the_last_of_the_month(started: date, due: date) -> None:
    assert last_day(started) == due


@given(DAYS, st.integers(0, 36))
def test_a_period_ends_in_the_right_month_never_later_than_the_corresponding_day(day: date, months: int) -> None:
    """On the same day of the month, or, where the month is too short, on its last: the next day begins another."""
    end = clock.months_after(day, months)

    assert (end.year * 12 + end.month) - (day.year * 12 + day.month) == months
    assert end.day == day.day or (end.day < day.day and (end + timedelta(days=1)).month != end.month)


@given(DAYS, DAYS)
def test_who_asked_earlier_is_owed_the_answer_no_later(one: date, other: date) -> None:
    assert last_day(min(one, other)) <= last_day(max(one, other))


@given(DAYS, st.integers(0, 400))
def test_an_extension_gives_two_months_more_and_a_pause_its_days(day: date, paused: int) -> None:
    assert last_day(day, extended=True) == clock.months_after(day, 3)
    assert last_day(day, paused_days=paused) - last_day(day) == timedelta(days=paused)
