"""The pages of what is shared by name and of requests: what each side reads and does, and what nobody may learn."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cohort.enums import IdentifierKind, RequestState, ShareState
from cohort.models import AccessRequest, Individual, NamedShare
from cohort.reference_numbers import new_reference
from marsoc.kit import clock
from sharing.actions import agreements
from sharing.enums import DataCategory, Existence, Operation, RoleCode
from sharing.models import AuditEvent, Clause
from tests import factories
from tests.contracts.world import everything_in, without_the_changing
from tests.factories import by_name

pytestmark = pytest.mark.django_db
SignIn = Callable[..., Client]

PNC, ABSENT = "2001/4711390Q", "2001/4711391R"


def text(response: Any) -> str:
    """Return a page's words."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def answers(clause: Clause, agency: str = "NCA", **given: Any) -> dict[str, Any]:
    """Return what somebody answers who offers."""
    last = clock.today() + timedelta(days=20)
    return {
        "footing": f"{clause.pk}:{agency}", "categories": [DataCategory.PLAN], "purpose": "Planning the release",
        "ends_on-day": last.day, "ends_on-month": last.month, "ends_on-year": last.year, **given,
    }  # fmt: skip


@pytest.fixture
def officer(sign_in: SignIn) -> Client:
    """Somebody of the owning hub."""
    return sign_in(RoleCode.HUB_OFFICER, "WM")


@pytest.fixture
def spoc(sign_in: SignIn) -> Client:
    """The single point of contact of the National Crime Agency."""
    return sign_in(RoleCode.AGENCY_SPOC, None, "NCA")


def known(**given: Any) -> Individual:
    """Return somebody of whom the National Crime Agency may know by a pointer, with a number."""
    person = factories.individual(
        **{"surname": "Quandle", "forenames": "Zed", "existence": Existence.POINTER, **given}
    )  # fmt: skip
    factories.identifier(person, IdentifierKind.PNC, PNC)
    return person


def clause(existence: Existence = Existence.POINTER) -> None:
    """Have the agency know of the West Midlands' individuals and see nobody."""
    factories.agreement("NCA", categories=[DataCategory.PLAN], existence=existence)


def search(client: Client, words: str) -> Any:
    """Search the list."""
    return client.post(reverse("individual_list"), {"text": words}, follow=True)


def test_before_acceptance_the_agency_reads_the_terms_and_not_the_name(spoc: Client) -> None:
    """On the list, on the share's own page and where it is decided; the record itself is not there."""
    person = factories.individual(surname="Quandle", forenames="Zedekiah")
    made = factories.share(person, "NCA", categories=[DataCategory.PLAN], accepted=False)
    pages = [
        spoc.get(reverse("share_list")),
        spoc.get(reverse("share_detail", args=[made.pk])),
        spoc.post(reverse("share_decide"), {"share": made.pk}),
    ]

    for page in pages:
        said = text(page)
        for word in (person.shown_reference, "West Midlands", "Identity, Plan", "Planning the release"):
            assert word in said
        assert not re.search("quandle|zedekiah", everything_in(page))
    assert spoc.get(reverse("individual_overview", args=[person.shown_reference])).status_code == 404


def test_the_agency_accepts_several_at_once_and_sees_them(spoc: Client) -> None:
    people = [factories.individual(surname=f"Quandle{n}") for n in range(3)]
    on = factories.named_only("NCA")
    shares = [factories.share(each, "NCA", clause=on, accepted=False) for each in people]
    spoc.post(reverse("share_decide"), {"share": [each.pk for each in shares[:2]], "decision": "accept"})

    said = text(spoc.get(reverse("individual_list")))
    assert [f"Quandle{n}" in said for n in range(3)] == [True, True, False]


def test_declining_asks_for_the_reason_and_keeps_the_selection(spoc: Client) -> None:
    made = factories.share(factories.individual(), "NCA", accepted=False)
    refused = spoc.post(reverse("share_decide"), {"share": made.pk, "decision": "decline", "reason": ""})
    assert "Enter why you decline" in text(refused)
    assert f'name="share" value="{made.pk}"' in refused.content.decode()

    spoc.post(reverse("share_decide"), {"share": made.pk, "decision": "decline", "reason": "Not ours"})
    made.refresh_from_db()
    assert (made.state, made.end_reason) == (ShareState.DECLINED, "Not ours")


def test_nothing_selected_leads_back_with_a_sentence(spoc: Client, officer: Client) -> None:
    assert "Select at least one offer" in text(spoc.post(reverse("share_decide"), follow=True))
    assert "Select at least one individual" in text(officer.post(reverse("share_offer"), follow=True))


def test_several_chosen_on_the_list_are_offered_by_one_form(officer: Client) -> None:
    """The references are sent, never in the address; the names are there to check."""
    people = [factories.individual(surname=f"Quandle{n}") for n in range(3)]
    on = factories.named_only("NCA", categories=[DataCategory.PLAN])
    assert 'name="reference"' in officer.get(reverse("individual_list")).content.decode()
    chosen = {"reference": [each.shown_reference for each in people]}
    page = officer.post(reverse("share_offer"), chosen)
    assert all(each.full_name in text(page) for each in people)

    done = officer.post(reverse("share_offer"), {**chosen, **answers(on)}, follow=True)
    assert "3 individuals have been offered to National Crime Agency." in text(done)
    assert NamedShare.unscoped.filter(state=ShareState.OFFERED).count() == 3


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"categories": [DataCategory.FINANCE]}, "does not cover finance"),
        ({"categories": [DataCategory.EQUALITY]}, "Select what is shared beside identity from the list"),
        ({"purpose": ""}, "Enter what it is shared for"),
        ({"footing": "1:NCA"}, "Select agency and the clause this rests on from the list"),
        ({"ends_on-year": clock.today().year + 3}, "a year from today"),
        ({"ends_on-year": 2001}, "Last day must be today or in the future"),
    ],
)
def test_a_wrong_answer_is_told_beside_what_was_typed_and_offers_nobody(
    officer: Client, given: dict[str, Any], sentence: str
) -> None:
    person = factories.individual()
    on = factories.named_only("NCA", categories=[DataCategory.PLAN], ends_on=clock.today() + timedelta(days=2000))
    address = reverse("individual_share_offer", args=[person.shown_reference])
    page = officer.post(address, answers(on, **given))

    assert sentence in text(page)
    if "purpose" not in given:
        assert 'value="Planning the release"' in page.content.decode()
    assert not NamedShare.unscoped.exists()


def test_a_hub_chooses_from_its_own_list_only(officer: Client) -> None:
    """Another hub's among them: nothing is shown of either."""
    own, other = factories.individual(surname="Quandle"), factories.individual(owning_hub_id="EM")
    page = officer.post(reverse("share_offer"), {"reference": [own.shown_reference, other.shown_reference]})

    assert page.status_code == 404


def test_each_side_ends_a_share_on_its_page(spoc: Client, officer: Client) -> None:
    for client in (spoc, officer):
        made = factories.share(factories.individual(), "NCA")
        address = reverse("share_end", args=[made.pk])
        assert "Enter why it ends" in text(client.post(address, {"reason": ""}))
        client.post(address, {"reason": "No longer needed"})
        made.refresh_from_db()
        assert made.state == ShareState.ENDED
        assert spoc.get(reverse("individual_overview", args=[made.individual.shown_reference])).status_code == 404


def test_a_share_on_hold_says_which_agreement_it_waits_for(spoc: Client) -> None:
    made = factories.share(factories.individual(), "NCA")
    agreement = made.clause.agreement
    agreements.suspend_agreement(
        by=factories.signatory("NCA"), agreement=agreement, reason="A breach"
    )  # fmt: skip

    said = text(spoc.get(reverse("share_detail", args=[made.pk])))
    assert "This share gives nothing at present" in said
    assert agreement.reference in said


def test_the_tab_is_for_those_who_share(sign_in: SignIn, officer: Client, spoc: Client) -> None:
    made = factories.share(factories.individual(), "NCA")
    reference = made.individual.shown_reference
    address = reverse("individual_sharing", args=[reference])
    overview = reverse("individual_overview", args=[reference])
    analyst = sign_in(RoleCode.CENTRAL_ANALYST, None, "HMPPS-CENTRAL")

    assert "National Crime Agency" in text(officer.get(address))
    assert address in officer.get(overview).content.decode()
    for client in (analyst, spoc):
        assert client.get(address).status_code == 403
        assert address not in client.get(overview).content.decode()


@pytest.mark.parametrize("route", ["share_list", "access_request_list", "individual_sharing"])
@pytest.mark.parametrize("side", ["hub", "agency"])
def test_the_pages_ask_the_same_number_of_questions_for_one_and_three(sign_in: SignIn, route: str, side: str) -> None:
    """Whichever side reads."""
    clause()
    on, nca = factories.named_only("NCA"), factories.membership(role=RoleCode.AGENCY_CONTRIB, hub=None, agency="NCA")
    client = sign_in(nca) if side == "agency" else sign_in(RoleCode.HUB_OFFICER, "WM")
    if route == "individual_sharing" and side == "agency":
        return
    first = known()
    address = reverse(route, args=[first.shown_reference] if route == "individual_sharing" else [])

    def add() -> None:
        person = first if route == "individual_sharing" else known()
        request = factories.access_request(known() if route == "individual_sharing" else person, nca)
        request.individual, request.state = person, RequestState.REFUSED
        factories.save(request)
        factories.share(person, "NCA", clause=on)

    add()
    client.get(address)
    counts = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as asked:
            assert client.get(address).status_code == 200
        counts.append(len(asked))
        add()
        add()
    assert counts[0] == counts[1]


def test_a_search_that_meets_somebody_tells_of_an_interest_and_of_nobody(spoc: Client) -> None:
    """Whom to ask and a link to ask by; no name, no reference, no id, no hub and phase at the level of a pointer."""
    manager = factories.membership(role=RoleCode.HUB_MANAGER, hub="WM", starts_at=clock.now() - timedelta(days=900))
    person = known()
    clause()
    page = search(spoc, PNC)

    said = text(page)
    assert "Another agency holds an interest" in said
    assert manager.user.email in said
    assert "West Midlands" not in re.sub(r"(?s)<form.*?</form>", "", page.content.decode())
    assert not re.search(f"quandle|{person.reference}|{person.shown_reference}".casefold(), everything_in(page))
    (event,) = AuditEvent.objects.filter(operation=Operation.DISCLOSE)
    assert (event.subject_ref, event.details["level"]) == (person.shown_reference, "POINTER")
    searched = AuditEvent.objects.filter(operation=Operation.SEARCH).latest("id")
    assert PNC not in str(searched.details)
    assert len(searched.details["query"]) == 64


def test_a_summary_tells_hub_and_phase_beside(spoc: Client) -> None:
    known(existence=Existence.SUMMARY)
    clause(Existence.SUMMARY)
    page = search(spoc, "Zed Quandle")

    assert "West Midlands hub, in custody" in text(page)


HIDDEN: dict[str, Callable[[], object]] = {
    "the owner lets nothing be known": lambda: known(existence=Existence.NOTHING),
    "restricted": lambda: by_name.restrict(known()),
    "no clause covers the hub": lambda: known(owning_hub_id="EM"),
}


@pytest.mark.parametrize("make", HIDDEN.values(), ids=HIDDEN)
def test_nothing_is_the_same_page_by_the_same_work_as_nobody(spoc: Client, make: Callable[[], object]) -> None:
    """Byte by byte, and statement by statement; by number and by whole name."""
    make()
    clause()
    for hidden, absent in ((PNC, ABSENT), ("Zed Quandle", "Zed Quondle")):
        said = []
        for words in (hidden, absent):
            with CaptureQueriesContext(connection) as asked:
                page = search(spoc, words)
            shown = everything_in(page).replace(words.casefold(), "the words")
            said.append((without_the_changing(shown), len(asked)))
        assert said[0] == said[1]
    assert not AuditEvent.objects.filter(operation=Operation.DISCLOSE).exists()


PAGES = ["individual_overview", "individual_identity", "individual_custody", "individual_timeline"]


@pytest.mark.parametrize("route", PAGES)
def test_a_link_tells_of_an_interest_or_of_nothing(spoc: Client, route: str) -> None:
    """What may be known is told with the same pointer; anything else is 404, the same as for nobody."""
    told, secret, restricted = known(), known(existence=Existence.NOTHING), by_name.restrict(known())
    clause()

    page = spoc.get(reverse(route, args=[told.shown_reference]))
    assert page.status_code == 200
    assert "Request access" in text(page)
    assert "quandle" not in everything_in(page)
    said = set()
    for reference in (secret.shown_reference, restricted.shown_reference, new_reference()):
        with CaptureQueriesContext(connection) as asked:
            missing = spoc.get(reverse(route, args=[reference]))
        said.add((missing.status_code, len(asked), without_the_changing(everything_in(missing))))
    assert len(said) == 1
    assert {status for status, _, _ in said} == {404}


def ask(client: Client, **given: str) -> Any:
    """Search and ask for access by the link that the search gives."""
    link = re.search(r'href="(/requests/new/[^"]+)"', search(client, PNC).content.decode())
    assert link
    return client.post(
        link[1], {"purpose": "PRE_RELEASE", "words": "Released to our area", **given}, follow=True
    )  # fmt: skip


def test_the_link_to_ask_by_says_nothing_and_works_for_whom_it_was_made(spoc: Client, sign_in: SignIn) -> None:
    person = known()
    clause()
    link = re.search(r'href="(/requests/new/[^"]+)"', search(spoc, PNC).content.decode())
    assert link
    token = link[1].split("/")[3]

    assert str(person.pk) != token
    assert person.reference not in token
    assert spoc.get(link[1]).status_code == 200
    assert sign_in(RoleCode.AGENCY_CONTRIB, None, "NCA").get(link[1]).status_code == 404
    person.existence = Existence.NOTHING
    factories.save(person)
    assert spoc.get(link[1]).status_code == 404


def test_a_request_is_asked_questioned_answered_and_granted(spoc: Client, officer: Client) -> None:
    """On the pages of both sides; the asker reads no reference and no name until it is granted."""
    person = known()
    clause()
    on = factories.named_only("NCA", categories=[DataCategory.PLAN])
    page = ask(spoc)
    request = AccessRequest.unscoped.get()
    assert "Your request has been sent" in text(page)
    assert "See your agency" in text(search(spoc, PNC))

    officer.post(reverse("access_request_decide", args=[request.pk, "question"]), {"words": "To which area?"})
    page = spoc.get(reverse("access_request", args=[request.pk]))
    assert "To which area?" in text(page)
    assert not re.search(f"quandle|{person.shown_reference}".casefold(), everything_in(page))
    spoc.post(reverse("access_request_respond", args=[request.pk, "reply"]), {"words": "To Leicester"})
    owner = text(officer.get(reverse("access_request", args=[request.pk])))
    assert "To Leicester" in owner
    assert person.shown_reference in owner

    granted = officer.post(reverse("access_request_grant", args=[request.pk]), answers(on), follow=True)
    assert f"{person.shown_reference} is now shared with National Crime Agency." in text(granted)
    assert spoc.get(reverse("individual_overview", args=[person.shown_reference])).status_code == 200


def test_a_request_without_a_reason_is_told_so_and_not_made(spoc: Client) -> None:
    known()
    clause()
    page = ask(spoc, words="")

    assert "Enter why you need it" in text(page)
    assert not AccessRequest.unscoped.exists()


def test_a_request_is_refused_with_a_reason_or_withdrawn(spoc: Client, officer: Client) -> None:
    known()
    clause()
    ask(spoc)
    first = AccessRequest.unscoped.get()
    officer.post(reverse("access_request_decide", args=[first.pk, "refuse"]), {"words": "Not proportionate"})
    assert "Not proportionate" in text(spoc.get(reverse("access_request", args=[first.pk])))

    ask(spoc)
    second = AccessRequest.unscoped.latest("pk")
    spoc.post(reverse("access_request_respond", args=[second.pk, "withdraw"]), {"confirm": "yes"})
    assert list(AccessRequest.unscoped.order_by("pk").values_list("state", flat=True)) == ["REFUSED", "WITHDRAWN"]


def test_the_owner_sets_what_others_may_know(officer: Client) -> None:
    person = factories.individual()
    address = reverse("individual_edit", args=[person.shown_reference, "existence"])
    officer.post(address, {"existence": "SUMMARY", "reason": "Agreed with the agency", "version": 1})

    person.refresh_from_db()
    assert person.existence == Existence.SUMMARY
    assert "the hub and the custody phase" in text(
        officer.get(reverse("individual_sharing", args=[person.shown_reference]))
    )


@pytest.mark.parametrize(("side", "words"), [("spoc", "Nobody is shared with"), ("officer", "Nobody has been shared")])
def test_an_empty_page_says_what_to_do(request: pytest.FixtureRequest, side: str, words: str) -> None:
    client: Client = request.getfixturevalue(side)

    assert words in text(client.get(reverse("share_list")))
    assert "asked for access" in text(client.get(reverse("access_request_list")))


@pytest.mark.parametrize("sent", ["\u00b2", "-1", "x", "9" * 30])
def test_what_is_no_share_is_no_fault(sent: str, sign_in: Callable[..., Client]) -> None:
    """Nothing was selected, and the page says so."""
    client = sign_in(RoleCode.AGENCY_SPOC, None, "NCA")

    page = client.post(reverse("share_decide"), {"share": [sent]}, follow=True).content.decode()

    assert "Select at least one offer, then decide." in page
