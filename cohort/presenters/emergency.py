"""Emergency access in words."""

from dataclasses import dataclass
from datetime import datetime

from cohort.enums import EmergencyOutcome, EmergencyReason
from cohort.models import EmergencyAccess
from cohort.presenters.individuals import Row
from marsoc.govuk.jinja import long_date, long_datetime

RESTRICTED = "Restricted record"
OUTCOME_COLOURS = {EmergencyOutcome.JUSTIFIED: "green", EmergencyOutcome.NOT_NEEDED: "yellow"}


@dataclass(frozen=True, slots=True)
class EmergencyRow:
    """One emergency access as its table shows it."""

    pk: int
    record: str
    person: str
    agency: str
    taken: str
    reason: str
    state: str
    colour: str


def row(access: EmergencyAccess, reference: str | None, now: datetime) -> EmergencyRow:
    """Return an emergency access as a row.

    Args:
        access: with its membership's person and agency loaded.
        reference: of the record, None if the viewer may not know which it is.
        now: the instant from which lateness is told.
    """
    state, colour = _state(access, now)
    return EmergencyRow(
        pk=access.pk,
        record=reference or RESTRICTED,
        person=access.membership.user.full_name,
        agency=access.membership.agency.name,
        taken=long_datetime(access.starts_at),
        reason=EmergencyReason(access.reason).label,
        state=state,
        colour=colour,
    )


def _state(access: EmergencyAccess, now: datetime) -> tuple[str, str]:
    if access.outcome:
        outcome = EmergencyOutcome(access.outcome)
        return outcome.label, OUTCOME_COLOURS.get(outcome, "red")
    if access.review_due <= now:
        return "Review overdue", "red"
    return "To review", "blue"


def facts(access: EmergencyAccess, reference: str | None) -> list[Row]:
    """Return what a reviewer is told; of a record that the reviewer may not see, neither the reference nor the words.

    Args:
        access: with its membership and its reviewer loaded.
        reference: of the record, None if the viewer may not know which it is.
    """
    told = [
        Row("Record", reference or f"{RESTRICTED}: ask the people named for it which one, and what was written"),
        Row("Taken by", f"{access.membership.user.full_name}, {access.membership}"),
        Row("From", long_datetime(access.starts_at)),
        Row("Until", long_datetime(access.ends_at)),
        Row("Reason", EmergencyReason(access.reason).label),
    ]
    if reference:
        told.append(Row("In their words", access.words.splitlines()))
    told.append(Row("Review due", long_date(access.review_due)))
    if access.outcome and access.reviewed_by:
        told += [
            Row("Outcome", EmergencyOutcome(access.outcome).label),
            Row("Findings", access.findings.splitlines()),
            Row("Reviewed by", f"{access.reviewed_by.full_name}, {long_datetime(access.reviewed_at)}"),
        ]
    return told
