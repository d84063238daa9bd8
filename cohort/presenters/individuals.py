"""One individual's record in words: header, summary rows and tables."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.urls import reverse

from cohort.enums import IdentifierKind, ListStatus, NameKind, SubjectCategory
from cohort.key_dates import reasons_to_check
from cohort.models import Alias, Identifier, Individual, KeyDate
from cohort.presenters.individual_list import PHASE_COLOURS, age
from cohort.presenters.timeline import LABELS, history_of
from cohort.queries.record import SHOWING, Record
from marsoc.govuk.jinja import long_date
from sharing.enums import DataCategory, Phase

STATUS_COLOURS = {ListStatus.ACCEPTED: "green", ListStatus.SUSPENDED: "red", ListStatus.TRANSFER_PENDING: "purple"}


class Row(NamedTuple):
    """A line of a summary list: one text or several below each other, where it comes from, where it is changed."""

    key: str
    value: str | list[str]
    source: str = ""
    href: str | None = None
    history: str | None = None


class Tab(NamedTuple):
    """A page of the record."""

    text: str
    href: str
    current: bool


@dataclass(frozen=True, slots=True)
class Header:
    """Who a page is about."""

    reference: str
    name: str
    captions: list[str]
    badges: list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class ShownDate:
    """A key date as its table shows it."""

    pk: int
    code: str
    kind: str
    date: str
    source: str
    as_at: str
    counts: bool
    conflicts: bool
    aside: bool
    check: list[str]
    may_remove: bool
    added_by: str


def header(individual: Individual, today: date) -> Header:
    """Return what stands above every page of a record, as far as the individual was read.

    Args:
        individual: with its owning hub loaded.
        today: the day from which the age is told.
    """
    badges = []
    if not individual.withholds("phase"):
        phase = Phase(individual.phase)
        badges.append((phase.label, PHASE_COLOURS[phase]))
    if not individual.withholds("status"):
        status = ListStatus(individual.status)
        badges.append((status.label, STATUS_COLOURS.get(status, "grey")))
    return Header(
        reference=individual.shown_reference,
        name=individual.full_name,
        captions=[individual.shown_reference, born(individual, today), f"{individual.owning_hub.name} hub"],
        badges=badges,
    )


def born(individual: Individual, today: date) -> str:
    """Return what is known of the birth, in one phrase."""
    if individual.date_of_birth:
        return f"Born {long_date(individual.date_of_birth)} (age {age(individual.date_of_birth, today)})"
    if individual.year_of_birth:
        return f"Born {individual.year_of_birth}, day not known"
    return "Date of birth not known"


_TABS = (
    ("Overview", "individual_overview"),
    ("Identity", "individual_identity"),
    ("Custody", "individual_custody"),
    ("Assessment", "individual_assessment"),
    ("Plan", "individual_plan"),
    ("Network", "individual_network"),
    ("Timeline", "individual_timeline"),
    ("Sharing", "individual_sharing"),
)
_OF_NOW = {"individual_plan", "individual_network"}  # no page shows them as they stood


def tabs(record: Record, current: str) -> list[Tab]:
    """Return the pages of a record that show the viewer anything.

    Args:
        record: the record.
        current: route name of the page shown.
    """
    reference = record.individual.shown_reference
    current = {"individual_what_if": "individual_custody"}.get(current, current)
    return [Tab(text, reverse(name, args=[reference]), name == current) for text, name in _TABS if _has(record, name)]


def _has(record: Record, name: str) -> bool:
    needed = SHOWING.get(name.removeprefix("individual_"))
    return (needed is None or needed in record.categories) and (name != "individual_sharing" or record.may_share)


def tabs_then(record: Record, current: str, instant: str, agency: str) -> list[Tab]:
    """Return the pages of a record as it stood that show the viewer anything.

    Args:
        record: as it stood.
        current: route name of the present page that is like the one shown.
        instant: as the address has it.
        agency: code of the agency whose view it is, empty for the reader's own.
    """
    reference, of_agency = record.individual.shown_reference, f"?{urlencode({'agency': agency})}" if agency else ""
    return [
        Tab(text, reverse(f"{name}_then", args=[reference, instant]) + of_agency, name == current)
        for text, name in _TABS
        if _has(record, name) and name not in _OF_NOW
    ]


def cards(record: Record, today: date) -> dict[str, list[Row]]:
    """Return the rows of every summary card that the viewer may see, by the section that changes them.

    Args:
        record: the record.
        today: the day from which delays are told.
    """
    return {
        section: [_with_history(record, row) for row in rows(record, today)]
        for section, (category, rows) in _CARDS.items()
        if category in record.categories
    }


_FIELD_OF = {label: field for field, label in LABELS.items()} | {"Notes": "notes"}


def _with_history(record: Record, row: Row) -> Row:
    field = _FIELD_OF.get(row.key)
    if row.key == "Present location":
        field = "establishment" if record.individual.establishment else "place"
    return row._replace(history=history_of(record.individual.shown_reference, field)) if field else row


def change_link(record: Record, section: str) -> str | None:
    """Return where a section is changed, None for those who may not."""
    if not record.may_change:
        return None
    return reverse("individual_edit", args=[record.individual.shown_reference, section])


def _name(record: Record, today: date) -> list[Row]:
    individual = record.individual
    return [
        Row("Forenames", individual.forenames),
        Row("Surname", individual.surname),
        Row("Source", individual.name_source),
    ]


def _birth(record: Record, today: date) -> list[Row]:
    individual = record.individual
    return [Row("Date of birth", born(individual, today).removeprefix("Born ")), Row("Source", individual.birth_source)]


def _category(record: Record, today: date) -> list[Row]:
    return [Row("Category of data subject", SubjectCategory(record.individual.category).label)]


def _status(record: Record, today: date) -> list[Row]:
    individual = record.individual
    return [Row("Status", ListStatus(individual.status).label), Row("Review due", _due(individual.review_due, today))]


def _score(record: Record, today: date) -> list[Row]:
    individual = record.individual
    score = "" if individual.provisional_score is None else f"{individual.provisional_score} out of 100"
    return [Row("Provisional score", score, individual.score_source)]


def _phase(record: Record, today: date) -> list[Row]:
    present = next((period for period in record.phases if period.ended_on is None), None)
    label = Phase(record.individual.phase).label
    if present is None:
        return [Row("Custody phase", label)]
    return [Row("Custody phase", f"{label} since {long_date(present.started_on)}", present.source)]


def _location(record: Record, today: date) -> list[Row]:
    individual = record.individual
    return [
        Row("Present location", whereabouts(individual)),
        Row("Home region", _named(individual.home_region)),
        Row("Supervising probation region", _named(individual.probation_region)),
    ]


def _crime(record: Record, today: date) -> list[Row]:
    individual = record.individual
    known = [Row("Lead agency", _named(individual.lead_agency)), Row("Officer in the case", individual.officer)]
    if DataCategory.INTELLIGENCE not in record.categories:
        return known
    return [Row("Threat areas", record.threats), Row("Organised crime group", individual.crime_group), *known]


def _notes(record: Record, today: date) -> list[Row]:
    return [Row("Notes", record.individual.notes.splitlines())]


def whereabouts(individual: Individual) -> str:
    """Return the prison or the place where somebody is, nothing if it is not known."""
    return _named(individual.establishment) or individual.place


def _named(entry: Any) -> str:
    return entry.name if entry else ""


_CARDS: dict[str, tuple[DataCategory, Callable[[Record, date], list[Row]]]] = {
    "name": (DataCategory.IDENTITY, _name),
    "birth": (DataCategory.IDENTITY, _birth),
    "category": (DataCategory.IDENTITY, _category),
    "status": (DataCategory.ASSESSMENT, _status),
    "score": (DataCategory.ASSESSMENT, _score),
    "phase": (DataCategory.CUSTODY, _phase),
    "location": (DataCategory.CUSTODY, _location),
    "crime": (DataCategory.IDENTITY, _crime),
    "notes": (DataCategory.INTELLIGENCE, _notes),
}


def fact_rows(fact: Alias | Identifier | KeyDate) -> list[Row]:
    """Return what one fact says, for the page that asks whether to remove it."""
    match fact:
        case Alias():
            shown = [Row("Name", fact.name), Row("Kind of name", NameKind(fact.kind).label)]
        case Identifier():
            shown = [Row("Number", fact.value), Row("Kind of number", IdentifierKind(fact.kind).label)]
        case KeyDate():
            shown = [Row("Which date", fact.kind.name), Row("Date", long_date(fact.date))]
    return [*shown, Row("Source", fact.source)]


def release_row(record: Record) -> Row | None:
    """Return the date on which somebody is to leave custody, with the kind of date it is; None if it is withheld."""
    if DataCategory.CUSTODY not in record.categories:
        return None
    counting = release_entry(record)
    if counting is None:
        return Row("Release", "")
    words = f"{long_date(counting.date)}, {_lower(counting.kind.name)}"
    if counting.kind_id in in_conflict(record):
        return Row("Release", [words, "Sources disagree about this date. See Custody."], counting.source)
    return Row("Release", words, counting.source)


def in_conflict(record: Record) -> set[str]:
    """Return the codes of the kinds of date for which sources give several days."""
    return {entry.kind_id for entry in record.key_dates if entry.aside}


def release_entry(record: Record) -> KeyDate | None:
    """Return the key date that says when somebody leaves custody."""
    ranked = [entry for entry in record.key_dates if entry.kind.release_rank is not None and not entry.aside]
    return min(ranked, key=lambda entry: entry.kind.release_rank or 0, default=None)


def key_dates(record: Record, today: date, events: Sequence[tuple[date, str]] = ()) -> list[ShownDate]:
    """Return the key dates, the earliest first, each with its source, how old it is and why it is to be checked.

    Args:
        record: whose they are.
        today: the day from which ages are told.
        events: of the custody record after which HMPPS works dates out anew, each with what it was.
    """
    counting, several = release_entry(record), in_conflict(record)
    return [
        ShownDate(
            pk=entry.pk,
            code=entry.kind_id,
            kind=entry.kind.name,
            date=long_date(entry.date),
            source=entry.source,
            as_at=as_at(entry.as_at, today),
            counts=counting is not None and entry.pk == counting.pk,
            conflicts=entry.kind_id in several,
            aside=entry.aside,
            check=reasons_to_check(
                entry.as_at, entry.kind.check_days, events if entry.kind.recalculates else (), today
            ),
            may_remove=record.may_remove(entry),
            added_by=record.added_by(entry),
        )
        for entry in record.key_dates
    ]


def as_at(day: date, today: date) -> str:
    """Return an as-at date with its age, such as '1 November 2026, 21 days ago'."""
    return f"{long_date(day)}, {_days_ago((today - day).days)}"


def _days_ago(days: int) -> str:
    if days <= 0:
        return "today"
    return "yesterday" if days == 1 else f"{days:,} days ago"


def _due(day: date | None, today: date) -> str:
    if day is None:
        return ""
    late = (today - day).days
    return f"{long_date(day)}, overdue by {_days(late)}" if late > 0 else long_date(day)


def _days(number: int) -> str:
    return "1 day" if number == 1 else f"{number:,} days"


def _lower(label: str) -> str:
    return label[:1].lower() + label[1:]
