"""The pages of a transfer between hubs, and what each side is shown on them."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from cohort.enums import IdentifierKind
from cohort.models import Individual, Transfer
from cohort.queries.disclosures import read_register
from marsoc.kit import clock
from sharing.enums import RoleCode
from sharing.models import AuditEvent
from sharing.seeing import seeing
from tests import factories
from tests.factories import method
from tests.factories.transfers import accepted, managed, manager, offered
from tests.integration.cohort.test_leaving import told
from tests.integration.cohort.test_transfer_work import asked

pytestmark = pytest.mark.django_db
SignIn = Callable[..., Client]


def somebody() -> Individual:
    """Return somebody whose record has a word of every kind."""
    of = managed(
        surname="Zqsurname", notes="Zqnotes", crime_group="Zqgroup", officer="Zqofficer", place="Zqplace",
        threats=["DRUGS"],
    )  # fmt: skip
    factories.alias(of, "Zqalias")
    factories.identifier(of, IdentifierKind.PNC, "2001/4711390Q")
    return of


def day(field: str, days: int) -> dict[str, Any]:
    """Return what is typed for a day."""
    on = clock.today() + timedelta(days=days)
    return {f"{field}-day": on.day, f"{field}-month": on.month, f"{field}-year": on.year}


def test_a_manager_offers_and_what_is_wrong_is_said_beside_what_was_typed(sign_in: SignIn) -> None:
    of, client = somebody(), sign_in(manager().membership)
    page = reverse("individual_transfer", args=[of.shown_reference])
    assert "The next review" in told(client.get(page))
    typed = {"hub": "EM", "reason": "Lives in Derby", "version": of.version, **day("effective_on", 200)}
    refused = client.post(page, typed)
    assert "The day of the transfer must be between today and" in told(refused)
    assert b"Lives in Derby" in refused.content
    assert not Transfer.unscoped.exists()
    done = client.post(page, {**typed, **day("effective_on", 9)}, follow=True)
    assert "The East Midlands hub has been asked" in told(done)
    record = told(client.get(reverse("individual_overview", args=[of.shown_reference])))
    assert "This person is offered to the East Midlands hub" in record
    assert "Offer to another hub" not in record
    assert "cannot be offered now" in told(client.get(page))


def test_the_receiving_hub_is_shown_enough_to_decide_and_no_more(sign_in: SignIn) -> None:
    """Who and where the person is, the band and what is open; each reading is recorded as received by that hub."""
    of, new = somebody(), manager("EM")
    method.framework()
    offer = offered(of, on=clock.today() + timedelta(days=9))
    client = sign_in(new.membership)
    page = client.get(reverse("transfer", args=[offer.pk]))
    for word in ("Zqsurname", "Zqplace", "Has moved to the area", "No result yet", "The next review"):
        assert word in told(page)
    for word in ("Zqnotes", "Zqalias", "Zqgroup", "Zqofficer", "4711390"):
        assert word not in page.content.decode()
    assert client.get(reverse("individual_overview", args=[of.shown_reference])).status_code == 404
    event = AuditEvent.objects.filter(operation="CONSULT", subject_ref=of.shown_reference).latest("pk")
    assert (event.details["page"], event.details["under"]) == ("transfer", ["TRANSFER"])
    lead = factories.viewer(RoleCode.CENTRAL_ADMIN, "HMPPS-CENTRAL")
    with seeing(lead):
        (disclosure,) = read_register(lead, of.reference).disclosures
    assert (disclosure.hub, disclosure.under) == ("EM", ["TRANSFER"])
    officer = sign_in(RoleCode.HUB_OFFICER, "EM")
    assert officer.get(reverse("transfer", args=[offer.pk])).status_code == 404


def test_a_manager_accepts_line_by_line(sign_in: SignIn) -> None:
    """Whatever is missing is said at its field; afterwards the record is the new hub's."""
    of, new = somebody(), manager("EM")
    offer = offered(of)
    client, page = sign_in(new.membership), reverse("transfer_accept", args=[offer.pk])
    assert "Review: who takes it?" in told(client.get(page))
    refused = told(client.post(page, {"officer": "DS Invented"}))
    assert "Select who takes this: The next review" in refused
    assert new.user
    done = client.post(page, {"officer": "DS Invented", "review_0": new.user.pk}, follow=True)
    assert "Your hub owns the record now" in told(done)
    assert new.user.full_name in told(done)
    assert client.get(reverse("individual_overview", args=[of.shown_reference])).status_code == 200
    assert client.get(page).status_code == 302


def test_what_is_closed_needs_a_reason(sign_in: SignIn) -> None:
    of, new = managed(existence="POINTER"), manager("EM")
    request = asked(of)
    offer = offered(of)
    assert new.user
    typed = {"officer": "DS Invented", "review_0": new.user.pk, f"request_{request.pk}": "close"}
    client, page = sign_in(new.membership), reverse("transfer_accept", args=[offer.pk])
    assert "Enter why this is closed: Driver and Vehicle Licensing Agency asks for access" in told(
        client.post(page, typed)
    )
    client.post(page, {**typed, f"request_{request.pk}_reason": "Ask the force"})
    request.refresh_from_db()
    assert request.decision_reason == "Ask the force"


def test_refused_or_withdrawn_the_page_shows_the_reason_and_nothing_of_the_person(sign_in: SignIn) -> None:
    for route, by, reader in (("transfer_refuse", "EM", "WM"), ("transfer_withdraw", "WM", "EM")):
        offer = offered(somebody(), on=clock.today() + timedelta(days=9))
        client = sign_in(manager(by).membership)
        assert "Enter why" in told(client.post(reverse(route, args=[offer.pk]), {"words": ""}))
        client.post(reverse(route, args=[offer.pk]), {"words": "Arrested elsewhere"})
        page = sign_in(manager(reader).membership).get(reverse("transfer", args=[offer.pk]))
        assert "Arrested elsewhere" in told(page)
        assert b"Zqsurname" not in page.content
        late = client.post(reverse(route, args=[offer.pk]), {"words": "Again"})
        assert "by now. Nothing was changed" in told(late)


def test_the_old_hub_keeps_the_transfer_by_reference(sign_in: SignIn) -> None:
    of, old = somebody(), manager()
    offer = accepted(offered(of, by=old))
    page = sign_in(old.membership).get(reverse("transfer", args=[offer.pk]))
    assert of.shown_reference in told(page)
    assert b"Zqsurname" not in page.content
    assert sign_in(old.membership).get(reverse("individual_overview", args=[of.shown_reference])).status_code == 404


def test_an_officer_of_the_new_hub_sees_who_holds_what(sign_in: SignIn) -> None:
    offer = accepted(offered(somebody()))
    page = sign_in(RoleCode.HUB_OFFICER, "EM").get(reverse("transfer", args=[offer.pk]))
    assert "The next review" in told(page)


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_asks_the_database_as_often_for_three_as_for_one(
    number: int, sign_in: SignIn, django_assert_num_queries: Any
) -> None:
    for _ in range(number):
        offered(managed(), on=clock.today() + timedelta(days=9))
    client = sign_in(manager().membership)
    client.get(reverse("transfer_list"))
    with django_assert_num_queries(LIST_QUERIES):
        page = client.get(reverse("transfer_list"))
    assert told(page).count("West Midlands to East Midlands") == number


LIST_QUERIES = 10


def test_no_transfers_yet(sign_in: SignIn) -> None:
    assert "Nobody has been offered to or by your hub yet" in told(
        sign_in(manager().membership).get(reverse("transfer_list"))
    )
