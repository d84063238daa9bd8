"""The timeline in sentences."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from cohort.queries.timeline import Difference, Event
from marsoc.govuk.jinja import long_date
from sharing.enums import Phase

LABELS = {
    "surname": "Surname",
    "forenames": "Forenames",
    "name_source": "Source of the name",
    "date_of_birth": "Date of birth",
    "year_of_birth": "Year of birth",
    "birth_source": "Source of the date of birth",
    "category": "Category of data subject",
    "status": "Status",
    "phase": "Custody phase",
    "owning_hub": "Owning hub",
    "home_region": "Home region",
    "establishment": "Prison",
    "probation_region": "Supervising probation region",
    "lead_agency": "Lead agency",
    "place": "Place",
    "threats": "Threat areas",
    "crime_group": "Organised crime group",
    "officer": "Officer in the case",
    "provisional_score": "Provisional score",
    "score_source": "Source of the score",
    "review_due": "Review due",
    "existence": "What others may know",
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry as the timeline component takes it."""

    title: str
    by: str
    when: datetime
    text: list[str]
    href: str | None = None


def entry(event: Event) -> Entry:
    """Return an event as an entry: the first sentence as its title, the others and the reason below."""
    first, *text = [sentence_of(difference) for difference in event.differences]
    if event.reason:
        text.append(f"Reason: {event.reason}")
    return Entry(title=first, by=_writer(event), when=event.at, text=text)


def _writer(event: Event) -> str:
    if event.job:
        return f"the system ({event.job})"
    person = event.person or "somebody whose login has been removed"
    if not event.membership:
        return person
    agency = event.agency.name if event.agency else ""
    return f"{person}, acting as {event.membership}" + (f", for {agency}" if agency not in event.membership else "")


def sentence_of(difference: Difference) -> str:
    """Return a difference as a sentence without a full stop."""
    special = _SENTENCES.get(difference.field)
    if special:
        return special(difference.before, difference.after)
    label = LABELS[difference.field]
    before, after = shown(difference.before), shown(difference.after)
    if not before:
        return f"{label} recorded: {after}"
    return f"{label} changed from {before} to {after}" if after else f"{label} removed: {before}"


def shown(value: Any) -> str:
    """Return a value in words, nothing for nothing."""
    if value in (None, "", []):
        return ""
    if isinstance(value, date):
        return long_date(value)
    return ", ".join(value) if isinstance(value, list) else str(value)


def _record(before: Any, after: Any) -> str:
    return "Record made"


def _notes(before: str, after: str) -> str:
    return "Notes changed" if before and after else "Notes written" if after else "Notes removed"


def _alias(before: Any, after: Any) -> str:
    return _kept_or_removed("Other name", before, after, lambda row: f"{row.name} ({row.get_kind_display()})")


def _identifier(before: Any, after: Any) -> str:
    return _kept_or_removed("Identifier", before, after, lambda row: f"{row.get_kind_display()} {row.value}")


def _kept_or_removed(what: str, before: Any, after: Any, words: Callable[[Any], str]) -> str:
    if after is None:
        return f"{what} removed: {words(before)}"
    return f"{what} changed to {words(after)}" if before else f"{what} added: {words(after)}"


def _key_date(before: Any, after: Any) -> str:
    row = after or before
    kind = row.kind.name if row.kind else row.kind_id
    if after is None:
        return f"{kind} removed: {long_date(before.date)}"
    given = f"{long_date(after.date)}, as at {long_date(after.as_at)}, source: {after.source}"
    if before is None:
        return f"{kind} recorded: {given}"
    if before.date == after.date:
        return f"{kind} confirmed: {given}"
    return f"{kind} changed from {long_date(before.date)} to {given}"


def _phase_period(before: Any, after: Any) -> str:
    row = after or before
    phase = Phase(row.phase).label
    if after is None:
        return f"Custody phase removed: {phase} from {long_date(row.started_on)}"
    if after.ended_on:
        return f"{phase} until {long_date(after.ended_on)}"
    return f"{phase} from {long_date(after.started_on)}, source: {after.source}"


_SENTENCES: dict[str, Callable[[Any, Any], str]] = {
    "record": _record,
    "notes": _notes,
    "alias": _alias,
    "identifier": _identifier,
    "key_date": _key_date,
    "phase_period": _phase_period,
}
