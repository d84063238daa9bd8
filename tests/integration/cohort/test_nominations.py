"""Any agency nominates, the hub answers, and the agency learns no more than its agreements let it."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from django.db.models import QuerySet
from django.http import Http404
from django.test import Client
from django.urls import reverse

from cohort import access
from cohort.actions import nominations
from cohort.actions.adding import FirstPhase
from cohort.enums import ListStatus, NominationState, SubjectCategory
from cohort.models import Individual, Nomination
from cohort.queries.disclosures import recipients_of
from cohort.queries.nominations import read_outcome
from marsoc.kit import clock
from sharing.enums import DataCategory, Phase, RoleCode
from sharing.errors import BadRequest, Refused
from sharing.models import Hub, Membership, Notice
from sharing.seeing import seeing
from sharing.viewer import Viewer, viewer_in
from tests import factories
from tests.factories import by_name
from tests.integration.cohort.test_leaving import again, manager, told
from tests.integration.cohort.test_shares_at_once import at_once

pytestmark = pytest.mark.django_db


def membership_of(agency: str = "NCA") -> Membership:
    """Return a new person's membership of an agency."""
    return factories.membership(role=RoleCode.AGENCY_CONTRIB, hub=None, agency=agency)


def taken_up(nomination: Nomination, by: Viewer) -> Individual:
    """Return the individual that a nomination is taken up as."""
    phase = FirstPhase(Phase.CUS, clock.today(), "NOMIS")
    return nominations.take_up_as_new(by=by, nomination=nomination, phase=phase, likely=[])


def test_a_nomination_reaches_the_hub_and_becomes_a_record() -> None:
    """With grounds, evidence and threat; the hub's people are asked, the agency is told that there is an answer."""
    nomination, by = factories.nomination(membership_of(), surname="Dunmore"), manager()
    assert Notice.objects.get(hub="WM", asks=True).sentence.startswith("National Crime Agency nominates somebody")

    individual = taken_up(nomination, by)
    nomination.refresh_from_db()
    assert (individual.surname, individual.status) == ("Dunmore", ListStatus.NOMINATED)
    assert (nomination.state, nomination.individual_id) == (NominationState.TAKEN_UP, individual.pk)
    assert Notice.objects.get(hub="WM").settled_at
    assert Notice.objects.get(agency="NCA").sentence == "The hub has answered a nomination of your agency."


def test_the_agency_learns_where_the_person_stands_only_from_a_clause_that_gives_it() -> None:
    """The same words whether the person is new or was known, until a clause in force gives the assessment."""
    by, known, theirs = manager(), factories.individual(status=ListStatus.ACCEPTED), membership_of()
    new, old = (factories.nomination(theirs) for _ in range(2))
    taken_up(new, by)
    nominations.take_up_as_known(by=by, nomination=old, individual=known)

    def outcomes() -> list[ListStatus | None]:
        viewer = viewer_in(theirs)
        with seeing(viewer):
            return [read_outcome(viewer, access.get_nomination(viewer, each.pk)) for each in (new, old)]

    assert outcomes() == [None, None]
    factories.agreement("NCA", hubs=["WM"], phases=[Phase.CUS], categories=[DataCategory.IDENTITY])
    assert outcomes() == [None, None]
    factories.agreement("NCA", hubs=["WM"], phases=[Phase.CUS], categories=[DataCategory.IDENTITY, "ASSESSMENT"])
    since = clock.now()
    assert outcomes() == [ListStatus.NOMINATED, ListStatus.ACCEPTED]
    assert recipients_of(known, DataCategory.ASSESSMENT, since, clock.now()) == [("NCA", "")]  # it is in the register


def test_no_other_agency_and_no_other_hub_sees_it() -> None:
    nomination = factories.nomination(membership_of())
    for viewer in (viewer_in(membership_of("HMRC")), manager("EM")):
        with seeing(viewer):
            raw: QuerySet[Nomination] = Nomination.unscoped.all()
            assert not raw.exists()
            with pytest.raises(Http404):
                access.get_nomination(viewer, nomination.pk)


def test_what_is_taken_up_as_a_record_out_of_sight_goes_out_of_sight_with_it() -> None:
    """Of those at the hub; the agency still sees what it wrote itself."""
    theirs, by = membership_of(), manager()
    nomination = factories.nomination(theirs)
    by_name.restrict(taken_up(nomination, by))
    with seeing(again(by)):
        assert not Nomination.unscoped.exists()
    viewer = viewer_in(theirs)
    with seeing(viewer):
        assert Nomination.unscoped.visible_to(viewer).exists()


def test_only_agencies_nominate_and_only_the_hub_answers_once() -> None:
    nomination, by = factories.nomination(membership_of()), manager()
    with pytest.raises(Refused):
        nominations.nominate_person(by=by, hub=Hub.objects.get(pk="WM"), facts={}, grounds="Words", evidence="Report")
    for other in (manager("EM"), viewer_in(nomination.membership)):
        with pytest.raises(Refused):
            nominations.decline_nomination(by=other, nomination=nomination, answer="No")
    elsewhere = factories.individual(owning_hub_id="EM")
    central = factories.viewer(RoleCode.CENTRAL_ADMIN, "HMPPS-CENTRAL", None)
    with pytest.raises(BadRequest, match="belongs to another hub"):
        nominations.take_up_as_known(by=central, nomination=nomination, individual=elsewhere)
    nominations.decline_nomination(by=by, nomination=nomination, answer="Ask the East Midlands")
    with pytest.raises(BadRequest, match="answered already"):
        taken_up(nomination, by)
    assert not Individual.unscoped.filter(surname=nomination.surname).exists()


@pytest.mark.django_db(transaction=True)
def test_two_who_answer_at_once_answer_once() -> None:
    nomination = factories.nomination(membership_of())
    ended = at_once(*(lambda by=by: taken_up(nomination, by) for by in (manager(), manager())))

    assert sorted(ended) == ["done", "refused"]
    assert Individual.unscoped.count() == 1


def test_the_pages_lead_from_the_nomination_to_the_answer(sign_in: Callable[..., Client]) -> None:
    agency, hub = sign_in(RoleCode.AGENCY_CONTRIB, None, "NCA"), sign_in(RoleCode.HUB_MANAGER)
    new = reverse("nomination_new")
    given = {
        "hub": "WM", "forenames": "Kit", "surname": "Dunmore", "category": SubjectCategory.SUSPECT,
        "threats": ["MSHT"], "grounds": "Directs a group", "evidence": "Report 12",
    }  # fmt: skip
    assert "Enter where the evidence is" in told(agency.post(new, {**given, "evidence": ""}))
    assert "has been sent to the hub" in told(agency.post(new, given, follow=True))
    page = reverse("nomination_detail", args=[Nomination.unscoped.get().pk])
    assert "Directs a group" in told(hub.get(page))
    assert "Enter what the agency is told" in told(hub.post(page, {"decision": "decline"}))
    assert "There is no such record on your list" in told(
        hub.post(page, {"decision": "known", "reference": factories.individual(owning_hub_id="EM").shown_reference})
    )
    today = clock.today()
    answered: dict[str, Any] = {
        "decision": "new", "phase": "PRE", "source": "PNC", "started_on-day": today.day,
        "started_on-month": today.month, "started_on-year": today.year,
    }  # fmt: skip
    assert "has been answered" in told(hub.post(page, answered, follow=True))
    assert Individual.unscoped.filter(surname="Dunmore", threats=["MSHT"]).exists()
    seen = told(agency.get(page))
    assert "Taken up" in seen
    assert "Where the person stands" not in seen


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_takes_the_same_statements_however_many_there_are(
    number: int,
    sign_in: Callable[..., Client],
    django_assert_num_queries: Callable[..., AbstractContextManager[object]],
) -> None:
    for _ in range(number):
        factories.nomination(membership_of())
    client = sign_in(RoleCode.HUB_MANAGER)
    client.get(reverse("nomination_list"))
    with django_assert_num_queries(10):
        client.get(reverse("nomination_list"))
