"""What a partner reads a record for: asked once, kept with the readings, never of those whose role covers hubs."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from cohort.enums import RequestState
from cohort.models import AccessRequest, Individual
from marsoc.kit import clock
from sharing.enums import AccessReason, DataCategory, RoleCode
from sharing.models import AuditEvent, Membership
from tests import factories
from tests.factories import by_name
from tests.unit.govuk.markup import document, words

SignIn = Callable[..., Client]

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("purposes_asked")]


@pytest.fixture
def individual() -> Individual:
    """Somebody on the West Midlands list whom an agency sees by agreement."""
    factories.agreement("HMRC", hubs=["WM"], categories=[DataCategory.IDENTITY, DataCategory.CUSTODY])
    return factories.individual(surname="Quenby", owning_hub_id="WM")


@pytest.fixture
def partner() -> Membership:
    """Somebody who acts for that agency."""
    return factories.membership(role=RoleCode.AGENCY_CONTRIB, hub=None, agency="HMRC")


def page(route: str, individual: Individual) -> str:
    """Return the address of a page of a record."""
    return reverse(route, args=[individual.shown_reference])


def readings(individual: Individual) -> list[str | None]:
    """Return the purposes in the events of readings of a record, the oldest first."""
    found = AuditEvent.objects.filter(subject_kind="individual", subject_ref=individual.shown_reference).order_by("pk")
    return [event.details.get("purpose") for event in found]


def answer(client: Client, individual: Individual, purpose: str = "CASELOAD", onward: str = "") -> str:
    """Say what a record is needed for, and return where that leads."""
    address = page("individual_purpose", individual)
    response = client.post(f"{address}?next={onward}" if onward else address, {"purpose": purpose})
    assert response.status_code == 302
    return response.headers["Location"]


def test_a_partner_is_asked_once_and_each_reading_holds_the_answer(
    sign_in: SignIn, individual: Individual, partner: Membership
) -> None:
    client, custody = sign_in(partner), page("individual_custody", individual)
    asked = client.get(custody)
    assert asked.headers["Location"].startswith(page("individual_purpose", individual))
    question = client.get(asked.headers["Location"]).content.decode()
    assert "What do you need this record for?" in question
    assert "Quenby" not in question
    assert readings(individual) == []

    assert answer(client, individual, "PRE_RELEASE", custody) == custody
    assert client.get(custody).status_code == client.get(page("individual_identity", individual)).status_code == 200
    assert readings(individual) == ["PRE_RELEASE", "PRE_RELEASE"]
    register = sign_in(RoleCode.HUB_MANAGER, "WM").get(page("individual_received", individual)).content.decode()
    assert "For: planning for a release" in words(document(register))


def test_it_is_asked_anew_for_another_record_another_session_and_another_membership(
    sign_in: SignIn, individual: Individual, partner: Membership
) -> None:
    client, other = sign_in(partner), factories.individual(owning_hub_id="WM")
    answer(client, individual)
    assert client.get(page("individual_overview", individual)).status_code == 200

    assert client.get(page("individual_overview", other)).status_code == 302
    assert sign_in(partner).get(page("individual_overview", individual)).status_code == 302
    again = factories.membership(role=RoleCode.AGENCY_SPOC, hub=None, agency="HMRC", person=partner.user)
    session = client.session
    session["membership"] = again.pk
    session.save()
    assert client.get(page("individual_overview", individual)).status_code == 302


def test_neither_hub_staff_nor_the_central_team_are_asked(sign_in: SignIn, individual: Individual) -> None:
    for acting in ((RoleCode.HUB_OFFICER, "WM"), (RoleCode.CENTRAL_ANALYST, None, "HMPPS-CENTRAL")):
        client = sign_in(*acting)
        assert client.get(page("individual_overview", individual)).status_code == 200
        assert client.get(page("individual_purpose", individual)).status_code == 404
    assert readings(individual) == [None, None]


def test_the_question_is_not_there_where_the_record_is_not(
    sign_in: SignIn, individual: Individual, partner: Membership
) -> None:
    elsewhere, client = factories.individual(owning_hub_id="EM"), sign_in(partner)
    by_name.restrict(individual)

    for each in (elsewhere, individual):
        assert client.get(page("individual_overview", each)).status_code == 404
        assert client.get(page("individual_purpose", each)).status_code == 404
        assert client.post(page("individual_purpose", each), {"purpose": "CASELOAD"}).status_code == 404


def ask(individual: Individual, by: Membership, **given: Any) -> None:
    """Have an agency ask to see somebody, for planning a release."""
    asked = {"purpose": AccessReason.PRE_RELEASE, "words": "Released to our area", "asked_at": clock.now(), **given}
    factories.save(AccessRequest(individual=individual, agency=by.agency, membership=by, **asked))


def test_an_open_request_of_the_agency_is_its_own_task(
    sign_in: SignIn, individual: Individual, partner: Membership
) -> None:
    ask(individual, factories.membership(role=RoleCode.AGENCY_CONTRIB, hub=None, agency="HMRC"))

    assert sign_in(partner).get(page("individual_overview", individual)).status_code == 200
    assert readings(individual) == [AccessReason.PRE_RELEASE]


@pytest.mark.parametrize(("granted", "status"), [(True, 200), (False, 302)])
def test_a_share_is_its_own_task_if_it_was_asked_for(
    sign_in: SignIn, partner: Membership, granted: bool, status: int
) -> None:
    individual = factories.individual(owning_hub_id="WM")
    share = factories.share(individual, "HMRC")
    if granted:
        ask(individual, partner, state=RequestState.GRANTED, share=share)

    assert sign_in(partner).get(page("individual_overview", individual)).status_code == status


@pytest.mark.parametrize(
    ("agency", "state"), [("NCA", RequestState.OPEN), ("HMRC", RequestState.REFUSED), ("HMRC", RequestState.GRANTED)]
)
def test_neither_another_agency_s_request_nor_one_that_came_to_nothing_is(
    sign_in: SignIn, individual: Individual, partner: Membership, agency: str, state: RequestState
) -> None:
    ask(individual, factories.membership(role=RoleCode.AGENCY_CONTRIB, hub=None, agency=agency), state=state)

    assert sign_in(partner).get(page("individual_overview", individual)).status_code == 302


def test_an_emergency_has_its_reason_already(sign_in: SignIn, partner: Membership) -> None:
    unseen = factories.individual(owning_hub_id="EM")
    by_name.emergency(unseen, partner)

    assert sign_in(partner).get(page("individual_overview", unseen)).status_code == 200


@pytest.mark.parametrize("purpose", ["", "CURIOSITY"])
def test_an_answer_is_one_of_the_list(
    sign_in: SignIn, individual: Individual, partner: Membership, purpose: str
) -> None:
    client = sign_in(partner)
    refused = client.post(page("individual_purpose", individual), {"purpose": purpose})

    assert "What do you need this record for?" in refused.content.decode()
    assert client.get(page("individual_overview", individual)).status_code == 302


def test_it_leads_nowhere_outside_the_service(sign_in: SignIn, individual: Individual, partner: Membership) -> None:
    onward = answer(sign_in(partner), individual, onward="https://elsewhere.example/")
    assert onward == page("individual_overview", individual)
