"""What comes out of the printer carries its marking and who printed it, and none of what is only for the screen."""

import re

from django.urls import reverse
from playwright.sync_api import Page, expect

from marsoc.kit import clock
from sharing.enums import RoleCode
from tests import factories
from tests.functional.conftest import OpenPage
from tests.functional.steps import sign_in

ONLY_ON_SCREEN = (
    "nav", ".govuk-service-navigation", ".moj-filter", ".govuk-button", "button", ".govuk-back-link",
    ".govuk-skip-link", ".moj-organisation-nav", ".govuk-footer", ".govuk-summary-card__actions",
    ".govuk-summary-list__actions", ".govuk-pagination", ".marsoc-no-print",
)  # fmt: skip

# Browsers repeat the rows of a table's head and foot on every sheet.
REPEATED = ["table-header-group", "table-footer-group"]


def test_list_and_record_print_with_marking_person_and_time(open_page: OpenPage) -> None:
    """On paper: the marking on every sheet, who printed it and when; no navigation, filter or button."""
    for _ in range(120):
        factories.individual(surname="Lowe")
    record = factories.individual(surname="Price", notes="\n".join(f"Line {number}" for number in range(150)))
    factories.alias(record, "Pricey")
    page = open_page()
    membership = sign_in(page, RoleCode.HUB_MANAGER)
    for address in (
        reverse("individual_list"),
        reverse("individual_list_print"),
        *(
            reverse(f"individual_{name}", args=[record.shown_reference])
            for name in ("overview", "identity", "custody", "timeline")
        ),
        reverse("individual_custody_then", args=[record.shown_reference, clock.now().isoformat()]),
    ):
        page.emulate_media(media="screen")
        page.goto(address)
        expect(page.locator(".marsoc-print-only")).to_be_hidden()
        page.emulate_media(media="print")
        note = page.locator(".marsoc-print-only")
        expect(note).to_be_visible()
        expect(note).to_contain_text(f"Printed from MARSOC by {membership.user.full_name}, acting as")
        expect(note).to_have_text(re.compile(r"on \d{1,2} \w+ \d{4} at \d{1,2}(:\d\d)?[ap]m"))
        expect(page.locator(".marsoc-marking").first).to_be_visible()
        expect(page.locator(".marsoc-marking").last).to_be_visible()
        shown = [each for each in ONLY_ON_SCREEN if _any_visible(page, each)]
        assert shown == [], f"{address} prints {shown}"
        assert _repeated(page) == REPEATED, f"{address}: the marking is not repeated on every sheet"
        if "/at/" in address:
            expect(page.get_by_text("This is the record as it stood on")).to_be_visible()


def _any_visible(page: Page, selector: str) -> bool:
    found: bool = page.evaluate(
        "selector => [...document.querySelectorAll(selector)].some(each => each.checkVisibility())", selector
    )
    return found


def _repeated(page: Page) -> list[str]:
    displayed: list[str] = page.evaluate(
        "() => [...document.querySelectorAll('.marsoc-marking')].map(each => getComputedStyle(each).display)"
    )
    return displayed
