"""Several act on one panel at the same time, each in a transaction of its own: one outcome, and it is whole."""

from functools import partial

import pytest

from cohort.actions import panels as actions
from cohort.deciding import Said
from cohort.enums import ListAct, ListStatus, ProposalState
from cohort.models import Individual, ListMove, Panel, PanelAttendance, PanelDecision, Recusal, RejectionReason
from sharing.models import Hub
from tests.factories import panels
from tests.integration.cohort.test_panels import before_panel, put_before
from tests.integration.cohort.test_shares_at_once import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_who_open_a_panel_at_once_open_one() -> None:
    hub = Hub.objects.get(pk="WM")
    ended = at_once(*(partial(actions.open_panel, by=panels.chair(), hub=hub) for _ in range(2)))
    assert sorted(ended) == ["done", "refused"]
    assert Panel.unscoped.count() == PanelAttendance.unscoped.count() == 1


def test_two_who_record_a_decision_at_once_record_one() -> None:
    of, chair = before_panel(), panels.chair()
    held = panels.panel(chair)
    below = RejectionReason.objects.get(pk="BELOW")
    ended = at_once(
        partial(panels.decision, of, ListAct.ACCEPT, by=chair, at=held),
        partial(panels.decision, of, ListAct.REJECT, by=panels.chair(), at=held, rejection=below),
    )

    assert sorted(ended) == ["done", "refused"]
    move, made = ListMove.unscoped.get(individual=of), PanelDecision.unscoped.get()
    assert (made.act, made.state) == (move.act, ProposalState.APPROVED)
    assert Individual.unscoped.get(pk=of.pk).status == move.status_after


def test_stepping_out_at_the_moment_of_the_decision_is_before_or_after_it() -> None:
    """If it was before, there was no quorum and nothing was decided; if after, the decision was whole."""
    of, chair = before_panel(), panels.chair()
    held = panels.panel(chair)
    out = PanelAttendance.unscoped.get(panel=held, agency="HMPPS-PS")
    ended = at_once(
        partial(panels.decision, of, by=chair, at=held),
        partial(actions.step_out, by=panels.chair(), panel=held, individual=of, attendance=out, reason="A relative"),
    )

    decided = ended[0] == "done"
    assert ended[1] == "done"
    assert Recusal.unscoped.count() == 1
    assert Individual.unscoped.get(pk=of.pk).status == (ListStatus.ACCEPTED if decided else ListStatus.PANEL)
    assert PanelDecision.unscoped.count() == ListMove.unscoped.count() == decided


def test_closing_at_the_moment_of_the_decision_is_before_or_after_it() -> None:
    of, chair = before_panel(), panels.chair()
    held = panels.panel(chair)
    ended = at_once(
        lambda: actions.decide_case(by=chair, panel=held, individual=of, said=Said("Agreed", ListAct.ACCEPT)),
        partial(actions.close_panel, by=panels.chair(), panel=held),
    )
    assert ended[1] == "done"
    assert PanelDecision.unscoped.count() == ListMove.unscoped.count() == (ended[0] == "done")


def test_approving_and_refusing_at_once_is_one_answer() -> None:
    chair = panels.chair()
    of = put_before(chair)
    made = panels.decision(of, by=chair)
    ended = at_once(
        partial(actions.approve_decision, by=panels.chair(), decision=made),
        partial(actions.refuse_decision, by=panels.chair(), decision=made, reason="Evidence is missing"),
    )

    assert sorted(ended) == ["done", "refused"]
    approved = ended[0] == "done"
    assert PanelDecision.unscoped.get().state == (ProposalState.APPROVED if approved else ProposalState.REFUSED)
    assert Individual.unscoped.get(pk=of.pk).status == (ListStatus.ACCEPTED if approved else ListStatus.PANEL)


def test_without_a_quorum_a_committed_transaction_leaves_nothing() -> None:
    of, chair = before_panel(), panels.chair()
    held = panels.panel(chair, others={"HMPPS-PRI": "Iris Vale"})
    assert at_once(partial(panels.decision, of, by=chair, at=held)) == ["refused"]
    assert not PanelDecision.unscoped.exists()
    assert not ListMove.unscoped.exists()
    assert Individual.unscoped.get(pk=of.pk).status == ListStatus.PANEL
