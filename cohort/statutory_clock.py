"""The time that the law gives to answer a person who asks for the own data."""

from datetime import date, timedelta

from marsoc.kit import clock

ONE_MONTH = 1
EXTENDED = 3
"""Months from the same start: the extension is by two further months."""


def last_day(started: date, *, extended: bool = False, paused_days: int = 0) -> date:
    """Return the last day on which an answer is in time.

    Args:
        started: the day of receipt, or the later one on which the identity was verified.
        extended: whether two further months were taken.
        paused_days: on how many days the clock stood still.
    """
    return clock.months_after(started, EXTENDED if extended else ONE_MONTH) + timedelta(days=paused_days)
