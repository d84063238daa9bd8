"""Leaving the list in words."""

from typing import NamedTuple

from cohort.enums import ProposalState
from cohort.models import ListExit
from cohort.presenters.individuals import Row
from marsoc.govuk.jinja import long_date, long_datetime

_COLOURS = {ProposalState.PROPOSED: "blue", ProposalState.APPROVED: "green"}


class ExitRow(NamedTuple):
    """One proposal as its table shows it."""

    pk: int
    reference: str
    name: str
    reason: str
    proposed: str
    state: str
    colour: str


def row(proposed: ListExit) -> ExitRow:
    """Return a proposal as a row."""
    state = ProposalState(proposed.state)
    return ExitRow(
        pk=proposed.pk,
        reference=proposed.individual.shown_reference,
        name=proposed.individual.full_name,
        reason=proposed.reason.name,
        proposed=f"{proposed.proposed_by.full_name}, {long_date(proposed.proposed_at)}",
        state=state.label,
        colour=_COLOURS.get(state, "grey"),
    )


def facts(proposed: ListExit) -> list[Row]:
    """Return what was proposed and, once it is decided, how."""
    told = [
        Row("Reason", proposed.reason.name),
        Row("In their words", proposed.words),
        Row("Evidence", proposed.evidence),
        Row("Day of leaving the list", long_date(proposed.left_on)),
        Row("Proposed by", f"{proposed.proposed_by.full_name}, {long_datetime(proposed.proposed_at)}"),
    ]
    if proposed.decided_by:
        told += [
            Row("Decision", ProposalState(proposed.state).label),
            Row("Decided by", f"{proposed.decided_by.full_name}, {long_datetime(proposed.decided_at)}"),
        ]
    return [*told, Row("Why", proposed.decision_reason)] if proposed.decision_reason else told
