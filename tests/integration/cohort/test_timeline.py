"""The timeline of a record: in sentences, newest first, narrowed by kind, person and agency, without leaks."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from cohort.models import Individual
from marsoc.kit.acting import acting
from sharing.enums import DataCategory, Existence, RoleCode
from sharing.models import Membership
from tests import factories
from tests.unit.govuk.markup import document

SignIn = Callable[..., Client]


def _titles(client: Client, individual: Individual, **query: Any) -> list[str]:
    page = document(client.get(_address(individual), query).content.decode())
    return [str(each.text_content()) for each in page.xpath("//*[@class='moj-timeline__title']")]


def _address(individual: Individual) -> str:
    return reverse("individual_timeline", args=[individual.shown_reference])


def _write(individual: Individual, by: Membership, reason: str = "Told so", **values: Any) -> None:
    with acting(user_id=by.user_id, membership_id=by.pk, reason=reason):
        for name, value in values.items():
            setattr(individual, name, value)
        individual.save()


def _choices(client: Client, individual: Individual, name: str) -> list[str]:
    page = document(client.get(_address(individual)).content.decode())
    return [str(each.text_content()) for each in page.xpath(f"//select[@name='{name}']/option")]


@pytest.fixture
def officer(db: None) -> Membership:
    """Return a hub officer who writes."""
    return factories.membership(person=factories.user(full_name="Olive Officer"))


@pytest.fixture
def lead(db: None) -> Membership:
    """Return the central lead who writes."""
    return factories.membership(
        role=RoleCode.CENTRAL_ADMIN, hub=None, agency="HMPPS-CENTRAL", person=factories.user(full_name="Lena Lead")
    )


@pytest.fixture
def written(officer: Membership, lead: Membership) -> Individual:
    """Return somebody whose record two people and a job have changed."""
    individual = factories.individual(officer="DS One")
    _write(individual, officer, officer="DS Two")
    _write(individual, officer, reason="Read in zqbook", notes="Zqsecret")
    _write(individual, lead, surname="Renamed")
    return individual


def test_filters_by_kind_person_and_agency(
    sign_in: SignIn, written: Individual, officer: Membership, lead: Membership
) -> None:
    client = sign_in()
    renamed, notes = "Surname changed", "Notes written"
    changed, made = "Officer in the case changed", "Record made"

    def found(**query: Any) -> list[str]:
        titles = _titles(client, written, **query)
        return [word for title in titles for word in (renamed, notes, changed, made) if title.startswith(word)]

    assert found() == [renamed, notes, changed, made]
    assert found(kind="name") == [renamed]
    assert found(kind="crime") == [changed]
    assert found(person=officer.user_id) == [notes, changed]
    assert found(person="system") == [made]
    assert found(agency="HMPPS-CENTRAL") == [renamed]
    assert found(person=officer.user_id, kind="notes", agency="ROCU") == [notes]
    assert found(person=officer.user_id, agency="HMPPS-CENTRAL") == []


def test_entry_says_what_who_for_whom_and_why(sign_in: SignIn, written: Individual) -> None:
    body = document(sign_in().get(_address(written), {"kind": "crime"}).content.decode()).text_content()

    assert "Officer in the case changed from DS One to DS Two" in body
    assert "by Olive Officer, acting as Hub officer, West Midlands hub, for " in body
    assert "Reason: Told so" in body


def test_addresses_hold_no_name(sign_in: SignIn, written: Individual) -> None:
    page = document(sign_in().get(_address(written)).content.decode())

    values = [str(each.get("value")) for each in page.xpath("//select[@name='person']/option")]
    assert all(value in ("", "system") or value.isdigit() for value in values)
    assert len(values) == 4
    links = " ".join(str(each.get("href")) for each in page.xpath("//a"))
    assert not [name for name in ("Olive", "Lena", "Renamed") if name in links]


def test_withheld_categories_leave_no_trace_in_choices_and_filters(
    sign_in: SignIn, officer: Membership, lead: Membership
) -> None:
    """Two records that differ only in what is withheld give a partner the same page, whatever it is narrowed by."""
    factories.agreement("NCA", categories=[DataCategory.IDENTITY])
    plain, richer = factories.individual(surname="Alike"), factories.individual(surname="Alike")
    for each in (plain, richer):
        _write(each, officer, surname="Changed")
    _write(richer, lead, reason="Zqreason", notes="Zqsecret", status="ACCEPTED", phase="CUS", existence="POINTER")
    client = sign_in(RoleCode.AGENCY_CONTRIB, None, "NCA")

    for name in ("kind", "person", "agency"):
        assert _choices(client, richer, name) == _choices(client, plain, name)
    assert "Lena Lead" not in _choices(client, richer, "person")
    for query in ({}, {"person": lead.user_id}, {"agency": "HMPPS-CENTRAL"}, {"kind": "notes"}, {"kind": "access"}):
        shown = client.get(_address(richer), query).content.decode()
        assert not [word for word in ("Zqreason", "Zqsecret", "Lena Lead") if word in shown]
        assert _titles(client, richer, **query) == _titles(client, plain, **query)
    unknown = document(client.get(_address(richer), {"person": 987654}).content.decode())
    hidden = document(client.get(_address(richer), {"person": lead.user_id}).content.decode())
    sentence = [each.text_content().strip() for each in hidden.xpath("//*[@class='govuk-error-summary']//li")]
    assert sentence == [each.text_content().strip() for each in unknown.xpath("//*[@class='govuk-error-summary']//li")]
    assert sentence == ["Select a person from the list"]


def test_what_others_may_know_is_told_to_those_who_decide_about_it(sign_in: SignIn, officer: Membership) -> None:
    individual = factories.individual()
    _write(individual, officer, reason="Zqreason", existence=Existence.POINTER, surname="Both")
    analyst = sign_in(RoleCode.CENTRAL_ANALYST, None, "HMPPS-CENTRAL")

    told = sign_in().get(_address(individual)).content.decode()
    assert f"What others may know changed from {Existence.NOTHING.label} to {Existence.POINTER.label}" in told
    assert "Zqreason" in told
    assert len(_titles(sign_in(), individual, kind="access")) == 1
    kept = analyst.get(_address(individual)).content.decode()
    assert "Surname changed" in kept
    assert not [word for word in ("What others may know", "Zqreason") if word in kept]


def test_pages_keep_the_filter_and_tell_the_exact_total(sign_in: SignIn, officer: Membership) -> None:
    individual = factories.individual(officer="DS 0")
    for number in range(1, 31):
        _write(individual, officer, reason=f"Reason {number}", officer=f"DS {number}")
    page = document(sign_in().get(_address(individual), {"kind": "crime"}).content.decode())

    assert "1 to 25 of 30 entries" in " ".join(
        page.xpath("//*[@class='moj-pagination__results']")[0].text_content().split()
    )
    following = page.xpath("//a[@rel='next']")[0].get("href")
    assert following == "?kind=crime&page=2"
    assert len(_titles(sign_in(), individual, kind="crime", page=2)) == 5


def test_narrowing_costs_nothing_more(sign_in: SignIn, written: Individual, django_assert_max_num_queries: Any) -> None:
    client = sign_in()
    client.get(_address(written))
    for query in ({}, {"kind": "name"}, {"agency": "ROCU"}):
        with django_assert_max_num_queries(38):
            client.get(_address(written), query)
