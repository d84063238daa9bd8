"""Whoever loses rows is told which agreement is over, why, and whom to ask; and nothing that hangs on an individual."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from cohort.models import Individual
from marsoc.kit import clock
from sharing.actions import agreements, drafts
from sharing.enums import Ability, DataCategory, Phase, RoleCode
from sharing.models import Agency, Agreement, Membership
from sharing.presenters.endings import Told, told
from sharing.queries.endings import ended_for
from sharing.viewer import viewer_in
from tests import factories

pytestmark = pytest.mark.django_db
SignIn = Callable[..., Client]


@pytest.fixture
def partner() -> Membership:
    """Somebody who sees for the National Crime Agency."""
    return factories.membership(role=RoleCode.AGENCY_CONTRIB, hub=None, agency="NCA")


def shown(membership: Membership) -> list[Told]:
    return told(ended_for(viewer_in(membership)))


def whys(membership: Membership) -> list[str]:
    return [each.why for each in shown(membership)]


def owner() -> Any:
    return factories.signatory("HMPPS-CENTRAL")


def today() -> str:
    day = clock.today()
    return f"{day.day} {day:%B %Y}"


def test_nothing_is_said_while_everything_is_in_force(partner: Membership) -> None:
    factories.agreement("NCA")
    factories.agreement("NCA", unsigned=["NCA"], hubs=["EM"])

    assert shown(partner) == []


def test_an_agreement_that_expired_is_told_of_for_a_year(partner: Membership) -> None:
    with time_machine.travel(datetime.fromisoformat("2027-03-01T12:00:00+00:00"), tick=False):
        factories.agreement("NCA", starts_on=date(2027, 3, 1), ends_on=date(2027, 6, 30))
    for instant, expected in (
        ("2027-06-30T22:59:59+00:00", []),
        ("2027-06-30T23:00:00+00:00", ["It expired. Its last day was 30 June 2027."]),
        ("2028-06-28T00:00:00+00:00", ["It expired. Its last day was 30 June 2027."]),
        ("2028-07-01T00:00:00+00:00", []),
    ):
        with time_machine.travel(datetime.fromisoformat(instant), tick=False):
            assert whys(partner) == expected, instant


def withdrawn_by(agency: str) -> Callable[[Agreement], object]:
    return lambda made: agreements.withdraw_signature(
        by=factories.signatory(agency), agreement=made, reason="Too wide"
    )  # fmt: skip


@pytest.mark.parametrize(
    ("act", "expected"),
    [
        (lambda made: agreements.suspend_agreement(by=owner(), agreement=made, reason="x"), "It was suspended on {}."),
        (lambda made: agreements.terminate_agreement(by=owner(), agreement=made, reason="x"), "It was ended on {}."),
        (withdrawn_by("NCA"), "Your agency withdrew from it on {}."),
        (withdrawn_by("HMPPS-CENTRAL"), "HMPPS central MARSOC team withdrew from it on {}."),
    ],
)
def test_each_way_of_ending_is_said_in_words(
    partner: Membership, act: Callable[[Agreement], object], expected: str
) -> None:
    act(factories.agreement("NCA"))

    assert whys(partner) == [expected.format(today())]


def test_what_is_resumed_is_told_of_no_longer(partner: Membership) -> None:
    made = factories.agreement("NCA")
    agreements.suspend_agreement(by=owner(), agreement=made, reason="x")
    agreements.resume_agreement(by=owner(), agreement=made, reason="x")

    assert shown(partner) == []


def new_version(of: Agreement, **terms: Any) -> Agreement:
    drafter = factories.viewer(RoleCode.DPO_IG, "HMPPS-CENTRAL")
    second = drafts.draft_new_version(by=drafter, agreement=of)
    drafts.save_clause(by=drafter, agreement=second, number=1, terms=terms)
    return drafts.open_for_signature(by=drafter, agreement=second)


def test_a_new_version_that_nobody_signed_in_time_is_told_of(partner: Membership) -> None:
    made = factories.agreement("NCA", ends_on=clock.today() + timedelta(days=9))
    new_version(made)
    with time_machine.travel(clock.now() + timedelta(days=11)):
        (why,) = whys(partner)

    assert why.startswith("It expired.")
    assert why.endswith("Version 2 shares nothing with your agency yet.")


@pytest.mark.parametrize(
    ("hubs", "expected"),
    [
        (["WM", "EM"], []),
        (["EM"], ["Part of what it shared with your agency ended on {}. The rest is in force."]),
    ],
)
def test_a_new_version_in_force_takes_the_place_of_the_old(
    partner: Membership, hubs: list[str], expected: list[str]
) -> None:
    second = new_version(factories.agreement("NCA", hubs=["WM"]), hubs=hubs)
    for agency in ("HMPPS-CENTRAL", "NCA"):
        factories.sign(second, agency)

    assert whys(partner) == [each.format(today()) for each in expected]


def test_a_clause_that_ends_in_an_agreement_that_goes_on_is_told_of(sign_in: SignIn, partner: Membership) -> None:
    last = clock.today() + timedelta(days=3)
    made = factories.agreement("NCA", opened=False, hubs=["WM"])
    drafter = factories.viewer(RoleCode.DPO_IG, "HMPPS-CENTRAL")
    terms = {"purpose": "x", "recipients": ["NCA"], "hubs": ["EM"], "phases": [Phase.CUS], "abilities": [Ability.VIEW],
             "categories": [DataCategory.IDENTITY], "ends_on": last}  # fmt: skip
    drafts.save_clause(by=drafter, agreement=made, number=None, terms=terms)
    made = drafts.open_for_signature(by=drafter, agreement=made)
    for agency in ("HMPPS-CENTRAL", "NCA"):
        factories.sign(made, agency)
    assert shown(partner) == []

    with time_machine.travel(clock.now() + timedelta(days=5)):
        page = sign_in(partner).get(reverse("home")).text

    assert "Part of an agreement with your agency is no longer in force" in page
    assert (
        f"Part of what it shared with your agency was agreed until {last.day} {last:%B %Y}. The rest is in force."
        in page
    )


def test_what_another_agreement_gives_as_well_is_not_lost(partner: Membership) -> None:
    made = factories.agreement("NCA", phases=[Phase.CUS])
    factories.agreement("NCA", categories=[DataCategory.IDENTITY, DataCategory.CUSTODY])
    agreements.terminate_agreement(by=owner(), agreement=made, reason="Replaced")

    assert shown(partner) == []


def test_clauses_that_end_before_their_agreement_say_until_when(partner: Membership) -> None:
    last = clock.today() + timedelta(days=3)
    made = factories.agreement("NCA", opened=False)
    drafter = factories.viewer(RoleCode.DPO_IG, "HMPPS-CENTRAL")
    drafts.save_clause(by=drafter, agreement=made, number=1, terms={"ends_on": last})
    made = drafts.open_for_signature(by=drafter, agreement=made)
    for agency in ("HMPPS-CENTRAL", "NCA"):
        factories.sign(made, agency)
    with time_machine.travel(clock.now() + timedelta(days=5)):
        assert whys(partner) == [f"What it shared with your agency was agreed until {last.day} {last:%B %Y}."]


def test_only_the_agencies_it_gave_something_are_told_and_only_at_the_hubs_it_named(partner: Membership) -> None:
    made = factories.agreement("NCA", "MOJ", "HMRC", hubs=["WM"], unsigned=["HMRC"])
    agreements.terminate_agreement(by=owner(), agreement=made, reason="x")
    at = {
        hub: factories.membership(role=RoleCode.HMPPS_ROCO, hub=hub, agency="MOJ") for hub in ("WM", "EM")
    }  # fmt: skip
    unsigned = factories.membership(role=RoleCode.AGENCY_SPOC, hub=None, agency="HMRC")
    manager = factories.membership(role=RoleCode.HUB_MANAGER, hub="WM")

    assert [len(shown(each)) for each in (partner, at["WM"], at["EM"], unsigned, manager)] == [1, 1, 0, 0, 0]


def test_whom_to_ask_is_the_owners_contact(partner: Membership) -> None:
    made = factories.agreement("NCA", opened=False)
    drafter = factories.viewer(RoleCode.DPO_IG, "HMPPS-CENTRAL")
    drafts.add_party(
        by=drafter, agreement=made, agency=Agency.objects.get(pk="HMPPS-CENTRAL"), contact_name="Ada Invented",
        contact_email="ada@example.test",
    )  # fmt: skip
    made = drafts.open_for_signature(by=drafter, agreement=made)
    for agency in ("HMPPS-CENTRAL", "NCA"):
        factories.sign(made, agency)
    agreements.terminate_agreement(by=owner(), agreement=made, reason="x")
    (one,) = shown(partner)

    assert (one.ask, one.email) == ("Ada Invented, HMPPS central MARSOC team", "ada@example.test")


def still_seen() -> Individual:
    """Somebody who is shared with the National Crime Agency under an agreement in force."""
    factories.agreement("NCA", hubs=["EM"], categories=[DataCategory.IDENTITY, DataCategory.CUSTODY])
    return factories.individual(owning_hub_id="EM")


def test_every_screen_that_loses_rows_says_so(sign_in: SignIn, partner: Membership) -> None:
    reference = still_seen().shown_reference
    made = factories.agreement("NCA", hubs=["WM"], title="Sharing for release")
    client = sign_in(partner)
    addresses = [
        reverse("home"), reverse("individual_list") + "?filter=", reverse("individual_list_print"),
        *(reverse(f"individual_{page}", args=[reference]) for page in ("overview", "identity", "custody", "timeline")),
    ]  # fmt: skip
    for address in addresses:
        assert "no longer in force" not in client.get(address).text, address

    agreements.suspend_agreement(by=owner(), agreement=made, reason="A breach is looked into")

    for address in addresses:
        page = client.get(address).text
        assert "An agreement with your agency is no longer in force" in page, address
        assert f"{made.reference}, Sharing for release. It was suspended on {today()}." in page, address
        assert "ask HMPPS central MARSOC team" in page, address


def test_what_is_said_hangs_on_no_individual(sign_in: SignIn, partner: Membership) -> None:
    agreements.terminate_agreement(by=owner(), agreement=factories.agreement("NCA"), reason="x")
    empty = shown(partner)
    for hub in ("WM", "EM"):
        factories.individual(owning_hub_id=hub)

    assert shown(partner) == empty != []


def test_it_costs_a_partner_one_query_while_there_is_nothing_to_say(
    partner: Membership, django_assert_num_queries: Callable[..., Any]
) -> None:
    for _ in range(3):
        factories.agreement("NCA")
    viewer, manager = viewer_in(partner), viewer_in(factories.membership(role=RoleCode.HUB_MANAGER))
    with django_assert_num_queries(1):
        assert ended_for(viewer) == []
    with django_assert_num_queries(0):
        assert ended_for(manager) == []


def test_several_endings_cost_no_more_than_one(
    partner: Membership, django_assert_num_queries: Callable[..., Any]
) -> None:
    for number in (1, 3):
        for _ in range(3 if number == 3 else 1):
            agreements.terminate_agreement(by=owner(), agreement=factories.agreement("NCA"), reason="x")
        viewer = viewer_in(partner)
        with django_assert_num_queries(5):
            assert len(ended_for(viewer)) >= number
