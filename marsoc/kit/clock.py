"""What time it is, in one place: instants are aware, days are those of Europe/London."""

from datetime import date, datetime

from django.utils import timezone


def now() -> datetime:
    """Return this instant."""
    return timezone.now()


def today() -> date:
    """Return the day it is in Europe/London."""
    return timezone.localdate()
