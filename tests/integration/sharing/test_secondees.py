"""Secondees: employer, host and tasking authority are three facts; access follows the membership acted in."""

from collections.abc import Callable
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from cohort.actions.individuals import change_individual
from cohort.models import Individual
from sharing.actions.people import start_membership
from sharing.enums import Operation, RoleCode
from sharing.errors import BadRequest
from sharing.models import Agency, AuditEvent, Hub, Membership, Role, User
from sharing.viewer import Viewer, viewer_in
from tests import factories

SECONDED: dict[str, Any] = {"employer_id": "HMRC", "tasked_by_id": "NCA"}
THREE_FACTS = (
    "acting for Regional Organised Crime Unit, seconded from HM Revenue & Customs, tasked by National Crime Agency"
)

pytestmark = pytest.mark.django_db

SignIn = Callable[..., Client]


@pytest.fixture
def secondee() -> Membership:
    """Return somebody of HMRC who works at the West Midlands hub and is tasked by the NCA."""
    return factories.membership(role=RoleCode.HUB_OFFICER, hub="WM", agency="ROCU", **SECONDED)


def test_access_follows_the_membership_acted_in(secondee: Membership) -> None:
    """Neither the employer's nor the tasking agency's share opens anything; the hub acted at does."""
    own, elsewhere = factories.individual(owning_hub_id="WM"), factories.individual(owning_hub_id="EM")
    factories.agreement("HMRC", "NCA", hubs=["EM"])
    at_home = factories.membership(role=RoleCode.AGENCY_CONTRIB, hub=None, agency="HMRC", person=secondee.user)

    assert list(Individual.unscoped.visible_to(viewer_in(secondee))) == [own]
    assert list(Individual.unscoped.visible_to(viewer_in(at_home))) == [elsewhere]


def test_every_event_of_a_secondee_names_all_three(secondee: Membership, sign_in: SignIn) -> None:
    individual = factories.individual()

    sign_in(secondee).get(reverse("individual_overview", args=[individual.shown_reference]))

    event = AuditEvent.objects.get(operation=Operation.CONSULT)
    assert (event.agency, event.details["seconded_from"], event.details["tasked_by"]) == ("ROCU", "HMRC", "NCA")


def test_header_and_timeline_tell_all_three(secondee: Membership, sign_in: SignIn) -> None:
    individual = factories.individual()
    change_individual(
        by=viewer_in(secondee), individual=individual, version=1, changes={"officer": "DC Invented"}, reason="Told so"
    )

    page = sign_in().get(reverse("individual_timeline", args=[individual.shown_reference])).content.decode()
    own_page = sign_in(secondee).get(reverse("home")).content.decode()

    told = THREE_FACTS.replace("&", "&amp;")
    assert f"{secondee.user.full_name}, acting as Hub officer, West Midlands hub, {told}" in page
    assert f"Hub officer, West Midlands hub, {told}" in own_page


def test_a_manager_admits_a_secondee_and_the_list_of_people_tells_so(sign_in: SignIn) -> None:
    client = sign_in(RoleCode.HUB_MANAGER, "WM")
    answers = {
        "full_name": "Invented Newcomer", "email": "newcomer@example.test", "username": "newcomer", "agency": "ROCU",
        "hub": "WM", "role": "HUB_OFFICER", "employer": "HMRC", "tasked_by": "NCA",
    }  # fmt: skip

    assert client.post(reverse("membership_add"), answers).status_code == 302

    made = Membership.objects.get(user__username="newcomer")
    assert (made.agency_id, made.employer_id, made.tasked_by_id) == ("ROCU", "HMRC", "NCA")
    assert THREE_FACTS.replace("&", "&amp;") in client.get(reverse("membership_list")).content.decode()


@pytest.mark.parametrize(
    ("half", "told"),
    [
        ({"employer": "HMRC"}, "Select the agency that tasks the secondee"),
        ({"tasked_by": "NCA"}, "Select the agency that employs the secondee"),
    ],
)
def test_half_a_secondment_is_refused_beside_the_field(half: dict[str, str], told: str, sign_in: SignIn) -> None:
    answers = {
        "full_name": "Invented Newcomer", "email": "newcomer@example.test", "username": "newcomer", "agency": "ROCU",
        "hub": "WM", "role": "HUB_OFFICER", **half,
    }  # fmt: skip

    page = sign_in(RoleCode.HUB_MANAGER, "WM").post(reverse("membership_add"), answers).content.decode()

    assert told in page
    assert not User.objects.filter(username="newcomer").exists()


def test_the_action_refuses_half_a_secondment(viewer: Callable[..., Viewer]) -> None:
    with pytest.raises(BadRequest, match="Name both, or neither"):
        start_membership(
            by=viewer(RoleCode.HUB_MANAGER, "WM"), user=factories.user(), agency=Agency.objects.get(pk="ROCU"),
            hub=Hub.objects.get(pk="WM"), role=Role.objects.get(pk="HUB_OFFICER"),
            employer=Agency.objects.get(pk="HMRC"),
        )  # fmt: skip


def test_the_command_admits_a_secondee() -> None:
    person = {
        "username": "sec", "email": "sec@example.test", "name": "Sec Ondee", "role": "HUB_OFFICER", "agency": "ROCU",
        "hub": "WM",
    }  # fmt: skip
    out = StringIO()

    call_command("admit_person", stdout=out, employer="hmrc", tasked_by="nca", **person)

    assert THREE_FACTS in out.getvalue()
    with pytest.raises(CommandError, match="Name both, or neither"):
        call_command("admit_person", stdout=out, employer="hmrc", **{**person, "role": "HUB_RESEARCHER"})
