"""What browser tests do and check on any page."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from weakref import WeakSet

from django.conf import settings
from django.test import Client
from playwright.sync_api import Page, Route

from sharing.enums import RoleCode
from sharing.middleware import MEMBERSHIP
from sharing.models import Membership
from tests import factories

# Preloading fetches every style sheet again, which none of these rules needs.
_ASKED = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
    "resultTypes": ["violations"],
    "preload": False,
}
WITHOUT_SCRIPT: WeakSet[Page] = WeakSet()
AXE = Path(settings.BASE_DIR) / "node_modules" / "axe-core" / "axe.min.js"


def sign_in(
    page: Page, role: RoleCode | Membership = RoleCode.HUB_OFFICER, hub: str | None = "WM", agency: str = "ROCU"
) -> Membership:
    """Sign a page's browser in by its session alone; only the tests of signing in type passwords.

    Args:
        page: whose cookies to set.
        role: the role of a new person, or a membership.
        hub: of the new person.
        agency: of the new person.
    """
    membership = role if isinstance(role, Membership) else factories.membership(role=role, hub=hub, agency=agency)
    client = Client()
    client.force_login(membership.user)
    session = client.session
    session[MEMBERSHIP] = membership.pk
    session.save()
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": _address(page)}])
    return membership


def _address(page: Page) -> str:
    """Return where the page's server listens; the page itself may not have gone anywhere yet."""
    parts = urlsplit(page.context.request.head("/health/liveness").url)
    return f"{parts.scheme}://{parts.netloc}/"


def assert_accessible(page: Page) -> None:
    """Fail on anything that axe finds against WCAG 2.2 at level AA."""
    with _with_script(page) as inspected:
        found = inspected.evaluate("asked => axe.run(asked)", _ASKED)
    told = [_told(violation) for violation in found["violations"]]
    assert told == [], f"{page.url}: " + "; ".join(told)


@contextmanager
def _with_script(page: Page) -> Iterator[Page]:
    """Give the page itself, or for a page without script its document again where axe can run but nothing of ours."""
    if page not in WITHOUT_SCRIPT or page.context.browser is None:
        yield page
        return
    html, address = page.content(), page.url
    context = page.context.browser.new_context(viewport=page.viewport_size)
    context.add_init_script(path=AXE)

    def answer(route: Route) -> None:
        if route.request.url == address:
            route.fulfill(body=html, content_type="text/html; charset=utf-8")
        elif route.request.resource_type == "script":
            route.abort()
        else:
            route.continue_()

    copy = context.new_page()
    copy.route("**/*", answer)
    copy.goto(address)
    yield copy
    context.close()


def _told(violation: dict[str, Any]) -> str:
    places = ", ".join(" ".join(map(str, node["target"])) for node in violation["nodes"][:5])
    return f"{violation['id']}: {violation['help']} ({places})"
