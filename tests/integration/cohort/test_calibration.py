"""What the central team sees of how assessors score."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cohort.access import get_framework
from cohort.enums import ListStatus
from cohort.models import Assessment
from cohort.queries.calibration import calibration_of
from cohort.queries.frameworks import effect_of
from sharing.enums import RoleCode
from sharing.seeing import seeing
from tests import factories
from tests.factories import method
from tests.unit.govuk.markup import document, words

pytestmark = pytest.mark.django_db
LEVELS = {"intent": 3, "reach": 2, "influence": 2}


def test_agreement_drift_and_rates_are_those_of_the_assessments() -> None:
    """Two pairs that agree on intent, one apart on reach, one of which is unknown; each compared with the other."""
    framework = method.framework(panel_steps=4, panel_points=Decimal(100))
    one, other = method.officer(), method.officer()
    for levels, second in (
        (LEVELS, {**LEVELS, "reach": 3}),
        ({**LEVELS, "intent": 1, "reach": 0}, {"intent": 1, "reach": 1}),
    ):
        method.second(method.first(factories.individual(), levels, by=one), second, by=other)
    method.first(factories.individual(), LEVELS, by=one)  # not revealed, so it does not count
    central = method.central()
    with seeing(central):
        found = calibration_of(central, framework)
    by_name = {each.dimension: each for each in found.agreements}

    intent, reach = by_name["Intent"].kappa, by_name["Reach"].kappa
    assert intent
    assert reach
    assert intent.value == pytest.approx(1)
    assert intent.pairs == 2
    assert 0 < reach.value < 1
    assert (by_name["Influence"].kappa, by_name["Influence"].pairs, by_name["Influence"].one_unknown) == (None, 1, 1)
    drift = {each.name: (each.cases, each.above) for each in found.assessors}
    first = (Decimal("60.0") - Decimal("68.8") + Decimal("22.5") - Decimal("25.0")) / 2
    assert drift == {one.name: (2, first), other.name: (2, -first)}
    (hub,) = found.hubs
    assert (hub.hub, hub.assessed, hub.scored_twice, hub.to_panel, hub.downgraded) == ("West Midlands", 2, 2, 0, 0)


def test_a_band_that_fell_is_counted() -> None:
    framework = method.framework()
    individual = factories.individual(status=ListStatus.ACCEPTED)
    for levels in (LEVELS, {**LEVELS, "intent": 1}, {**LEVELS, "intent": 4}):
        method.first(individual, levels)
    central = method.central()
    with seeing(central):
        (hub,) = calibration_of(central, framework).hubs

    assert (hub.assessed, hub.compared, hub.downgraded) == (3, 2, 1)


def test_it_takes_the_same_queries_for_few_and_many(sign_in: Callable[..., Client]) -> None:
    method.framework()
    client = sign_in(RoleCode.CENTRAL_ANALYST, None, "HMPPS-CENTRAL")
    client.get(reverse("home"))  # the first request of a session asks more
    taken = []
    for more in (1, 2):
        for level in range(2, 2 + more):
            method.assessment(factories.individual(), LEVELS, {**LEVELS, "reach": level})
        for route, given in (("calibration", []), ("framework_effect", [1])):
            with CaptureQueriesContext(connection) as captured:
                client.get(reverse(route, args=given))
            taken.append(len(captured))

    assert taken[:2] == taken[2:]


def test_what_a_version_would_do_is_told_by_person_hub_and_band() -> None:
    """One would fall, one would stay, and one would not be scorable because a dimension was never asked."""
    method.framework()
    for hub, levels in (
        ("WM", {"intent": 4, "reach": 1, "influence": 2}),
        ("WM", {"intent": 4, "reach": 4, "influence": 2}),
        ("EM", {"intent": 2, "influence": 2}),
    ):
        method.assessment(factories.individual(owning_hub_id=hub), levels)
    central = method.central()
    draft = method.draft(weights={"Intent": 10, "Reach": 40, "Noise": 50}, unknowns_allowed=1)
    with seeing(central):
        effect = effect_of(central, get_framework(central, draft.version), 1)

    assert effect.counts == [("East Midlands", 1, 1, 1), ("West Midlands", 2, 1, 0)]
    assert [(each.before, each.score_before, each.after, each.score_after) for each in effect.moved.rows] == [
        ("Tier 2", Decimal("50.0"), "Not scorable", None),
        ("Tier 2", Decimal("61.3"), "Below threshold", Decimal("40.0")),
    ]
    assert effect.before == {"Tier 1": 1, "Tier 2": 2}
    assert effect.after == {"Tier 1": 1, "Below threshold": 1, "Not scorable": 1}
    assert Assessment.unscoped.filter(framework__version=1).count() == 3  # and nothing was worked out anew


def test_the_page_says_where_assessors_agree_least(sign_in: Callable[..., Client]) -> None:
    method.framework(panel_steps=4, panel_points=Decimal(100))
    for levels, other in ((LEVELS, {**LEVELS, "reach": 3}), ({**LEVELS, "reach": 0, "intent": 1}, None)):
        method.assessment(factories.individual(), levels, other)
    page = sign_in(RoleCode.CENTRAL_ADMIN, None, "HMPPS-CENTRAL").get(reverse("calibration"))

    assert "Assessors agree least on reach (0.86" in words(document(page.content.decode()))
