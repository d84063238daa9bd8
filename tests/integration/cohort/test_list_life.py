"""The life on the list: each step by whoever may take it, reviews in time, and nobody accepted who must not be."""

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from cohort.actions.assessments import open_assessment, submit_scoring
from cohort.actions.individuals import move_phase
from cohort.actions.list_life import move_on_list, review_individual, suspend_missed_reviews
from cohort.enums import ListAct, ListStatus, ReviewOutcome
from cohort.models import Individual, ListMove, ListReview, RejectionReason
from cohort.moves import MOVES, SOON, by_hand, latest_review
from cohort.queries.explanations import who_sees
from cohort.tasks import suspend_missed_reviews as job
from marsoc.kit import clock
from sharing.enums import DataCategory, Phase, RoleCode
from sharing.errors import BadRequest, Refused
from sharing.models import AuditEvent
from sharing.seeing import seeing
from sharing.viewer import Viewer, system_viewer, viewer_in
from tests import factories
from tests.factories import method, panels
from tests.integration.cohort.test_leaving import again, manager, three_ways, told
from tests.integration.cohort.test_shares_at_once import at_once

pytestmark = pytest.mark.django_db


def moved(by: Viewer, of: Individual, act: ListAct, **given: Any) -> Individual:
    """Return somebody moved by an act."""
    if act == ListAct.REJECT:
        given.setdefault("rejection", RejectionReason.objects.get(pk="BELOW"))
    return move_on_list(by=by, individual=of, act=act, words="For this test", **given)


def partner_of(hub: str) -> Viewer:
    """Return somebody of an agency with which a hub shares those in custody."""
    factories.agreement("NCA", hubs=[hub], phases=[Phase.CUS], categories=[DataCategory.IDENTITY])
    return factories.viewer(RoleCode.AGENCY_CONTRIB, "NCA")


@pytest.mark.parametrize("status", ListStatus)
def test_every_status_takes_the_acts_of_the_table_and_no_other(status: ListStatus) -> None:
    """A move that is not in the table is one clear sentence, and nothing is changed."""
    by = manager()
    for act, move in MOVES.items():
        of = factories.individual(status=status)
        if act in by_hand(status):
            if act == ListAct.SCORE:
                _refused_before_an_assessment(by, of)
            assert moved(by, of, act).status == move.target
            assert ListMove.unscoped.get(individual=of).status_before == status
            continue
        told_why = "The panel decides" if status in move.sources else f"status is '{status.label.lower()}'"
        with pytest.raises(BadRequest, match=told_why):
            moved(by, of, act)
        of.refresh_from_db()
        assert (of.status, of.version) == (status, 1)
        assert not ListMove.unscoped.filter(individual=of).exists()


def _refused_before_an_assessment(by: Viewer, of: Individual) -> None:
    """Hold that somebody is scored by a first assessor who has finished, and not before; then have one finish."""
    method.framework()
    assessor = method.officer()
    scoring = open_assessment(by=assessor, individual=of)
    with pytest.raises(BadRequest, match="assess the person first, under Assessment"):
        moved(by, of, ListAct.SCORE)
    assert not ListMove.unscoped.filter(individual=of).exists()
    submit_scoring(by=assessor, scoring=method.answered(assessor, scoring, method.SOME))


def test_a_score_from_before_the_last_nomination_does_not_count() -> None:
    by, of = manager(), factories.individual()
    method.result(of)
    for act in (ListAct.REJECT, ListAct.RENOMINATE, ListAct.RESEARCH):
        of = moved(by, of, act)
    with pytest.raises(BadRequest, match="since the nomination"):
        moved(by, of, ListAct.SCORE)
    method.result(of)
    assert moved(by, of, ListAct.SCORE).status == ListStatus.SCORED


def test_from_a_nomination_to_the_list() -> None:
    """An officer prepares and the panel brings somebody onto the list, and a review is due within three months."""
    officer, of = factories.viewer(RoleCode.HUB_OFFICER, "ROCU", "WM"), factories.individual()
    method.result(of)
    assessed = clock.now()
    for act in (ListAct.RESEARCH, ListAct.SCORE, ListAct.TABLE):
        of = moved(officer, of, act)
    panels.decision(of)
    accepted = Individual.unscoped.get(pk=of.pk)

    assert (accepted.status, accepted.review_due) == (ListStatus.ACCEPTED, latest_review(clock.today()))
    assert [each.act for each in ListMove.unscoped.all()] == ["research", "score", "table", "accept"]
    done = AuditEvent.objects.filter(operation="ALTER", subject_ref=of.shown_reference, at__gt=assessed)
    assert done.count() == 5


def test_an_officer_prepares_and_a_manager_of_the_hub_decides() -> None:
    of = factories.individual(status=ListStatus.SCORED)
    for by in (factories.viewer(RoleCode.HUB_OFFICER, "ROCU", "WM"), manager("EM")):
        with pytest.raises(Refused):
            moved(by, of, ListAct.REJECT)
        with pytest.raises(Refused):
            review(by, of)
    rejected = moved(factories.viewer(RoleCode.CENTRAL_ADMIN, "HMPPS-CENTRAL"), of, ListAct.REJECT)
    assert rejected.status == ListStatus.REJECTED
    assert ListMove.unscoped.get().rejection_id == "BELOW"


@pytest.mark.django_db(transaction=True)
def test_two_who_decide_at_once_decide_once() -> None:
    of = factories.individual(status=ListStatus.MONITORED)
    managers = [manager(), manager()]
    ended = at_once(*(partial(moved, by, of, ListAct.RESUME) for by in managers))

    assert sorted(ended) == ["done", "refused"]
    assert ListMove.unscoped.count() == 1


def review(by: Viewer, of: Individual, **given: Any) -> ListReview:
    """Return a review of today."""
    values = {"changed": "Nothing", "outcome": ReviewOutcome.KEEP, "next_due": clock.today() + timedelta(days=30)}
    return review_individual(by=by, individual=of, **{**values, **given})


def test_a_missed_review_stops_sharing_by_the_clock_and_the_review_brings_it_back() -> None:
    """Without any job: by the ORM, by row-level security and by ``has_perm``; the hub sees the person throughout."""
    today = clock.today()
    of = factories.individual(status=ListStatus.ACCEPTED, review_due=today)
    partner, hub = partner_of("WM"), manager()
    assert three_ways(partner, of) == (True, True, True)
    due(of, today - timedelta(days=1))
    assert three_ways(again(partner), of) == (False, False, False)
    assert three_ways(hub, of) == (True, True, True)
    with seeing(hub):
        assert "NCA" not in {each.code for each in who_sees(hub, of.reference, None).agencies}

    job()
    of.refresh_from_db()
    assert of.status == ListStatus.SUSPENDED
    assert three_ways(again(partner), of) == (False, False, False)
    found = review(hub, of)
    of.refresh_from_db()
    assert (of.status, of.review_due, found.was_due) == (ListStatus.ACCEPTED, found.next_due, today - timedelta(days=1))
    assert three_ways(again(partner), of) == (True, True, True)


def due(of: Individual, day: date) -> None:
    """Set the day a review is due."""
    of.review_due = day
    factories.save(of)


def test_the_job_suspends_each_once_and_only_those_on_the_list() -> None:
    past = clock.today() - timedelta(days=1)
    missed = [factories.individual(status=ListStatus.ACCEPTED, review_due=past) for _ in range(3)]
    factories.individual(status=ListStatus.RESEARCH, review_due=past)
    factories.individual(status=ListStatus.ACCEPTED, review_due=clock.today())
    by = system_viewer("missed reviews")

    assert [suspend_missed_reviews(by=by), suspend_missed_reviews(by=by)] == [3, 0]
    assert {each.individual_id for each in ListMove.unscoped.all()} == {each.pk for each in missed}
    assert set(ListMove.unscoped.values_list("moved_by", flat=True)) == {None}


def test_a_review_is_of_somebody_on_the_list_and_sets_the_next_within_three_months() -> None:
    by, today = manager(), clock.today()
    with pytest.raises(BadRequest, match="Only somebody who has been accepted"):
        review(by, factories.individual())
    of = factories.individual(status=ListStatus.ACCEPTED)
    for day in (today, latest_review(today) + timedelta(days=1)):
        with pytest.raises(BadRequest, match="The next review must be due after today and by"):
            review(by, of, next_due=day)
    review(by, of, outcome=ReviewOutcome.MONITOR, next_due=latest_review(today))
    of.refresh_from_db()
    assert of.status == ListStatus.MONITORED


def test_another_phase_brings_the_review_forward() -> None:
    of = factories.individual(status=ListStatus.ACCEPTED, review_due=latest_review(clock.today()))
    moved_on = move_phase(
        by=factories.viewer(RoleCode.HUB_OFFICER, "ROCU", "WM"), individual=of, version=of.version, phase=Phase.REL,
        started_on=clock.today(), source="NOMIS", reason="Released",
    )  # fmt: skip

    assert moved_on.review_due == clock.today() + timedelta(days=SOON)


def test_return_is_a_new_nomination_that_shows_the_past(sign_in: Callable[..., Client]) -> None:
    of = factories.individual(status=ListStatus.ACCEPTED)
    factories.list_exit(of, approved=True)
    returned = moved(manager(), of, ListAct.RENOMINATE)
    assert (returned.status, returned.left_on) == (ListStatus.NOMINATED, None)

    page = told(sign_in(RoleCode.HUB_MANAGER).get(reverse("individual_move", args=[of.reference])))
    assert "Nominate again: Exited to nominated" in page
    record = told(sign_in(RoleCode.HUB_MANAGER).get(reverse("individual_overview", args=[of.reference])))
    assert "It is proposed that this person leaves the list" not in record
    assert "Take off the list" in record


def test_the_pages_lead_from_nomination_to_review(sign_in: Callable[..., Client]) -> None:
    of, officer, lead = factories.individual(), sign_in(RoleCode.HUB_OFFICER), sign_in(RoleCode.HUB_MANAGER)
    page = reverse("individual_move", args=[of.shown_reference])
    assert "Select what happens next" in told(officer.post(page, {"reason": "Words", "version": 1}))
    assert "Select why the person is rejected" in told(lead.post(page, {"act": "reject", "reason": "No", "version": 1}))
    method.result(of)
    for act, status in ((ListAct.RESEARCH, "in research"), (ListAct.SCORE, "scored"), (ListAct.TABLE, "at panel")):
        answer = officer.post(page, {"act": act, "reason": "Words", "version": 1}, follow=True)
        assert f"The status is now '{status}'" in told(answer)
    for client in (officer, lead):
        assert "The panel decides what becomes of this person" in told(client.get(page))
    panels.decision(Individual.unscoped.get(pk=of.pk))

    page, day = reverse("individual_review", args=[of.shown_reference]), latest_review(clock.today())
    answers = {
        "changed": "Nothing new", "outcome": "KEEP", "version": 1,
        "next_due-day": day.day, "next_due-month": day.month, "next_due-year": day.year,
    }  # fmt: skip
    late = told(lead.post(page, {**answers, "next_due-year": day.year + 1}))
    assert "The next review must be due after today and by" in late
    assert "The review has been recorded" in told(lead.post(page, answers, follow=True))
    assert "Nothing new" in told(lead.get(page))
    timeline = told(lead.get(reverse("individual_timeline", args=[of.shown_reference])))
    assert "Status changed from At panel to Accepted" in timeline


def test_partners_see_neither_moves_nor_reviews() -> None:
    of = moved(manager(), factories.individual(), ListAct.RESEARCH)
    with seeing(partner_of("WM")):
        assert not ListMove.unscoped.filter(individual=of).exists()


def test_a_membership_of_another_hub_sees_nothing_of_it() -> None:
    of = moved(manager(), factories.individual(), ListAct.RESEARCH)
    other = viewer_in(factories.membership(role=RoleCode.HUB_MANAGER, hub="EM"))
    with seeing(other):
        assert not ListMove.unscoped.filter(individual=of).exists()
