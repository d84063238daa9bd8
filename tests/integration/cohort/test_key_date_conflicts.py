"""Sources that give different days stand side by side until the hub settles which counts; old days ask for a check."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from cohort.actions.key_dates import record_key_date, remove_key_date, settle_key_date
from cohort.enums import SpellKind
from cohort.key_dates import reasons_to_check
from cohort.models import Individual, KeyDate, KeyDateKind
from sharing.enums import Ability, DataCategory, RoleCode
from sharing.errors import BadRequest
from sharing.viewer import Viewer, viewer_in
from tests import factories
from tests.factories import custody
from tests.unit.govuk.markup import document, words

SignIn = Callable[..., Client]
pytestmark = pytest.mark.django_db
FIRST, SECOND, THIRD = date(2031, 3, 1), date(2031, 5, 1), date(2031, 9, 1)


@pytest.fixture
def officer() -> Viewer:
    """An officer of the West Midlands hub."""
    return factories.viewer(RoleCode.HUB_OFFICER, "ROCU", "WM")


@pytest.fixture
def individual(officer: Viewer) -> Individual:
    """Somebody of whom NOMIS gives one conditional release date and probation another."""
    made = factories.individual()
    record(officer, made, FIRST, source="NOMIS")
    record(officer, made, SECOND, source="Probation", beside=True)
    return made


def record(by: Viewer, individual: Individual, on: date, kind: str = "CRD", **given: Any) -> KeyDate:
    """Record a date, whatever the version."""
    individual.refresh_from_db()
    told = {"source": "NOMIS", "as_at": date(2026, 11, 1), "reason": "Read", **given}
    return record_key_date(
        by=by, individual=individual, version=individual.version, kind=KeyDateKind.objects.get(pk=kind), on=on, **told
    )


def shown(individual: Individual) -> list[tuple[date, bool]]:
    """Return the days recorded, what counts first."""
    return list(KeyDate.unscoped.filter(individual=individual).order_by("aside", "date").values_list("date", "aside"))


def counts(individual: Individual) -> date | None:
    """Return the release date of the list."""
    individual.refresh_from_db()
    return individual.release_on


def custody_page(client: Client, individual: Individual) -> str:
    """Return what the custody page says."""
    response = client.get(reverse("individual_custody", args=[individual.shown_reference]))
    return words(document(response.content.decode()))


def test_both_days_stand_and_the_first_counts_until_it_is_settled(individual: Individual, officer: Viewer) -> None:
    assert shown(individual) == [(FIRST, False), (SECOND, True)]
    assert counts(individual) == FIRST

    chosen = KeyDate.unscoped.get(date=SECOND)
    settle_key_date(
        by=officer, individual=individual, version=individual.version, key_date=chosen, reason="The court confirmed it"
    )

    assert shown(individual) == [(SECOND, False)]
    assert counts(individual) == SECOND
    with pytest.raises(BadRequest, match="nothing to settle"):
        settle_key_date(
            by=officer, individual=individual, version=individual.version, key_date=chosen,
            reason="Again",
        )  # fmt: skip


def test_without_a_word_a_new_day_replaces_the_one_that_counts(individual: Individual, officer: Viewer) -> None:
    record(officer, individual, THIRD)

    assert shown(individual) == [(THIRD, False), (SECOND, True)]


def test_sources_that_agree_again_are_no_conflict(individual: Individual, officer: Viewer) -> None:
    record(officer, individual, SECOND)

    assert shown(individual) == [(SECOND, False)]


def test_the_other_day_counts_once_the_first_is_removed(individual: Individual, officer: Viewer) -> None:
    counts(individual)
    remove_key_date(
        by=officer, individual=individual, version=individual.version, key_date=KeyDate.unscoped.get(date=FIRST),
        reason="Of somebody else",
    )  # fmt: skip

    assert shown(individual) == [(SECOND, False)]
    assert counts(individual) == SECOND


def test_what_an_agency_adds_stands_beside_and_replaces_nothing(individual: Individual) -> None:
    abilities = (Ability.VIEW, Ability.CONTRIBUTE)
    categories = (DataCategory.IDENTITY, DataCategory.CUSTODY)
    factories.agreement("NCA", categories=categories, abilities=abilities)
    membership = factories.membership(role=RoleCode.AGENCY_CONTRIB, hub=None, agency="NCA")
    agency = viewer_in(membership)
    record(agency, individual, THIRD)
    record(agency, individual, date(2031, 10, 1), source="Our file")

    assert shown(individual) == [(FIRST, False), (SECOND, True), (date(2031, 10, 1), True)]
    twin = factories.individual()
    factories.key_date(twin, "CRD", FIRST)
    with pytest.raises(BadRequest, match="has this date already, from somebody else"):
        record(agency, twin, FIRST)


def test_the_page_says_that_sources_disagree_and_settles_it(sign_in: SignIn, individual: Individual) -> None:
    client = sign_in(RoleCode.HUB_OFFICER, "WM")
    page = custody_page(client, individual)
    assert "Sources disagree: this day counts until it is settled" in page
    assert "Sources disagree: this day does not count until it is settled" in page
    overview = client.get(reverse("individual_overview", args=[individual.shown_reference])).content.decode()
    assert "Sources disagree about this date" in overview

    counts(individual)
    chosen = KeyDate.unscoped.get(date=SECOND)
    address = reverse("individual_key_date_settle", args=[individual.shown_reference, "CRD"])
    asked = words(document(client.get(address).content.decode()))
    assert "1 March 2031, as at 1 November 2026, source: NOMIS" in asked
    client.post(address, {"chosen": str(chosen.pk), "reason": "Confirmed", "version": str(individual.version)})

    assert shown(individual) == [(SECOND, False)]


def test_a_date_before_a_known_event_or_too_old_asks_to_be_checked(sign_in: SignIn, individual: Individual) -> None:
    recall = custody.spell(individual, SpellKind.RECALL, date(2026, 11, 10), recall_kind_id="FTR_28")
    client = sign_in(RoleCode.HUB_OFFICER, "WM")
    page = custody_page(client, individual)

    assert recall.is_open
    assert "Check: it was given before a recall on 10 November 2026." in page


def test_why_a_date_is_to_be_checked() -> None:
    today, event = date(2026, 6, 1), [(date(2026, 5, 1), "a sentence"), (date(2026, 4, 1), "a recall")]

    assert reasons_to_check(today - timedelta(days=28), 28, [], today) == []
    assert reasons_to_check(today - timedelta(days=29), 28, [], today) == ["Check: it is older than 28 days."]
    assert reasons_to_check(today - timedelta(days=999), None, [], today) == []
    assert reasons_to_check(date(2026, 3, 1), 180, event, today) == [
        "Check: it was given before a sentence on 1 May 2026."
    ]
    assert reasons_to_check(date(2026, 5, 1), 180, event, today) == []
