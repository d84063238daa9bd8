"""Panels in words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from cohort.deciding import Case
from cohort.enums import ListAct, PanelManner, Place, ProposalState
from cohort.models import Panel, PanelAttendance, PanelDecision, Recusal, Scoring
from cohort.presenters.assessments import standing_words
from cohort.presenters.individuals import Row
from cohort.queries.panels import Meeting
from marsoc.govuk.jinja import long_datetime

_COLOURS = {ProposalState.PROPOSED: "blue", ProposalState.APPROVED: "green"}
_WORDS = {
    ProposalState.PROPOSED: "Waits for approval",
    ProposalState.APPROVED: "In effect",
    ProposalState.REFUSED: "Not approved",
    ProposalState.WITHDRAWN: "Taken back",
}


class PanelRow(NamedTuple):
    """A panel as its table shows it."""

    pk: int
    opened: str
    hub: str
    chair: str
    state: str
    colour: str
    closed: str


class CaseRow(NamedTuple):
    """Somebody on the agenda."""

    reference: str
    name: str
    why: list[str]
    band: str
    waits: int | None


class DecisionRow(NamedTuple):
    """What was decided about somebody."""

    pk: int
    reference: str
    name: str
    what: str
    how: str
    state: str
    colour: str


class AttendanceRow(NamedTuple):
    """Somebody who takes part; ``take_back`` is the number under which that is taken back, None if it is not."""

    person: str
    agency: str
    take_back: int | None


@dataclass(frozen=True, slots=True)
class ShownMeeting:
    """A panel as its page shows it; ``quorum`` is the sentence about who has to take part."""

    title: str
    quorum: str
    attendances: list[AttendanceRow]
    agenda: list[CaseRow]
    decisions: list[DecisionRow]
    recusals: list[tuple[str, str, str]]


def panel_row(panel: Panel) -> PanelRow:
    """Return a panel as a row."""
    return PanelRow(
        pk=panel.pk,
        opened=long_datetime(panel.opened_at),
        hub=panel.hub.name,
        chair=panel.chair.full_name,
        state="Closed" if panel.closed_at else "Open",
        colour="grey" if panel.closed_at else "green",
        closed=long_datetime(panel.closed_at) if panel.closed_at else "",
    )


def shown(meeting: Meeting, names: Mapping[str, str]) -> ShownMeeting:
    """Return a panel as its page shows it.

    Args:
        meeting: with everything read.
        names: of agencies, by code.
    """
    return ShownMeeting(
        title=f"Panel of {long_datetime(meeting.panel.opened_at)}",
        quorum=_quorum(meeting, names),
        attendances=[_attendance_row(each, meeting.panel) for each in meeting.attendances],
        agenda=[_case_row(each) for each in meeting.agenda],
        decisions=[_decision_row(each) for each in meeting.decisions],
        recusals=[_recusal(each) for each in meeting.recusals],
    )


def attendance(each: PanelAttendance) -> tuple[str, str]:
    """Return who attends, and for which agency."""
    return f"{each.name}{', in the chair' if each.user_id else ''}", each.agency.name


def _attendance_row(each: PanelAttendance, panel: Panel) -> AttendanceRow:
    stays = each.user_id or panel.closed_at
    return AttendanceRow(*attendance(each), take_back=None if stays else each.pk)


def _quorum(meeting: Meeting, names: Mapping[str, str]) -> str:
    quorum, present = meeting.panel.quorum, len({each.agency_id for each in meeting.attendances})
    required = [names[code] for code in quorum.required_agencies]
    among = f", {' and '.join(required)} among them" if required else ""
    here = "1 agency takes" if present == 1 else f"{present} agencies take"
    return f"A decision takes people of at least {quorum.least_agencies} agencies{among}. {here} part."


def why(case: Case) -> list[str]:
    """Return why somebody is on the agenda."""
    reasons = ["Before the panel"] if case.before_panel else []
    return [*reasons, "Assessors far apart"] if case.disputed else reasons


def _case_row(case: Case) -> CaseRow:
    return CaseRow(
        reference=case.individual.shown_reference,
        name=case.individual.full_name,
        why=why(case),
        band=standing_words(case.standing),
        waits=case.waits.pk if case.waits else None,
    )


def _recusal(each: Recusal) -> tuple[str, str, str]:
    person = f"{each.attendance.name}, {each.attendance.agency.name}"
    return person, each.individual.shown_reference, each.reason


def _decision_row(decision: PanelDecision) -> DecisionRow:
    state = ProposalState(decision.state)
    return DecisionRow(
        pk=decision.pk,
        reference=decision.individual.shown_reference,
        name=decision.individual.full_name,
        what=what(decision),
        how=how(decision),
        state=_WORDS[state],
        colour=_COLOURS.get(state, "grey"),
    )


def what(decision: PanelDecision) -> str:
    """Return what was decided."""
    parts = [ListAct(decision.act).label] if decision.act else []
    if decision.rejection:
        parts.append(decision.rejection.name)
    if decision.settled:
        parts.append(f"the {Place(decision.settled).label.lower()}'s scoring stands")
    if decision.band:
        parts.append(f"band set to {decision.band.name}")
    words = "; ".join(parts)
    return words[:1].upper() + words[1:]


def how(decision: PanelDecision) -> str:
    """Return how it was decided."""
    if decision.manner == PanelManner.CONSENSUS:
        return PanelManner.CONSENSUS.label
    return f"By vote: {decision.in_favour} in favour, {decision.against} against, {decision.abstained} abstained"


def facts(decision: PanelDecision, agencies: Iterable[str]) -> list[Row]:
    """Return a decision as its page shows it.

    Args:
        decision: with the people and the band loaded.
        agencies: names of those that took part.
    """
    told = [
        Row("Decision", what(decision)),
        Row("Reasons", decision.words),
        *([Row("Why another band", decision.band_reason)] if decision.band_reason else []),
        Row("How", how(decision)),
        Row("Agencies that took part", ", ".join(agencies)),
        *([Row("Who saw it otherwise", decision.dissent)] if decision.dissent else []),
        Row("Recorded by", f"{decision.proposed_by.full_name}, {long_datetime(decision.proposed_at)}"),
        Row("Stands", _WORDS[ProposalState(decision.state)]),
    ]
    if decision.decided_by:
        told.append(Row("Answered by", f"{decision.decided_by.full_name}, {long_datetime(decision.decided_at)}"))
    return [*told, Row("Why", decision.decision_reason)] if decision.decision_reason else told


def scoring_words(scoring: Scoring) -> str:
    """Return what an assessor found, as a choice."""
    result = f"{scoring.score} ({scoring.band.name})" if scoring.band else "not scorable"
    return f"{Place(scoring.place).label}, {scoring.assessor.full_name}: {result}"
