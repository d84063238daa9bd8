"""The register of agreements and their pages: what they say, to whom, and what may be done there."""

import html
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from marsoc.kit import clock
from sharing.actions import agreements as actions
from sharing.actions import drafts
from sharing.content import content_of
from sharing.enums import Ability, AgreementState, Existence, Phase, RoleCode
from sharing.models import Agency, Agreement, Signature
from sharing.viewer import Viewer
from tests import factories

pytestmark = pytest.mark.django_db
SignIn = Callable[..., Client]
STATEMENTS = 11  # session, user, membership, sight, names; agreements, parties, agencies, signatures, signers, clauses
CENTRAL = (RoleCode.CENTRAL_ADMIN, None, "HMPPS-CENTRAL")
GOVERNANCE = (RoleCode.DPO_IG, None, "HMPPS-CENTRAL")
SPOC = (RoleCode.AGENCY_SPOC, None, "NCA")


def words(response: Any) -> str:
    """Return what a page says, without its markup."""
    main = re.search("<main.*?</main>", response.content.decode(), re.DOTALL)
    assert main
    return re.sub(r"\s+", " ", html.unescape(re.sub("<[^>]+>", " ", main.group())))


def page(client: Client, route: str, *args: Any) -> str:
    response = client.get(reverse(route, args=args))
    assert response.status_code == 200, response.status_code
    return words(response)


def owner() -> Viewer:
    return factories.signatory("HMPPS-CENTRAL")


def test_the_register_says_where_each_agreement_stands(sign_in: SignIn) -> None:
    today = clock.today()
    factories.agreement("NCA", "HMRC", unsigned=["HMRC"], title="Half signed")
    factories.agreement("NCA", title="Nobody signed", unsigned=["NCA", "HMPPS-CENTRAL"])
    factories.agreement("NCA", title="Later", starts_on=today + timedelta(days=30))
    factories.agreement("NCA", title="Overdue", review_on=today)
    stopped = factories.agreement("NCA", title="Stopped")
    actions.suspend_agreement(by=owner(), agreement=stopped, reason="A breach")
    over = factories.agreement("NCA", title="Over")
    actions.terminate_agreement(by=owner(), agreement=over, reason="Replaced")
    factories.agreement("NCA", title="Begun", opened=False)
    text = page(sign_in(*CENTRAL), "agreement_list")

    for said in (
        "Half signed In force signed by 2 of 3",
        "Nobody signed In signature signed by 0 of 2",
        "Later In signature signed by 2 of 2 begins on",
        "Overdue In force, review due",
        "Stopped Suspended",
        "Over Terminated",
        "Begun Draft",
        "HMPPS central MARSOC team with HM Revenue & Customs, National Crime Agency",
    ):
        assert said in text, said


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("", {"One", "Two", "Three"}),
        ("?state=IN_FORCE", {"One"}),
        ("?agency=HMRC", {"Two"}),
        ("?state=IN_FORCE&agency=HMRC", set()),
        ("?state=nonsense&agency=nonsense&page=9", {"One", "Two", "Three"}),
    ],
)
def test_the_register_is_narrowed_by_state_and_agency(sign_in: SignIn, query: str, titles: set[str]) -> None:
    factories.agreement("NCA", title="One")
    factories.agreement("HMRC", title="Two", unsigned=["HMRC"])
    factories.agreement("NCA", title="Three", opened=False)
    text = words(sign_in(*CENTRAL).get(reverse("agreement_list") + query))

    assert {title for title in ("One", "Two", "Three") if f" {title} " in text} == titles
    assert ("No agreement matches these filters" in text) == (not titles)


def test_the_register_has_pages(sign_in: SignIn, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sharing.queries.register.PAGE_SIZE", 2)
    for title in ("One", "Two", "Three"):
        factories.agreement("NCA", title=title, opened=False)
    second = words(sign_in(*CENTRAL).get(reverse("agreement_list") + "?page=2"))

    assert "Showing 3 to 3 of 3 agreements" in second
    assert "Three" in second
    assert "One" not in second


@pytest.mark.parametrize("count", [1, 3])
def test_the_register_asks_as_much_for_three_as_for_one(
    sign_in: SignIn, django_assert_num_queries: Callable[..., Any], count: int
) -> None:
    for _ in range(count):
        factories.agreement("NCA", "HMRC")
    client = sign_in(*CENTRAL)
    client.get(reverse("agreement_list"))

    with django_assert_num_queries(STATEMENTS):
        client.get(reverse("agreement_list"))


@pytest.mark.parametrize("clauses", [1, 3])
def test_the_page_of_an_agreement_asks_as_much_for_three_clauses_as_for_one(
    sign_in: SignIn, django_assert_num_queries: Callable[..., Any], clauses: int
) -> None:
    made = factories.agreement("NCA", "HMRC", opened=False)
    for _ in range(clauses - 1):
        factories.clause(made, recipients=["NCA"], hubs=["WM"], phases=["CUS"], categories=["PLAN"], abilities=["VIEW"])
    drafts.open_for_signature(by=factories.viewer(RoleCode.DPO_IG, "HMPPS-CENTRAL"), agreement=made)
    client = sign_in(*CENTRAL)
    address = reverse("agreement_detail", args=[made.reference])
    client.get(address)

    with django_assert_num_queries(22):
        client.get(address)


def test_nothing_is_there_for_whom_no_agreement_concerns(sign_in: SignIn) -> None:
    factories.agreement("NCA")

    text = page(sign_in(RoleCode.AGENCY_SPOC, None, "HMRC"), "agreement_list")
    assert "No agreement concerns you yet" in text
    assert "Sharing for release" not in text


@pytest.mark.usefixtures("stopped_clock")
def test_an_agreement_of_others_looks_like_one_that_does_not_exist(sign_in: SignIn) -> None:
    made = factories.agreement("NCA", title="Secret title")
    client = sign_in(RoleCode.AGENCY_CONTRIB, None, "HMRC")
    theirs, none = (
        client.get(reverse("agreement_detail", args=[reference])) for reference in (made.reference, "ISA-2001-001")
    )

    assert (theirs.status_code, none.status_code) == (404, 404)
    assert words(theirs) == words(none)


@pytest.mark.parametrize(
    ("who", "status"),
    [
        (CENTRAL, 200),
        ((RoleCode.CENTRAL_ANALYST, None, "HMPPS-CENTRAL"), 200),
        ((RoleCode.DPO_IG, None, "HMRC"), 200),
        ((RoleCode.AUDITOR, None, "HMICFRS"), 200),
        ((RoleCode.AGENCY_SPOC, None, "NCA"), 404),
        ((RoleCode.HUB_MANAGER, "WM", "ROCU"), 404),
    ],
)
def test_a_draft_is_read_by_the_central_team_information_governance_and_inspectors(
    sign_in: SignIn, who: tuple[Any, ...], status: int
) -> None:
    made = factories.agreement("NCA", hubs=["WM"], opened=False)

    assert sign_in(*who).get(reverse("agreement_detail", args=[made.reference])).status_code == status


@pytest.mark.parametrize(("hub", "status"), [("WM", 200), ("EM", 404)])
def test_hub_staff_read_what_concerns_their_hub(sign_in: SignIn, hub: str, status: int) -> None:
    made = factories.agreement("NCA", hubs=["WM"])

    client = sign_in(RoleCode.HUB_RESEARCHER, hub)
    assert client.get(reverse("agreement_detail", args=[made.reference])).status_code == status


def test_the_matrix_can_be_read_by_a_non_lawyer(sign_in: SignIn) -> None:
    made = factories.agreement(
        "NCA", "HMRC", hubs=["WM"], phases=[Phase.CUS, Phase.REL], categories=["IDENTITY", "PLAN"],
        abilities=[Ability.VIEW, Ability.CONTRIBUTE], opened=False,
    )  # fmt: skip
    factories.clause(
        made, recipients=["NCA"], hubs=ALL_HUBS, phases=list(Phase), categories=["DISRUPTION"], abilities=["AGREE"],
        handling="Not to be copied", existence=Existence.POINTER, ends_on=clock.today() + timedelta(days=20),
    )  # fmt: skip
    text = page(sign_in(*CENTRAL), "agreement_detail", made.reference)

    assert "Who may do what with which information" in text
    assert "Agency Identity Plan Disruption" in text
    given = "See, Add to West Midlands hub, in custody and on licence or supervision Clause 1"
    assert f"HM Revenue & Customs {given} {given} Nothing" in text
    assert "Agree all hubs, in every custody phase until" in text
    assert "with conditions Clause 2" in text
    assert "No clause shares custody, assessment, intelligence and finance. Equality monitoring is never shared" in text
    assert "Handling conditions Not to be copied" in text
    assert "What they may know of people they may not see That another agency holds an interest" in text


ALL_HUBS = ["NE", "NW", "YH", "WM", "EM", "EA", "SE", "SW", "LD", "WA"]


@pytest.mark.parametrize(
    ("hubs", "said"),
    [(["EM", "WM"], "West Midlands and East Midlands hubs"), (ALL_HUBS[:8], "all hubs except London and Wales")],
)
def test_hubs_are_said_in_the_shorter_way(sign_in: SignIn, hubs: list[str], said: str) -> None:
    made = factories.agreement("NCA", hubs=hubs)

    assert f"See {said}, in every custody phase" in page(sign_in(*CENTRAL), "agreement_detail", made.reference)


def test_the_page_tells_who_signed_what_and_who_has_not(sign_in: SignIn) -> None:
    made = factories.agreement("NCA", "HMRC", unsigned=["HMRC"], documents="MARSOC/ISA/7 annex B")
    factories.save(_with_contact(made))
    text = page(sign_in(*SPOC), "agreement_detail", made.reference)
    signature = Signature.objects.get(party__agency="NCA")

    assert f"{signature.signed_by.full_name}, Director, on" in text
    assert f"Text signed: {made.content_hash}" in text
    assert "Invented Contact contact@example.test" in text
    assert "In force for National Crime Agency until the end of" in text
    assert "HM Revenue & Customs has not signed: nothing is shared there" in text
    assert "MARSOC/ISA/7 annex B" in text


def _with_contact(made: Agreement) -> Any:
    party = made.parties.get(agency="NCA")
    party.contact_name, party.contact_email = "Invented Contact", "contact@example.test"
    return party


def test_signed_but_not_yet_begun_is_said_in_words(sign_in: SignIn) -> None:
    made = factories.agreement("NCA", starts_on=clock.today() + timedelta(days=30))

    text = page(sign_in(*SPOC), "agreement_detail", made.reference)
    assert "Every party has signed. It has not begun: nothing is shared under it before" in text


def test_what_happened_is_told_newest_first_with_who_and_why(sign_in: SignIn) -> None:
    made = factories.agreement("NCA")
    manager = factories.signatory("NCA")
    actions.suspend_agreement(by=owner(), agreement=made, reason="A breach")
    actions.resume_agreement(by=owner(), agreement=made, reason="Mended")
    actions.withdraw_signature(by=manager, agreement=made, reason="Too wide")
    actions.terminate_agreement(by=owner(), agreement=made, reason="Not used")
    client = sign_in(*SPOC)
    text = page(client, "agreement_detail", made.reference)
    told = text[text.index("What happened to this version") :]
    titles = re.findall(
        r"Ended by|Signature withdrawn by National|Resumed|Suspended|Signed by \w+|Opened for signature|Drafted", told
    )

    assert titles == [
        "Ended by", "Signature withdrawn by National", "Resumed", "Suspended", "Signed by National", "Signed by HMPPS",
        "Opened for signature", "Drafted",
    ]  # fmt: skip
    assert told.index("Reason: Not used") < told.index("Reason: Too wide") < told.index("Reason: A breach")
    assert f"by {manager.name}, acting as Agency single point of contact, National Crime Agency" in told
    assert "Signs as Director" in told


def test_versions_are_listed_and_the_older_one_tells_that_it_was_replaced(sign_in: SignIn) -> None:
    made = factories.agreement("NCA", "HMRC")
    drafter = factories.viewer(RoleCode.DPO_IG, "HMPPS-CENTRAL")
    second = drafts.draft_new_version(by=drafter, agreement=made)
    client = sign_in(*CENTRAL)
    assert "version 1 is still in force" in page(client, "agreement_list")

    second = drafts.open_for_signature(by=drafter, agreement=second)
    for agency in ("HMPPS-CENTRAL", "NCA"):
        factories.sign(second, agency)
    text = page(client, "agreement_version", made.reference, 1)
    assert "A later version has taken its place for National Crime Agency." in text
    assert "Version 2 In force" in text
    assert "version 1 is still in force" in page(client, "agreement_list"), "for the agency that has not signed"

    factories.sign(second, "HMRC")
    assert "is still in force" not in page(client, "agreement_list")


def test_an_agency_merged_into_another_is_said_on_the_page(sign_in: SignIn) -> None:
    made = factories.agreement("NCA", "HMRC")
    agency = Agency.objects.get(pk="HMRC")
    agency.valid_to = clock.today()
    factories.save(agency)
    text = page(sign_in(*CENTRAL), "agreement_detail", made.reference)

    assert "HM Revenue & Customs has been merged or closed since" in text
    assert "its memberships and what it was given have ended" in text
    assert "In force for National Crime Agency until" in text


def test_overlapping_contradictory_and_backdated_clauses_are_said_on_the_page(sign_in: SignIn) -> None:
    made = factories.agreement("NCA", phases=["CUS"], opened=False, starts_on=clock.today() - timedelta(days=9))
    same = {"recipients": ["NCA"], "hubs": ["WM"], "phases": ["CUS"], "categories": ["IDENTITY"]}
    factories.clause(made, **same, abilities=["VIEW"], starts_on=clock.today() - timedelta(days=5))
    factories.clause(made, **same, abilities=["AGREE"], handling="Not to be copied")
    text = page(sign_in(*CENTRAL), "agreement_draft_check", made.reference)

    assert "Clauses 1 and 2 give National Crime Agency some of the same. Both hold" in text
    assert (
        "Clauses 1 and 3 say different things about the same people: what may be done and handling conditions" in text
    )
    assert "Clause 2 is dated from" in text
    assert "Nothing is shared in retrospect" in text


OFFERED = {
    "See what would change": "changes",
    "Read and sign": "sign", "Resume": "resume", "Make a new version": "new_version",
    "Withdraw our signature": "withdraw", "Suspend": "suspend", "End this version": "end",
}  # fmt: skip


@pytest.mark.parametrize(
    ("who", "offered"),
    [
        (
            CENTRAL,
            {"See what would change", "Make a new version", "Withdraw our signature", "Suspend", "End this version"},
        ),
        (
            GOVERNANCE,
            {"See what would change", "Make a new version", "Withdraw our signature", "Suspend", "End this version"},
        ),
        (SPOC, {"Withdraw our signature", "Suspend"}),
        ((RoleCode.AGENCY_SPOC, None, "HMRC"), {"Read and sign", "Suspend"}),
        ((RoleCode.HUB_MANAGER, "WM", "ROCU"), {"Suspend"}),
        ((RoleCode.HUB_OFFICER, "WM", "ROCU"), set()),
        ((RoleCode.AGENCY_CONTRIB, None, "NCA"), set()),
        ((RoleCode.AUDITOR, None, "HMICFRS"), set()),
    ],
)
def test_buttons_appear_only_to_those_who_may(sign_in: SignIn, who: tuple[Any, ...], offered: set[str]) -> None:
    made = factories.agreement("NCA", "HMRC", unsigned=["HMRC"])
    client = sign_in(*who)
    body = client.get(reverse("agreement_detail", args=[made.reference])).content.decode()

    found = {text for text, act in OFFERED.items() if reverse(f"agreement_{act}", args=[made.reference, 1]) in body}
    assert found == offered
    for text, act in OFFERED.items():
        answer = client.get(reverse(f"agreement_{act}", args=[made.reference, 1])).status_code
        assert (answer == 200) == (text in offered), text


def test_the_navigation_leads_to_agreements_whom_may_see_them(sign_in: SignIn) -> None:
    link = f'href="{reverse("agreement_list")}"'

    assert link in sign_in(*SPOC).get(reverse("share_list")).content.decode()
    assert link not in sign_in(RoleCode.FINANCE, None, "HO").get(reverse("home")).content.decode()


def test_signing_shows_all_that_is_signed_and_sends_the_hash_that_was_read(sign_in: SignIn) -> None:
    made = factories.agreement(
        "NCA", unsigned=["NCA"], retention="Six years", onward_sharing="Not at all", documents="Annex B",
        dpia_reference="DPIA-7", review_on=clock.today() + timedelta(days=90),
    )  # fmt: skip
    client, address = sign_in(*SPOC), reverse("agreement_sign", args=[made.reference, 1])
    shown = client.get(address)
    text = words(shown)
    sent = re.search(r'name="content_hash" value="(\w+)"', shown.content.decode())

    assert sent
    assert sent[1] == made.content_hash
    assert content_of(Agreement.objects.get(pk=made.pk)) in text
    for said in ("Six years", "Not at all", "Annex B", "DPIA-7", made.purpose, made.lawful_basis):
        assert said in text.split("The exact text")[0], said

    missing = client.post(address, {"authority": "", "content_hash": sent[1]})
    assert "Enter the office in which you sign" in words(missing)
    answer = client.post(address, {"authority": "Deputy Director", "content_hash": sent[1]}, follow=True)
    assert f"You have signed {made} for National Crime Agency." in words(answer)
    signature = Signature.objects.get(party__agency="NCA")
    assert (signature.authority, signature.content_hash) == ("Deputy Director", made.content_hash)


def test_a_text_other_than_the_one_read_is_not_signed_and_what_was_typed_stays(sign_in: SignIn) -> None:
    made = factories.agreement("NCA", unsigned=["NCA"])
    client, address = sign_in(*SPOC), reverse("agreement_sign", args=[made.reference, 1])
    answer = client.post(address, {"authority": "Deputy Director", "content_hash": "0" * 64})

    assert "The text has changed since you opened the page. Read it again before you sign." in words(answer)
    assert 'value="Deputy Director"' in answer.content.decode()
    assert not Signature.objects.filter(party__agency="NCA").exists()


def test_a_signature_without_authority_is_refused_in_a_sentence(sign_in: SignIn) -> None:
    made = factories.agreement("NCA", unsigned=["NCA"])
    address = reverse("agreement_sign", args=[made.reference, 1])
    sent = {"authority": "Anybody", "content_hash": made.content_hash}

    assert sign_in(RoleCode.AGENCY_CONTRIB, None, "NCA").post(address, sent).status_code == 403
    manager = sign_in(RoleCode.HUB_MANAGER, "WM").post(address, sent)
    assert (manager.status_code, "Your agency is no party to this agreement." in words(manager)) == (403, True)
    assert not Signature.objects.filter(party__agency="NCA").exists()


def test_signing_while_it_is_suspended_says_so_beside_what_was_typed(sign_in: SignIn) -> None:
    made = factories.agreement("NCA", unsigned=["NCA"])
    client, address = sign_in(*SPOC), reverse("agreement_sign", args=[made.reference, 1])
    client.get(address)
    actions.suspend_agreement(by=owner(), agreement=made, reason="A breach")
    answer = client.post(address, {"authority": "Director", "content_hash": made.content_hash})

    assert "This agreement is suspended. It can be signed once it is resumed." in words(answer)
    assert 'value="Director"' in answer.content.decode()
    again = client.get(address, follow=True)
    assert again.redirect_chain[-1][0] == reverse("agreement_version", args=[made.reference, 1])
    assert "This agreement is suspended." in words(again)


@pytest.mark.parametrize(
    ("act", "who", "stops", "state"),
    [
        ("suspend", SPOC, {"HM Revenue & Customs", "National Crime Agency"}, AgreementState.SUSPENDED),
        ("withdraw", SPOC, {"National Crime Agency"}, AgreementState.IN_FORCE),
        ("withdraw", CENTRAL, {"HM Revenue & Customs", "National Crime Agency"}, AgreementState.IN_SIGNATURE),
        ("end", CENTRAL, {"HM Revenue & Customs", "National Crime Agency"}, AgreementState.TERMINATED),
    ],
)
def test_each_act_says_what_stops_for_whom_and_asks_why(
    sign_in: SignIn, act: str, who: tuple[Any, ...], stops: set[str], state: AgreementState
) -> None:
    made = factories.agreement("NCA", "HMRC", phases=["CUS"])
    client, address = sign_in(*who), reverse(f"agreement_{act}", args=[made.reference, 1])
    text = page(client, f"agreement_{act}", made.reference, 1)
    asked = text[text.index("What stops") :]

    said = "See identity: West Midlands hub, in custody (version 1, clause 1)"
    assert {name for name in ("HM Revenue & Customs", "National Crime Agency") if f"{name} {said}" in asked} == stops
    assert "Enter why" in words(client.post(address, {"reason": ""}))
    answer = client.post(address, {"reason": "A breach"}, follow=True)
    assert state.label in words(answer)
    assert "Reason: A breach" in words(answer)


def test_resuming_says_what_is_shared_again(sign_in: SignIn) -> None:
    made = factories.agreement("NCA", phases=["CUS"])
    actions.suspend_agreement(by=owner(), agreement=made, reason="A breach")
    client = sign_in(*CENTRAL)
    assert "Suspended since" in page(client, "agreement_detail", made.reference)
    text = page(client, "agreement_resume", made.reference, 1)

    assert "What is shared again National Crime Agency See identity" in text
    answer = client.post(reverse("agreement_resume", args=[made.reference, 1]), {"reason": "Mended"}, follow=True)
    assert "is no longer suspended" in words(answer)
    assert "In force for National Crime Agency" in words(answer)
