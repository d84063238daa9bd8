"""What time it is, in one place: instants are aware, days are those of Europe/London."""

import calendar
from datetime import date, datetime, time, timedelta

from django.utils import timezone


def now() -> datetime:
    """Return this instant."""
    return timezone.now()


def today() -> date:
    """Return the day it is in Europe/London."""
    return day_of(now())


def day_of(at: datetime) -> date:
    """Return the day that an instant falls on in Europe/London."""
    return timezone.localdate(at)


def start_of(day: date) -> datetime:
    """Return the first instant of a day in Europe/London."""
    return timezone.make_aware(datetime.combine(day, time.min))


def instant_on(day: date, at: time) -> datetime:
    """Return the instant of a time of day in Europe/London."""
    return timezone.make_aware(datetime.combine(day, at))


def last_day_before(at: datetime) -> date:
    """Return the last day of something that ends at an instant, in Europe/London."""
    return day_of(at - timedelta(microseconds=1))


def instant_of(text: str) -> datetime | None:
    """Return the instant that ISO 8601 text names, in Europe/London unless it says otherwise; None if it names none."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if timezone.is_aware(found) else timezone.make_aware(found)


def end_of(day: date) -> datetime:
    """Return the first instant after a day in Europe/London."""
    return start_of(day + timedelta(days=1))


def months_after(day: date, months: int) -> date:
    """Return the same day some months later, or the last day of that month where it has no such day."""
    years, month = divmod(day.month - 1 + months, 12)
    last = calendar.monthrange(day.year + years, month + 1)[1]
    return day.replace(year=day.year + years, month=month + 1, day=min(day.day, last))


def working_days_after(day: date, number: int) -> date:
    """Return the day that lies a number of working days, Monday to Friday, after another; holidays are not known."""
    while number:
        day += timedelta(days=1)
        number -= day.weekday() < 5
    return day
