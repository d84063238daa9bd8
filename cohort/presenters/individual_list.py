"""The rows of the list in words; formatting here keeps the wide table's template fast."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from cohort.enums import ListStatus
from cohort.queries.individuals import LEFT_THE_LIST, Listed, ListFilter
from sharing.enums import Phase

PHASE_COLOURS = {
    Phase.PRE: "grey",
    Phase.REM: "purple",
    Phase.CUS: "blue",
    Phase.REL: "green",
    Phase.POST: "grey",
    Phase.ABRD: "grey",
    Phase.FUG: "red",
}
_PHASES = dict(Phase.choices)
_STATUSES = dict(ListStatus.choices)
RELEASE_WINDOWS = (("", "Any time"), ("30", "30 days"), ("90", "90 days"), ("180", "6 months"), ("365", "12 months"))
STANDINGS = (("", "On the list"), (LEFT_THE_LIST, "Left the list"))
REVIEW_WINDOWS = (
    ("", "Any time"),
    ("overdue", "Overdue"),
    ("30", "Due within 30 days"),
    ("90", "Due within 90 days"),
    ("none", "No date set"),
)

Names = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Vocabularies:
    """Names by code of what the list shows as codes."""

    hubs: Names
    threats: Names
    agencies: Names
    establishments: Names


@dataclass(frozen=True, slots=True)
class ListRow:
    """One line of the list."""

    reference: str
    name: str
    born: str
    hub: str
    phase: str
    phase_colour: str
    place: str
    threats: str
    lead: str
    release: str
    score: str
    status: str
    review: str
    review_overdue: bool


class Tag(NamedTuple):
    """A selected filter, with the address of the list without it."""

    text: str
    href: str


class Selected(NamedTuple):
    """The selected filters of one kind."""

    heading: str
    tags: list[Tag]


def list_row(individual: Listed, names: Vocabularies, today: date) -> ListRow:
    """Return one individual as the list shows it."""
    establishment = names.establishments.get(individual.establishment_id or "", "")
    return ListRow(
        reference=individual.shown_reference,
        name=list_name(individual),
        born=born(individual.date_of_birth, individual.year_of_birth, today),
        hub=names.hubs[individual.owning_hub_id],
        phase=_PHASES[individual.phase] if individual.phase else "",
        phase_colour=PHASE_COLOURS[Phase(individual.phase)] if individual.phase else "",
        place=establishment or individual.place or "",
        threats=", ".join(names.threats.get(code, code) for code in individual.threats or ()),
        lead=names.agencies.get(individual.lead_agency_id or "", "Not known"),
        release=day(individual.release_on),
        score="" if individual.provisional_score is None else str(individual.provisional_score),
        status=_STATUSES[individual.status] if individual.status else "",
        review=day(individual.review_due),
        review_overdue=individual.review_due is not None and individual.review_due < today,
    )


def list_name(individual: Listed) -> str:
    """Return a name as lists sort it: surname first."""
    return ", ".join(part for part in (individual.surname, individual.forenames) if part)


def born(birthday: date | None, year: int | None, today: date) -> str:
    """Return a date of birth with the age, or what is known of it."""
    if birthday:
        return f"{day(birthday)} ({age(birthday, today)})"
    return f"{year}, day not known" if year else "Not known"


def age(birthday: date, today: date) -> int:
    """Return the age in whole years."""
    return today.year - birthday.year - ((today.month, today.day) < (birthday.month, birthday.day))


def day(value: date | None) -> str:
    """Return a date short enough for a table, such as '4 Mar 2026', or nothing."""
    return f"{value.day} {value:%b %Y}" if value else ""


def selected(wanted: ListFilter, names: Vocabularies, token: str) -> list[Selected]:
    """Return the filters in force, each with the address that takes it away."""
    kinds: tuple[tuple[str, str, list[str], Names], ...] = (
        ("Hub", "hub", wanted.hub, names.hubs),
        ("Custody phase", "phase", wanted.phase, _PHASES),
        ("Threat area", "threat", wanted.threat, names.threats),
        ("Lead agency", "lead_agency", wanted.lead_agency, names.agencies),
        ("Status", "status", wanted.status, _STATUSES),
        ("Prison", "location", [wanted.location], names.establishments),
        ("Release within", "release_within", [_window(wanted.release_within)], dict(RELEASE_WINDOWS)),
        ("Review", "review_due", [wanted.review_due], dict(REVIEW_WINDOWS)),
        ("Standing", "standing", [wanted.standing], dict(STANDINGS)),
        ("Name or number", "text", [wanted.text], {wanted.text: wanted.text}),
    )
    return [
        Selected(
            heading, [Tag(words[value], f"?filter={token}&drop={field}.{_place(values, value)}") for value in chosen]
        )
        for heading, field, values, words in kinds
        if (chosen := [value for value in values if value in words and value])
    ]


def _window(days: int | None) -> str:
    return "" if days is None else str(days)


def _place(values: list[str], value: str) -> int:
    """Name a value by its place: what was typed never enters an address."""
    return values.index(value)
