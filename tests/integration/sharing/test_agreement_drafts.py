"""Drafting an agreement on its pages, from the first word until it is open for signature."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from marsoc.kit import clock
from sharing.actions import drafts
from sharing.enums import AgreementKind, Phase, RoleCode
from sharing.models import Agency, Agreement, Clause, Notice
from tests import factories
from tests.integration.sharing.test_agreement_pages import ALL_HUBS, CENTRAL, page, words

pytestmark = pytest.mark.django_db
SignIn = Callable[..., Client]


def on(name: str, day: Any) -> dict[str, str]:
    """Return a date as its three fields send it."""
    return {f"{name}-day": str(day.day), f"{name}-month": str(day.month), f"{name}-year": str(day.year)}


TODAY = clock.today()
START = {
    "kind": AgreementKind.ISA, "title": "Sharing for release", "purpose": "Managing release",
    **on("starts_on", TODAY), **on("ends_on", TODAY + timedelta(days=365)),
}  # fmt: skip
CLAUSE = {
    "recipients": ["NCA"], "hubs": ["ALL"], "phases": ["ALL"], "categories": ["IDENTITY", "PLAN"],
    "abilities": ["VIEW"], "purpose": "Managing release", "existence": "NOTHING",
}  # fmt: skip


@pytest.fixture
def client(sign_in: SignIn) -> Client:
    """Somebody of the central team, who drafts."""
    return sign_in(*CENTRAL)


@pytest.fixture
def draft() -> Agreement:
    """A draft with a receiving agency and a clause."""
    return factories.agreement("NCA", opened=False)


def send(client: Client, route: str, *args: Any, **answers: Any) -> str:
    response = client.post(reverse(route, args=args), answers, follow=True)
    assert response.status_code == 200, response.status_code
    return words(response)


def test_a_draft_is_written_page_by_page_and_opened(client: Client) -> None:
    text = send(client, "agreement_start", **START)
    made = Agreement.objects.get()
    reference = made.reference
    assert f"Draft of {made}" in text
    assert "Title, purpose and lawful basis No lawful basis" in text
    assert "2 things missing" in text

    assert "No agency" not in send(
        client,
        "agreement_draft_terms",
        reference,
        "purpose",
        title="Release",
        purpose="Release",
        lawful_basis="OMA s.14",
    )
    dates = {**on("starts_on", TODAY), **on("ends_on", TODAY + timedelta(days=99)), **on("review_on", TODAY)}
    send(client, "agreement_draft_terms", reference, "dates", **dates)
    send(client, "agreement_draft_terms", reference, "rules", retention="Six years", documents="Annex B")
    contact = {"contact_name": "Invented Contact", "contact_email": "contact@example.test"}
    assert "Invented Contact" in send(client, "agreement_draft_party_add", reference, agency="NCA", **contact)
    assert "Clause 1" in send(client, "agreement_draft_clause_add", reference, **CLAUSE)
    check = page(client, "agreement_draft_check", reference)
    for said in ("Six years", "Annex B", "OMA s.14", "See all hubs, in every custody phase Clause 1"):
        assert said in check, said

    opened = send(client, "agreement_draft_check", reference)
    assert "is open for signature. Every party has been told." in opened
    assert set(Notice.objects.values_list("agency", flat=True)) == {"HMPPS-CENTRAL", "NCA"}
    clause = Clause.objects.get()
    assert (clause.hubs, set(clause.phases)) == (ALL_HUBS, set(Phase))


def test_a_draft_that_lacks_something_says_all_of_it_and_offers_no_button(client: Client) -> None:
    made = factories.agreement(opened=False)
    text = page(client, "agreement_draft_check", made.reference)

    assert "Add at least one agency that receives information." in text
    assert "Clause 1 names no recipient. Select at least one agency." in text
    assert "Every party is told" not in text
    assert "Add at least one agency" in send(client, "agreement_draft_check", made.reference)
    assert Agreement.objects.get().opened_at is None


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"recipients": []}, "Select at least one agency"),
        ({"recipients": ["HMRC"]}, "Select at least one agency"),
        ({"hubs": []}, "Select all hubs, or at least one"),
        ({"phases": []}, "Select at least one custody phase"),
        ({"categories": []}, "Select at least one kind of information"),
        ({"categories": ["EQUALITY"]}, "Select at least one kind of information"),
        ({"abilities": []}, "Select at least one thing that they may do"),
        ({"purpose": ""}, "Enter for which purpose?"),
        ({"existence": ""}, "Select what they may know"),
        (
            {**on("starts_on", TODAY), **on("ends_on", TODAY - timedelta(days=1))},
            "The clause's last day must be on or after its first day",
        ),
        ({"starts_on-day": "31", "starts_on-month": "2", "starts_on-year": "2027"}, "From must be a real date"),
    ],
)
def test_a_clause_that_makes_no_sense_is_said_beside_what_was_typed(
    client: Client, draft: Agreement, changed: dict[str, Any], said: str
) -> None:
    text = send(client, "agreement_draft_clause_add", draft.reference, **{**CLAUSE, "handling": "Kept", **changed})

    assert said in text
    assert "Kept" in text
    assert Clause.objects.count() == 1


def test_equality_cannot_be_chosen(client: Client, draft: Agreement) -> None:
    assert (
        'value="EQUALITY"'
        not in client.get(reverse("agreement_draft_clause_add", args=[draft.reference])).content.decode()
    )


def test_a_clause_is_changed_and_removed(client: Client, draft: Agreement) -> None:
    shown = client.get(reverse("agreement_draft_clause", args=[draft.reference, 1])).content.decode()
    assert 'value="WM" checked' in shown
    assert 'value="ALL" checked' in shown, "every phase is said in one word"

    send(client, "agreement_draft_clause", draft.reference, 1, **{**CLAUSE, "hubs": ["EM", "WM"], "phases": ["CUS"]})
    clause = Clause.objects.get()
    assert (set(clause.hubs), clause.phases, clause.number) == ({"EM", "WM"}, ["CUS"], 1)

    assert "Remove clause 1?" in page(client, "agreement_draft_clause_remove", draft.reference, 1)
    send(client, "agreement_draft_clause_remove", draft.reference, 1)
    assert not Clause.objects.exists()


def test_a_clause_waits_for_an_agency_that_receives(client: Client) -> None:
    made = factories.agreement(opened=False)
    answer = client.get(reverse("agreement_draft_clause_add", args=[made.reference]), follow=True)

    assert "Add an agency that receives information before you write a clause." in words(answer)


def test_a_party_is_changed_and_taken_out_of_the_clauses_too(client: Client, draft: Agreement) -> None:
    send(client, "agreement_draft_party", draft.reference, "NCA", contact_name="Invented Contact")
    assert draft.parties.get(agency="NCA").contact_name == "Invented Contact"
    assert "Take National Crime Agency out?" in page(client, "agreement_draft_party_remove", draft.reference, "NCA")

    send(client, "agreement_draft_party_remove", draft.reference, "NCA")
    assert not draft.parties.filter(agency="NCA").exists()
    assert Clause.objects.get().recipients == []
    owner = reverse("agreement_draft_party_remove", args=[draft.reference, "HMPPS-CENTRAL"])
    assert client.post(owner).status_code == 400


def test_only_agencies_of_today_that_are_no_party_yet_are_offered(client: Client, draft: Agreement) -> None:
    agency = Agency.objects.get(pk="GLAA")
    agency.valid_to = TODAY
    factories.save(agency)
    body = client.get(reverse("agreement_draft_party_add", args=[draft.reference])).content.decode()

    assert 'value="HMRC"' in body
    assert 'value="NCA"' not in body
    assert 'value="GLAA"' not in body


@pytest.mark.parametrize(
    ("dates", "said"),
    [
        ({**on("ends_on", TODAY - timedelta(days=1))}, "The last day must be on or after the first day"),
        ({**on("review_on", TODAY + timedelta(days=999))}, "The review must be due on or before the last day"),
        ({"starts_on-day": ""}, "First day must include a day"),
    ],
)
def test_dates_that_make_no_sense_are_refused(
    client: Client, draft: Agreement, dates: dict[str, str], said: str
) -> None:
    good = {**on("starts_on", TODAY), **on("ends_on", TODAY + timedelta(days=9))}

    assert said in send(client, "agreement_draft_terms", draft.reference, "dates", **{**good, **dates})
    assert Agreement.objects.get().ends_on == draft.ends_on


def test_what_has_been_opened_meanwhile_is_not_changed_and_what_was_typed_stays(
    client: Client, draft: Agreement
) -> None:
    drafts.open_for_signature(by=factories.viewer(RoleCode.DPO_IG, "HMPPS-CENTRAL"), agreement=draft)
    address = reverse("agreement_draft_clause", args=[draft.reference, 1])
    answer = client.post(address, {**CLAUSE, "handling": "Typed for an hour"})

    assert "open for signature and can no longer be changed. Make a new version." in words(answer)
    assert "Typed for an hour" in answer.content.decode()
    assert client.get(address).status_code == 400
    assert Clause.objects.get().categories == ["IDENTITY"]


@pytest.mark.parametrize(
    ("route", "args"),
    [
        ("agreement_draft_clause", [9]),
        ("agreement_draft_clause_remove", [9]),
        ("agreement_draft_party", ["HMRC"]),
        ("agreement_draft_party_remove", ["HMRC"]),
        ("agreement_draft_terms", ["nonsense"]),
    ],
)
def test_what_a_draft_does_not_have_is_not_there(client: Client, draft: Agreement, route: str, args: list[Any]) -> None:
    assert client.get(reverse(route, args=[draft.reference, *args])).status_code == 404


def test_a_draft_is_discarded_after_asking(client: Client, draft: Agreement) -> None:
    assert "Discard this draft?" in page(client, "agreement_draft_discard", draft.reference)
    assert f"The draft of {draft} has been discarded." in send(client, "agreement_draft_discard", draft.reference)
    assert not Agreement.objects.exists()
    assert client.get(reverse("agreement_detail", args=[draft.reference])).status_code == 404


def test_a_new_version_begins_as_a_copy_and_the_old_one_stays(client: Client) -> None:
    made = factories.agreement("NCA")
    assert "Make a new version?" in page(client, "agreement_new_version", made.reference, 1)
    text = send(client, "agreement_new_version", made.reference, 1)

    assert f"{made.reference} version 2 is a copy of version 1." in text
    again = client.post(reverse("agreement_new_version", args=[made.reference, 1]))
    assert (again.status_code, "There is a later version already." in words(again)) == (400, True)
    assert "In force for National Crime Agency" in page(client, "agreement_version", made.reference, 1)


@pytest.mark.parametrize(
    "who", [(RoleCode.AGENCY_SPOC, None, "NCA"), (RoleCode.CENTRAL_ANALYST, None, "HMPPS-CENTRAL")]
)
def test_only_those_who_draft_may(sign_in: SignIn, draft: Agreement, who: tuple[Any, ...]) -> None:
    client = sign_in(*who)

    assert client.get(reverse("agreement_start")).status_code == 403
    assert client.post(reverse("agreement_draft_check", args=[draft.reference])).status_code == 403
    assert "Start a draft" not in page(client, "agreement_list")
