"""Every value of one field of a record, one click away, with what changed said in words."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from cohort.enums import IdentifierKind
from cohort.models import Individual
from cohort.queries.field_history import FIELDS
from marsoc.kit.acting import acting
from sharing.enums import DataCategory, Operation, RoleCode
from sharing.models import AuditEvent
from tests import factories
from tests.unit.govuk.markup import document, words

SignIn = Callable[..., Client]


def _address(individual: Individual, field: str) -> str:
    return reverse("individual_field_history", args=[individual.shown_reference, field])


def _write(individual: Individual, **values: Any) -> None:
    by = factories.membership(person=factories.user(full_name="Olive Officer"))
    with acting(user_id=by.user_id, membership_id=by.pk, reason="Told so"):
        for name, value in values.items():
            setattr(individual, name, value)
        individual.save()


def _cells(client: Client, individual: Individual, field: str) -> list[list[str]]:
    page = document(client.get(_address(individual, field)).content.decode())
    return [
        [" ".join(cell.text_content().split()) for cell in row.xpath("td")] for row in page.xpath("//table/tbody/tr")
    ]


@pytest.fixture
def individual(db: None) -> Individual:
    """Return somebody with a fact of every kind."""
    made = factories.individual(officer="DS One", notes="First line\nSecond line")
    factories.alias(made, "Tank")
    factories.identifier(made, IdentifierKind.PRISON, "A1234BC")
    factories.key_date(made, "CRD", date(2027, 3, 4))
    return made


def test_every_value_with_its_time_writer_agency_and_reason(sign_in: SignIn, individual: Individual) -> None:
    _write(individual, officer="DS Two")
    _write(individual, surname="Elsewhere")
    _write(individual, officer="")
    client = sign_in()

    assert _cells(client, individual, "officer") == [
        ["Removed: DS Two", ""],
        ["Removed: DS One", "Added: DS Two"],
        ["No record yet", "Added: DS One"],
    ]
    body = words(document(client.get(_address(individual, "officer")).content.decode()))
    assert body.count("Written by Olive Officer, acting as Hub officer, West Midlands hub, for") == 2
    assert body.count("Reason: Told so") == 2
    assert body.count("until now") == 2  # as a heading, and in the caption of the table


def test_difference_of_a_long_text_says_which_lines_and_needs_no_colour(
    sign_in: SignIn, individual: Individual
) -> None:
    _write(individual, notes="First line\nAnother line\nThird line")
    page = document(sign_in().get(_address(individual, "notes")).content.decode())

    newest = _cells(sign_in(), individual, "notes")[:3]
    assert newest == [
        ["First line", "First line"],
        ["Removed: Second line", "Added: Another line"],
        ["", "Added: Third line"],
    ]
    assert [each.text for each in page.xpath("//del")] == ["Second line"]
    assert [each.text for each in page.xpath("//ins")][:2] == ["Another line", "Third line"]
    assert page.xpath("//table[1]/thead//th/text()")[:2] == ["Before", "After"]


def test_facts_of_a_kind_are_listed_as_they_stood(sign_in: SignIn, individual: Individual) -> None:
    factories.alias(individual, "Tanker")
    with acting(job="tests"):
        individual.aliases.get(name="Tank").delete()

    cells = _cells(sign_in(), individual, "alias")

    assert [cell for row in cells for cell in row if cell] == [
        "Removed: Tank (Also known as)", "Tanker (Also known as)", "Tanker (Also known as)",
        "Tank (Also known as)", "Tank (Also known as)", "Added: Tanker (Also known as)",
        "Added: Tank (Also known as)",
    ]  # fmt: skip


@pytest.mark.parametrize("field", sorted(FIELDS))
def test_every_field_has_a_history_page_and_a_record_of_the_reading(
    sign_in: SignIn, individual: Individual, field: str
) -> None:
    assert sign_in().get(_address(individual, field)).status_code == 200
    event = AuditEvent.objects.get(operation=Operation.CONSULT, subject_ref=individual.shown_reference)
    assert event.details["page"] == f"history:{field}"


def test_pages_of_the_record_and_the_timeline_lead_there(sign_in: SignIn, individual: Individual) -> None:
    _write(individual, officer="DS Two")
    client, linked = sign_in(), set()
    for page in ("overview", "identity", "custody", "timeline"):
        body = document(client.get(reverse(f"individual_{page}", args=[individual.shown_reference])).content.decode())
        links = {str(link) for link in body.xpath("//main//a/@href") if "/history/" in link}
        assert links, page
        linked |= links

    assert {client.get(link).status_code for link in linked} == {200}
    for field in ("surname", "notes", "officer", "status", "alias", "identifier", "key_date", "phase_period"):
        assert _address(individual, field) in linked


def test_fact_of_which_there_is_none_says_so(sign_in: SignIn) -> None:
    body = sign_in().get(_address(factories.individual(), "alias")).content.decode()

    assert "Nothing has been recorded here." in body


@pytest.mark.usefixtures("stopped_clock")
def test_withheld_field_is_not_found_like_one_that_does_not_exist(sign_in: SignIn, individual: Individual) -> None:
    factories.agreement("NCA", categories=[DataCategory.IDENTITY])
    client = sign_in(RoleCode.AGENCY_CONTRIB, None, "NCA")
    absent = client.get(_address(individual, "nothing"))
    before = AuditEvent.objects.count()

    shown = {field for field in FIELDS if client.get(_address(individual, field)).status_code == 200}

    assert shown == {
        "surname", "forenames", "name_source", "date_of_birth", "year_of_birth", "birth_source", "category",
        "owning_hub", "home_region", "lead_agency", "officer", "alias", "identifier",
    }  # fmt: skip
    assert AuditEvent.objects.count() == before + len(shown)
    hidden = client.get(_address(individual, "notes"))
    assert (hidden.status_code, absent.status_code) == (404, 404)
    assert _plain(hidden) == _plain(absent)


def _plain(response: Any) -> str:
    return words(document(response.content.decode()))


def test_reason_that_may_speak_of_something_withheld_is_left_out(sign_in: SignIn, individual: Individual) -> None:
    factories.agreement("NCA", categories=[DataCategory.IDENTITY])
    _write(individual, officer="DS Two", notes="Zqsecret")
    client = sign_in(RoleCode.AGENCY_CONTRIB, None, "NCA")

    body = client.get(_address(individual, "officer")).content.decode()

    assert "DS Two" in body
    assert not [word for word in ("Told so", "Zqsecret") if word in body]


def test_history_costs_the_same_with_one_value_and_with_three(
    sign_in: SignIn, individual: Individual, django_assert_max_num_queries: Any
) -> None:
    client = sign_in()
    client.get(_address(individual, "officer"))
    for number in range(3):
        with django_assert_max_num_queries(30):
            client.get(_address(individual, "officer"))
        _write(individual, officer=f"DS {number}")
