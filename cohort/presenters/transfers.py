"""Moving to another hub, in words."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple

from cohort.enums import ListStatus, SubjectCategory, TransferState, WorkKind
from cohort.models import Transfer, TransferLine
from cohort.presenters.assessments import standing_words
from cohort.presenters.individuals import Row, born, whereabouts
from cohort.queries.open_work import Work
from cohort.queries.transfers import Offered, takes_effect_on
from marsoc.govuk.jinja import long_date, long_datetime
from sharing.enums import Phase

_COLOURS = {
    TransferState.OFFERED: "blue",
    TransferState.ACCEPTED: "purple",
    TransferState.REFUSED: "red",
    TransferState.DONE: "green",
}


class TransferRow(NamedTuple):
    """One transfer as its table shows it."""

    pk: int
    reference: str
    between: str
    day: str
    offered: str
    state: str
    colour: str


class WorkRow(NamedTuple):
    """One piece of open work, and what becomes of it."""

    kind: str
    words: str
    becomes: str = ""


def row(transfer: Transfer, today: date) -> TransferRow:
    """Return a transfer as a row."""
    state = TransferState(transfer.state)
    return TransferRow(
        pk=transfer.pk,
        reference=transfer.reference,
        between=f"{transfer.from_hub.name} to {transfer.to_hub.name}",
        day=_day(transfer, today),
        offered=long_date(transfer.offered_at),
        state=state.label,
        colour=_COLOURS.get(state, "grey"),
    )


def _day(transfer: Transfer, today: date) -> str:
    if transfer.took_effect_at:
        return long_datetime(transfer.took_effect_at)
    return long_date(takes_effect_on(transfer, today)) if transfer.is_open else ""


def facts(transfer: Transfer, today: date) -> list[Row]:
    """Return what was offered, and how it was answered."""
    told = [
        Row("From", f"{transfer.from_hub.name} hub"),
        Row("To", f"{transfer.to_hub.name} hub"),
        Row("Why", transfer.words),
        Row("Offered by", f"{transfer.offered_by.full_name}, {long_datetime(transfer.offered_at)}"),
    ]
    if transfer.is_open:
        owner = f"Until then the {transfer.from_hub.name} hub owns the record."
        told.append(Row("Takes effect", [_day(transfer, today), owner]))
    if transfer.decided_by:
        told.append(Row("Answered by", f"{transfer.decided_by.full_name}, {long_datetime(transfer.decided_at)}"))
    if transfer.answer:
        told.append(Row("Answer", transfer.answer))
    if transfer.withdrawn_by:
        told += [
            Row("Withdrawn by", f"{transfer.withdrawn_by.full_name}, {long_datetime(transfer.withdrawn_at)}"),
            Row("Why withdrawn", transfer.withdrawal_reason),
        ]
    if transfer.officer:
        lead = [transfer.lead_agency.name] if transfer.lead_agency else []
        told.append(Row("Leads from then on", ", ".join([*lead, transfer.officer])))
    if transfer.took_effect_at:
        told.append(Row("Took effect", long_datetime(transfer.took_effect_at)))
    return told


def person(offered: Offered, transfer: Transfer, threats: Mapping[str, str], today: date) -> list[Row]:
    """Return what both hubs are shown of the person while the transfer is open.

    Args:
        offered: what was read.
        transfer: the offer.
        threats: names of threat areas by code.
        today: the day from which the age is told.
    """
    individual = offered.individual
    named = {name: str(getattr(individual, name) or "") for name in ("home_region", "probation_region", "lead_agency")}
    return [
        Row("Name", individual.full_name),
        Row("Birth", born(individual, today)),
        Row("Category", SubjectCategory(individual.category).label),
        Row("Custody phase", Phase(individual.phase).label),
        Row("Present location", whereabouts(individual)),
        Row("Home region", named["home_region"]),
        Row("Supervising probation region", named["probation_region"]),
        Row("Lead agency", named["lead_agency"]),
        Row("Threat areas", [threats.get(code, code) for code in individual.threats]),
        Row("Status", ListStatus(transfer.status_before).label),
        Row("Band", standing_words(offered.standing)),
        Row("Next review", long_date(individual.review_due)),
    ]


def to_hand_over(work: Iterable[Work]) -> list[WorkRow]:
    """Return what is open, before anybody says what becomes of it."""
    return [WorkRow(each.kind.label, each.words) for each in work]


def open_work(work: Iterable[Work], lines: Iterable[TransferLine]) -> list[WorkRow]:
    """Return what is open, with what was decided about it."""
    decided = {(line.kind, line.row): line for line in lines}
    return [
        WorkRow(each.kind.label, each.words, _becomes(decided[key]) if key in decided else "Not decided yet")
        for each in work
        for key in [(each.kind, each.row)]
    ]


def handed_over(lines: Iterable[TransferLine], *, done: bool) -> list[WorkRow]:
    """Return what became of the work that was open, by what was decided about it."""
    return [
        WorkRow(
            WorkKind(line.kind).label,
            line.words,
            _becomes(line) if line.handed_over_at or not done else "Was finished before",
        )
        for line in lines
    ]


def _becomes(line: TransferLine) -> str:
    return line.holder.full_name if line.holder else f"Closed: {line.reason}"
