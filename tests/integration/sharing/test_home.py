"""The first page: what is shared with an agency and under what, what ends soon, what is asked of whoever signs in."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cohort.models import Individual
from marsoc.kit import clock
from sharing.actions.notices import tell
from sharing.enums import NoticeKind, Phase, RoleCode
from sharing.models import Membership, Notice
from sharing.viewer import system_viewer
from tests import factories

pytestmark = pytest.mark.django_db
SignIn = Callable[..., Client]
HOME = "/"


@pytest.fixture
def partner() -> Membership:
    """Somebody who sees for the National Crime Agency."""
    return factories.membership(role=RoleCode.AGENCY_SPOC, hub=None, agency="NCA")


def words(client: Client) -> str:
    """Return the text of the first page, without its markup."""
    page = re.search("<main.*</main>", client.get(HOME).text, re.DOTALL)
    assert page
    return " ".join(re.sub("<[^>]*>", " ", page[0]).split())


def test_a_partner_reads_what_is_shared_under_what_and_until_when(sign_in: SignIn, partner: Membership) -> None:
    last = clock.today() + timedelta(days=200)
    made = factories.agreement(
        "NCA", hubs=["WM", "EM"], phases=[Phase.CUS, Phase.REL], categories=["IDENTITY", "CUSTODY"],
        abilities=["VIEW", "CONTRIBUTE"], title="Sharing for release", ends_on=last,
    )  # fmt: skip
    for hub, phase in (("WM", Phase.CUS), ("EM", Phase.REL), ("WM", Phase.REM), ("SW", Phase.CUS)):
        factories.individual(owning_hub_id=hub, phase=phase)
    page = words(sign_in(partner))

    assert "Shared with National Crime Agency" in page
    assert "2 individuals are shared with you" in page
    assert (
        f"{made.reference}, clause 1: Sharing for release What Identity, Custody"
        " Of which hubs East Midlands, West Midlands In which custody phases In custody, On licence or supervision"
        f" What you may do See, Add to For Managing release Until {last.day} {last:%B %Y}"
    ) in page
    assert "What ends within 90 days" not in page


def test_what_ends_soon_is_said_with_its_last_day(sign_in: SignIn, partner: Membership) -> None:
    soon, later = clock.today() + timedelta(days=20), clock.today() + timedelta(days=90)
    second = factories.agreement("NCA", title="Later", ends_on=later)
    first = factories.agreement("NCA", title="Sooner", ends_on=soon)
    factories.agreement("NCA", title="Much later", ends_on=clock.today() + timedelta(days=91))
    page = words(sign_in(partner))
    told = page[page.index("What ends within 90 days") : page.index("What is shared and under what")]

    assert told == (
        f"What ends within 90 days {first.reference}, clause 1: Sooner Last day {soon.day} {soon:%B %Y}"
        f" {second.reference}, clause 1: Later Last day {later.day} {later:%B %Y} "
    )


def test_a_partner_at_a_hub_is_told_of_that_hub_alone(sign_in: SignIn) -> None:
    factories.agreement("MOJ", hubs=["WM", "EM"])
    factories.agreement("MOJ", hubs=["SW"], title="Elsewhere")
    factories.individual(owning_hub_id="EM")
    factories.individual(owning_hub_id="WM")
    page = words(sign_in(RoleCode.HMPPS_ROCO, "WM", "MOJ"))

    assert "1 individual is shared with you" in page
    assert "Of which hubs West Midlands In which" in page
    assert "Elsewhere" not in page


def test_what_is_not_signed_or_for_others_is_not_said_to_be_shared(sign_in: SignIn, partner: Membership) -> None:
    factories.agreement("NCA", unsigned=["NCA"], title="Unsigned")
    factories.agreement("HMRC", title="Of others")
    page = words(sign_in(partner))

    assert "Nothing is shared with your agency yet" in page
    assert "What is asked of you" in page
    assert "Of others" not in page


def test_the_first_page_costs_the_same_for_one_clause_and_for_three(sign_in: SignIn, partner: Membership) -> None:
    client, counts = sign_in(partner), []
    factories.agreement("NCA")
    client.get(HOME)
    for _ in range(2):
        with CaptureQueriesContext(
            connection,
        ) as asked:
            client.get(HOME)
        counts.append(len(asked))
        factories.agreement("NCA", hubs=["EM"])
        factories.agreement("NCA", hubs=["SW"])

    assert counts[0] == counts[1]


def notice(key: str, **given: Any) -> Notice:
    values: dict[str, Any] = {"kind": NoticeKind.EXPIRY, "sentence": f"Sentence {key}.", "route": "home", **given}
    tell(by=system_viewer("tests"), key=key, **values)
    return Notice.objects.get(key=key)


@pytest.mark.parametrize(
    ("role", "hub", "agency", "to"),
    [
        (RoleCode.HUB_OFFICER, "WM", "ROCU", {"hub": "WM"}),
        (RoleCode.CENTRAL_ANALYST, None, "HMPPS-CENTRAL", {"agency": "HMPPS-CENTRAL"}),
        (RoleCode.AGENCY_CONTRIB, None, "NCA", {"agency": "NCA"}),
        (RoleCode.AUDITOR, None, "HMICFRS", {"agency": "HMICFRS"}),
        (RoleCode.DPO_IG, None, "HMPPS-CENTRAL", {"agency": "HMPPS-CENTRAL", "role": RoleCode.DPO_IG}),
    ],
)
def test_everybody_reads_what_is_asked_and_what_is_new_and_nobody_elses(
    sign_in: SignIn, role: RoleCode, hub: str | None, agency: str, to: dict[str, Any]
) -> None:
    notice("asked", asks=True, **to)
    notice("new", **to)
    notice("other", agency="HMRC")
    notice("elsewhere", hub="SW")
    page = words(sign_in(role, hub, agency))

    asked, new = page.index("What is asked of you"), page.index("What is new")
    assert asked < page.index("Sentence asked.") < new < page.index("Sentence new.")
    assert "Sentence other." not in page
    assert "Sentence elsewhere." not in page


def test_signing_takes_away_what_was_asked(sign_in: SignIn, partner: Membership) -> None:
    made = factories.agreement("NCA", unsigned=["NCA"])
    client = sign_in(partner)
    assert f"{made} waits for your agency's signature." in words(client).replace("&#39;", "'")

    factories.sign(made, "NCA")
    assert "waits for your agency" not in words(client)


def test_what_informs_is_dismissed_and_what_asks_is_not(sign_in: SignIn, partner: Membership) -> None:
    new, asked = notice("new", agency="NCA"), notice("asked", agency="NCA", asks=True)
    client, address = sign_in(partner), reverse("notice_dismiss")
    assert client.get(HOME).text.count(f'action="{address}"') == 1

    after = client.post(address, {"notice": new.pk}, follow=True)
    assert "The notice has been dismissed." in after.text
    assert "Sentence new." not in after.text
    refused = client.post(address, {"notice": asked.pk})
    assert (refused.status_code, "goes away by itself" in refused.text) == (400, True)
    assert [client.post(address, {"notice": given}).status_code for given in (new.pk, "x", "")] == [404, 400, 400]


def test_somebody_elses_notice_is_not_there_to_dismiss(sign_in: SignIn) -> None:
    other = notice("other", agency="HMRC")
    response = sign_in(RoleCode.AGENCY_SPOC, None, "NCA").post(reverse("notice_dismiss"), {"notice": other.pk})

    other.refresh_from_db()
    assert (response.status_code, other.settled_at) == (404, None)


def test_a_notice_whose_page_is_gone_is_still_shown(sign_in: SignIn, partner: Membership) -> None:
    notice("old", agency="NCA", route="a_page_of_an_earlier_release", argument="7")

    assert "Sentence old." in words(sign_in(partner))


def test_a_long_row_of_notices_is_cut_with_a_word(sign_in: SignIn, partner: Membership) -> None:
    for number in range(51):
        notice(f"n{number}", agency="NCA")
    page = words(sign_in(partner))

    assert page.count("Sentence n") == 2 * 50  # each is said again on its button
    assert "Only the first 50 are shown." in page


def test_the_number_shared_is_the_number_on_the_list(sign_in: SignIn, partner: Membership) -> None:
    factories.agreement("NCA")
    for _ in range(3):
        factories.individual()
    client = sign_in(partner)

    assert Individual.unscoped.count() == 3
    assert "3 individuals are shared with you" in words(client)
    assert "of 3 individuals" in re.sub("<[^>]*>", "", client.get(reverse("individual_list") + "?filter=").text)
