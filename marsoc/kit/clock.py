"""What time it is, in one place: instants are aware, days are those of Europe/London."""

from datetime import date, datetime, time

from django.utils import timezone


def now() -> datetime:
    """Return this instant."""
    return timezone.now()


def today() -> date:
    """Return the day it is in Europe/London."""
    return timezone.localdate()


def day_of(at: datetime) -> date:
    """Return the day that an instant falls on in Europe/London."""
    return timezone.localdate(at)


def start_of(day: date) -> datetime:
    """Return the first instant of a day in Europe/London."""
    return timezone.make_aware(datetime.combine(day, time.min))
