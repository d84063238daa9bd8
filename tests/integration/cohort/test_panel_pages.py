"""The pages of a panel: from opening it to a decision that somebody else approves, and what each refuses."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cohort.actions import panels as actions
from cohort.enums import ListStatus
from cohort.models import Individual, Panel, PanelAttendance, PanelDecision
from marsoc.kit import clock
from sharing.enums import RoleCode
from tests import factories
from tests.factories import method, panels
from tests.integration.cohort.test_leaving import told
from tests.integration.cohort.test_panels import band, before_panel, disputed, overridden, put_before

pytestmark = pytest.mark.django_db
AGREED = {"act": "accept", "words": "Directs others", "manner": "CONSENSUS", "dissent": ""}


def case_of(of: Individual, held: Panel) -> str:
    """Return the address at which a panel decides about somebody."""
    return reverse("panel_case", args=[held.pk, of.shown_reference])


def test_from_the_opening_to_the_decision(sign_in: Callable[..., Client]) -> None:
    of, client = before_panel(surname="Tabled"), sign_in(RoleCode.HUB_MANAGER)
    method.result(of)
    assert "No panel has met yet" in told(client.get(reverse("panel_list")))
    page = told(client.post(reverse("panel_open"), {"hub": "WM"}, follow=True))
    assert "3 agencies, Regional Organised Crime Unit and HM Prison Service among them. 1 agency takes part." in page
    assert "Tabled" in page
    held = Panel.unscoped.get()
    assert "open already" in told(client.post(reverse("panel_open"), {"hub": "WM"}))

    refused = told(client.post(case_of(of, held), AGREED))
    assert "nobody takes part for HM Prison Service. Nothing was decided." in refused
    assert "Directs others" in refused
    for agency, name in panels.OTHERS.items():
        here = client.post(reverse("panel_detail", args=[held.pk]), {"agency": agency, "name": name}, follow=True)
    assert "3 agencies take part." in told(here)
    again = told(client.post(reverse("panel_detail", args=[held.pk]), {"agency": "NCA", "name": "Iris Vale"}))
    assert "Iris Vale is recorded already" in again
    client.post(reverse("panel_detail", args=[held.pk]), {"agency": "NCA", "name": "Mistaken"})
    mistake = reverse("panel_take_back", args=[held.pk, PanelAttendance.unscoped.get(name="Mistaken").pk])
    assert "Mistaken was recorded for National Crime Agency" in told(client.get(mistake))
    back = told(client.post(mistake, follow=True))
    assert "Mistaken no longer takes part" in back
    assert "3 agencies take part." in back
    assert client.get(mistake).status_code == 404

    vote = {**AGREED, "manner": "VOTE", "in_favour": "2", "against": "", "abstained": "0"}
    assert "Enter a number, 0 if there was none" in told(client.post(case_of(of, held), vote))
    assert "The votes add up to 2" in told(client.post(case_of(of, held), {**vote, "against": "0"}))
    assert "Select why the person is rejected" in told(client.post(case_of(of, held), {**AGREED, "act": "reject"}))
    done = told(client.post(case_of(of, held), {**vote, "against": "1", "dissent": "Prisons: too early"}, follow=True))
    assert "The decision is in effect" in done
    assert "By vote: 2 in favour, 1 against, 0 abstained" in done
    assert Individual.unscoped.get(pk=of.pk).status == ListStatus.ACCEPTED
    told_of = told(client.get(reverse("panel_decision", args=[PanelDecision.unscoped.get().pk])))
    assert "Prisons: too early" in told_of
    assert "Do you approve" not in told_of

    closed = told(client.post(reverse("panel_close", args=[held.pk]), follow=True))
    assert "The panel has been closed" in closed
    assert "has been closed" in told(client.post(case_of(before_panel(), held), AGREED))


def test_somebody_steps_out_for_one_person(sign_in: Callable[..., Client]) -> None:
    of, client, held = before_panel(), sign_in(RoleCode.HUB_MANAGER), panels.panel()
    out = PanelAttendance.unscoped.get(panel=held, agency="HMPPS-PS")
    page = reverse("panel_recuse", args=[held.pk, of.shown_reference])
    assert "Select who steps out" in told(client.post(page, {"reason": "A relative"}))
    shown = told(client.post(page, {"attendance": out.pk, "reason": "A relative"}, follow=True))
    assert "Owen Marsh" not in shown
    assert "it takes people of 3 agencies, and 2 take part" in told(client.post(case_of(of, held), AGREED))
    assert "A relative" in told(client.get(reverse("panel_detail", args=[held.pk])))


def test_another_band_waits_for_somebody_else_and_is_shown_where_the_band_is(sign_in: Callable[..., Client]) -> None:
    method.framework()
    of = before_panel()
    method.assessment(of, {"intent": 4, "reach": 4, "influence": 4})
    client, other = sign_in(RoleCode.HUB_MANAGER), sign_in(RoleCode.HUB_MANAGER)
    client.post(reverse("panel_open"), {"hub": "WM"})
    held = Panel.unscoped.get()
    for agency, name in panels.OTHERS.items():
        client.post(reverse("panel_detail", args=[held.pk]), {"agency": agency, "name": name})
    lower = {**AGREED, "band": band("Below threshold").pk}
    assert "Enter why the panel sets another band" in told(client.post(case_of(of, held), lower))
    kept = told(client.post(case_of(of, held), {**lower, "band_reason": "Dying"}, follow=True))
    assert "Kept. Somebody else must approve it." in kept
    assert "Waits for approval" in kept
    answer = reverse("panel_decision", args=[PanelDecision.unscoped.get().pk])
    assert "You recorded this yourself" in told(client.get(answer))
    assert client.post(answer, {"words": ""}).status_code == 200
    assert "Enter why you do not approve" in told(other.post(answer, {"decision": "refuse"}))
    assert "Your answer has been kept" in told(other.post(answer, {"decision": "approve"}, follow=True))

    assessed = told(other.get(reverse("individual_assessment", args=[of.reference])))
    assert "Below threshold, until the next review" in assessed
    assert "Dying" in assessed
    assert "Set by the panel" in told(other.get(reverse("priority_list")))


def test_whoever_was_in_the_chair_is_told_that_somebody_else_must_approve(sign_in: Callable[..., Client]) -> None:
    chair = panels.chair()
    made = panels.decision(put_before(chair), by=chair)
    assert chair.user
    page = reverse("panel_decision", args=[made.pk])
    assert "Do you approve this decision?" in told(sign_in(RoleCode.CENTRAL_ADMIN, None, "HMPPS-CENTRAL").get(page))
    assert sign_in(RoleCode.HUB_MANAGER, "EM").get(page).status_code == 404
    assert sign_in(RoleCode.HUB_OFFICER).get(page).status_code == 403


def test_both_scorings_are_laid_before_the_panel(sign_in: Callable[..., Client]) -> None:
    of, client, held = disputed(), sign_in(RoleCode.HUB_MANAGER), panels.panel()
    page = told(client.get(case_of(of, held)))
    assert "Assessors far apart" in page
    assert "100.0 (Tier 1)" in page
    assert "25.0 (Below threshold)" in page
    assert "Select whose scoring stands" in told(client.post(case_of(of, held), AGREED))
    client.post(case_of(of, held), {**AGREED, "settled": "SECOND"})
    assert "Below threshold, 25.0 of 100" in told(client.get(reverse("individual_assessment", args=[of.reference])))


def test_the_pages_take_the_same_queries_for_few_and_many(sign_in: Callable[..., Client]) -> None:
    client, chair = sign_in(RoleCode.HUB_MANAGER), panels.chair()
    method.framework()
    held = panels.panel(chair)
    client.get(reverse("home"))
    taken: dict[str, list[int]] = {}
    for more in (1, 2):
        for _ in range(more):
            method.assessment(before_panel(), {"intent": 4, "reach": 4, "influence": 4})
            out = before_panel()
            taking_part = PanelAttendance.unscoped.filter(panel=held).latest("pk")
            actions.step_out(by=chair, panel=held, individual=out, attendance=taking_part, reason="A relative")
            panels.decision(before_panel(), by=chair, at=held)
            panels.decision(put_before(chair), by=chair, at=held)
            over = {"opened_at": clock.now(), "closed_at": clock.now()}
            factories.save(Panel(hub_id="WM", chair=chair.user, quorum_id="HUB_PANEL", **over))
        for page in (reverse("panel_list"), reverse("panel_detail", args=[held.pk])):
            with CaptureQueriesContext(connection) as captured:
                assert client.get(page).status_code == 200
            taken.setdefault(page, []).append(len(captured))
    assert all(few == many for few, many in taken.values()), taken


def test_the_assessment_of_somebody_with_another_band_is_told_to_a_partner_without_the_reasons(
    sign_in: Callable[..., Client],
) -> None:
    of, made = overridden()
    actions.approve_decision(by=panels.chair(), decision=made)
    factories.agreement("NCA", categories=["IDENTITY", "ASSESSMENT"])
    page = told(
        sign_in(RoleCode.AGENCY_CONTRIB, None, "NCA").get(reverse("individual_assessment", args=[of.reference]))
    )
    assert "Below threshold, until the next review" in page
    assert "Dying" not in page
