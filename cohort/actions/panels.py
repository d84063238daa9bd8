"""A hub's panel: opening it, who takes part, and deciding together about one person at a time."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from functools import partial

from cohort.access import must_be_allowed, must_be_allowed_on
from cohort.actions.assessments import let_stand, set_panel_band
from cohort.actions.individuals import lock_individual
from cohort.actions.list_life import write_move
from cohort.deciding import (
    Case,
    Said,
    must_answer,
    must_be_open,
    must_carry,
    must_have_a_quorum,
    must_have_a_result,
    must_set_another_band,
    must_still_apply,
)
from cohort.enums import ListAct, PanelManner, Place, ProposalState
from cohort.models import Individual, Panel, PanelAttendance, PanelDecision, Recusal
from cohort.permissions import CohortPermission
from cohort.queries.assessments import for_this_nomination
from cohort.queries.panels import (
    attendances_of,
    band_given,
    case_of,
    has_decided_with,
    may_approve,
    nominators_of,
    quorum_of_today,
    results_of,
    taking_part,
)
from marsoc.kit import clock, locks
from sharing import audit
from sharing.actions.notices import settle_all_notices, tell
from sharing.actions.writing import writing
from sharing.enums import NoticeKind, Operation, RoleCode
from sharing.errors import BadRequest, Refused
from sharing.models import Agency, Hub
from sharing.permissions import PROVIDER
from sharing.queries.names import names
from sharing.viewer import Viewer


def open_panel(*, by: Viewer, hub: Hub) -> Panel:
    """Open a panel of a hub, with whoever opens it in the chair and taking part.

    Raises:
        BadRequest: no quorum is in force, or a panel is open.
        Refused: the viewer does not decide about this hub's list.
    """
    must_be_allowed(by, CohortPermission.DECIDE)
    if by.user is None or by.agency is None or (by.reach is not None and hub.pk not in by.reach):
        raise Refused("Only the hub's own manager and the central team lead open its panel.")
    with writing(by, "Opened a panel"):
        locks.wait_for(f"panel {hub.pk}")
        quorum = quorum_of_today()
        if quorum is None:
            raise BadRequest("No rule says today who must take part in a panel. Ask the central team.")
        if Panel.unscoped.visible_to(by).filter(hub=hub, closed_at=None).exists():
            raise BadRequest("A panel of this hub is open already. Close that one first.")
        panel = Panel(hub=hub, chair=by.user, quorum=quorum, opened_at=clock.now())
        panel.save(force_insert=True)
        PanelAttendance(panel=panel, agency=by.agency, name=by.user.full_name, user=by.user).save(force_insert=True)
        _record_panel(by, panel, "opened")
    return panel


def record_attendance(*, by: Viewer, panel: Panel, agency: Agency, name: str) -> PanelAttendance:
    """Record that somebody takes part in a panel for an agency.

    Raises:
        BadRequest: the panel is closed, or the person is there already.
        Refused: the viewer does not decide about lists.
    """
    must_be_allowed(by, CohortPermission.DECIDE)
    with writing(by, "Recorded who takes part in a panel"):
        locked = _lock(by, panel)
        if attendances_of(by, locked).filter(name__iexact=name).exists():
            raise BadRequest(f"{name} is recorded already: everybody takes part once, for one agency.")
        attendance = PanelAttendance(panel=locked, agency=agency, name=name)
        attendance.save(force_insert=True)
        _record_panel(by, locked, "attendance", agency=agency.pk)
    return attendance


def take_back_attendance(*, by: Viewer, attendance: PanelAttendance) -> PanelAttendance:
    """Take back that somebody takes part in a panel, recorded by mistake; the person no longer counts for its quorum.

    That the person stepped out for anybody counts no longer either.

    Args:
        by: who decides about lists.
        attendance: with its panel loaded.

    Raises:
        BadRequest: the panel is closed, the person is in the chair, or the panel has decided with the person.
        Refused: the viewer does not decide about lists.
    """
    must_be_allowed(by, CohortPermission.DECIDE)
    with writing(by, "Took back that somebody takes part in a panel"):
        locked = _lock(by, attendance.panel)
        held = attendances_of(by, locked).filter(pk=attendance.pk).first()
        if held is None:
            raise BadRequest("This has been taken back already. Nothing was changed: open the panel again.")
        if held.user_id:
            raise BadRequest("Whoever is in the chair takes part until the panel is closed. Close it and open another.")
        if has_decided_with(by, held):
            raise BadRequest(
                f"The panel has decided with {held.name} taking part, and that stays on record. Record instead for whom"
                " the person steps out."
            )
        held.taken_back_at = clock.now()
        held.save(update_fields=["taken_back_at"])
        _record_panel(by, locked, "attendance taken back", agency=held.agency_id)
    return held


def step_out(*, by: Viewer, panel: Panel, individual: Individual, attendance: PanelAttendance, reason: str) -> Recusal:
    """Record that somebody who attends takes no part in what the panel decides about an individual.

    Raises:
        BadRequest: the panel is closed, or the person has stepped out already.
        Refused: the viewer does not decide about the individual.
    """
    with _sitting(by, panel, individual, reason) as (held, locked):
        if not taking_part(by, held, locked).filter(pk=attendance.pk).exists():
            raise BadRequest("This person does not take part, or has stepped out already. Nothing was changed.")
        recusal = Recusal(
            individual=locked, attendance=attendance, reason=reason, recorded_by=by.user, recorded_at=clock.now()
        )
        recusal.save(force_insert=True)
        _record(by, locked, "stepped out of the panel", panel=held.pk, agency=attendance.agency_id)
    return recusal


def close_panel(*, by: Viewer, panel: Panel) -> Panel:
    """Close a panel; whoever is left on its agenda waits for the next.

    Raises:
        BadRequest: it is closed already.
        Refused: the viewer does not decide about lists.
    """
    must_be_allowed(by, CohortPermission.DECIDE)
    with writing(by, "Closed a panel"):
        locked = _lock(by, panel)
        locked.closed_at = clock.now()
        locked.save(update_fields=["closed_at"])
        _record_panel(by, locked, "closed")
    return locked


def decide_case(*, by: Viewer, panel: Panel, individual: Individual, said: Said) -> PanelDecision:
    """Record what a panel decided about somebody; it takes effect at once unless somebody else must approve it.

    Args:
        by: who records it, not a chair who has stepped out.
        panel: an open one of the hub that owns the record.
        individual: somebody on its agenda.
        said: the decision with its reasons.

    Raises:
        BadRequest: there is no quorum, the votes do not carry it, an acceptance has no result by the method, or it is
            not for this panel to decide; the sentence says which, and nothing is changed.
        Refused: the viewer does not decide about the individual.
    """
    with _sitting(by, panel, individual, said.words) as (held, locked):
        case, present = case_of(by, locked), list(taking_part(by, held, locked))
        person = by.user.pk if by.user else None
        if person == held.chair_id and person not in {each.user_id for each in present}:
            raise BadRequest("You stepped out for this person. Somebody else must record what the panel decides.")
        must_be_open(held, case)
        must_answer(case, said)
        given = band_given(by, case, said.settled)
        must_set_another_band(said, given)
        agencies = must_have_a_quorum(held.quorum, present, names(Agency))
        must_carry(said.votes, len(present))
        must_have_a_result(case, said, list(for_this_nomination(by, locked)), given)
        own = {held.chair_id, person} & nominators_of(by, locked)
        decision = _decision(by, held, case, said, agencies)
        decision.needs_second = bool(own) or said.band is not None
        if not decision.needs_second:
            decision.state, decision.decided_at = ProposalState.APPROVED, clock.now()
        decision.save(force_insert=True)
        if decision.needs_second:
            _ask_for_approval(by, decision, locked)
        else:
            _take_effect(by, decision, locked)
        _record(by, locked, "panel decided", panel=held.pk, decision=decision.pk, state=decision.state)
    return decision


def approve_decision(*, by: Viewer, decision: PanelDecision) -> PanelDecision:
    """Approve what a panel decided that takes a second person; it takes effect.

    Args:
        by: somebody else than who recorded it, was in the chair, or whose nomination it is.
        decision: that waits.

    Raises:
        BadRequest: it no longer waits, or the person stands elsewhere by now.
        Refused: the viewer may not approve it.
    """
    with _answering(by, decision, decision.words) as (waiting, individual):
        if not may_approve(by, waiting):
            raise Refused(
                "You recorded this, were in the chair, or it is your nomination. Somebody else must approve it."
            )
        must_still_apply(waiting, case_of(by, individual))
        _answer(by, waiting, ProposalState.APPROVED, "")
        _take_effect(by, waiting, individual)
        _record(by, individual, "panel decision approved", decision=waiting.pk)
    return waiting


def refuse_decision(*, by: Viewer, decision: PanelDecision, reason: str) -> PanelDecision:
    """Not approve what a panel decided; the person stays on the agenda. Whoever recorded it takes it back likewise.

    Raises:
        BadRequest: it no longer waits.
        Refused: the viewer does not decide about the individual.
    """
    with _answering(by, decision, reason) as (waiting, individual):
        own = by.user is not None and by.user.pk == waiting.proposed_by_id
        _answer(by, waiting, ProposalState.WITHDRAWN if own else ProposalState.REFUSED, reason)
        _record(by, individual, "panel decision not approved", decision=waiting.pk)
    return waiting


@contextmanager
def _sitting(by: Viewer, panel: Panel, individual: Individual, reason: str) -> Iterator[tuple[Panel, Individual]]:
    """Run a block in which an open panel deals with somebody, and nobody else does: first the record, then the panel.

    Raises:
        BadRequest: the panel is closed.
        Refused: the viewer does not decide about the individual.
    """
    must_be_allowed_on(by, individual, CohortPermission.DECIDE)
    if by.user is None:
        raise Refused("People decide in a panel, not a system job.")
    with writing(by, reason):
        locked = lock_individual(by, individual)
        must_be_allowed_on(by, locked, CohortPermission.DECIDE)
        yield _lock(by, panel), locked


@contextmanager
def _answering(by: Viewer, decision: PanelDecision, reason: str) -> Iterator[tuple[PanelDecision, Individual]]:
    """Run a block as the answer to a decision that waits, once, however many answer at the same time."""
    must_be_allowed_on(by, decision.individual, CohortPermission.DECIDE)
    with writing(by, reason):
        individual = lock_individual(by, decision.individual)
        must_be_allowed_on(by, individual, CohortPermission.DECIDE)
        found = PanelDecision.unscoped.visible_to(by).select_related(
            "individual", "panel", "rejection", "band", "assessment__framework"
        )
        waiting: PanelDecision = found.get(pk=decision.pk)
        if waiting.state != ProposalState.PROPOSED:
            raise BadRequest("This has been answered already. Nothing was changed: open it again to see how.")
        yield waiting, individual


def _lock(by: Viewer, panel: Panel) -> Panel:
    rows = Panel.unscoped.visible_to(by).select_for_update(of=("self",)).select_related("quorum")
    locked: Panel = rows.get(pk=panel.pk)
    if locked.closed_at:
        raise BadRequest("This panel has been closed. Nothing was changed: open a new one.")
    return locked


def _answer(by: Viewer, waiting: PanelDecision, state: ProposalState, reason: str) -> None:
    waiting.state, waiting.decided_by, waiting.decided_at, waiting.decision_reason = state, by.user, clock.now(), reason
    waiting.save(update_fields=["state", "decided_by", "decided_at", "decision_reason"])
    settle_all_notices(by=by, keys=_keys(waiting))


def _decision(by: Viewer, panel: Panel, case: Case, said: Said, agencies: list[str]) -> PanelDecision:
    votes = asdict(said.votes) if said.votes else {}
    return PanelDecision(
        individual=case.individual, panel=panel, act=said.act or "", rejection=said.rejection, assessment=case.result,
        settled=said.settled or "", band=said.band, band_reason=said.band_reason if said.band else "",
        words=said.words, dissent=said.dissent, manner=PanelManner.VOTE if votes else PanelManner.CONSENSUS,
        agencies=agencies, proposed_by=by.user, proposed_at=clock.now(), **votes,
    )  # fmt: skip


def _take_effect(by: Viewer, decision: PanelDecision, individual: Individual) -> None:
    """Do all that was decided: settle whose scoring stands, set the band, move the person."""
    if decision.settled and decision.assessment:
        let_stand(by, decision.assessment, results_of(by, decision.assessment)[Place(decision.settled)])
    if decision.band:
        set_panel_band(by, individual, decision.band)
    if decision.act:
        write_move(by, individual, ListAct(decision.act), decision.words, decision.rejection)


def _ask_for_approval(by: Viewer, decision: PanelDecision, individual: Individual) -> None:
    who = "somebody whose record is restricted" if individual.restricted else individual.shown_reference
    to_hub, to_centre = _keys(decision)
    ask = partial(
        tell, by=by, kind=NoticeKind.PANEL, route="panel_decision", argument=str(decision.pk), asks=True,
        sentence=f"A panel decided about {who} in a way that somebody else has to approve.",
    )  # fmt: skip
    ask(key=to_hub, hub=individual.owning_hub_id, role=RoleCode.HUB_MANAGER)
    ask(key=to_centre, agency=PROVIDER, role=RoleCode.CENTRAL_ADMIN)


def _keys(decision: PanelDecision) -> tuple[str, str]:
    return f"panel:{decision.pk}:hub", f"panel:{decision.pk}:centre"


def _record(by: Viewer, individual: Individual, change: str, **details: object) -> None:
    audit.record(by, Operation.ALTER, kind="individual", ref=individual.shown_reference, change=change, **details)


def _record_panel(by: Viewer, panel: Panel, change: str, **details: object) -> None:
    audit.record(by, Operation.ALTER, kind="panel", ref=str(panel.pk), change=change, hub=panel.hub_id, **details)
