"""Unusual access: what each rule finds and leaves alone, who is told of it, and what people make of it."""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cohort.models import Individual
from cohort.queries.unusual import read_finding, unusual_access
from marsoc.kit import clock
from sharing.actions.audit_reviews import review_finding
from sharing.enums import FindingOutcome, Operation, RoleCode, UnusualRule
from sharing.errors import BadRequest, Refused
from sharing.models import AuditEvent, FindingReview
from sharing.seeing import seeing
from sharing.viewer import Viewer, viewer_in
from tests import factories
from tests.factories import by_name
from tests.unit.govuk.markup import document, words

SignIn = Callable[..., Client]
NOON = datetime(2026, 11, 18, 12, 0, tzinfo=UTC)  # a Wednesday
SUMMER = datetime(2026, 7, 15, 12, 0, tzinfo=UTC)  # London is an hour ahead

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _an_ordinary_day() -> Iterator[None]:
    """Stand a day after ``NOON``."""
    with time_machine.travel(NOON + timedelta(days=1), tick=False):
        yield


def reader(
    name: str = "Olive Officer", role: RoleCode = RoleCode.HUB_OFFICER, hub: str | None = "WM", agency: str = "ROCU"
) -> Viewer:
    """Return somebody of a name who acts in a role."""
    return viewer_in(factories.membership(role=role, hub=hub, agency=agency, person=factories.user(full_name=name)))


def did(by: Viewer, at: datetime, operation: Operation = Operation.CONSULT, kind: str = "list", ref: str = "") -> None:
    """Have something happened at an instant, which the database's clock would else decide."""
    membership = by.membership
    assert by.user
    assert membership
    AuditEvent(
        at=at, operation=operation, actor_id=by.user.pk, membership_id=membership.pk, agency=membership.agency_id,
        hub=membership.hub_id or "", role=membership.role_id, subject_kind=kind, subject_ref=ref,
    ).save(force_insert=True)  # fmt: skip


def found(by: Viewer) -> list[tuple[str, int]]:
    """Return rule and count of what somebody is told of, but for what the database's own clock dates after it."""
    with seeing(by):
        rows = [finding for finding in unusual_access(by, 1).rows if finding.at < clock.now()]
    return [(finding.rule.value, finding.count) for finding in rows]


@pytest.fixture
def auditor() -> Viewer:
    """An inspector of every hub."""
    return reader("Ida Inspector", RoleCode.AUDITOR, None, "HMICFRS")


@pytest.mark.parametrize(
    ("at", "unusual"),
    [
        (datetime(2026, 11, 18, 6, 59, tzinfo=UTC), True),
        (datetime(2026, 11, 18, 7, 0, tzinfo=UTC), False),
        (datetime(2026, 11, 18, 19, 59, tzinfo=UTC), False),
        (datetime(2026, 11, 18, 20, 0, tzinfo=UTC), True),
        (datetime(2026, 11, 14, 12, 0, tzinfo=UTC), True),
        (datetime(2026, 11, 15, 12, 0, tzinfo=UTC), True),
        (datetime(2026, 11, 16, 12, 0, tzinfo=UTC), False),
    ],
)
def test_out_of_hours_is_before_seven_from_eight_and_at_the_weekend(
    auditor: Viewer, at: datetime, unusual: bool
) -> None:
    did(reader(), at)

    assert found(auditor) == ([(UnusualRule.OUT_OF_HOURS, 1)] if unusual else [])


def test_hours_are_those_of_london_in_summer_too(auditor: Viewer) -> None:
    with time_machine.travel(SUMMER, tick=False):
        did(reader(), datetime(2026, 7, 14, 6, 30, tzinfo=UTC))
        did(reader(), datetime(2026, 7, 14, 19, 30, tzinfo=UTC))

        assert found(auditor) == [(UnusualRule.OUT_OF_HOURS, 1)]


def test_one_line_a_person_and_day_and_nothing_of_signing_in_or_of_a_month_ago(auditor: Viewer) -> None:
    olive, night = reader(), datetime(2026, 11, 18, 22, 0, tzinfo=UTC)
    for minute in range(3):
        did(olive, night + timedelta(minutes=minute))
    did(olive, night - timedelta(days=1))
    did(reader("Nick"), night)
    did(reader("Sam"), night, Operation.SIGN_IN, "session")
    did(reader("Max"), night - timedelta(days=40))

    assert sorted(found(auditor)) == [(UnusualRule.OUT_OF_HOURS, each) for each in (1, 1, 3)]


@pytest.mark.parametrize(
    ("operation", "times", "apart", "rule"),
    [
        (Operation.SEARCH, 40, 60, None),
        (Operation.SEARCH, 41, 60, UnusualRule.MANY_SEARCHES),
        (Operation.SEARCH, 41, 90, None),
        (Operation.DENIED, 4, 60, None),
        (Operation.DENIED, 5, 60, UnusualRule.REFUSED_OFTEN),
        (Operation.DENIED, 5, 900, None),
    ],
)
def test_too_much_within_an_hour_is_found_wherever_the_hour_begins(
    auditor: Viewer, operation: Operation, times: int, apart: int, rule: UnusualRule | None
) -> None:
    olive = reader()
    for number in range(times):
        did(olive, NOON + timedelta(minutes=47, seconds=number * apart), operation)

    assert found(auditor) == ([(rule, times)] if rule else [])


def test_a_hub_manager_is_told_of_the_own_people_and_of_whoever_reads_the_own_individuals() -> None:
    own, elsewhere = factories.individual(owning_hub_id="WM"), factories.individual(owning_hub_id="EM")
    night = datetime(2026, 11, 18, 22, 0, tzinfo=UTC)
    partner = reader("Petra Partner", RoleCode.AGENCY_CONTRIB, None, "HMRC")
    did(reader("Olive"), night)
    did(reader("Esme", hub="EM"), night)
    did(partner, night, kind="individual", ref=own.shown_reference)
    did(partner, night, kind="individual", ref=elsewhere.shown_reference)

    assert found(reader("Mae", RoleCode.HUB_MANAGER)) == [(UnusualRule.OUT_OF_HOURS, 1)] * 2
    assert found(reader("Moe", RoleCode.HUB_MANAGER, "EM")) == [(UnusualRule.OUT_OF_HOURS, 1)] * 2
    assert found(reader("Ann", RoleCode.AUDITOR, "EM", "HMICFRS")) == [(UnusualRule.OUT_OF_HOURS, 1)]


def test_a_restricted_record_counts_for_nobody_but_who_sees_it(auditor: Viewer) -> None:
    individual: Individual = factories.individual(owning_hub_id="WM")
    olive, night = reader("Olive"), datetime(2026, 11, 18, 22, 0, tzinfo=UTC)
    assert olive.user
    by_name.named_person(by_name.restrict(individual), olive.user)
    did(olive, night, kind="individual", ref=individual.shown_reference)

    assert found(reader("Mae", RoleCode.HUB_MANAGER)) == []
    assert found(auditor) == [(UnusualRule.OUT_OF_HOURS, 1)]


def test_a_false_alarm_is_marked_once_with_words_and_recorded(sign_in: SignIn, auditor: Viewer) -> None:
    did(reader("Olive Officer"), datetime(2026, 11, 18, 22, 0, tzinfo=UTC))
    with seeing(auditor):
        (finding,) = unusual_access(auditor, 1).rows
    client = sign_in(auditor.membership)
    address = f"{reverse('unusual_access_review')}?finding={finding.key}"

    unanswered = client.post(address, {"outcome": "FALSE_ALARM"}).content.decode()
    answer = client.post(address, {"outcome": "FALSE_ALARM", "words": "On call that night"})

    assert "Enter what you looked at and found" in unanswered
    assert answer.status_code == 302
    review = FindingReview.objects.get()
    assert (review.key, review.outcome, review.words) == (finding.key, "FALSE_ALARM", "On call that night")
    assert review.reviewed_by == auditor.user
    assert review.history.get().history_user == auditor.user
    event = AuditEvent.objects.get(subject_kind="finding", operation=Operation.ALTER)
    assert (event.subject_ref, event.details) == (finding.key, {"outcome": "FALSE_ALARM"})
    assert "On call that night" in client.get(address).content.decode()
    assert "False alarm" in client.get(reverse("unusual_access")).content.decode()
    with pytest.raises(BadRequest, match="meanwhile"):
        review_finding(by=auditor, finding=finding, outcome=FindingOutcome.REFERRED, words="Again")


def test_nobody_reviews_the_own_access_and_only_who_may_reviews_any() -> None:
    manager = reader("Mae", RoleCode.HUB_MANAGER)
    did(manager, datetime(2026, 11, 18, 22, 0, tzinfo=UTC))
    with seeing(manager):
        (finding,) = unusual_access(manager, 1).rows

    with pytest.raises(BadRequest, match="your own access"):
        review_finding(by=manager, finding=finding, outcome=FindingOutcome.FALSE_ALARM, words="It was me")
    with pytest.raises(Refused):
        review_finding(by=reader(), finding=finding, outcome=FindingOutcome.FALSE_ALARM, words="Fine")
    other = reader("Moe", RoleCode.HUB_MANAGER, "EM")
    with seeing(other):
        assert read_finding(other, finding.key) is None


@pytest.mark.parametrize("role", [RoleCode.AGENCY_CONTRIB, RoleCode.HUB_OFFICER, RoleCode.CENTRAL_ANALYST])
def test_nobody_else_opens_the_report(sign_in: SignIn, role: RoleCode) -> None:
    client = sign_in(role, "WM" if role == RoleCode.HUB_OFFICER else None)

    assert client.get(reverse("unusual_access")).status_code == 403


def test_an_inspector_is_in_one_section_at_a_time(sign_in: SignIn) -> None:
    page = sign_in(RoleCode.AUDITOR, None, "HMICFRS").get(reverse("unusual_access")).content.decode()

    current = document(page).xpath("//nav//*[@aria-current='true']")
    assert [words(each) for each in current] == ["Oversight", "Unusual access"]


@pytest.mark.parametrize("rows", [1, 3])
def test_a_page_asks_as_often_however_much_it_shows(sign_in: SignIn, rows: int) -> None:
    for number in range(rows):
        did(reader(f"Reader{number}"), datetime(2026, 11, 18, 22, 0, tzinfo=UTC))
    client = sign_in(RoleCode.AUDITOR, None, "HMICFRS")
    client.get(reverse("unusual_access"))
    with CaptureQueriesContext(connection) as asked:
        page = client.get(reverse("unusual_access")).content.decode()

    assert len(re.findall(r'<th scope="row"[^>]*>Reader\d', page)) == rows
    assert len([query for query in asked if "sharing_auditevent" in query["sql"]]) == 4  # a rule each, its own event
    assert (
        len([query for query in asked if "sharing_user" in query["sql"]]) == 4
    )  # who asks, as what; all found; who reviewed


def test_reading_the_report_is_an_event_of_what_was_shown(auditor: Viewer) -> None:
    did(reader(), datetime(2026, 11, 18, 22, 0, tzinfo=UTC))
    with seeing(auditor):
        (finding,) = unusual_access(auditor, 1).rows

    event = AuditEvent.objects.get(subject_kind="unusual_access")
    assert (event.operation, event.details) == (Operation.CONSULT, {"shown": [finding.key], "total": 1})
