"""The timeline in sentences."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from django.urls import reverse

from cohort.enums import Nature
from cohort.models import Correction
from cohort.presenters import custody_words
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
    "left_on": "Left the list",
    "retention_group": "Retention group",
    "retention_due": "Review of keeping the record due",
}
TITLES = {
    **LABELS,
    "notes": "Notes",
    "alias": "Other names",
    "identifier": "Identifiers",
    "key_date": "Key dates",
    "phase_period": "Custody phases",
    **custody_words.TITLES,
}
"""How each field that has a history is named, a kind of facts as a whole."""


class Sentence(NamedTuple):
    """What happened, and where the history of that field is."""

    text: str
    href: str | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry as the timeline component takes it."""

    title: str
    by: str
    when: datetime
    text: list[Sentence]
    href: str | None = None


def entry(event: Event, reference: str) -> Entry:
    """Return an event as an entry: the first sentence as its title, the others and the reason below.

    Args:
        event: what was written.
        reference: of the individual, whose field histories the sentences lead to.
    """
    first, *text = [
        Sentence(sentence_of(each), None if each.field == "record" else history_of(reference, each.field))
        for each in event.differences
    ]
    text += [
        Sentence(f"{TITLES.get(each.field, each.field)}: {inaccurate(each.correction)}")
        for each in event.differences
        if each.correction
    ]
    if event.reason:
        text.append(Sentence(f"Reason: {event.reason}"))
    return Entry(title=first.text, by=writer(event), when=event.at, text=text, href=first.href)


def inaccurate(correction: Correction) -> str:
    """Return in words that what was replaced or removed was inaccurate."""
    nature = Nature(correction.nature).label
    return f"what was said before was inaccurate ({nature.lower()}). Source of the correction: {correction.source}"


def history_of(reference: str, field: str) -> str:
    """Return the address of the history of one field."""
    return reverse("individual_field_history", args=[reference, field])


def writer(event: Event) -> str:
    """Return who wrote, in which membership and for which agency."""
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


def _left_on(before: date | None, after: date | None) -> str:
    return f"Left the list on {long_date(after)}" if after else "Back on the list"


def _alias(before: Any, after: Any) -> str:
    return _kept_or_removed("Other name", before, after, name_words)


def name_words(row: Any) -> str:
    """Return an other name in words."""
    return f"{row.name} ({row.get_kind_display()})"


def _identifier(before: Any, after: Any) -> str:
    return _kept_or_removed("Identifier", before, after, identifier_words)


def identifier_words(row: Any) -> str:
    """Return an identifier in words."""
    return f"{row.get_kind_display()} {row.value}"


def _kept_or_removed(what: str, before: Any, after: Any, words: Callable[[Any], str]) -> str:
    if after is None:
        return f"{what} removed: {words(before)}"
    return f"{what} changed to {words(after)}" if before else f"{what} added: {words(after)}"


def _key_date(before: Any, after: Any) -> str:
    row = after or before
    kind = date_name(row)
    if after is None:
        return f"{kind} removed: {long_date(before.date)}"
    given = date_words(after)
    if before is None:
        return f"{kind} recorded: {given}"
    if before.date == after.date:
        return f"{kind} confirmed: {given}"
    return f"{kind} changed from {long_date(before.date)} to {given}"


def date_name(row: Any) -> str:
    """Return which key date a row is of."""
    return str(row.kind.name if row.kind else row.kind_id)


def date_words(row: Any) -> str:
    """Return what a key date says, with its source."""
    aside = ", in conflict with what counts" if row.aside else ""
    return f"{long_date(row.date)}, as at {long_date(row.as_at)}, source: {row.source}{aside}"


def _phase_period(before: Any, after: Any) -> str:
    row = after or before
    phase = Phase(row.phase).label
    if after is None:
        return f"Custody phase removed: {phase} from {long_date(row.started_on)}"
    if after.ended_on:
        return f"{phase} until {long_date(after.ended_on)}"
    return f"{phase} from {long_date(after.started_on)}, source: {after.source}"


def _of_custody(field: str) -> Callable[[Any, Any], str]:
    """Return how a fact of the custody record is told."""
    name, words = custody_words.NAMES[field], custody_words.WORDS[field]

    def told(before: Any, after: Any) -> str:
        return f"{_kept_or_removed(name, before, after, words)}, source: {(after or before).source}"

    return told


_SENTENCES: dict[str, Callable[[Any, Any], str]] = {
    "record": _record,
    "notes": _notes,
    "left_on": _left_on,
    "alias": _alias,
    "identifier": _identifier,
    "key_date": _key_date,
    "phase_period": _phase_period,
    **{field: _of_custody(field) for field in custody_words.WORDS},
}
