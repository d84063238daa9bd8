"""Signing in, as everybody does first."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from sharing.enums import RoleCode
from tests import factories
from tests.functional.conftest import OpenPage
from tests.functional.steps import assert_accessible, sign_in

PASSWORD = "correct horse battery staple"


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
@pytest.mark.parametrize("width", [1280, 375])
def test_the_sign_in_page_is_accessible(open_page: OpenPage, script: bool, width: int) -> None:
    """Without a violation, wide and narrow, and without a scroll bar to the side."""
    page = open_page(script=script, width=width)
    page.goto(reverse("account_login"))

    assert_accessible(page)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_signing_in_by_keyboard_alone(open_page: OpenPage, script: bool) -> None:
    """Tab to the fields, type, press Enter."""
    membership = factories.membership(role=RoleCode.HUB_OFFICER)
    page = open_page(script=script)
    page.goto(reverse("account_login"))

    _tab_to(page, 'input[name="login"]')
    page.keyboard.type(membership.user.username)
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")

    expect(page).not_to_have_url(re.compile(reverse("account_login")))
    expect(page.get_by_text(membership.user.full_name).first).to_be_visible()


def test_a_wrong_password_is_answered_by_an_error_summary(page: Page) -> None:
    """The page says so at the top and stays accessible."""
    membership = factories.membership()
    page.goto(reverse("account_login"))
    page.fill('input[name="login"]', membership.user.username)
    page.fill('input[name="password"]', "not the password")
    page.keyboard.press("Enter")

    expect(page.locator(".govuk-error-summary")).to_be_visible()
    assert_accessible(page)


def test_somebody_signed_in_reaches_the_home_page(page: Page) -> None:
    """The step that other tests begin with."""
    membership = sign_in(page, RoleCode.HUB_MANAGER)
    page.goto(reverse("home"))

    expect(page.get_by_text(membership.user.full_name).first).to_be_visible()


def _tab_to(page: Page, selector: str) -> None:
    """Press Tab until the element has the focus."""
    for _ in range(20):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"{selector} cannot be reached by the keyboard")
