"""The time that the law gives to answer a person who asks for the own data."""

import calendar
from datetime import date, timedelta

ONE_MONTH = 1
EXTENDED = 3
"""Months from the same start: the extension is by two further months."""


def months_after(day: date, months: int) -> date:
    """Return the corresponding day of a later month, the last day of that month where it has no such day.

    >>> months_after(date(2027, 1, 31), 1)
    datetime.date(2027, 2, 28)

    Args:
        day: the first day of the period.
        months: how many.
    """
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def last_day(started: date, *, extended: bool = False, paused_days: int = 0) -> date:
    """Return the last day on which an answer is in time.

    Args:
        started: the day of receipt, or the later one on which the identity was verified.
        extended: whether two further months were taken.
        paused_days: on how many days the clock stood still.
    """
    return months_after(started, EXTENDED if extended else ONE_MONTH) + timedelta(days=paused_days)
