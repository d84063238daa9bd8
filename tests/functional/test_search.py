"""Somebody misspells a name in the head of a page, finds the person, and is told what to try where nobody is found."""

from django.urls import reverse
from playwright.sync_api import expect

from tests import factories
from tests.functional.conftest import OpenPage
from tests.functional.steps import sign_in


def test_a_search_from_the_head_of_a_page(open_page: OpenPage) -> None:
    """Without script; what was typed is in no address."""
    person = factories.individual(forenames="Khalid", surname="Mansoor", year_of_birth=1984)
    factories.alias(person, "Big Kal")
    page = open_page(script=False)
    sign_in(page)

    page.goto(reverse("import_list"))
    page.get_by_role("searchbox").fill("Mansour, Kahlid")
    page.get_by_role("button", name="Search", exact=True).click()
    expect(page.locator("h1")).to_have_text("Search results")
    expect(page.get_by_label("Name, alias, group, reference or number")).to_have_value("Mansour, Kahlid")
    expect(page.locator("tbody tr")).to_contain_text(["Mansoor, Khalid"])
    assert "ansour" not in page.url

    page.get_by_label("Name, alias, group, reference or number").fill("big kal")
    page.get_by_role("button", name="Search", exact=True).click()
    expect(page.locator("tbody tr")).to_contain_text(["Also known as: Big Kal"])
    page.get_by_role("link", name="Mansoor, Khalid").click()
    expect(page.locator("h1")).to_have_text("Khalid Mansoor")

    page.get_by_role("searchbox").fill("Zzyzx")
    page.get_by_role("button", name="Search", exact=True).click()
    expect(page.locator("main")).to_contain_text("Try the surname alone")
    page.get_by_label("Name, alias, group, reference or number").fill("*")
    page.get_by_role("button", name="Search", exact=True).click()
    expect(page.locator(".govuk-error-summary")).to_contain_text("Enter at least 2 letters or digits")
