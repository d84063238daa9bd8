"""A hub offers two individuals from its list, the agency accepts, sees, and after the end sees no more."""

from datetime import timedelta

from django.urls import reverse
from playwright.sync_api import expect

from marsoc.kit import clock
from sharing.enums import RoleCode
from tests import factories
from tests.functional.conftest import OpenPage
from tests.functional.steps import sign_in


def test_sharing_by_name_from_offer_to_end(open_page: OpenPage) -> None:
    """Without script, which is how much the pages need."""
    people = [factories.individual(surname=surname, forenames="Jude") for surname in ("Abernathy", "Carrow")]
    factories.named_only("NCA")
    spoc = factories.membership(role=RoleCode.AGENCY_SPOC, hub=None, agency="NCA")
    hub, agency = open_page(script=False), open_page(script=False)
    sign_in(hub)
    sign_in(agency, spoc)

    hub.goto(reverse("individual_list"))
    for person in people:
        hub.get_by_label(f"Select {person.shown_reference}").check()
    hub.get_by_role("button", name="Offer those selected to an agency").click()
    hub.get_by_label("Agency and the clause this rests on").select_option(index=1)
    hub.get_by_label("What is it shared for?").fill("Planning the release")
    last = clock.today() + timedelta(days=20)
    for part, value in (("Day", last.day), ("Month", last.month), ("Year", last.year)):
        hub.get_by_label(part, exact=True).fill(str(value))
    hub.get_by_role("button", name="Offer", exact=True).click()
    expect(hub.locator(".moj-alert")).to_contain_text("2 individuals have been offered")

    agency.goto(reverse("share_list"))
    expect(agency.locator("main")).not_to_contain_text("Abernathy")
    for person in people:
        agency.get_by_label(person.shown_reference, exact=True).check()
    agency.get_by_role("button", name="Decide about those selected").click()
    agency.get_by_label("Accept", exact=True).check()
    agency.get_by_role("button", name="Save the decision").click()
    expect(agency.locator(".moj-alert")).to_contain_text("2 offers accepted")
    record = reverse("individual_overview", args=[people[0].shown_reference])
    agency.goto(record)
    expect(agency.locator("h1")).to_have_text("Jude Abernathy")

    hub.goto(reverse("individual_sharing", args=[people[0].shown_reference]))
    hub.get_by_role("link", name="Open the share with National Crime Agency").click()
    hub.get_by_role("button", name="End this share").click()
    hub.get_by_label("Why does it end?").fill("No longer needed")
    hub.get_by_role("button", name="End this share").click()
    expect(hub.locator(".moj-alert")).to_contain_text("The share has ended")
    agency.goto(record)
    expect(agency.locator("h1")).to_have_text("Page not found")
