"""Choosing the membership acted in, and managing other people's."""

import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from sharing.actions import people as actions
from sharing.enums import Operation, RoleCode
from sharing.errors import BadRequest, Refused
from sharing.models import Agency, AuditEvent, Hub, Membership, Role, User
from sharing.viewer import Viewer
from tests import factories

MakeViewer = Callable[..., Viewer]
SignIn = Callable[..., Client]


@pytest.fixture
def manager(viewer: MakeViewer) -> Viewer:
    """Return the manager of the West Midlands hub."""
    return viewer(RoleCode.HUB_MANAGER, "WM")


def _answers(**given: str) -> dict[str, str]:
    answers = {
        "full_name": "Invented Newcomer",
        "email": "newcomer@example.test",
        "username": "newcomer",
        "agency": "ROCU",
        "hub": "WM",
        "role": "HUB_OFFICER",
    }
    return {**answers, **given}


def test_ending_a_membership_is_felt_on_the_next_request(sign_in: SignIn, manager: Viewer) -> None:
    membership = factories.membership(hub="WM")
    client = sign_in(membership)
    assert client.get(reverse("individual_list") + "?filter=").status_code == 200

    actions.end_membership(by=manager, membership=membership, reason="Moved to another post")

    response = client.get(reverse("individual_list") + "?filter=")
    assert response.headers["Location"] == reverse("no_membership")
    assert "You have no access at present" in client.get(reverse("no_membership")).content.decode()


def test_ending_leaves_one_history_row_with_the_reason_and_one_event(manager: Viewer) -> None:
    membership = factories.membership(hub="WM")
    before = membership.history.count()

    actions.end_membership(by=manager, membership=membership, reason="Moved to another post")

    rows = list(membership.history.order_by("history_id"))[before:]
    assert [(row.history_user, row.history_change_reason) for row in rows] == [(manager.user, "Moved to another post")]
    events = AuditEvent.objects.filter(operation=Operation.PERMISSION, subject_ref=str(membership.pk))
    assert manager.user
    assert [(event.actor_id, event.details) for event in events] == [(manager.user.pk, {"change": "ended"})]


def test_membership_ends_once(manager: Viewer) -> None:
    membership = actions.end_membership(by=manager, membership=factories.membership(hub="WM"), reason="Moved")

    with pytest.raises(BadRequest, match="has ended already"):
        actions.end_membership(by=manager, membership=membership, reason="Moved")


@pytest.mark.parametrize(("hub", "role"), [("EM", "HUB_OFFICER"), (None, "CENTRAL_ANALYST"), ("WM", "CENTRAL_ADMIN")])
def test_hub_manager_gives_hub_roles_at_the_own_hub_only(manager: Viewer, hub: str | None, role: str) -> None:
    with pytest.raises(Refused):
        actions.start_membership(
            by=manager,
            user=factories.user(),
            agency=Agency.objects.get(pk="ROCU"),
            hub=Hub.objects.get(pk=hub) if hub else None,
            role=Role.objects.get(pk=role),
        )


def test_officer_manages_nobody(sign_in: SignIn) -> None:
    client = sign_in(RoleCode.HUB_OFFICER, "WM")

    assert client.get(reverse("membership_list")).status_code == 403
    assert client.post(reverse("membership_add"), _answers()).status_code == 403
    assert not User.objects.filter(username="newcomer").exists()


def test_manager_sees_own_hub_only(sign_in: SignIn) -> None:
    factories.membership(hub="EM", person=factories.user(full_name="Other Hubperson"))
    factories.membership(hub="WM", person=factories.user(full_name="Own Hubperson"))

    body = sign_in(RoleCode.HUB_MANAGER, "WM").get(reverse("membership_list")).content.decode()

    assert "Own Hubperson" in body
    assert "Other Hubperson" not in body


def test_membership_of_another_hub_is_not_there(sign_in: SignIn) -> None:
    elsewhere = factories.membership(hub="EM")

    response = sign_in(RoleCode.HUB_MANAGER, "WM").post(
        reverse("membership_end", args=[elsewhere.pk]), {"end_reason": "Mischief"}
    )

    assert response.status_code == 404
    assert Membership.objects.get(pk=elsewhere.pk).ends_at is None


def test_person_is_added_and_may_sign_in_by_email(sign_in: SignIn) -> None:
    response = sign_in(RoleCode.HUB_MANAGER, "WM").post(reverse("membership_add"), _answers(), follow=True)

    assert "Invented Newcomer is now Hub officer, West Midlands hub." in response.content.decode()
    membership = Membership.objects.get(user__username="newcomer")
    assert not membership.user.has_usable_password()


def test_known_address_gets_a_second_membership_not_a_second_login(sign_in: SignIn) -> None:
    known = factories.membership(hub="EM").user

    sign_in(RoleCode.HUB_MANAGER, "WM").post(reverse("membership_add"), _answers(email=known.email.upper()))

    assert {membership.hub_id for membership in Membership.objects.filter(user=known)} == {"EM", "WM"}
    assert not User.objects.filter(username="newcomer").exists()


def test_empty_form_says_what_to_enter(sign_in: SignIn) -> None:
    body = sign_in(RoleCode.HUB_MANAGER, "WM").post(reverse("membership_add"), {"full_name": ""}).content.decode()

    assert "Enter the full name" in body
    assert "Select the role" in body


def test_end_page_names_the_person_and_asks_why(sign_in: SignIn) -> None:
    membership = factories.membership(hub="WM")
    client = sign_in(RoleCode.HUB_MANAGER, "WM")
    address = reverse("membership_end", args=[membership.pk])

    assert membership.user.full_name in client.get(address).content.decode()
    assert "Enter why this membership ends" in client.post(address, {"end_reason": ""}).content.decode()
    assert client.post(address, {"end_reason": "Moved"}).headers["Location"] == reverse("membership_list")
    assert Membership.objects.get(pk=membership.pk).end_reason == "Moved"


def test_switching_changes_what_is_seen(sign_in: SignIn) -> None:
    first = factories.membership(hub="WM")
    second = factories.membership(hub="EM", person=first.user)
    client = sign_in(first)
    assert "West Midlands hub" in client.get(reverse("home")).content.decode()

    response = client.post(reverse("membership_switch"), {"membership": second.pk}, follow=True)

    assert "East Midlands hub" in response.content.decode()


def test_nobody_acts_in_somebody_elses_membership(sign_in: SignIn) -> None:
    own, other = factories.membership(hub="WM"), factories.membership(hub="EM")

    client = sign_in(own)
    response = client.post(reverse("membership_switch"), {"membership": other.pk})

    assert "Select who you want to act as" in response.content.decode()
    assert "West Midlands hub" in client.get(reverse("home")).content.decode()


@pytest.mark.parametrize(
    ("role", "hub", "agency", "sentence"),
    [
        (RoleCode.HUB_OFFICER, "WM", "ROCU", "Nobody is on the list yet"),
        (RoleCode.CENTRAL_ANALYST, None, "HMPPS-CENTRAL", "All hubs"),
        (RoleCode.AGENCY_CONTRIB, None, "NCA", "Nothing is shared with your agency yet"),
        (RoleCode.AUDITOR, None, "HMICFRS", "This role does not show records of individuals"),
    ],
)
def test_home_is_made_for_the_role(
    sign_in: SignIn, role: RoleCode, hub: str | None, agency: str, sentence: str
) -> None:
    assert sentence in sign_in(role, hub, agency).get(reverse("home")).content.decode()


def test_home_counts_only_what_the_viewer_sees(sign_in: SignIn) -> None:
    factories.individual(owning_hub_id="WM")
    factories.individual(owning_hub_id="EM")
    factories.individual(owning_hub_id="EM")

    body = sign_in(RoleCode.HUB_OFFICER, "WM").get(reverse("home")).content.decode()

    assert re.findall(r"<strong>(\d+)</strong>", body) == ["1", "0", "0", "0", "0"]


def test_a_user_name_that_is_taken_is_said_beside_what_was_typed(sign_in: SignIn) -> None:
    taken = factories.user()
    answer = sign_in(RoleCode.HUB_MANAGER, "WM").post(reverse("membership_add"), _answers(username=taken.username))

    assert "belongs to somebody else" in answer.text
    assert "newcomer@example.test" in answer.text
    assert not User.objects.filter(email="newcomer@example.test").exists()
