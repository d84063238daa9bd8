"""Who read a record, in words."""

from dataclasses import dataclass

from cohort.enums import EmergencyReason
from marsoc.govuk.jinja import long_datetime
from sharing.enums import AccessReason, Existence, Operation
from sharing.models import AuditEvent
from sharing.presenters.audit import acting, categories, who_else
from sharing.queries.audit import Entry

_PAGES = {
    "access": "Who is named for the record",
    "edit": "A page to change the record",
    "possible match": "Beside a record that may be the same person's",
    "readers": "Who looked at this person",
    "why": "Why it can be seen",
}
_ANSWERS = {
    "explain": "Why somebody sees the person",
    "received": "Who received the person's data",
    "who": "Who can see this person",
}


@dataclass(frozen=True, slots=True)
class Reading:
    """One reading: when, who, acting as what, what was looked at and what of the person that shows."""

    at: str
    person: str
    acting: list[str]
    what: str
    categories: str
    emergency: str
    purpose: str


def reading(entry: Entry) -> Reading:
    """Return a reading in words."""
    event, person = entry
    reason = event.details.get("reason", "") if "emergency" in event.details else ""
    return Reading(
        at=long_datetime(event.at),
        person=person.full_name if person else who_else(event),
        acting=acting(event),
        what=_what(event),
        categories=categories(event.details.get("categories", [])),
        emergency=EmergencyReason(reason).label if reason else "",
        purpose=AccessReason(event.details["purpose"]).label if "purpose" in event.details else "",
    )


def _what(event: AuditEvent) -> str:
    if event.subject_kind == "existence":
        told = Existence(event.details["level"]).label
        return f"Was told: {told[0].lower()}{told[1:]}"
    page = str(event.details.get("page", ""))
    if event.subject_kind == "access":
        return _ANSWERS.get(page, page)
    shown = _PAGES.get(page.partition(":")[0], page.capitalize())
    return shown if event.operation == Operation.CONSULT else f"{shown} ({Operation(event.operation).label.lower()})"
