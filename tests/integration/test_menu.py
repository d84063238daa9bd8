"""The menu: areas, and the pages of the one that somebody is in, each only for those for whom it opens."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from marsoc.pages.areas import AREAS, menu
from sharing.enums import RoleCode
from sharing.viewer import Viewer, viewer_in
from tests import factories
from tests.unit.govuk.markup import document, words

NATIONAL = {RoleCode.CENTRAL_ADMIN: "HMPPS-CENTRAL", RoleCode.CENTRAL_ANALYST: "HMPPS-CENTRAL",
            RoleCode.AGENCY_CONTRIB: "NCA", RoleCode.AGENCY_SPOC: "NCA", RoleCode.AUDITOR: "IPCO",
            RoleCode.DPO_IG: "HMPPS-CENTRAL", RoleCode.FINANCE: "HO", RoleCode.BOARD: "HO"}  # fmt: skip

pytestmark = pytest.mark.django_db


@pytest.fixture(params=RoleCode, ids=str)
def someone(request: pytest.FixtureRequest) -> Viewer:
    """Somebody in each role."""
    role = request.param
    agency = NATIONAL.get(role)
    return viewer_in(factories.membership(role=role, hub=None if agency else "WM", agency=agency or "ROCU"))


def test_every_page_that_opens_can_be_reached_and_no_other_is_offered(someone: Viewer) -> None:
    areas, _ = menu(someone, "/nowhere/")
    reached = {page.href for area in areas for page in menu(someone, area.href)[1] or [area]}

    opens = {reverse(route) for _, pages in AREAS for _, route, may in pages if not may or someone.may(may)}
    assert reached == opens
    assert len(areas) <= 7  # one row on a screen


def test_a_record_lies_in_the_list(sign_in: Callable[..., Client]) -> None:
    someone = factories.individual()
    page = sign_in(RoleCode.HUB_MANAGER).get(reverse("individual_identity", args=[someone.shown_reference]))

    current = document(page.content.decode()).xpath("//nav[@aria-label]//*[@aria-current='true']")
    assert [words(each) for each in current] == ["The list", "Individuals"]


def test_an_area_of_one_page_bears_its_name_and_lists_none(viewer: Callable[..., Viewer]) -> None:
    areas, pages = menu(viewer(RoleCode.FINANCE, None, "HO"), reverse("framework_list"))

    assert ("Method", True) in [(area.text, area.current) for area in areas]
    assert pages == []
