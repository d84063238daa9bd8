"""What falls due from reference data: for one record, for everybody in one statement, and if a date moved."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cohort.enums import SpellKind
from cohort.models import Individual, KeyDate, KeyDateKind, PlanningTrigger
from cohort.planning import CustodyEvent, falls_due
from cohort.queries.custody import custody_of
from cohort.queries.planning import DueWork, due_for_everybody, moments_of, triggers_of_today
from marsoc.kit import clock
from sharing.enums import RoleCode
from sharing.seeing import seeing
from sharing.viewer import Viewer
from tests import factories
from tests.factories import custody
from tests.unit.govuk.markup import document, words

SignIn = Callable[..., Client]
pytestmark = pytest.mark.django_db
SINCE, UNTIL = date(2023, 1, 1), date(2040, 1, 1)


@pytest.fixture
def officer() -> Viewer:
    """An officer of the West Midlands hub."""
    return factories.viewer(RoleCode.HUB_OFFICER, "ROCU", "WM")


def somebody(number: int = 0) -> Individual:
    """Return somebody sentenced, moved, released and recalled, with dates to come."""
    made = factories.individual()
    day = date(2024, 1, 31) + timedelta(days=number)
    served = custody.spell(made, SpellKind.SENTENCE, day, day + timedelta(days=300))
    custody.spell(made, SpellKind.DEFAULT_TERM, day + timedelta(days=300), day + timedelta(days=400))
    custody.spell(made, SpellKind.RECALL, day + timedelta(days=500), recall_kind_id="STANDARD")
    custody.sentence(served, day)
    custody.place(made, "LEI", day, day + timedelta(days=300))
    custody.place(made, "BMI", None)
    custody.category(made, "C", day)
    factories.key_date(made, "CRD", date(2027, 8, 31))
    factories.key_date(made, "CRD", date(2027, 9, 30), aside=True)
    factories.key_date(made, "SLED", date(2031, 2, 28))
    return made


def of_one(by: Viewer, individual: Individual) -> list[DueWork]:
    """Return what the pure function says of one record."""
    dates = list(KeyDate.unscoped.visible_to(by).filter(individual=individual).select_related("kind"))
    due = falls_due(moments_of(dates, custody_of(by, individual)), triggers_of_today(), SINCE, UNTIL)
    return [DueWork(individual.pk, each.trigger.code, each.moment.code, each.moment.on, each.on) for each in due]


def test_one_statement_says_of_everybody_what_the_function_says_of_each(officer: Viewer) -> None:
    people = [somebody(number) for number in range(3)]
    away = factories.individual(owning_hub_id="EM")
    factories.key_date(away, "CRD", date(2027, 8, 31))
    with seeing(officer), CaptureQueriesContext(connection) as made:
        found = due_for_everybody(SINCE, UNTIL)
    asked = [each for each in made.captured_queries if "cohort_planningtrigger" in each["sql"]]
    with seeing(officer):
        each_alone = [due for individual in people for due in of_one(officer, individual)]

    assert len(asked) == 1
    assert sorted(found) == sorted(each_alone)
    assert {each.moment for each in found} == {"CRD", "SLED", "SENTENCE", "MOVE", "CATEGORY", "RELEASE", "RECALL"}


def test_the_default_term_follows_the_sentence_so_that_there_is_one_release(officer: Viewer) -> None:
    with seeing(officer):
        released = [each for each in of_one(officer, somebody()) if each.moment == "RELEASE"]

    assert {each.day for each in released} == {date(2024, 1, 31) + timedelta(days=400)}


def test_whoever_has_left_the_list_has_nothing_due(officer: Viewer) -> None:
    factories.list_exit(somebody(), approved=True)
    with seeing(officer):
        assert due_for_everybody(SINCE, UNTIL) == []


def test_every_trigger_rests_on_what_there_is() -> None:
    """Its codes are of kinds of dates and of events, and one of a trigger that has ended is not used."""
    kinds, events = set(KeyDateKind.objects.values_list("pk", flat=True)), set(CustodyEvent)
    for trigger in PlanningTrigger._default_manager.all():
        assert trigger.dates or trigger.events
        assert set(trigger.dates) <= kinds
        assert set(trigger.events) <= events
        assert trigger.source


def test_an_ended_trigger_is_not_used(officer: Viewer) -> None:
    made = somebody()
    trigger = PlanningTrigger._default_manager.get(pk="RELEASE_6M")
    trigger.valid_to = clock.today()
    factories.save(trigger)
    with seeing(officer):
        assert "RELEASE_6M" not in {each.trigger for each in (*of_one(officer, made), *due_for_everybody(SINCE, UNTIL))}


def _page(client: Client, individual: Individual, **asked: str) -> str:
    address = reverse("individual_what_if", args=[individual.shown_reference])
    return words(document(client.get(address, asked).content.decode()))


def test_what_if_a_date_moves(sign_in: SignIn) -> None:
    individual = factories.individual()
    day = clock.today() + timedelta(days=400)
    factories.key_date(individual, "CRD", day)
    client = sign_in(RoleCode.HUB_OFFICER, "WM")
    later = day + timedelta(days=100)
    versions = Individual.history.filter(id=individual.pk).count()

    assert "Twelve months before release" in _page(client, individual)
    page = _page(client, individual, kind="CRD", **{
        "on-day": str(later.day), "on-month": str(later.month), "on-year": str(later.year)
    })  # fmt: skip
    assert page.count("Now ") >= 4, "each piece of work says when it is due now"
    assert "Enter new day" in _page(client, individual, kind="CRD")
    assert Individual.history.filter(id=individual.pk).count() == versions
    assert KeyDate.unscoped.get().date == day


def test_nothing_recorded_is_said(sign_in: SignIn) -> None:
    page = _page(sign_in(RoleCode.HUB_OFFICER, "WM"), factories.individual())

    assert "No key date is recorded, so there is none to move." in page
    assert "Nothing falls due in that time." in page
