"""Everything by Tab, Enter, Space and arrows alone, the focus always in sight; and pages at four times the size."""

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from cohort.models import PossibleMatch
from marsoc.kit.acting import acting
from sharing.enums import Phase, RoleCode
from tests import factories
from tests.functional.conftest import OpenPage
from tests.functional.steps import sign_in

MOST_TABS = 120
_FOCUS = """() => {
    const focused = document.activeElement
    const drawn = each => {
        const style = getComputedStyle(each)
        return (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0) || style.boxShadow !== 'none'
    }
    // GOV.UK draws the focus of a radio or checkbox on its label.
    const label = focused.labels && focused.labels[0]
    const shown = label ? getComputedStyle(label, '::before').boxShadow !== 'none' : false
    return { words: focused.outerHTML.slice(0, 200), seen: drawn(focused) || shown }
}"""


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until the element has the focus; wherever the focus is on the way, it must be seen."""
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        focus = page.evaluate(_FOCUS)
        assert focus["seen"], f"The focus cannot be seen on {focus['words']}"
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"{selector} cannot be reached by the keyboard on {page.url}")


def named(page: Page, role: str, name: str) -> str:
    """Mark the first element of a role and name so that it can be recognised, and return how."""
    # the role is a plain word here, a closed list of words to Playwright
    found = page.get_by_role(role, name=name, exact=True).first  # type: ignore[arg-type]
    found.evaluate("element => element.setAttribute('data-sought', '')")
    return "[data-sought]"


def go(page: Page, role: str, name: str) -> None:
    """Tab to an element, press Enter on it and wait for the page it leads to."""
    tab_to(page, named(page, role, name))
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_a_record_is_found_and_changed_by_keyboard(open_page: OpenPage) -> None:
    """Skip link, filter, sort, a form refused and then saved."""
    factories.individual(surname="Lowe", phase=Phase.REM)
    for _ in range(3):
        factories.individual(surname="Price")
    page = open_page()
    sign_in(page, RoleCode.HUB_OFFICER)
    page.goto(reverse("home"))

    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to main content")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    go(page, "link", "On the list")
    tab_to(page, "input[name=phase][value=REM]")
    page.keyboard.press("Space")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.locator("tbody tr")).to_have_count(1)
    go(page, "link", "Name")
    expect(page.locator("th[aria-sort=ascending]")).to_contain_text("Name")
    go(page, "link", "Lowe, Alex")
    go(page, "link", "Move on the list (Status and review)")
    go(page, "button", "Save")

    expect(page.locator(".govuk-error-summary")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("[name=act][value=research]")).to_be_focused()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    expect(page.locator("[name=reason]")).to_be_focused()
    page.keyboard.type("Taken up after the weekly meeting")
    go(page, "button", "Save")
    expect(page.locator(".moj-alert")).to_contain_text("The status is now 'in research'.")
    expect(page.locator("main")).to_contain_text("In research")


def test_a_decision_and_the_filter_of_a_phone_by_keyboard(open_page: OpenPage) -> None:
    """A pair is decided with arrows; on a phone the button shows the filter and hides it again."""
    first, second = (factories.individual(surname="Lowe", forenames=name) for name in ("Ann", "Anne"))
    with acting(job="tests"):
        PossibleMatch(first=first, second=second, score=88, reasons=["Same surname"]).save()
    page = open_page(width=375)
    sign_in(page, RoleCode.HUB_OFFICER)
    page.goto(reverse("individual_list"))
    panel = page.locator(".moj-filter")
    expect(panel).to_be_hidden()
    tab_to(page, named(page, "button", "Show filter"))
    page.keyboard.press("Enter")
    expect(panel).to_be_visible()
    tab_to(page, "#filter-text")
    page.keyboard.type("nobody of this name")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.locator("main")).to_contain_text("Nobody on the list matches these filters")

    tab_to(page, named(page, "button", "Menu"))
    page.keyboard.press("Enter")
    go(page, "link", "Possible duplicates")
    go(page, "link", f"Compare {first.shown_reference} and {second.shown_reference}")
    tab_to(page, "input[name=verdict]")
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_label("No, they are of two people")).to_be_checked()
    go(page, "button", "Save")
    expect(page.locator(".moj-alert")).to_contain_text("not the same person")


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_pages_reflow_at_four_times_the_size(open_page: OpenPage, script: bool) -> None:
    """At 320 pixels the page scrolls down only; wide tables scroll within their frames."""
    record = factories.individual(
        surname="Featherstonehaugh-Cholmondeley", threats=["MSHT", "DRUGS"], officer="DC Reed"
    )
    factories.alias(record, "Featherstonehaugh-Cholmondeley-Marjoribanks")
    page = open_page(script=script, width=320)
    sign_in(page, RoleCode.HUB_MANAGER)
    reference = record.shown_reference
    for address in (
        reverse("home"),
        reverse("individual_list"),
        *(reverse(f"individual_{name}", args=[reference]) for name in ("overview", "identity", "custody", "timeline")),
        reverse("individual_edit", args=[reference, "crime"]),
        reverse("individual_fact_add", args=[reference, "key-date"]),
        reverse("import_upload"),
        reverse("membership_list"),
        reverse("membership_add"),
    ):
        page.goto(address)
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= 320, f"{address} is {wide} px wide"
