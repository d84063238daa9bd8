"""In the browser: adding somebody who may be on the list already, restricting, naming, keeping out."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from cohort.models import ConflictMark, Individual, NamedPerson, PossibleMatch
from sharing.enums import Phase, RoleCode
from sharing.models import Membership
from tests import factories
from tests.factories import by_name

pytestmark = pytest.mark.django_db
SignIn = Callable[..., Client]
ANSWERS = {
    "forenames": "Kit", "surname": "Dunmore", "name_source": "PNC", "known": "date", "date_of_birth-day": "4",
    "date_of_birth-month": "3", "date_of_birth-year": "1980",
    "birth_source": "PNC", "category": "SUSPECT", "phase": Phase.PRE, "started_on-day": "1", "started_on-month": "3",
    "started_on-year": "2026", "source": "PNC", "reason": "Nominated by the hub",
}  # fmt: skip


def _add(client: Client, **more: Any) -> str:
    return client.post(reverse("individual_add"), {**ANSWERS, **more}, follow=True).content.decode()


def _dunmores() -> int:
    return int(Individual.unscoped.filter(surname="Dunmore").count())


def test_whoever_may_be_on_the_list_already_is_shown_before_anything_is_saved(sign_in: SignIn) -> None:
    """Added all the same, the two are put before somebody to decide; back, all that was typed is there."""
    same: dict[str, Any] = {"forenames": "Kit", "surname": "Dunmore", "date_of_birth": date(1980, 3, 4)}
    present, hidden = factories.individual(**same), by_name.restrict(factories.individual(**same))
    elsewhere = factories.individual(owning_hub_id="EM", **same)
    client = sign_in(RoleCode.HUB_OFFICER, "WM")

    shown = _add(client)

    assert "Is this person on the list already?" in shown
    assert present.shown_reference in shown
    assert hidden.shown_reference not in shown
    assert elsewhere.shown_reference not in shown
    assert _dunmores() == 2  # the restricted one is nobody's here to count
    back = _add(client, step="back")
    assert 'value="Dunmore"' in back
    assert _dunmores() == 2

    added = _add(client, step="add")

    newcomer = Individual.unscoped.filter(surname="Dunmore").latest("pk")
    assert f"Kit Dunmore has been added to the list as {newcomer.shown_reference}." in added
    pair = PossibleMatch.unscoped.get()
    assert {pair.first_id, pair.second_id} == {present.pk, newcomer.pk}


def test_somebody_unlike_anybody_is_added_at_once_and_restricted_from_the_first_moment(sign_in: SignIn) -> None:
    """Nobody but whoever adds and the people selected sees the record."""
    colleague = factories.membership(hub="WM")
    client = sign_in(RoleCode.HUB_MANAGER, "WM")

    page = _add(client, restrict="on", people=[colleague.user.pk])

    assert "has been added to the list" in page
    assert _dunmores() == 0
    with by_name.as_owner():
        newcomer = Individual.unscoped.get(surname="Dunmore")
        assert NamedPerson.unscoped.filter(individual=newcomer).count() == 2
    own = reverse("individual_overview", args=[newcomer.shown_reference])
    assert sign_in(colleague).get(own).status_code == 200
    assert sign_in(RoleCode.HUB_OFFICER, "WM").get(own).status_code == 404


@pytest.fixture
def individual(db: None) -> Individual:
    """Return somebody on the West Midlands list."""
    return factories.individual()


@pytest.fixture
def manager(db: None) -> Membership:
    """Return the manager of the West Midlands hub."""
    return factories.membership(role=RoleCode.HUB_MANAGER, hub="WM")


def _decide(client: Client, individual: Individual, route: str, *args: Any, **answers: Any) -> str:
    address = reverse(route, args=[individual.shown_reference, *args])
    with by_name.as_owner():
        individual.refresh_from_db()
    given = {"version": individual.version, "reason": "Her brother works at the hub", **answers}
    return client.post(address, given, follow=True).content.decode()


def test_a_record_is_restricted_named_for_and_opened_again(
    individual: Individual, manager: Membership, sign_in: SignIn
) -> None:
    """Each step says what it did; the page lists who is named."""
    officer = factories.membership(hub="WM")
    client, other = sign_in(manager), sign_in(officer)
    own = reverse("individual_overview", args=[individual.shown_reference])

    assert "Only those named see the record now." in _decide(client, individual, "individual_named_change", "restrict")
    assert other.get(own).status_code == 404
    page = _decide(client, individual, "individual_named_add", person=officer.user.pk)
    assert "The person sees the record from now on." in page
    assert officer.user.full_name in page
    assert other.get(own).status_code == 200
    with by_name.as_owner():
        naming = NamedPerson.unscoped.get(user=officer.user)
    page = _decide(client, individual, "individual_named_end", "name", naming.pk)
    assert "The person no longer sees the record." in page
    assert other.get(own).status_code == 404
    assert "no longer restricted" in _decide(client, individual, "individual_named_change", "lift")
    assert other.get(own).status_code == 200


def test_somebody_with_a_conflict_of_interest_is_kept_out_and_let_in_again(
    individual: Individual, manager: Membership, sign_in: SignIn
) -> None:
    """An address that nobody signs in with is told; whoever keeps oneself out is led to the list."""
    officer = factories.membership(hub="WM")
    client, other = sign_in(manager), sign_in(officer)
    own = reverse("individual_overview", args=[individual.shown_reference])

    wrong = _decide(client, individual, "individual_named_change", "conflict", email="nobody@example.test")
    assert "Nobody signs in with this address. Check its spelling." in wrong
    assert not ConflictMark.unscoped.exists()
    kept = _decide(client, individual, "individual_named_change", "conflict", email=officer.user.email)
    assert "The person is kept out of the record from now on." in kept
    assert other.get(own).status_code == 404
    mark = ConflictMark.unscoped.get()
    assert "no longer kept out" in _decide(client, individual, "individual_named_end", "conflict", mark.pk)
    assert other.get(own).status_code == 200

    page = _decide(client, individual, "individual_named_change", "conflict", email=manager.user.email)
    assert "<h1" in page
    assert "Individuals" in page
    assert client.get(own).status_code == 404


def test_a_decision_on_a_record_that_changed_meanwhile_is_asked_again(
    individual: Individual, manager: Membership, sign_in: SignIn
) -> None:
    """Nothing is decided about what somebody has not seen."""
    client = sign_in(manager)

    page = _decide(client, individual, "individual_named_change", "restrict", version=individual.version + 1)

    assert "Somebody changed the record while you were deciding." in page
    assert not Individual.unscoped.get(pk=individual.pk).restricted
