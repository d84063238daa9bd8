"""The audit trail in words."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from marsoc.govuk.jinja import long_date, long_datetime
from marsoc.kit import clock
from sharing.enums import DataCategory, Operation, RoleCode
from sharing.models import Agency, AuditEvent, Hub, LogReview
from sharing.queries.audit import Entry, TrailFilter
from sharing.queries.names import names

_SUBJECTS = {
    "access": "Who sees what",
    "access request": "Request for access to",
    "audit": "The audit trail",
    "correction": "Correction of",
    "corrections": "Corrections of what an agency received",
    "contributions": "What an agency contributed",
    "crime_group": "Organised crime group",
    "crime_groups": "Organised crime groups",
    "emergency_access": "Emergency access",
    "emergency_accesses": "Emergency accesses",
    "existence": "That another agency holds an interest",
    "likely_same": "Records like the one being added",
    "list": "The list of individuals",
    "log_review": "Review of the trail, number",
    "membership": "Membership number",
    "possible_match": "Possible duplicates",
    "possible_matches": "Possible duplicates",
    "readiness": "The state of the service",
    "route": "Page",
    "session": "Session",
    "share": "Share by name of",
    "subject_access": "Request of a person for the own data, number",
    "subject_access_list": "Requests of people for their own data",
    "held_apart": "Somebody held apart, number",
    "held_apart_list": "People held apart",
    "finding": "Finding of unusual access",
    "user": "Login number",
}
_DETAILS = {
    "under": "Seen under",
    "received": "Received",
    "query": "Digest of the query",
    "named": "Digest of the name that was tried",
    "found": "Digest of what was found",
    "page_number": "Number of the page",
    "sha256": "SHA-256",
    "share": "Number of the share",
    "request": "Number of the request",
    "clause": "Number of the clause",
    "people": "Numbers of the people",
    "access": "Number of the emergency access",
    "emergency": "Number of the emergency access",
}
_DIGESTS = {"query", "named", "found", "sha256"}
_SHORT_LIST = 5
_YEAR = 366


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that an event holds; what is long is shown when asked for."""

    name: str
    value: str
    long: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One event."""

    at: str
    person: str
    acting: list[str]
    operation: str
    subject: str
    facts: list[Fact]


@dataclass(frozen=True, slots=True)
class Tag:
    """A value of the filter, and where it is taken away."""

    text: str
    href: str


@dataclass(frozen=True, slots=True)
class Selected:
    """A filter in force."""

    heading: str
    tags: list[Tag]


def row(entry: Entry) -> Row:
    """Return an event in words."""
    event, person = entry
    return Row(
        at=long_datetime(event.at),
        person=person.full_name if person else who_else(event),
        acting=acting(event),
        operation=Operation(event.operation).label,
        subject=f"{_subject(event.subject_kind)} {event.subject_ref}".strip(),
        facts=list(facts(event.details)),
    )


def who_else(event: AuditEvent) -> str:
    """Return who acted when no person did."""
    return f"The system: {event.job}" if event.job else "Nobody signed in"


def acting(event: AuditEvent) -> list[str]:
    """Return in which role, for which agency and at which hub somebody acted."""
    role = RoleCode(event.role).label if event.role in RoleCode else event.role
    hub = f"{names(Hub).get(event.hub, event.hub)} hub" if event.hub else ""
    return [part for part in (role, names(Agency).get(event.agency, event.agency), hub) if part]


def _subject(kind: str) -> str:
    return _SUBJECTS.get(kind, _words(kind))


def facts(details: dict[str, Any]) -> Iterator[Fact]:
    """Yield what an event holds, in words."""
    for name, value in details.items():
        many = isinstance(value, list) and len(value) > _SHORT_LIST
        long = name in _DIGESTS or (many and name != "categories")
        yield Fact(_DETAILS.get(name, _words(name)), _fact(name, value), long)


def _fact(name: str, value: Any) -> str:
    if name == "categories":
        return categories(value)
    return names(Agency).get(value, value) if name == "agency" else _value(value)


def categories(codes: list[str]) -> str:
    """Return data categories in words."""
    return ", ".join(DataCategory(code).label if code in DataCategory else str(code) for code in codes) or "None"


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, list):
        return ", ".join(map(_value, value)) or "None"
    if isinstance(value, dict):
        return ", ".join(f"{_words(name).lower()} {_value(part)}" for name, part in value.items())
    return "None" if value is None else str(value)


def _words(code: str) -> str:
    return code.replace("_", " ").capitalize()


def selected(wanted: TrailFilter, token: str) -> list[Selected]:
    """Return the filters in force, each with the address that takes it away."""
    kinds = (
        ("Individual", "reference", wanted.reference),
        ("User name", "user", wanted.user),
        ("Agency", "agency", names(Agency).get(wanted.agency, wanted.agency)),
        ("What was done", "operation", Operation(wanted.operation).label if wanted.operation else ""),
        ("From", "first", _day(wanted.first)),
        ("Until", "last", _day(wanted.last)),
    )
    return [Selected(heading, [Tag(text, f"?filter={token}&drop={field}")]) for heading, field, text in kinds if text]


def _day(text: str) -> str:
    return long_date(date.fromisoformat(text)) if text else ""


@dataclass(frozen=True, slots=True)
class LastReview:
    """When the trail was reviewed last, what to warn of, and what was found."""

    done: str
    warning: str
    findings: str


def last_review(review: LogReview | None, today: date) -> LastReview:
    """Return in words when the trail was reviewed last.

    Args:
        review: the last one that was recorded.
        today: the day from which a year is counted back.
    """
    if review is None:
        return LastReview("", "Nobody has recorded a review of the trail yet. It is due once a year.", "")
    on = clock.day_of(review.reviewed_at)
    late = (today - on).days > _YEAR
    return LastReview(
        done=(
            f"Last reviewed on {long_date(on)} by {review.reviewed_by.full_name}: "
            f"{long_date(review.covers_from)} to {long_date(review.covers_until)}."
        ),
        warning="The last review of the trail is more than a year ago. It is due once a year." if late else "",
        findings=review.findings,
    )
