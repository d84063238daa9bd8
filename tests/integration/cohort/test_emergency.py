"""Emergency access: a reference and a reason open a record for two hours; the owner is told and reviews it."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from cohort.actions import conflicts, restriction
from cohort.actions.emergency import AT_ONCE, LASTS, review_emergency, take_emergency_access
from cohort.actions.shares import Terms, offer_shares
from cohort.enums import EmergencyOutcome, EmergencyReason
from cohort.models import EmergencyAccess, Individual
from cohort.queries.emergency import emergency_accesses, emergency_figures
from marsoc.kit import clock
from sharing.enums import DataCategory, NoticeKind, Operation, RoleCode
from sharing.errors import BadRequest, Refused
from sharing.models import Agency, AuditEvent, Clause, Notice
from sharing.seeing import seeing
from sharing.viewer import Viewer, viewer_in
from tests import factories
from tests.contracts.world import everything_in, without_the_changing

pytestmark = pytest.mark.django_db

SignIn = Callable[..., Client]
MakeViewer = Callable[..., Viewer]
TUESDAY = datetime(2026, 11, 24, 15, 40, tzinfo=UTC)
ANSWERS = {"reason": "LIFE", "words": "A threat was overheard", "step": "confirm"}


@pytest.fixture
def individual() -> Individual:
    """Return somebody on the West Midlands list."""
    return factories.individual(surname="Unseen")


@pytest.fixture
def partner(db: None) -> Viewer:
    """Return somebody of the tax authority, with whom nothing is shared."""
    return factories.viewer(RoleCode.AGENCY_CONTRIB, "HMRC")


@pytest.fixture
def manager(viewer: MakeViewer) -> Viewer:
    """Return the manager of the West Midlands hub."""
    return viewer(RoleCode.HUB_MANAGER, "WM")


def again(viewer: Viewer) -> Viewer:
    """Return the same person as the next request sees it."""
    assert viewer.membership
    return viewer_in(viewer.membership)


def take(by: Viewer, of: Individual) -> bool:
    """Take emergency access to a record."""
    return take_emergency_access(
        by=again(by), reference=of.shown_reference, reason=EmergencyReason.LIFE, words="A threat was overheard"
    )


def taken(by: Viewer, of: Individual) -> EmergencyAccess:
    """Take emergency access to a record and return it as the tests see it."""
    assert take(by, of)
    return EmergencyAccess.unscoped.latest("pk")


def categories(viewer: Viewer, of: Individual) -> frozenset[DataCategory]:
    """Return what of a record a viewer sees on the next request."""
    return again(viewer).sight.categories(None, of.pk)


def at(monkeypatch: pytest.MonkeyPatch, instant: datetime) -> None:
    """Set the clock."""
    monkeypatch.setattr(clock, "now", lambda: instant)


def test_it_opens_every_category_but_equality_for_two_hours(
    partner: Viewer, individual: Individual, monkeypatch: pytest.MonkeyPatch
) -> None:
    at(monkeypatch, TUESDAY)
    assert categories(partner, individual) == frozenset()

    assert take(partner, individual)

    assert categories(partner, individual) == frozenset(DataCategory) - {DataCategory.EQUALITY}
    at(monkeypatch, TUESDAY + LASTS - timedelta(seconds=1))
    assert categories(partner, individual) != frozenset()
    at(monkeypatch, TUESDAY + LASTS)
    assert categories(partner, individual) == frozenset()


def test_it_holds_in_the_membership_that_took_it_alone(partner: Viewer, individual: Individual) -> None:
    assert partner.user
    other = viewer_in(factories.membership(person=partner.user, role=RoleCode.AGENCY_CONTRIB, hub=None, agency="NCA"))

    assert take(partner, individual)

    assert categories(other, individual) == frozenset()


def test_taking_and_every_reading_are_recorded_with_the_reason(
    partner: Viewer, individual: Individual, sign_in: SignIn
) -> None:
    access = taken(partner, individual)
    assert partner.membership

    page = sign_in(partner.membership).get(reverse("individual_overview", args=[individual.shown_reference]))

    assert "You see this by emergency access until" in page.content.decode()
    opening = AuditEvent.objects.get(operation=Operation.PERMISSION)
    reading = AuditEvent.objects.get(operation=Operation.CONSULT, subject_kind="individual")
    assert (opening.subject_ref, opening.details) == (
        individual.shown_reference, {"change": "emergency access", "access": access.pk, "reason": "LIFE"},
    )  # fmt: skip
    assert (reading.details["emergency"], reading.details["reason"]) == (access.pk, "LIFE")


def test_the_owning_hubs_manager_and_the_central_lead_are_told_at_once(partner: Viewer, individual: Individual) -> None:
    """Neither reference nor name: a manager who must not know the record is told as well."""
    access = taken(partner, individual)

    notices = Notice.objects.filter(kind=NoticeKind.EMERGENCY)
    assert {(each.agency_id, each.hub_id, each.role_id) for each in notices} == {
        (None, "WM", "HUB_MANAGER"), ("HMPPS-CENTRAL", None, "CENTRAL_ADMIN"),
    }  # fmt: skip
    for notice in notices:
        assert "HM Revenue & Customs took emergency access to a record of the West Midlands hub" in notice.sentence
        assert individual.shown_reference not in notice.sentence
        assert reverse(notice.route, args=[notice.argument]) == reverse("emergency_review", args=[access.pk])


def test_the_review_is_due_after_three_working_days(
    partner: Viewer, individual: Individual, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Taken on a Tuesday, by the end of Friday; on a Thursday, by the end of Tuesday, in London."""
    at(monkeypatch, TUESDAY)
    assert taken(partner, individual).review_due == datetime(2026, 11, 28, tzinfo=UTC)
    at(monkeypatch, TUESDAY + timedelta(days=2))
    assert taken(partner, individual).review_due == datetime(2026, 12, 2, tzinfo=UTC)


def test_a_restricted_record_opens_unless_a_conflict_bars_the_person(
    partner: Viewer, individual: Individual, manager: Viewer
) -> None:
    restriction.restrict_individual(by=manager, individual=individual, version=1, people=[], reason="Sensitive")
    barred = factories.viewer(RoleCode.AGENCY_CONTRIB, "HMRC")
    assert barred.user
    conflicts.mark_conflict(by=again(manager), individual=individual, person=barred.user, reason="Cousin")

    assert take(partner, individual)
    assert not take(barred, individual)
    assert categories(barred, individual) == frozenset()


def test_a_mark_made_meanwhile_ends_it_on_the_next_request(
    partner: Viewer, individual: Individual, manager: Viewer
) -> None:
    assert take(partner, individual)
    assert partner.user

    conflicts.mark_conflict(by=manager, individual=individual, person=partner.user, reason="Cousin")

    assert categories(partner, individual) == frozenset()


def test_the_answer_for_a_barred_record_is_that_for_none(
    partner: Viewer, individual: Individual, manager: Viewer, sign_in: SignIn
) -> None:
    """Same page, same status, as many statements; nobody is told of either."""
    assert partner.user
    assert partner.membership
    conflicts.mark_conflict(by=manager, individual=individual, person=partner.user, reason="Cousin")
    client = sign_in(partner.membership)

    answers = []
    for reference in (individual.shown_reference, "HK47-2MRZ"):
        answer = client.post(reverse("emergency_take"), {**ANSWERS, "reference": reference})
        answers.append((answer.status_code, without_the_changing(everything_in(answer).replace(reference.lower(), ""))))

    assert answers[0] == answers[1]
    assert answers[0][0] == 404
    refused = AuditEvent.objects.filter(operation=Operation.DENIED, subject_kind="emergency_access")
    assert [(each.subject_ref, each.details) for each in refused.order_by("pk")] == [
        (individual.shown_reference, {}), ("HK47-2MRZ", {}),
    ]  # fmt: skip
    assert not EmergencyAccess.unscoped.exists()
    assert not Notice.objects.filter(kind=NoticeKind.EMERGENCY).exists()


def test_staff_of_the_owning_hub_do_not_pass_a_restriction_so(
    individual: Individual, manager: Viewer, viewer: MakeViewer
) -> None:
    restriction.restrict_individual(by=manager, individual=individual, version=1, people=[], reason="Sensitive")

    assert not take(viewer(RoleCode.HUB_OFFICER, "WM"), individual)
    assert take(viewer(RoleCode.HUB_OFFICER, "EM"), individual)


def test_three_at_a_time_are_the_most(partner: Viewer, monkeypatch: pytest.MonkeyPatch) -> None:
    """Counted per person, whatever the membership; room is made when one ends."""
    at(monkeypatch, TUESDAY)
    assert partner.user
    other = viewer_in(factories.membership(person=partner.user, role=RoleCode.AGENCY_CONTRIB, hub=None, agency="NCA"))
    for by in (partner, other, partner):
        assert take(by, factories.individual())

    for by in (partner, other):
        with pytest.raises(BadRequest, match=f"emergency access to {AT_ONCE} records now"):
            take(by, factories.individual())
    at(monkeypatch, TUESDAY + LASTS)
    assert take(partner, factories.individual())


def test_a_record_in_sight_is_not_taken(individual: Individual, partner: Viewer, viewer: MakeViewer) -> None:
    with pytest.raises(BadRequest, match="You can open this record already"):
        take(viewer(RoleCode.HUB_OFFICER, "WM"), individual)
    assert take(partner, individual)
    with pytest.raises(BadRequest, match="You can open this record already"):
        take(partner, individual)


def test_who_sees_one_category_may_take_the_others(partner: Viewer, individual: Individual) -> None:
    factories.agreement("HMRC")

    assert take(partner, individual)


@pytest.mark.parametrize("role", [RoleCode.CENTRAL_ADMIN, RoleCode.AUDITOR])
def test_others_take_none(role: RoleCode, individual: Individual, viewer: MakeViewer) -> None:
    with pytest.raises(Refused):
        take(viewer(role, None, "HMPPS-CENTRAL"), individual)


def test_staff_of_another_hub_read_and_do_not_change(
    individual: Individual, sign_in: SignIn, viewer: MakeViewer
) -> None:
    officer = viewer(RoleCode.HUB_OFFICER, "EM")
    assert officer.membership
    assert take(officer, individual)
    client = sign_in(officer.membership)

    page = client.get(reverse("individual_overview", args=[individual.shown_reference])).content.decode()
    edit = client.get(reverse("individual_edit", args=[individual.shown_reference, "notes"]))

    assert "Unseen" in page
    assert "/edit/" not in page
    assert edit.status_code == 403


def test_staff_of_another_hub_share_nothing_of_it(individual: Individual, viewer: MakeViewer) -> None:
    factories.agreement("HMRC")
    officer = viewer(RoleCode.HUB_OFFICER, "EM")
    assert take(officer, individual)
    terms = Terms(Clause.objects.get(), [DataCategory.IDENTITY], "Release", clock.today())

    with pytest.raises(Refused, match="belongs to another hub"):
        offer_shares(by=again(officer), individuals=[individual], agency=Agency.objects.get(pk="HMRC"), terms=terms)


def test_the_page_asks_for_the_reference_says_what_will_happen_and_opens(
    partner: Viewer, individual: Individual, sign_in: SignIn
) -> None:
    assert partner.membership
    client = sign_in(partner.membership)
    answers = {**ANSWERS, "reference": individual.shown_reference.lower().replace("-", "")}
    mistyped = {**answers, "reference": "HK47-2MRX"}

    assert "This is no reference" in client.post(reverse("emergency_take"), mistyped).content.decode()
    card = client.post(reverse("emergency_take"), {**answers, "step": ""}).content.decode()
    assert "are told at once" in card
    assert not EmergencyAccess.unscoped.exists()
    opened = client.post(reverse("emergency_take"), answers, follow=True)
    assert opened.redirect_chain == [(reverse("individual_overview", args=[individual.shown_reference]), 302)]
    assert "Unseen" in opened.content.decode()


def test_a_review_keeps_outcome_and_findings_and_settles_the_notices(
    partner: Viewer, individual: Individual, manager: Viewer, viewer: MakeViewer
) -> None:
    access = taken(partner, individual)

    review_emergency(by=manager, access=access, outcome=EmergencyOutcome.JUSTIFIED, findings="Police log 12")

    with seeing(manager):
        kept = EmergencyAccess.unscoped.get(pk=access.pk)
    assert (kept.outcome, kept.findings, kept.reviewed_by) == ("JUSTIFIED", "Police log 12", manager.user)
    assert not Notice.objects.filter(settled_at=None).exists()
    with pytest.raises(BadRequest, match="has reviewed this access already"):
        review_emergency(by=manager, access=access, outcome=EmergencyOutcome.MISUSE, findings="Again")
    with pytest.raises(Refused):
        review_emergency(
            by=viewer(RoleCode.HUB_OFFICER, "WM"), access=access, outcome=EmergencyOutcome.MISUSE, findings="X"
        )


def test_nobody_reviews_what_they_took(individual: Individual, viewer: MakeViewer) -> None:
    """Somebody who is a manager here and took it as an officer elsewhere."""
    elsewhere = viewer(RoleCode.HUB_OFFICER, "EM")
    access = taken(elsewhere, individual)
    here = viewer_in(factories.membership(person=elsewhere.user, role=RoleCode.HUB_MANAGER, hub="WM"))

    with pytest.raises(Refused, match="Somebody else must review it"):
        review_emergency(by=here, access=access, outcome=EmergencyOutcome.JUSTIFIED, findings="Fine")


def test_the_manager_sees_how_many_wait_and_what_reviews_found(
    partner: Viewer, manager: Viewer, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    at(monkeypatch, clock.now() - timedelta(days=10))
    late = taken(partner, factories.individual())
    monkeypatch.undo()
    taken(partner, factories.individual())
    review = taken(partner, factories.individual())
    taken(partner, factories.individual(owning_hub_id="EM"))
    review_emergency(by=manager, access=review, outcome=EmergencyOutcome.NOT_NEEDED, findings="Was fine")
    assert manager.membership
    client = sign_in(manager.membership)

    figures = emergency_figures(manager)
    home = client.get(reverse("home")).content.decode()
    listed = client.get(reverse("emergency_list")).content.decode()

    assert figures is not None
    assert (figures.to_review, figures.overdue) == (2, 1)
    assert figures.outcomes == {
        EmergencyOutcome.JUSTIFIED: 0, EmergencyOutcome.NOT_NEEDED: 1, EmergencyOutcome.MISUSE: 0,
    }  # fmt: skip
    assert "Emergency access</a>: 2 to review, 1 overdue" in home
    with seeing(manager):
        assert emergency_accesses(manager, 1).rows[0].pk == late.pk
    assert "Review overdue" in listed
    assert client.get(reverse("emergency_review", args=[late.pk])).status_code == 200


def test_a_manager_who_may_not_see_the_record_reviews_without_knowing_which(
    partner: Viewer, individual: Individual, manager: Viewer, sign_in: SignIn
) -> None:
    """Neither reference nor words; whoever a conflict bars from the record is not given the review at all."""
    restriction.restrict_individual(by=manager, individual=individual, version=1, people=[], reason="Sensitive")
    access = taken(partner, individual)
    client = sign_in(RoleCode.HUB_MANAGER, "WM")
    barred = factories.membership(role=RoleCode.HUB_MANAGER, hub="WM")
    conflicts.mark_conflict(by=again(manager), individual=individual, person=barred.user, reason="Cousin")
    address = reverse("emergency_review", args=[access.pk])

    for page in (address, reverse("emergency_list")):
        told = client.get(page).content.decode()
        assert "Restricted record" in told
        assert individual.shown_reference not in told
        assert "A threat was overheard" not in told
    assert manager.membership
    assert individual.shown_reference in sign_in(manager.membership).get(address).content.decode()
    assert sign_in(barred).get(address).status_code == 404
    assert client.post(address, {"outcome": "JUSTIFIED", "findings": "Log seen"}).status_code == 302


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_asks_as_often_for_one_as_for_three(
    number: int, partner: Viewer, manager: Viewer, sign_in: SignIn, django_assert_num_queries: Any
) -> None:
    for _ in range(number):
        taken(partner, factories.individual())
    assert manager.membership
    client = sign_in(manager.membership)

    with django_assert_num_queries(15):
        client.get(reverse("emergency_list"))
