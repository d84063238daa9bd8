"""Moving to another hub: agreed by both, with every piece of open work, and one owner at every instant."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection, transaction

from cohort.actions import leaving, list_life, restriction, transfers
from cohort.actions.panels import approve_decision
from cohort.actions.transfers import Answer
from cohort.enums import ListStatus, ReviewOutcome, TransferAct, TransferState
from cohort.models import ExitReason, Individual, ListReview, Transfer, TransferLine
from cohort.moves import SOON, TRANSFER_STEPS, latest_effect
from cohort.presenters.transfers import person
from cohort.queries.transfers import obstacles_to_moving, what_is_offered
from cohort.tasks import suspend_missed_reviews
from cohort.tasks import take_due_transfers as job
from marsoc.kit import clock
from sharing.enums import DataCategory, Phase, RoleCode
from sharing.errors import BadRequest, Refused
from sharing.models import AuditEvent, Notice
from sharing.seeing import seeing
from sharing.viewer import Viewer
from tests import factories
from tests.factories import by_name, merging, panels, subject_access
from tests.factories.transfers import accepted, answers, managed, manager, offered
from tests.integration.cohort.test_leaving import again, three_ways
from tests.integration.cohort.test_shares_at_once import at_once

pytestmark = pytest.mark.django_db


def fresh(of: Any) -> Any:
    """Return a row as the database has it."""
    return type(of).unscoped.get(pk=of.pk)


def later(days: int = 10) -> Any:
    """Return a day to come."""
    return clock.today() + timedelta(days=days)


def test_from_the_offer_to_the_day_of_effect() -> None:
    """Until the day the old hub owns and sees the record, and the new one does not; then the other way round."""
    of, old, new = managed(), manager("WM"), manager("EM")
    offer = offered(of, on=later(), by=old)
    assert fresh(of).status == ListStatus.TRANSFER_PENDING
    accepted(offer, new)
    job()  # comes too early
    assert [three_ways(again(each), of) for each in (old, new)] == [(True, True, True), (False, False, False)]
    assert fresh(of).owning_hub_id == "WM"

    with time_machine.travel(clock.start_of(later()), tick=False):
        job()
        job()  # a second scheduler
        assert [three_ways(again(each), of) for each in (old, new)] == [(False, False, False), (True, True, True)]
    moved = fresh(of)
    assert (moved.owning_hub_id, moved.status, moved.officer) == ("EM", ListStatus.ACCEPTED, "DS Invented")
    assert moved.history.filter(owning_hub="EM").count() == 1
    assert fresh(offer).state == TransferState.DONE


def test_a_late_job_prolongs_the_old_hubs_time_and_leaves_no_gap() -> None:
    of, old, new = managed(), manager("WM"), manager("EM")
    accepted(offered(of, on=later(1), by=old), new)
    with time_machine.travel(clock.start_of(later(4)), tick=False):
        assert [three_ways(again(each), of) for each in (old, new)] == [(True, True, True), (False, False, False)]
        job()
        assert [three_ways(again(each), of) for each in (old, new)] == [(False, False, False), (True, True, True)]


@pytest.mark.django_db(transaction=True)
def test_no_instant_has_two_owners_or_none() -> None:
    """At every instant at which another transaction looks, just one of the two hubs sees the record."""
    of, old, new = managed(), manager("WM"), manager("EM")
    offer = offered(of, by=old)
    chosen, seen = answers(new, offer), list[tuple[int, ...]]()

    def owners() -> tuple[int, ...]:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("set transaction isolation level repeatable read")  # both look at one instant
            return tuple(_rows_seen(cursor, by, of) for by in (old, new))

    ended = at_once(
        lambda: transfers.accept_transfer(by=new, transfer=offer, answers=chosen, lead_agency=None, officer=""),
        lambda: seen.extend(owners() for _ in range(40)),
    )
    assert sorted(ended) == ["done", "done"]
    assert set(seen) <= {(1, 0), (0, 1)}
    assert owners() == (0, 1)


def _rows_seen(cursor: Any, by: Viewer, of: Individual) -> int:
    with seeing(by):
        cursor.execute("select count(*) from cohort_individual where id = %s", [of.pk])
        return int(cursor.fetchone()[0])


def test_the_receiving_hub_refuses_with_a_reason_and_nothing_has_changed() -> None:
    """Also after it has accepted, until the day of effect."""
    for accepts in (False, True):
        of, new = managed(status=ListStatus.MONITORED), manager("EM")
        offer = offered(of, on=later())
        if accepts:
            accepted(offer, new)
        refused = transfers.refuse_transfer(by=new, transfer=offer, reason="Lives in London by now")
        assert (refused.state, refused.answer) == (TransferState.REFUSED, "Lives in London by now")
        assert (fresh(of).status, fresh(of).owning_hub_id) == (ListStatus.MONITORED, "WM")
        assert three_ways(again(new), of) == (False, False, False)
        with time_machine.travel(clock.start_of(later(11)), tick=False):
            job()
        assert fresh(of).owning_hub_id == "WM"


def test_the_offering_hub_withdraws_until_it_takes_effect() -> None:
    for accepts in (False, True):
        of, old = managed(), manager("WM")
        offer = offered(of, on=later(), by=old)
        if accepts:
            accepted(offer)
        transfers.withdraw_transfer(by=old, transfer=offer, reason="Arrested here")
        assert (fresh(offer).state, fresh(of).status) == (TransferState.WITHDRAWN, ListStatus.ACCEPTED)
    offered(of)  # and may be offered again


@pytest.mark.parametrize("state", TransferState)
def test_every_state_takes_the_acts_of_the_table_and_no_other(state: TransferState) -> None:
    """An act that the state does not allow is one clear sentence, and nothing is changed."""
    for act, step in TRANSFER_STEPS.items():
        of = managed()
        offer = _bring(of, state)
        before = (fresh(of).status, fresh(of).owning_hub_id, fresh(of).version)
        if act == TransferAct.TAKE_EFFECT:
            with time_machine.travel(clock.start_of(later(11)), tick=False):
                job()
            assert (fresh(of).version > before[2]) is (state in step.sources)
            assert fresh(offer).state == (step.target if state in step.sources else state)
            continue
        if state in step.sources:
            _do(act, offer)
            assert fresh(offer).state == step.target
            continue
        with pytest.raises(BadRequest, match=f"This transfer is {state.label.lower()} by now"):
            _do(act, offer)
        assert (fresh(offer).state, (fresh(of).status, fresh(of).owning_hub_id, fresh(of).version)) == (state, before)


def _bring(of: Individual, state: TransferState) -> Transfer:
    """Return a transfer of somebody that has come to a state."""
    offer = offered(of, on=clock.today() if state == TransferState.DONE else later())
    match state:
        case TransferState.ACCEPTED | TransferState.DONE:
            accepted(offer)
        case TransferState.REFUSED:
            _do(TransferAct.REFUSE, offer)
        case TransferState.WITHDRAWN:
            _do(TransferAct.WITHDRAW, offer)
    return offer


def _do(act: TransferAct, offer: Transfer) -> None:
    match act:
        case TransferAct.ACCEPT:
            accepted(offer)
        case TransferAct.REFUSE:
            transfers.refuse_transfer(by=manager("EM"), transfer=offer, reason="Not ours")
        case _:
            transfers.withdraw_transfer(by=manager("WM"), transfer=offer, reason="Stays")


@pytest.mark.parametrize("status", ListStatus)
def test_only_somebody_who_is_managed_is_offered(status: ListStatus) -> None:
    of = managed(status=status)
    if status in (ListStatus.ACCEPTED, ListStatus.MONITORED):
        assert offered(of).status_before == status
        return
    with pytest.raises(BadRequest, match=r"accepted or monitored|offered to another hub already"):
        offered(of)
    assert (fresh(of).status, fresh(of).version) == (status, 1)
    assert not Transfer.unscoped.exists()


def test_what_stands_in_the_way_of_an_offer_is_said_and_what_to_do() -> None:
    def exit_proposed() -> Individual:
        of = managed()
        factories.list_exit(of)
        return of

    def asked_for() -> Individual:
        of = managed()
        subject_access.collected(subject_access.governance(), of)
        return of

    in_the_way: dict[str, Callable[[], Individual]] = {
        "proposed that this person leaves": exit_proposed,
        "Information governance needs this record": asked_for,
        "review of this person is overdue": lambda: managed(review_due=clock.today() - timedelta(days=1)),
        "review the person first": lambda: managed(status=ListStatus.SUSPENDED),
    }
    for sentence, made in in_the_way.items():
        of = made()
        with pytest.raises(BadRequest, match=sentence):
            offered(of)
        assert fresh(of).status != ListStatus.TRANSFER_PENDING


def test_a_restricted_record_is_not_offered_nor_restricted_while_it_moves() -> None:
    """Another hub would learn of it: the restriction is lifted first, as for a merge."""
    old, of = manager("WM"), managed()
    by_name.restrict(of)
    assert old.user
    by_name.named_person(of, old.user)
    named = again(old)
    with seeing(named), pytest.raises(BadRequest, match="Lift the restriction first"):
        offered(of, by=named)
    other = managed()
    offered(other, by=old)
    with pytest.raises(BadRequest, match="being moved to another hub"):
        restriction.restrict_individual(
            by=old, individual=other, version=fresh(other).version, people=[], reason="Threat to life"
        )


def test_nobody_leaves_the_list_while_moving() -> None:
    of, old = managed(), manager("WM")
    offered(of, by=old)
    with pytest.raises(BadRequest, match="Withdraw the transfer"):
        leaving.propose_exit(
            by=old, individual=of, reason=ExitReason.objects.get(pk="DIED"), words="Died", evidence="Certificate",
            left_on=clock.today(),
        )  # fmt: skip


@pytest.mark.parametrize(
    ("days", "hub", "sentence"),
    [(-1, "EM", "between today and"), (100, "EM", "between today and"), (1, "WM", "owns this record already")],
)
def test_a_day_or_a_hub_that_makes_no_sense(days: int, hub: str, sentence: str) -> None:
    with pytest.raises(BadRequest, match=sentence):
        offered(managed(), hub, on=later(days))
    assert latest_effect(clock.today()) < later(100)


def test_who_may_offer_and_who_may_answer() -> None:
    """Managers of either hub and the central team lead, each for one side; nobody accepts what they offered."""
    of = managed()
    for by in (factories.viewer(RoleCode.HUB_OFFICER, "ROCU", "WM"), manager("EM")):
        with pytest.raises(Refused):
            offered(of, by=by)
    lead, old, new = factories.viewer(RoleCode.CENTRAL_ADMIN, "HMPPS-CENTRAL"), manager("WM"), manager("EM")
    offer = offered(of, on=later(), by=lead)
    for by in (old, factories.viewer(RoleCode.HUB_OFFICER, "ROCU", "EM")):
        with pytest.raises(Refused):
            transfers.refuse_transfer(by=by, transfer=offer, reason="No")
    with pytest.raises(Refused, match="Only the West Midlands hub"):
        transfers.withdraw_transfer(by=new, transfer=offer, reason="No")
    with pytest.raises(Refused, match="Somebody else must accept it"):
        transfers.accept_transfer(
            by=lead, transfer=offer, answers=answers(lead, offer, new.user), lead_agency=None, officer=""
        )
    assert fresh(offer).state == TransferState.OFFERED


def test_a_review_goes_on_while_somebody_moves_and_comes_sooner_afterwards() -> None:
    """A missed one stops sharing by the clock; what it came to holds when the transfer is over."""
    of, old = managed(), manager("WM")
    factories.agreement("NCA", hubs=["WM", "EM"], phases=[Phase.CUS], categories=[DataCategory.IDENTITY])
    partner = factories.viewer(RoleCode.AGENCY_CONTRIB, "NCA")
    offer = accepted(offered(of, on=later(20), by=old))
    with time_machine.travel(clock.start_of(fresh(of).review_due + timedelta(days=1)), tick=False):
        assert three_ways(again(partner), of) == (False, False, False)
        suspend_missed_reviews()
        assert fresh(of).status == ListStatus.TRANSFER_PENDING
    list_life.review_individual(
        by=old, individual=of, changed="Less active", outcome=ReviewOutcome.MONITOR, next_due=later(60)
    )
    assert (fresh(of).status, ListReview.unscoped.count()) == (ListStatus.TRANSFER_PENDING, 1)
    assert three_ways(again(partner), of) == (True, True, True)
    with time_machine.travel(clock.start_of(later(20)), tick=False):
        job()
    assert (fresh(of).status, fresh(of).review_due) == (ListStatus.MONITORED, later(20) + timedelta(days=SOON))
    assert fresh(offer).status_before == ListStatus.MONITORED


def test_what_comes_in_the_way_after_the_acceptance_makes_the_transfer_wait() -> None:
    """The old hub owns the record meanwhile, and both hubs are told."""
    of, old = managed(), manager("WM")
    accepted(offered(of, on=later(1), by=old))
    subject_access.collected(subject_access.governance(), of)
    with time_machine.travel(clock.start_of(later(2)), tick=False):
        job()
    assert (fresh(of).owning_hub_id, three_ways(again(old), of)) == ("WM", (True, True, True))
    told = Notice.objects.filter(key__contains=":waits:")
    assert {each.hub_id for each in told} == {"WM", "EM"}
    assert "cannot move yet" in told[0].sentence


@pytest.mark.django_db(transaction=True)
def test_two_who_answer_or_offer_at_once_do_it_once() -> None:
    of, old, new = managed(), manager("WM"), manager("EM")
    ended = at_once(*(lambda by=by: offered(of, on=later(), by=by) for by in (old, manager("WM"))))
    assert sorted(ended) == ["done", "refused"]
    offer = Transfer.unscoped.get()
    chosen = answers(new, offer, new.user)
    lead = factories.viewer(RoleCode.CENTRAL_ADMIN, "HMPPS-CENTRAL")
    ended = at_once(
        lambda: transfers.accept_transfer(by=new, transfer=offer, answers=chosen, lead_agency=None, officer=""),
        lambda: transfers.accept_transfer(by=lead, transfer=offer, answers=chosen, lead_agency=None, officer=""),
    )
    assert sorted(ended) == ["done", "refused"]
    assert TransferLine.unscoped.count() == 1


@pytest.mark.django_db(transaction=True)
def test_the_job_twice_at_once_and_a_withdrawal_meanwhile() -> None:
    """Either it has moved, and is not withdrawn, or it is withdrawn, and has not moved."""
    of, old = managed(), manager("WM")
    offer = accepted(offered(of, on=later(1), by=old))
    with time_machine.travel(clock.start_of(later(1)), tick=False):
        ended = at_once(job, job, lambda: transfers.withdraw_transfer(by=old, transfer=offer, reason="Arrested here"))
    found = fresh(offer)
    assert ended.count("done") == (3 if found.state == TransferState.WITHDRAWN else 2)
    assert (fresh(of).owning_hub_id == "EM") is (found.state == TransferState.DONE)
    assert fresh(of).status == ListStatus.ACCEPTED


def test_what_the_old_hub_did_stays_and_only_a_clause_lets_it_look() -> None:
    """Audit and history go along; the old hub keeps the transfer, which names the reference alone."""
    of, old, new = managed(), manager("WM"), manager("EM")
    factories.agreement("NCA", hubs=["EM"], phases=[Phase.CUS], categories=[DataCategory.IDENTITY])
    partner = factories.viewer(RoleCode.AGENCY_CONTRIB, "NCA")
    list_life.review_individual(
        by=old, individual=of, changed="Nothing", outcome=ReviewOutcome.KEEP, next_due=later(60)
    )
    events = AuditEvent.objects.filter(subject_ref=of.shown_reference).count()
    offer = accepted(offered(of, by=old), new)
    assert AuditEvent.objects.filter(subject_ref=of.shown_reference).count() > events
    now = again(new)
    with seeing(now):
        assert ListReview.unscoped.visible_to(now).get().reviewed_by == old.user
        assert of.history.model.objects.filter(id=of.pk, owning_hub="WM").exists()
    gone = again(old)
    with seeing(gone):
        assert Transfer.unscoped.visible_to(gone).get().pk == offer.pk
        assert Transfer.unscoped.get().pk == offer.pk
        assert not ListReview.unscoped.exists()
    assert three_ways(again(partner), of) == (True, True, True)


def test_both_hubs_are_told_by_reference_at_every_step() -> None:
    of = managed(surname="Zqsurname")
    offer = offered(of, on=later(1))
    asked = Notice.objects.get(hub="EM", kind="TRANSFER")
    assert (asked.asks, asked.settled_at) == (True, None)
    accepted(offer)
    asked.refresh_from_db()
    assert asked.settled_at
    with time_machine.travel(clock.start_of(later(1)), tick=False):
        job()
    told = Notice.objects.filter(kind="TRANSFER").order_by("pk")
    assert [each.hub_id for each in told] == ["EM", "WM", "WM", "EM"]
    assert all(of.shown_reference in each.sentence and "Zqsurname" not in each.sentence for each in told)


def test_an_answer_is_needed_for_every_piece_of_open_work() -> None:
    new = manager("EM")
    offer = offered(managed(), on=later())
    stranger = factories.viewer(RoleCode.HUB_OFFICER, "ROCU", "WM")
    wrong: dict[str, dict[str, Answer]] = {
        "This has no answer: The next review": {},
        "cannot be closed, select who takes it": {"review_0": Answer(reason="No need")},
        "is not of the receiving hub": {"review_0": Answer(stranger.user)},
    }
    for sentence, given in wrong.items():
        with pytest.raises(BadRequest, match=sentence):
            transfers.accept_transfer(by=new, transfer=offer, answers=given, lead_agency=None, officer="")
        assert (fresh(offer).state, TransferLine.unscoped.count()) == (TransferState.OFFERED, 0)


def test_who_is_kept_out_of_the_record_neither_decides_nor_takes_work() -> None:
    """A conflict of interest at the receiving hub holds before it owns anything."""
    of, new = managed(), manager("EM")
    colleague = factories.viewer(RoleCode.HUB_OFFICER, "ROCU", "EM")
    offer = offered(of, on=later())
    assert new.user
    assert colleague.user
    by_name.conflict_mark(of, colleague.user)
    with pytest.raises(BadRequest, match="kept out of this record"):
        transfers.accept_transfer(
            by=new, transfer=offer, answers=answers(new, offer, colleague.user), lead_agency=None, officer=""
        )
    by_name.conflict_mark(of, new.user)
    with seeing(again(new)):
        assert not Transfer.unscoped.exists()
        assert not Transfer.unscoped.visible_to(again(new)).exists()


@pytest.mark.parametrize("side", ["survives", "is merged away"])
def test_a_merge_and_a_transfer_keep_out_of_each_others_way(side: str) -> None:
    """Whichever comes first is decided first, for either record of the merge."""
    one, other = managed(surname="Zqone"), managed(surname="Zqtwo")
    moves = one if side == "survives" else other
    merging.same(one, other)
    offer = offered(moves, on=later())
    with pytest.raises(BadRequest, match="is being moved to another hub"):
        merging.proposed(fresh(one), fresh(other))
    transfers.withdraw_transfer(by=manager("WM"), transfer=offer, reason="To be merged first")
    merging.proposed(fresh(one), fresh(other))
    with pytest.raises(BadRequest, match="A merge of this record is proposed"):
        offered(fresh(moves), on=later())


def test_a_transfer_does_not_tell_that_a_record_was_restricted_since() -> None:
    """Whoever is not named for it sees no transfer to the own hub either; the old hub keeps what it did itself."""
    of, old, new = managed(), manager("WM"), manager("EM")
    accepted(offered(of, by=old), new)
    unnamed, lead = manager("EM"), factories.viewer(RoleCode.CENTRAL_ADMIN, "HMPPS-CENTRAL")
    restriction.restrict_individual(
        by=again(new), individual=fresh(of), version=fresh(of).version, people=[], reason="A relative works here"
    )
    for by, sees in ((unnamed, 0), (lead, 0), (new, 1), (old, 1)):
        now = again(by)
        with seeing(now):
            assert (Transfer.unscoped.count(), Transfer.unscoped.visible_to(now).count()) == (sees, sees)
            assert TransferLine.unscoped.count() == sees


@pytest.mark.django_db(transaction=True)
def test_a_review_while_the_transfer_takes_effect_waits_for_it() -> None:
    """Both take the record first, and so neither waits for the other for ever."""
    of, old = managed(), manager("WM")
    accepted(offered(of, on=later(1), by=old))
    review = {"changed": "Nothing", "outcome": ReviewOutcome.KEEP, "next_due": later(30)}
    with time_machine.travel(clock.start_of(later(1)), tick=False):
        ended = at_once(job, lambda: list_life.review_individual(by=old, individual=of, **review))
    assert ended[0] == "done"
    assert (fresh(of).owning_hub_id, fresh(of).status) == ("EM", ListStatus.ACCEPTED)


def test_what_a_panel_decided_is_settled_before_somebody_moves_and_its_band_is_told() -> None:
    of, new = managed(), manager("EM")
    waiting = panels.band_that_waits(of)
    assert "A decision of the panel about this person waits for approval. Decide that first." in obstacles_to_moving(
        new, fresh(of)
    )
    approve_decision(by=manager("WM"), decision=waiting)
    offer = offered(fresh(of))
    shown = person(what_is_offered(new, offer), offer, {}, clock.today())
    assert [row.value for row in shown if row.key == "Band"] == ["Below threshold, 100.0 of 100"]
