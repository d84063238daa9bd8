"""How long records are kept, in words."""

from datetime import date
from typing import Any, NamedTuple

from django.urls import reverse

from cohort.enums import ProposalState, RetentionKind
from cohort.models import DisposalCertificate, Individual, RetentionDecision, RetentionGroup
from cohort.presenters.individuals import Row, Tab
from cohort.queries.retention import SOON
from marsoc.govuk.jinja import long_date, long_datetime

WINDOWS = {"overdue": "Overdue", "soon": "Due within 90 days", "hold": "On hold", "all": "All"}


def tabs(window: str) -> list[Tab]:
    """Return the headings that reviews stand under, one of them current."""
    return [Tab(text, f"{reverse('retention_list')}?window={code}", code == window) for code, text in WINDOWS.items()]


class DueRow(NamedTuple):
    """One record as the table of reviews shows it."""

    reference: str
    hub: str
    standing: str
    group: str
    due: str
    badges: list[tuple[str, str]]


def due_row(individual: Any, today: date) -> DueRow:
    """Return a record whose keeping is to be reviewed as a row.

    Args:
        individual: with its group and hub loaded, and whether it is ``held``.
        today: the day from which lateness is told.
    """
    badges = [("On hold", "purple")] if individual.held else []
    return DueRow(
        reference=individual.shown_reference,
        hub=individual.owning_hub.name,
        standing=f"Left the list on {long_date(individual.left_on)}" if individual.left_on else "On the list",
        group=individual.retention_group.name if individual.retention_group else "",
        due=long_date(individual.retention_due),
        badges=[*_lateness(individual.retention_due, today), *badges],
    )


def _lateness(due: date | None, today: date) -> list[tuple[str, str]]:
    if due is None or due > today + SOON:
        return []
    return [("Overdue", "red")] if due < today else [("Due soon", "yellow")]


def facts(individual: Individual) -> list[Row]:
    """Return under what a record is kept, and until when."""
    group: RetentionGroup | None = individual.retention_group
    told = [
        Row("Standing", f"Left the list on {long_date(individual.left_on)}" if individual.left_on else "On the list"),
        Row("Review due by", long_date(individual.retention_due) if individual.retention_due else ""),
    ]
    if group is None:
        return told
    return [
        *told,
        Row("Group", group.name),
        Row("Schedule", f"{group.owner}: {group.schedule}"),
        Row("Periods", _periods(group)),
        Row("Source", group.source),
    ]


def _periods(group: RetentionGroup) -> list[str]:
    told = [
        f"Reviewed every {_years(group.review_months)} at the latest",
        f"First review {_years(group.clear_months)} after leaving the list",
    ]
    if group.most_months:
        told.append(f"Kept no longer than {_years(group.most_months)} after leaving the list")
    return [*told, f"Kept to the age of {group.until_age}"] if group.until_age else told


def _years(months: int) -> str:
    years, rest = divmod(months, 12)
    return f"{months} months" if rest else "1 year" if years == 1 else f"{years} years"


class DecisionRow(NamedTuple):
    """One decision as its table shows it."""

    what: str
    state: str
    why: str
    by: str
    next_on: str


def decision_row(decided: RetentionDecision) -> DecisionRow:
    """Return a decision as a row."""
    by = [decided.proposed_by, *([decided.decided_by] if decided.decided_by else [])]
    people = " and ".join(dict.fromkeys(person.full_name for person in by))
    ended = f"Ended on {long_date(decided.ended_at)}: {decided.end_reason}" if decided.ended_at else ""
    return DecisionRow(
        what=RetentionKind(decided.kind).label,
        state=ended or ProposalState(decided.state).label,
        why=decided.words,
        by=f"{people}, {long_datetime(decided.proposed_at)}",
        next_on=long_date(decided.next_on) if decided.next_on else "",
    )


class CertificateRow(NamedTuple):
    """One certificate as its table shows it."""

    pk: int
    reference: str
    hub: str
    at: str
    by: str


def certificate_row(certificate: DisposalCertificate) -> CertificateRow:
    """Return a certificate of disposal as a row."""
    by = f"{certificate.proposed_by.full_name} and {certificate.approved_by.full_name}"
    return CertificateRow(
        certificate.pk, certificate.shown_reference, certificate.hub.name, long_date(certificate.at), by
    )


def certificate_facts(certificate: DisposalCertificate) -> list[Row]:
    """Return what a certificate of disposal says, without the numbers of rows."""
    group = certificate.group
    return [
        Row("Certificate", str(certificate.pk)),
        Row("Reference of the record", certificate.shown_reference),
        Row("Hub", certificate.hub.name),
        Row("Left the list on", long_date(certificate.left_on)),
        Row("Rule", [f"{group.name}", f"{group.owner}: {group.schedule}"]),
        Row("Proposed by", certificate.proposed_by.full_name),
        Row("Approved by", certificate.approved_by.full_name),
        Row("Disposed of", long_datetime(certificate.at)),
        Row("Rows erased", f"{certificate.total:,}"),
    ]
