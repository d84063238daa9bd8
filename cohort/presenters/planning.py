"""Work that falls due in words, and what would change if a date moved."""

from typing import Any, NamedTuple

from cohort.planning import Due
from marsoc.govuk.jinja import long_date


class Work(NamedTuple):
    """One piece of work: when it is due, what it is, who does it and what it rests on."""

    due: str
    before: str
    name: str
    work: str
    who: str
    rests_on: str


def work(due: list[Due], recorded: list[Due] | None = None) -> list[Work]:
    """Return work as a table shows it.

    Args:
        due: the work.
        recorded: the same work as the record has it, if a date is supposed to move; what has moved tells its old day.
    """
    before = {_which(each): each for each in recorded} if recorded is not None else {}
    return [_work(each, before.get(_which(each)), supposed=recorded is not None) for each in due]


def no_longer(due: list[Due], recorded: list[Due]) -> list[Work]:
    """Return the work that would not fall due any more in the time shown."""
    there = {_which(each) for each in due}
    return [_work(each, each, supposed=False) for each in recorded if _which(each) not in there]


def _which(due: Due) -> tuple[str, str]:
    return due.trigger.code, due.moment.code


def _work(due: Due, recorded: Due | None, *, supposed: bool) -> Work:
    trigger: Any = due.trigger
    moved = supposed and (recorded is None or recorded.on != due.on)
    before = (f"Now {long_date(recorded.on)}" if recorded else "Now not due in this time") if moved else ""
    rests_on = f"{due.moment.name}, {long_date(due.moment.on)}"
    return Work(long_date(due.on), before, trigger.name, trigger.work, trigger.who, rests_on)
