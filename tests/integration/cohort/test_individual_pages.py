"""Reading one individual's record."""

import re
from collections.abc import Callable
from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from cohort.enums import IdentifierKind, Verdict
from cohort.models import Individual, PossibleMatch
from marsoc.kit.acting import acting
from sharing.enums import Operation, Phase, RoleCode
from sharing.models import AuditEvent
from tests import factories

PAGES = ("individual_overview", "individual_identity", "individual_custody", "individual_timeline")
SECTIONS = ("name", "birth", "category", "phase", "location", "crime", "score", "notes")
KINDS = ("name", "identifier", "key-date")

SignIn = Callable[..., Client]


@pytest.fixture
def individual(db: None) -> Individual:
    """Return somebody with a fact of every kind, and one who may be the same."""
    made = factories.individual(
        surname="O'Haire-Łuk", forenames="Siân", date_of_birth=date(1984, 3, 27), threats=["DRUGS", "ML"]
    )
    factories.alias(made, "Tank")
    factories.identifier(made, IdentifierKind.PRISON, "A1234BC")
    factories.key_date(made, "CRD", date(2027, 3, 4))
    return made


def _match(first: Individual, second: Individual) -> PossibleMatch:
    with acting(job="tests"):
        match = PossibleMatch(first=first, second=second, score=80, reasons=["Same date of birth"])
        match.save()
    return match


def _addresses(individual: Individual) -> list[str]:
    ref = individual.shown_reference
    fact = individual.aliases.get()
    return [
        *(reverse(name, args=[ref]) for name in PAGES),
        *(reverse("individual_edit", args=[ref, section]) for section in SECTIONS),
        *(reverse("individual_fact_add", args=[ref, kind]) for kind in KINDS),
        reverse("individual_fact_remove", args=[ref, "name", fact.pk]),
    ]


@pytest.mark.parametrize("name", PAGES)
def test_page_is_shown_and_the_reading_recorded(sign_in: SignIn, individual: Individual, name: str) -> None:
    response = sign_in().get(reverse(name, args=[individual.shown_reference]))

    body = response.content.decode()
    assert "Siân O&#39;Haire-Łuk" in body
    assert "Born 27 March 1984" in body
    (event,) = AuditEvent.objects.filter(operation=Operation.CONSULT, subject_ref=individual.shown_reference)
    assert (event.subject_kind, event.details["page"]) == ("individual", name.removeprefix("individual_"))
    assert "IDENTITY" in event.details["categories"]


def test_every_page_is_shown_to_hub_staff(sign_in: SignIn, individual: Individual) -> None:
    client = sign_in()

    assert {client.get(address).status_code for address in _addresses(individual)} == {200}


def test_another_hub_is_told_that_there_is_no_such_page(sign_in: SignIn, individual: Individual) -> None:
    client = sign_in(RoleCode.HUB_MANAGER, "EM")

    for address in _addresses(individual):
        assert client.get(address).status_code == 404
        assert client.post(address, {"reason": "Mischief", "version": "1"}).status_code in {404, 405}
    assert not AuditEvent.objects.filter(operation=Operation.CONSULT).exists()


def test_unknown_person_looks_like_one_of_another_hub(sign_in: SignIn, individual: Individual) -> None:
    client = sign_in(RoleCode.HUB_OFFICER, "EM")

    hidden = client.get(reverse("individual_overview", args=[individual.shown_reference]))
    absent = client.get(reverse("individual_overview", args=["2222-2222"]))

    assert hidden.status_code == absent.status_code == 404
    assert _without_token(hidden) == _without_token(absent)


def _without_token(response: Any) -> str:
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", response.content.decode())


def test_central_analyst_reads_but_does_not_change(sign_in: SignIn, individual: Individual) -> None:
    client = sign_in(RoleCode.CENTRAL_ANALYST, None, "HMPPS-CENTRAL")
    reading, changing = _addresses(individual)[:4], _addresses(individual)[4:]

    for address in reading:
        response = client.get(address)
        assert response.status_code == 200
        assert "/edit/" not in response.content.decode()
        assert "/remove/" not in response.content.decode()
    assert {client.get(address).status_code for address in changing} == {403}


@pytest.mark.parametrize("name", ["individual_edit", "individual_fact_add"])
def test_section_that_does_not_exist_is_not_found(sign_in: SignIn, individual: Individual, name: str) -> None:
    assert sign_in().get(reverse(name, args=[individual.shown_reference, "nothing"])).status_code == 404


@pytest.mark.parametrize("name", PAGES)
def test_pages_cost_the_same_with_one_fact_and_with_three(
    sign_in: SignIn,
    individual: Individual,
    name: str,
    django_assert_num_queries: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("sharing.queries.names.time", SimpleNamespace(monotonic=lambda: 0.0))  # one minute for all
    client = sign_in()
    address = reverse(name, args=[individual.shown_reference])
    client.get(address)  # fills the minute's cache of reference names
    expected = {"individual_timeline": 36, "individual_custody": 24}.get(name, 18)

    with django_assert_num_queries(expected):
        client.get(address)
    factories.alias(individual, "Tanker")
    factories.alias(individual, "Tankard")
    factories.identifier(individual, IdentifierKind.PRISON, "A1234BD")
    factories.identifier(individual, IdentifierKind.CRN, "X123456")
    factories.key_date(individual, "SLED", date(2031, 3, 4))
    factories.key_date(individual, "HDCED", date(2026, 12, 4))
    with django_assert_num_queries(expected):
        client.get(address)


def test_markup_in_what_was_typed_is_shown_as_text(sign_in: SignIn) -> None:
    nasty = "<script>alert(1)</script>"
    individual = factories.individual(
        surname=nasty, forenames="", notes=nasty, officer=nasty, place=nasty, crime_group=nasty, name_source=nasty
    )
    factories.alias(individual, nasty, source=nasty)
    client = sign_in()

    for name in PAGES:
        body = client.get(reverse(name, args=[individual.shown_reference])).content.decode()
        assert nasty not in body
        assert "&lt;script&gt;alert(1)" in body


def test_blank_record_says_what_to_do(sign_in: SignIn) -> None:
    individual = factories.individual()
    client = sign_in()
    identity = client.get(reverse("individual_identity", args=[individual.shown_reference])).content.decode()
    custody = client.get(reverse("individual_custody", args=[individual.shown_reference])).content.decode()

    assert "Date of birth not known" in identity
    assert "No other name is recorded." in identity
    assert "Add an identifier" in identity
    assert "No key date is recorded. Record the dates that HMPPS has given" in custody


def test_key_date_shows_source_and_age(sign_in: SignIn, individual: Individual) -> None:
    with time_machine.travel("2026-11-22 12:00", tick=False):
        client = sign_in()
        body = client.get(reverse("individual_custody", args=[individual.shown_reference])).content.decode()

    assert "1 November 2026, 21 days ago" in body
    assert "Shown as the release date" in body


def test_timeline_is_newest_first_in_pages(sign_in: SignIn) -> None:
    individual = factories.individual(officer="Officer 0")
    for number in range(1, 30):
        with acting(job=f"job {number}"):
            individual.officer = f"Officer {number}"
            individual.save()
    client = sign_in()
    address = reverse("individual_timeline", args=[individual.shown_reference])

    first, last = client.get(address).content.decode(), client.get(f"{address}?page=2").content.decode()

    assert first.index("from Officer 28 to Officer 29") < first.index("from Officer 27 to Officer 28")
    assert "Record made" not in first
    assert "Record made" in last


def test_possible_duplicate_is_announced_to_those_who_may_decide(sign_in: SignIn, individual: Individual) -> None:
    _match(individual, factories.individual())
    address = reverse("individual_overview", args=[individual.shown_reference])

    assert "Possible duplicate" in sign_in().get(address).content.decode()
    analyst = sign_in(RoleCode.CENTRAL_ANALYST, None, "HMPPS-CENTRAL")
    assert "Decide on possible duplicates" not in analyst.get(address).content.decode()


def test_pair_is_compared_decided_once_and_not_asked_again(sign_in: SignIn, individual: Individual) -> None:
    other = factories.individual(surname="Other")
    match = _match(individual, other)
    client = sign_in()
    address = reverse("possible_match", args=[match.pk])
    assert individual.shown_reference in client.get(reverse("possible_match_list")).content.decode()

    page = client.get(address)
    assert "Compare two records" in page.content.decode()
    read = AuditEvent.objects.filter(operation=Operation.CONSULT, details__page="possible match")
    assert {event.subject_ref for event in read} == {individual.shown_reference, other.shown_reference}

    empty = client.post(address, {"verdict": ""})
    assert "Select whether the two records are of the same person" in empty.content.decode()
    response = client.post(address, {"verdict": Verdict.NOT_SAME}, follow=True)
    assert "Your decision has been saved: not the same person." in response.content.decode()
    assert "No possible duplicates to decide on" in response.content.decode()
    assert "Decided on" in client.get(address).content.decode()
    again = client.post(address, {"verdict": Verdict.SAME})
    assert "Somebody has decided about these two records already. Nothing was changed." in again.content.decode()
    match.refresh_from_db()
    assert match.verdict == Verdict.NOT_SAME
    assert [row.history_type for row in match.history.order_by("history_id")] == ["+", "~"]
    assert AuditEvent.objects.filter(operation=Operation.ALTER, subject_kind="possible_match").count() == 1


def test_pair_across_hubs_is_seen_by_nobody_at_a_hub(sign_in: SignIn, individual: Individual) -> None:
    match = _match(individual, factories.individual(owning_hub_id="EM"))
    client = sign_in()

    assert client.get(reverse("possible_match", args=[match.pk])).status_code == 404
    assert "No possible duplicates to decide on" in client.get(reverse("possible_match_list")).content.decode()
    central = sign_in(RoleCode.CENTRAL_ADMIN, None, "HMPPS-CENTRAL")
    assert central.get(reverse("possible_match", args=[match.pk])).status_code == 200


def test_phase_of_every_kind_has_a_page(sign_in: SignIn) -> None:
    client = sign_in()
    for phase in Phase:
        individual = factories.individual(phase=phase)
        body = client.get(reverse("individual_overview", args=[individual.shown_reference])).content.decode()
        assert phase.label in body
