"""A manager is told in good time how many reviews come, once for each week, and of nobody else's and nothing hidden."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from cohort.actions.restriction import restrict_individual
from cohort.enums import ListStatus
from cohort.models import Individual
from cohort.tasks import remind_of_reviews
from marsoc.kit import clock
from sharing.enums import NoticeKind, RoleCode
from sharing.models import Notice
from tests import factories

pytestmark = pytest.mark.django_db
MONDAY = date(2027, 3, 1)
SignIn = Callable[..., Client]


@pytest.fixture(autouse=True)
def _on_monday() -> Iterator[None]:
    with on(MONDAY):
        yield


def on(day: date) -> time_machine.travel:
    """Have it be the small hours of a day."""
    return time_machine.travel(clock.start_of(day) + timedelta(hours=3), tick=False)


def due(*days: int, hub: str = "WM") -> None:
    """Have somebody's review be due so many days after the Monday, for each number."""
    for each in days:
        factories.individual(owning_hub_id=hub, status=ListStatus.ACCEPTED, review_due=MONDAY + timedelta(days=each))


def told() -> list[tuple[str, str]]:
    """Return the open reminders: whom they reach and how they begin."""
    found = Notice.objects.filter(kind=NoticeKind.REVIEW, settled_at=None).order_by("key")
    return [(f"{each.hub_id} {each.role_id}", each.sentence.split(". ")[0]) for each in found]


def test_each_week_is_told_ahead_and_again_when_it_has_begun_however_often_the_job_runs() -> None:
    due(0, 6, 7, 14)
    for _ in range(2):
        remind_of_reviews()
    assert told() == [
        ("WM HUB_MANAGER", "2 reviews are due from 1 March 2027 to 7 March 2027"),
        ("WM HUB_MANAGER", "1 review is due from 8 March 2027 to 14 March 2027"),
    ]

    with on(MONDAY + timedelta(days=10)):
        remind_of_reviews()
        due(10)
        remind_of_reviews()

    assert told() == [
        ("WM HUB_MANAGER", "1 review is due from 11 March 2027 to 14 March 2027"),
        ("WM HUB_MANAGER", "1 review is due from 15 March 2027 to 21 March 2027"),
    ]


def test_a_run_that_comes_late_in_the_week_tells_what_is_still_to_come() -> None:
    due(0, 3)
    with on(MONDAY + timedelta(days=2)):
        remind_of_reviews()

    assert told() == [("WM HUB_MANAGER", "1 review is due from 3 March 2027 to 7 March 2027")]


def test_on_the_last_day_of_a_week_one_day_is_named() -> None:
    due(6)
    with on(MONDAY + timedelta(days=6)):
        remind_of_reviews()

    assert told() == [("WM HUB_MANAGER", "1 review is due on 7 March 2027")]


def test_each_hub_is_told_of_its_own_and_only_of_those_who_are_reviewed() -> None:
    due(1)
    due(1, 2, hub="EA")
    due(1)
    manager, someone = factories.viewer(RoleCode.HUB_MANAGER, "ROCU", "WM"), Individual.unscoped.latest("pk")
    restrict_individual(by=manager, individual=someone, version=1, people=[], reason="Protected")
    factories.individual(status=ListStatus.RESEARCH, review_due=MONDAY)
    remind_of_reviews()

    assert told() == [
        ("EA HUB_MANAGER", "2 reviews are due from 1 March 2027 to 7 March 2027"),
        ("WM HUB_MANAGER", "1 review is due from 1 March 2027 to 7 March 2027"),
    ]


def test_the_manager_reads_it_and_is_led_to_the_list(sign_in: SignIn) -> None:
    due(1)
    remind_of_reviews()

    page = sign_in(RoleCode.HUB_MANAGER).get(reverse("home")).content.decode()

    assert "1 review is due from 1 March 2027 to 7 March 2027" in page
    assert "1 review is due" not in sign_in(RoleCode.HUB_MANAGER, "EA").get(reverse("home")).content.decode()
