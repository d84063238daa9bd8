"""The line of time on the timeline page: all that is recorded of somebody, cut to what the viewer may see."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from cohort.enums import ListStatus
from cohort.models import Individual
from marsoc.kit import clock
from sharing.enums import DataCategory, RoleCode
from tests import factories
from tests.factories import custody
from tests.unit.govuk.markup import document, words

SignIn = Callable[..., Client]
pytestmark = pytest.mark.django_db


@pytest.fixture
def individual() -> Individual:
    """Somebody with every kind of fact, and a review to come."""
    made = factories.individual(status=ListStatus.ACCEPTED, review_due=clock.today() + timedelta(days=20))
    custody.one_of_each(made)
    factories.key_date(made, "LIC_START", date(2026, 1, 1))
    factories.key_date(made, "LED", date(2031, 1, 1))
    factories.key_date(made, "SED", date(2032, 1, 1), aside=True)
    return made


def lanes(client: Client, individual: Individual) -> set[str]:
    """Return the lanes that the timeline page draws."""
    page = document(client.get(reverse("individual_timeline", args=[individual.shown_reference])).content.decode())
    return {words(each) for each in page.iter("text") if "marsoc-time__label" in each.get("class", "")}


def test_the_hub_sees_past_and_future_in_one_drawing(sign_in: SignIn, individual: Individual) -> None:
    client = sign_in(RoleCode.HUB_OFFICER, "WM")
    html = client.get(reverse("individual_timeline", args=[individual.shown_reference])).content.decode()

    assert lanes(client, individual) == {
        "Custody phase", "Spells in custody", "Prisons", "Away from custody", "Security category",
        "Licence or supervision", "Key dates", "Reviews",
    }  # fmt: skip
    assert "Until licence expiry date: 1 January 2026 to 1 January 2031" in html
    assert html.count("marsoc-time__today") == 1


def test_an_agency_without_custody_sees_no_lane_of_it(sign_in: SignIn, individual: Individual) -> None:
    factories.agreement("NCA", categories=(DataCategory.IDENTITY,))
    factories.agreement("CPS", categories=(DataCategory.IDENTITY, DataCategory.CUSTODY))
    nothing, given = (
        sign_in(factories.membership(role=RoleCode.AGENCY_CONTRIB, hub=None, agency=code)) for code in ("NCA", "CPS")
    )

    assert lanes(nothing, individual) == set()
    assert "Spells in custody" in lanes(given, individual)
    assert "Reviews" not in lanes(given, individual)


def test_a_kind_of_which_nothing_is_recorded_has_no_lane(sign_in: SignIn) -> None:
    made = factories.individual()

    assert lanes(sign_in(RoleCode.HUB_OFFICER, "WM"), made) == {"Custody phase"}
