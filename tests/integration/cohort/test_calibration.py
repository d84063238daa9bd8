"""What the central team sees of how assessors score."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cohort.access import get_framework
from cohort.actions.panels import approve_decision
from cohort.enums import ListAct, ListStatus
from cohort.models import Assessment
from cohort.presenters.calibration import band_rows, rate
from cohort.queries.calibration import RECENT, BandChanges, Rate, calibration_of
from cohort.queries.frameworks import effect_of
from marsoc.kit import clock
from sharing.enums import RoleCode
from sharing.seeing import seeing
from tests import factories
from tests.factories import by_name, method, panels
from tests.unit.govuk.markup import document, words

pytestmark = pytest.mark.django_db
LEVELS = {"intent": 3, "reach": 2, "influence": 2}
HUBS = ("WM", "WM", "EM")


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
    assert (hub.hub, hub.assessed, hub.to_panel) == ("West Midlands", 2, (0, 2))


def test_agreement_counts_the_assessments_that_the_viewer_sees_and_no_other() -> None:
    """Asked of the database: another hub's, a restricted record's and one that waits for its second are in no count."""
    framework = method.framework()
    closed = factories.individual(owning_hub_id="EM")
    for of in (factories.individual(), factories.individual(owning_hub_id="EM"), closed):
        method.assessment(of, LEVELS)
    method.first(factories.individual(owning_hub_id="EM"), LEVELS)
    by_name.restrict(closed)
    for viewer, number in ((method.officer("EM"), 1), (method.officer(), 1), (method.central(), 2)):
        with seeing(viewer):
            found = calibration_of(viewer, framework).agreements
        assert {each.pairs for each in found} == {number}
    nobody = factories.viewer(RoleCode.AGENCY_CONTRIB, "NCA")
    with seeing(nobody), connection.cursor() as cursor:
        cursor.execute("select * from level_pairs(%s)", [framework.pk])
        assert cursor.fetchall() == []


def test_a_band_that_fell_is_counted() -> None:
    framework = method.framework()
    individual = factories.individual(status=ListStatus.ACCEPTED)
    for levels in (LEVELS, {**LEVELS, "intent": 1}, {**LEVELS, "intent": 4}):
        method.first(individual, levels)
    central = method.central()
    with seeing(central):
        found = calibration_of(central, framework)

    (hub,), (bands,) = found.hubs, found.bands
    assert (hub.assessed, bands.lowered, bands.lowered_before) == (3, (1, 2), (0, 0))
    with time_machine.travel(clock.now() + RECENT + timedelta(days=1)), seeing(central):
        (bands,) = calibration_of(central, framework).bands
    assert (bands.lowered, bands.lowered_before) == ((0, 0), (1, 2))


def test_a_band_that_a_panel_set_is_counted_by_hub_and_period_of_the_decisions_in_effect_about_a_result() -> None:
    """One set otherwise and approved, one that waits, two accepted as scored, and one deferred without a result."""
    framework = method.framework()
    set_otherwise = factories.individual(status=ListStatus.PANEL)
    method.assessment(set_otherwise, LEVELS)
    lowest = framework.bands.earliest("starts_at")
    made = panels.decision(set_otherwise, band=lowest, band_reason="Dying")
    approve_decision(by=panels.chair(), decision=made)
    waiting, scored, elsewhere = (factories.individual(status=ListStatus.PANEL, owning_hub_id=hub) for hub in HUBS)
    method.assessment(waiting, LEVELS)
    panels.decision(waiting, band=lowest, band_reason="Dying")
    for of in (scored, elsewhere):
        panels.decision(of)
    panels.decision(factories.individual(status=ListStatus.PANEL), ListAct.DEFER)
    central = method.central()
    with seeing(central):
        found = calibration_of(central, framework).bands
    with time_machine.travel(clock.now() + RECENT + timedelta(days=1)), seeing(central):
        later = calibration_of(central, framework).bands

    assert [(each.hub, each.overridden) for each in found] == [("East Midlands", (0, 1)), ("West Midlands", (1, 2))]
    assert [(each.overridden, each.overridden_before) for each in later] == [((0, 0), (0, 1)), ((0, 0), (1, 2))]


def test_a_rate_tells_both_numbers_and_no_per_cent_where_they_are_too_few() -> None:
    told = [rate(Rate(*each)) for each in ((0, 0), (2, 9), (2, 10), (0, 12), (400, 1200))]
    assert told == ["No cases", "2 of 9, too few to tell", "2 of 10 (20.0%)", "0 of 12 (0.0%)", "400 of 1,200 (33.3%)"]
    bands = [BandChanges("West Midlands", Rate(1, 9)), BandChanges("London", Rate(1, 11), lowered=Rate(3, 12))]
    assert band_rows(bands)[-1] == ("All hubs", "2 of 20 (10.0%)", "No cases", "3 of 12 (25.0%)", "No cases")


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
