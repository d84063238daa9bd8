"""What goes along with a record takes its custody record along: sheets, merges, the past, and a person's own data."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from cohort.enums import ItemGroup, SpellKind
from cohort.models import Absence, Categorisation, CustodyPlace, CustodySpell, Sentence, SubjectAccessItem
from cohort.queries.merging import merge_plan
from marsoc.kit import clock
from marsoc.kit.acting import acting
from sharing.enums import RoleCode
from sharing.seeing import seeing
from sharing.viewer import Viewer
from tests import factories
from tests.factories import custody, merging, subject_access
from tests.integration.cohort.importing import imported, individual, person
from tests.unit.govuk.markup import document, words

SignIn = Callable[..., Client]
pytestmark = pytest.mark.django_db
KINDS: tuple[Any, ...] = (CustodySpell, Sentence, CustodyPlace, Categorisation, Absence)


@pytest.fixture
def officer() -> Viewer:
    """An officer of the West Midlands hub."""
    return factories.viewer(RoleCode.HUB_OFFICER, "ROCU", "WM")


def test_a_sheet_says_where_somebody_is_and_not_since_when(officer: Viewer) -> None:
    imported(officer, person(Prison="HMP Leeds", Custody_status="Remand"))
    place = CustodyPlace.unscoped.get()

    assert (place.establishment_id, place.arrived_on, place.left_on) == ("LEI", None, None)
    assert (place.keyed_by, place.individual) == (officer.user, individual())
    assert not CustodySpell.unscoped.exists(), "a sheet does not say on what custody rests"


def test_another_prison_on_the_sheet_ends_the_place_before(officer: Viewer) -> None:
    imported(officer, person(Prison="HMP Leeds"))
    imported(officer, person(Prison="HMP Birmingham"))
    places = CustodyPlace.unscoped.order_by("pk").values_list("establishment", "left_on")

    assert list(places) == [("LEI", clock.today()), ("BMI", None)]
    assert individual().establishment_id == "BMI"


def test_a_merge_takes_the_custody_record_along() -> None:
    survivor, other = factories.individual(), factories.individual()
    custody.one_of_each(other)
    merging.merged(survivor, other)

    assert {kind.unscoped.get().individual_id for kind in KINDS} == {survivor.pk}


def test_what_runs_in_both_records_and_dates_in_conflict_are_cleared_up_before_a_merge() -> None:
    survivor, other = factories.individual(), factories.individual()
    for each in (survivor, other):
        custody.spell(each, SpellKind.REMAND, date(2026, 1, 1))
    factories.key_date(other, "CRD", date(2030, 1, 1))
    factories.key_date(other, "CRD", date(2031, 1, 1), aside=True)
    merging.same(survivor, other)
    obstacles = merge_plan(merging.central(), survivor, other).obstacles

    assert [each.split(". ")[0] for each in obstacles] == [
        "Sources disagree about a key date of one of these records",
        "Both records have a spell in custody of the same kind that still runs",
    ]


def test_the_custody_record_is_shown_as_it_stood(sign_in: SignIn) -> None:
    somebody = factories.individual()
    custody.one_of_each(somebody)
    then = clock.now().isoformat()
    with acting(job="tests"):
        Absence.unscoped.get().delete()
        CustodySpell.unscoped.update(authority="Later")
    client = sign_in(RoleCode.HUB_OFFICER, "WM")
    page = client.get(reverse("individual_custody_then", args=[somebody.shown_reference, then])).content.decode()

    assert "Zqcourt" in page
    assert "Temporary release" in words(document(page))
    assert "Later" not in page
    assert "Record what has happened" not in page


def test_a_person_who_asks_for_the_own_data_is_given_the_custody_record() -> None:
    somebody = factories.individual()
    custody.one_of_each(somebody)
    handler = subject_access.governance()
    subject_access.collected(handler, somebody)
    with seeing(handler):
        items = SubjectAccessItem.unscoped.visible_to(handler).filter(group=ItemGroup.CUSTODY)
        texts = set(items.values_list("label", "text"))

    assert {
        ("Spell in custody", "Sentence from 1 March 2024, Zqcourt"),
        ("Sentence", "12 years, passed on 1 March 2024 by Zqcourt"),
        ("Prison", "HMP Leeds from 1 March 2024 until 1 March 2025"),
        ("Security category", "Category C from 1 April 2024"),
        ("Absence", "Temporary release from 1 January 2025 until 3 January 2025"),
    } <= texts
