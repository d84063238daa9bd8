"""The history of one field in words, with what changed between neighbouring values side by side."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import Any, NamedTuple

from cohort.presenters import custody_words
from cohort.presenters.timeline import date_name, date_words, identifier_words, inaccurate, name_words, shown, writer
from cohort.queries.field_history import Spell
from marsoc.govuk.jinja import long_date, long_datetime
from sharing.enums import Phase


class Pair(NamedTuple):
    """A line before and the line that stands in its place after; nothing where there is none."""

    before: str
    after: str

    @property
    def changed(self) -> bool:
        """Whether the line is not the same."""
        return self.before != self.after


@dataclass(frozen=True, slots=True)
class ShownSpell:
    """What a field said for a time, beside what it had said before."""

    period: str
    by: str
    reason: str
    is_first: bool
    pairs: list[Pair]
    corrected: str = ""
    was_inaccurate: bool = False


def spell(found: Spell, field: str) -> ShownSpell:
    """Return a value with its time, who wrote it for whom and why, and the value before it.

    Args:
        found: the value.
        field: whose history it is.
    """
    until = f"until {long_datetime(found.until)}" if found.until else "until now"
    return ShownSpell(
        period=f"From {long_datetime(found.since)} {until}",
        by=writer(found.event),
        reason=found.event.reason,
        is_first=found.before is None,
        pairs=list(_pairs(_lines(found.before, field), _lines(found.value, field))),
        corrected=inaccurate(found.corrected) if found.corrected else "",
        was_inaccurate=found.was_inaccurate,
    )


def _lines(value: Any, field: str) -> list[str]:
    if value is None:
        return []
    words = _WORDS.get(field)
    if words:
        return [words(row) for row in value]
    return [str(each) for each in value] if isinstance(value, list) else shown(value).splitlines()


def _pairs(before: list[str], after: list[str]) -> Iterator[Pair]:
    for _, i, j, k, m in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        yield from (Pair(*each) for each in zip_longest(before[i:j], after[k:m], fillvalue=""))


def _date(row: Any) -> str:
    return f"{date_name(row)}: {date_words(row)}"


def _phase(row: Any) -> str:
    until = f"until {long_date(row.ended_on)}" if row.ended_on else "and still"
    return f"{Phase(row.phase).label} from {long_date(row.started_on)} {until}, source: {row.source}"


_WORDS: dict[str, Callable[[Any], str]] = {
    "alias": name_words,
    "identifier": identifier_words,
    "key_date": _date,
    "phase_period": _phase,
    **custody_words.WORDS,
}
