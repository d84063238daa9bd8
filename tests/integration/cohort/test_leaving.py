"""Leaving the list: two people decide it, and from that instant nobody but the owning hub sees the person."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.http import Http404
from django.test import Client
from django.urls import reverse

from cohort import access
from cohort.actions import emergency, leaving
from cohort.actions.panels import refuse_decision
from cohort.enums import EmergencyReason, IdentifierKind, ListStatus, ProposalState, RequestState, ShareState
from cohort.models import AccessRequest, EmergencyAccess, ExitReason, Identifier, Individual, ListExit, NamedShare
from cohort.queries.explanations import who_sees
from cohort.queries.individuals import LEFT_THE_LIST, ListFilter, individual_page, total_listed
from marsoc.kit import clock
from marsoc.kit.acting import acting
from sharing.enums import Ability, DataCategory, Existence, Phase, RoleCode
from sharing.errors import BadRequest, Refused
from sharing.models import Notice
from sharing.seeing import seeing
from sharing.viewer import Viewer, viewer_in
from tests import factories
from tests.factories import by_name, panels
from tests.integration.cohort.importing import compared, person
from tests.integration.cohort.test_shares_at_once import at_once
from tests.unit.govuk.markup import document, words

pytestmark = pytest.mark.django_db


def manager(hub: str = "WM") -> Viewer:
    """Return somebody new who manages a hub."""
    return factories.viewer(RoleCode.HUB_MANAGER, "ROCU", hub)


def again(viewer: Viewer) -> Viewer:
    """Return the viewer of the next request."""
    assert viewer.membership
    return viewer_in(viewer.membership)


def told(response: Any) -> str:
    """Return the words of a page."""
    return words(document(response.content.decode()))


def three_ways(viewer: Viewer, individual: Individual) -> tuple[bool, bool, bool]:
    """Say whether a viewer sees an individual: by the ORM, by row-level security alone, by ``has_perm``."""
    with seeing(viewer), connection.cursor() as cursor:
        cursor.execute("select count(*) from cohort_individual where id = %s", [individual.pk])
        (raw,) = cursor.fetchone()
        orm = Individual.unscoped.visible_to(viewer).filter(pk=individual.pk).exists()
        return orm, raw == 1, viewer.holds("cohort.view_individual", individual)


def test_an_approved_exit_closes_the_record_to_every_partner_at_once_whatever_let_them_in() -> None:
    """By agreement, by name, by a contribution and in an emergency; hub and centre keep it, and all walls agree."""
    of = factories.individual()
    standing = factories.agreement("NCA", hubs=["WM"], phases=[Phase.CUS], abilities=[Ability.VIEW, Ability.CONTRIBUTE])
    assert standing
    factories.share(of, "HMRC")
    taken = factories.membership(role=RoleCode.AGENCY_CONTRIB, hub=None, agency="DWP")
    by_name.emergency(of, taken)
    elsewhere = factories.membership(role=RoleCode.HUB_OFFICER, hub="EM")
    by_name.emergency(of, elsewhere)
    fact = factories.identifier(of, IdentifierKind.PNC, "2001/4711390Q", contributed_by_id="NCA")
    out = [
        factories.viewer(RoleCode.AGENCY_CONTRIB, "NCA"), factories.viewer(RoleCode.AGENCY_SPOC, "HMRC"),
        viewer_in(taken), viewer_in(elsewhere),
    ]  # fmt: skip
    kept = [manager(), factories.viewer(RoleCode.CENTRAL_ANALYST, "HMPPS-CENTRAL")]
    assert [three_ways(each, of) for each in out + kept] == [(True, True, True)] * 6

    proposed = factories.list_exit(of)
    assert [three_ways(again(each), of) for each in out] == [(True, True, True)] * 4  # a proposal changes nothing
    leaving.approve_exit(by=manager(), proposed=proposed)

    assert [three_ways(again(each), of) for each in out] == [(False, False, False)] * 4
    assert [three_ways(again(each), of) for each in kept] == [(True, True, True)] * 2
    contributor = again(out[0])
    with seeing(contributor):
        assert not Identifier.unscoped.visible_to(contributor).filter(pk=fact.pk).exists()
        assert not Identifier.unscoped.filter(pk=fact.pk).exists()


def test_a_restricted_record_that_left_stays_with_those_named_and_is_closed_to_who_contributed() -> None:
    of = factories.individual()
    factories.identifier(of, IdentifierKind.PNC, "2001/4711390Q", contributed_by_id="NCA")
    factories.list_exit(of, approved=True)
    by_name.restrict(of)
    nca = factories.viewer(RoleCode.AGENCY_CONTRIB, "NCA")
    with seeing(nca):
        assert not Identifier.unscoped.exists()
    assert three_ways(manager(), of) == (False, False, False)


def test_the_list_and_its_counter_leave_out_who_has_left_and_the_filter_finds_them() -> None:
    stays, goes = factories.individual(), factories.individual()
    viewers = [manager(), factories.viewer(RoleCode.CENTRAL_ADMIN, "HMPPS-CENTRAL")]
    factories.agreement("NCA", hubs=["WM"], phases=[Phase.CUS])
    partner = factories.viewer(RoleCode.AGENCY_CONTRIB, "NCA")
    factories.list_exit(goes, approved=True)
    for viewer in map(again, viewers):
        with seeing(viewer):
            page = individual_page(viewer, ListFilter(), "name", 1)
            assert ([row.reference for row in page.rows], page.total) == ([stays.reference], 1)
            left = individual_page(viewer, ListFilter(standing=LEFT_THE_LIST), "name", 1)
            assert [row.reference for row in left.rows] == [goes.reference]
            assert individual_page(viewer, ListFilter(text=goes.surname), "name", 1).total == 0
    partner = again(partner)
    with seeing(partner):
        assert total_listed(partner) == 1
        assert individual_page(partner, ListFilter(standing=LEFT_THE_LIST), "name", 1).total == 0


def test_shares_offers_requests_and_emergencies_end_and_the_agencies_are_told_by_reference_alone() -> None:
    of = factories.individual(existence=Existence.POINTER)
    clause = factories.named_only("HMRC")
    factories.share(of, "HMRC", clause=clause)
    offered = factories.share(of, "NCA", accepted=False)
    factories.agreement("DVLA", categories=[DataCategory.PLAN], existence=Existence.POINTER)
    asking = factories.membership(role=RoleCode.AGENCY_CONTRIB, hub=None, agency="DVLA")
    factories.access_request(of, asking)
    by_name.emergency(of, factories.membership(role=RoleCode.AGENCY_CONTRIB, hub=None, agency="DWP"))
    factories.list_exit(of, approved=True)

    assert set(NamedShare.unscoped.values_list("state", flat=True)) == {ShareState.ENDED}
    assert not offered.grants.exists()
    assert AccessRequest.unscoped.get().state == RequestState.REFUSED
    assert EmergencyAccess.unscoped.get().ends_at <= clock.now()
    notices = Notice.objects.filter(kind="EXIT", settled_at=None)
    assert {(each.agency_id, each.sentence) for each in notices} == {
        (agency, f"{of.shown_reference} has left the list. What was shared of it has ended.")
        for agency in ("HMRC", "NCA")
    }
    assert of.existence == Existence.NOTHING


def test_nothing_brings_somebody_who_left_back_to_others() -> None:
    """Neither an offer nor an emergency, nor a row of a sheet."""
    of = factories.individual(existence=Existence.POINTER)
    with acting(job="tests"):
        of.sheet_references.create(hub_id="WM", ref="WM-1", said={})
    factories.list_exit(of, approved=True)
    with pytest.raises(BadRequest, match="has left the list and can be shared with nobody"):
        factories.share(of, "HMRC")
    nca = factories.viewer(RoleCode.AGENCY_CONTRIB, "NCA")
    assert not emergency.take_emergency_access(
        by=nca, reference=of.shown_reference, reason=EmergencyReason.LIFE, words="A threat"
    )
    batch = compared(manager(), person(ref="WM-1", surname="Back"))
    (row,) = batch.rows.all()
    assert row.outcome == "REJECTED"
    assert "has left the list" in str(row.problems[-1])


def test_nobody_leaves_the_list_while_a_decision_of_the_panel_waits() -> None:
    """Neither proposed nor approved, whichever of the two came first; once it is answered the person may leave."""
    of = factories.individual()
    proposed = factories.list_exit(of)
    waiting = panels.band_that_waits(of)
    of = Individual.unscoped.get(pk=of.pk)
    with pytest.raises(BadRequest, match="A decision of the panel about this person waits for approval"):
        leaving.approve_exit(by=manager(), proposed=proposed)
    leaving.refuse_exit(by=manager(), proposed=proposed, reason="Not yet")
    with pytest.raises(BadRequest, match="Approve or refuse that one first, under Panels"):
        factories.list_exit(of)
    of.refresh_from_db()
    assert (of.status, of.left_on) == (ListStatus.PANEL, None)
    refuse_decision(by=manager(), decision=waiting, reason="The person is leaving")
    factories.list_exit(of, approved=True)
    of.refresh_from_db()
    assert of.status == ListStatus.EXITED


def test_whoever_proposed_it_cannot_approve_it_nor_can_another_hub_or_an_officer() -> None:
    of, proposer = factories.individual(), manager()
    reason = ExitReason.objects.get(pk="DIED")
    given: dict[str, Any] = {"reason": reason, "words": "Died", "evidence": "Certificate", "left_on": clock.today()}
    proposed = leaving.propose_exit(by=proposer, individual=of, **given)
    with pytest.raises(Refused, match="Somebody else must approve it"):
        leaving.approve_exit(by=proposer, proposed=proposed)
    for other in (manager("EM"), factories.viewer(RoleCode.HUB_OFFICER, "ROCU", "WM")):
        with pytest.raises(Refused):
            leaving.approve_exit(by=other, proposed=proposed)
        with pytest.raises(Http404):
            access.get_exit(other, proposed.pk)
    with pytest.raises(BadRequest, match="proposed already"):
        leaving.propose_exit(by=manager(), individual=of, **given)
    with pytest.raises(BadRequest, match="today or in the past"):
        leaving.propose_exit(by=manager(), individual=of, **{**given, "left_on": clock.today() + timedelta(days=1)})
    leaving.approve_exit(by=factories.viewer(RoleCode.CENTRAL_ADMIN, "HMPPS-CENTRAL"), proposed=proposed)
    with pytest.raises(BadRequest, match="decided already"):
        leaving.refuse_exit(by=manager(), proposed=proposed, reason="No")
    with pytest.raises(BadRequest, match="has left the list already"):
        leaving.propose_exit(by=manager(), individual=of, **given)


@pytest.mark.django_db(transaction=True)
def test_two_who_approve_at_once_approve_once() -> None:
    of = factories.individual()
    factories.share(of, "HMRC")
    proposed = factories.list_exit(of)
    first, second = manager(), factories.viewer(RoleCode.CENTRAL_ADMIN, "HMPPS-CENTRAL")
    ended = at_once(*(lambda by=by: leaving.approve_exit(by=by, proposed=proposed) for by in (first, second)))

    assert sorted(ended) == ["done", "refused"]
    assert ListExit.unscoped.get().state == ProposalState.APPROVED
    assert Notice.objects.filter(agency="HMRC", kind="EXIT").count() == 1
    assert Individual.unscoped.get().version == of.version + 1


def test_who_sees_says_that_the_person_has_left() -> None:
    of = factories.individual()
    factories.agreement("NCA", hubs=["WM"], phases=[Phase.CUS])
    factories.membership(role=RoleCode.AGENCY_CONTRIB, hub=None, agency="NCA")
    by, before = manager(), clock.now()
    with seeing(by):
        assert "NCA" in {each.code for each in who_sees(by, of.reference, None).agencies}
    factories.list_exit(of, approved=True)
    by = again(by)
    with seeing(by):
        assert "NCA" not in {each.code for each in who_sees(by, of.reference, None).agencies}
        assert "NCA" in {each.code for each in who_sees(by, of.reference, before).agencies}


def test_the_pages_lead_from_the_proposal_to_the_record_that_has_left(sign_in: Callable[..., Client]) -> None:
    of, first, second = factories.individual(), sign_in(RoleCode.HUB_MANAGER), sign_in(RoleCode.HUB_MANAGER)
    today = clock.today()
    answers = {
        "why": "DIED", "evidence": "Certificate", "reason": "Died in hospital", "version": of.version,
        "left_on-day": today.day, "left_on-month": today.month, "left_on-year": today.year,
    }  # fmt: skip
    page = reverse("individual_leave", args=[of.shown_reference])
    refused = told(first.post(page, {**answers, "left_on-year": today.year + 1}))
    assert "Day of leaving the list must be today or in the past" in refused
    assert "Somebody else decides it" in told(first.post(page, answers, follow=True))
    decide = reverse("exit_decide", args=[ListExit.unscoped.get().pk])
    assert "Somebody else must approve it" in told(first.get(decide))
    assert "Enter why the person stays on the list" in told(second.post(decide, {"decision": "refuse"}))
    assert "Your decision has been kept" in told(second.post(decide, {"decision": "approve"}, follow=True))
    assert "This person left the list on" in told(second.get(reverse("individual_overview", args=[of.reference])))
    timeline = told(second.get(reverse("individual_timeline", args=[of.reference])))
    assert "Left the list on" in timeline
    assert "Reason: Died. Died in hospital" in timeline


@pytest.mark.parametrize("number", [1, 3])
def test_the_proposals_take_the_same_statements_however_many_there_are(
    number: int,
    sign_in: Callable[..., Client],
    django_assert_num_queries: Callable[..., AbstractContextManager[object]],
) -> None:
    for _ in range(number):
        factories.list_exit(factories.individual())
    client = sign_in(RoleCode.HUB_MANAGER)
    client.get(reverse("exit_list"))
    with django_assert_num_queries(10):
        client.get(reverse("exit_list"))
