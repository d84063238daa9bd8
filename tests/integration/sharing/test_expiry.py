"""Whoever gives and whoever receives is reminded that an agreement ends, once for each step, however the job runs."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta
from threading import Barrier

import pytest
import time_machine
from django.db import connection

from marsoc.kit import clock
from sharing import tasks
from sharing.actions import agreements, drafts
from sharing.enums import NoticeKind, RoleCode
from sharing.models import Agreement, Notice
from tests import factories

pytestmark = pytest.mark.django_db
SIDES = ["HMPPS-CENTRAL", "HMRC", "NCA"]


@pytest.fixture
def made() -> Agreement:
    """An agreement of three parties that ends in a year."""
    return factories.agreement("NCA", "HMRC")


def told(kind: NoticeKind = NoticeKind.EXPIRY) -> list[str]:
    """Return the keys of the open notices, without the number of the version."""
    keys = Notice.objects.filter(kind=kind, settled_at=None).order_by("key").values_list("key", flat=True)
    return [":".join(key.split(":")[2:]) for key in keys]


def run(*, days_before: int, of: Agreement) -> None:
    """Run the job on a day so many days before the last one."""
    day = of.ends_on - timedelta(days=days_before)
    with time_machine.travel(clock.start_of(day) + timedelta(hours=3), tick=False):
        tasks.remind_of_expiry()


def for_each_side(step: int) -> list[str]:
    return [f"{side}:{step}" for side in SIDES]


def test_both_sides_are_told_at_90_30_and_7_days_and_only_then(made: Agreement) -> None:
    for days_before, expected in (
        (91, []),
        (90, for_each_side(90)),
        (89, for_each_side(90)),
        (30, for_each_side(30)),
        (8, for_each_side(30)),
        (7, for_each_side(7)),
        (0, for_each_side(7)),
        (-1, []),
    ):
        run(days_before=days_before, of=made)
        assert told() == expected, days_before
    assert Notice.objects.filter(kind=NoticeKind.EXPIRY).count() == 3 * len(SIDES)


def test_a_job_that_did_not_run_on_the_day_tells_what_is_due_when_it_does(made: Agreement) -> None:
    run(days_before=20, of=made)

    assert told() == for_each_side(30)


def test_the_days_are_those_of_london(made: Agreement) -> None:
    """Half past midnight in British Summer Time is still the day before in universal time."""
    with time_machine.travel(datetime.fromisoformat("2027-05-30T23:30:00+00:00"), tick=False):
        other = factories.agreement("NCA", starts_on=date(2027, 5, 1), ends_on=date(2027, 6, 30))
        tasks.remind_of_expiry()

    assert Notice.objects.filter(key__startswith=f"expiry:{other.pk}:", key__endswith=":30").count() == 2


def test_running_twice_tells_once(made: Agreement) -> None:
    run(days_before=30, of=made)
    before = list(Notice.objects.values_list("pk", "made_at"))
    run(days_before=30, of=made)

    assert list(Notice.objects.values_list("pk", "made_at")) == before


def test_only_those_are_told_who_receive_something_under_that_version() -> None:
    made = factories.agreement("NCA", "HMRC", unsigned=["HMRC"])
    run(days_before=7, of=made)
    assert told() == ["HMPPS-CENTRAL:7", "NCA:7"]


def test_nobody_is_told_of_what_is_suspended_ended_or_replaced(made: Agreement) -> None:
    owner = factories.signatory("HMPPS-CENTRAL")
    second = drafts.draft_new_version(by=factories.viewer(RoleCode.DPO_IG, "HMPPS-CENTRAL"), agreement=made)
    drafter = factories.viewer(RoleCode.DPO_IG, "HMPPS-CENTRAL")
    drafts.change_draft(by=drafter, agreement=second, changes={"ends_on": made.ends_on + timedelta(days=200)})
    second = drafts.open_for_signature(by=drafter, agreement=second)
    for side in SIDES:
        factories.sign(second, side)
    run(days_before=7, of=made)
    assert told() == []

    suspended = agreements.suspend_agreement(by=owner, agreement=second, reason="A breach is looked into")
    run(days_before=7, of=suspended)
    assert told() == []


def test_a_version_that_can_no_longer_be_signed_asks_for_no_signature() -> None:
    expired = factories.agreement("NCA", unsigned=["NCA"])
    ended = factories.agreement("HMRC", unsigned=["HMRC"])
    assert len(told(NoticeKind.SIGNATURE)) == 2

    agreements.terminate_agreement(by=factories.signatory("HMPPS-CENTRAL"), agreement=ended, reason="Not needed")
    assert len(told(NoticeKind.SIGNATURE)) == 1
    run(days_before=-1, of=expired)
    assert told(NoticeKind.SIGNATURE) == []


def test_the_sentence_says_which_when_and_what_to_do(made: Agreement) -> None:
    run(days_before=7, of=made)
    day = f"{made.ends_on.day} {made.ends_on:%B %Y}"
    sentences = dict(Notice.objects.filter(kind=NoticeKind.EXPIRY).values_list("agency", "sentence"))

    assert sentences["HMPPS-CENTRAL"] == (
        f"{made} ends on {day}. Draft and sign a new version if the sharing should go on."
    )
    assert sentences["NCA"].startswith(f"{made} ends on {day}. Nothing is shared under it after that day.")


@pytest.fixture
def committed(transactional_db: None) -> Agreement:
    """An agreement that ends in a week, where other connections see it."""
    return factories.agreement("NCA", "HMRC", ends_on=clock.today() + timedelta(days=7))


def test_two_schedulers_at_once_tell_once(committed: Agreement) -> None:
    """Each in a thread and with a connection of its own."""
    start = Barrier(2)

    def work() -> None:
        try:
            start.wait()
            tasks.remind_of_expiry()
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as schedulers:
        for each in [schedulers.submit(work) for _ in range(2)]:
            each.result()

    assert told() == for_each_side(7)
    assert Notice.objects.filter(kind=NoticeKind.EXPIRY).count() == len(SIDES)
