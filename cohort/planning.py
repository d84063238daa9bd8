"""Which work falls due for somebody, from recorded dates and events; the database says the same of everybody."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple, Protocol

from django.db.models import TextChoices

from marsoc.kit import clock


class CustodyEvent(TextChoices):
    """What happens in a custody record that work follows from."""

    REMAND = "REMAND", "Remand"
    SENTENCE = "SENTENCE", "Sentence"
    MOVE = "MOVE", "Arrival in a prison"
    CATEGORY = "CATEGORY", "Security category"
    RELEASE = "RELEASE", "Release"
    RECALL = "RECALL", "Recall"


class Moment(NamedTuple):
    """A day that work may be due before or after: the code of a kind of key date or of an event, and its name."""

    code: str
    on: date
    name: str


class Trigger(Protocol):
    """Work that is due a set time before or after a moment."""

    code: str
    dates: Collection[str]
    events: Collection[str]
    lead_months: int
    lead_days: int
    position: int


@dataclass(frozen=True, slots=True)
class Due:
    """A trigger that falls due, for which moment and when."""

    trigger: Trigger
    moment: Moment
    on: date


def due_on(trigger: Trigger, day: date) -> date:
    """Return when the work of a trigger is due, seen from the day that it rests on."""
    return clock.months_after(day, trigger.lead_months) + timedelta(days=trigger.lead_days)


def falls_due(moments: Iterable[Moment], triggers: Collection[Trigger], since: date, until: date) -> list[Due]:
    """Return which triggers fall due in a time, the earliest first, each moment on its own.

    Args:
        moments: of one record.
        triggers: in use.
        since: the first day.
        until: the last day.
    """
    found = [due for due in _all(moments, triggers) if since <= due.on <= until]
    return sorted(found, key=lambda due: (due.on, due.trigger.position, due.moment.code))


def _all(moments: Iterable[Moment], triggers: Collection[Trigger]) -> Iterator[Due]:
    for moment in moments:
        for trigger in triggers:
            if moment.code in (*trigger.dates, *trigger.events):
                yield Due(trigger, moment, due_on(trigger, moment.on))
