"""A person asks for the own data: who may know of it, what moves when, and how long there is."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from itertools import product
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.http import Http404
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cohort import tasks
from cohort.access import get_subject_access
from cohort.actions import subject_access as actions
from cohort.actions.subject_access import MOVES
from cohort.actions.subject_access_items import close_request, collect_anew, keep_items
from cohort.enums import Channel, Regime, SubjectAccessState
from cohort.models import SubjectAccessRequest
from marsoc.kit import clock
from sharing.access import trail_visible_to
from sharing.enums import NoticeKind, Operation, RoleCode
from sharing.errors import BadRequest, Refused
from sharing.models import AuditEvent, Notice
from sharing.seeing import seeing
from sharing.viewer import Viewer
from tests import factories
from tests.factories import subject_access
from tests.unit.govuk.markup import document, words

SignIn = Callable[..., Client]
NOON = datetime(2027, 1, 31, 12, 0, tzinfo=UTC)
S = SubjectAccessState

pytestmark = pytest.mark.django_db

ACTS: dict[str, Callable[[Viewer, SubjectAccessRequest], object]] = {
    "identity": lambda by, request: actions.ask_for_identity(by=by, request=request, words="A passport"),
    "verify": lambda by, request: actions.verify_identity(
        by=by, request=request, how="Passport", on=request.received_on
    ),
    "pause": lambda by, request: actions.pause_clock(by=by, request=request, words="Which years?"),
    "resume": lambda by, request: actions.resume_clock(by=by, request=request, words="All of them"),
    "extend": lambda by, request: actions.extend_time(by=by, request=request, reason="Many records"),
    "match": lambda by, request: actions.mark_matches(by=by, request=request, references=[]),
    "collect": lambda by, request: keep_items(by=by, request=request, items=[]),
    "reopen": lambda by, request: collect_anew(by=by, request=request, words="More turned up"),
    "close": lambda by, request: close_request(by=by, request=request, words="Withdrawn"),
}
TO_STATE: dict[SubjectAccessState, tuple[str, ...]] = {
    S.RECEIVED: (), S.IDENTITY: ("identity",), S.COLLECTING: ("verify", "match"),
    S.DECIDING: ("verify", "match", "collect"), S.PAUSED: ("verify", "pause"), S.CLOSED: ("close",),
}  # fmt: skip


@pytest.fixture
def ig() -> Viewer:
    """Information governance."""
    return subject_access.governance()


def told(response: Any) -> str:
    """Return the words of a page."""
    return words(document(response.content.decode()))


def again(by: Viewer, request: SubjectAccessRequest) -> SubjectAccessRequest:
    """Return a request as it is now."""
    with seeing(by):
        return get_subject_access(by, request.pk)


def in_state(by: Viewer, state: SubjectAccessState) -> SubjectAccessRequest:
    """Return a request that has come to a state."""
    request = subject_access.registered(by, regime=Regime.GDPR)
    for act in TO_STATE[state]:
        ACTS[act](by, request)
    return again(by, request)


@pytest.mark.parametrize(("state", "act"), list(product(TO_STATE, ACTS)))
def test_every_act_is_done_in_its_states_and_in_no_other(ig: Viewer, state: SubjectAccessState, act: str) -> None:
    request = in_state(ig, state)
    allowed, after = MOVES[act]
    if state in allowed:
        ACTS[act](ig, request)
        assert again(ig, request).state == (after or state)
    else:
        with pytest.raises(BadRequest, match="moved on"):
            ACTS[act](ig, request)
        assert again(ig, request).state == state


def test_the_clock_starts_on_receipt_or_when_identity_that_was_asked_for_is_verified(ig: Viewer) -> None:
    with time_machine.travel(NOON, tick=False):
        known = subject_access.registered(ig)
        asked = subject_access.registered(ig)
        actions.ask_for_identity(by=ig, request=asked, words="A passport")
    assert known.due_on == date(2027, 2, 28)
    assert again(ig, asked).due_on is None
    with time_machine.travel(NOON + timedelta(days=10), tick=False):
        for request in (known, asked):
            actions.verify_identity(by=ig, request=request, how="Passport", on=clock.today())

    assert again(ig, known).due_on == date(2027, 2, 28)
    assert again(ig, asked).due_on == date(2027, 3, 10)


def test_the_clock_stands_still_while_the_applicant_is_asked(ig: Viewer) -> None:
    with time_machine.travel(NOON, tick=False):
        request = subject_access.verified(ig)
        actions.pause_clock(by=ig, request=request, words="Which years?")
    assert again(ig, request).due_on is None
    with time_machine.travel(NOON + timedelta(days=7), tick=False):
        actions.resume_clock(by=ig, request=request, words="All of them")

    assert again(ig, request).due_on == date(2027, 3, 7)


def test_two_months_more_only_under_the_uk_gdpr_once_in_time_and_with_the_reason(ig: Viewer) -> None:
    with time_machine.travel(NOON, tick=False):
        part3, gdpr = (subject_access.verified(ig, regime=regime) for regime in (Regime.PART3, Regime.GDPR))
        late = subject_access.verified(ig, regime=Regime.GDPR)
        with pytest.raises(BadRequest, match="Only a request under the UK GDPR"):
            actions.extend_time(by=ig, request=part3, reason="Many records")
        actions.extend_time(by=ig, request=gdpr, reason="Many records")
        with pytest.raises(BadRequest, match="already"):
            actions.extend_time(by=ig, request=gdpr, reason="More records")
    with time_machine.travel(NOON + timedelta(days=29), tick=False), pytest.raises(BadRequest, match="is over"):
        actions.extend_time(by=ig, request=late, reason="Many records")

    assert (again(ig, gdpr).due_on, again(ig, part3).due_on) == (date(2027, 4, 30), date(2027, 2, 28))
    with seeing(ig):
        assert gdpr.history.latest().history_change_reason == "Many records"


def test_a_day_that_cannot_be_right_is_refused_and_nothing_is_written(ig: Viewer) -> None:
    with pytest.raises(BadRequest, match="still to come"):
        subject_access.registered(ig, received_on=clock.today() + timedelta(days=1))
    request = subject_access.registered(ig)
    for day in (request.received_on - timedelta(days=1), clock.today() + timedelta(days=1)):
        with pytest.raises(BadRequest, match="from the receipt until today"):
            actions.verify_identity(by=ig, request=request, how="Passport", on=day)

    assert again(ig, request).state == S.RECEIVED


@pytest.mark.parametrize("role", [role for role in RoleCode if role != RoleCode.DPO_IG])
def test_nobody_else_knows_of_a_request_not_even_in_the_database(ig: Viewer, role: RoleCode) -> None:
    request = subject_access.registered(ig)
    other = factories.viewer(role, "ROCU", "WM")
    with seeing(other):
        with pytest.raises(Http404):
            get_subject_access(other, request.pk)
        with connection.cursor() as cursor:
            for table in ("cohort_subjectaccessrequest", "cohort_historicalsubjectaccessrequest"):
                cursor.execute(f"select count(*) from {table}")
                assert cursor.fetchone() == (0,)
    with pytest.raises(Refused):
        subject_access.registered(other)


def test_information_governance_of_one_hub_handles_none(ig: Viewer, sign_in: SignIn) -> None:
    """An answer covers every hub."""
    subject_access.registered(ig, applicant="Quentin Quill")
    local = factories.membership(role=RoleCode.DPO_IG, agency="ROCU", hub="WM")

    page = told(sign_in(local).get(reverse("subject_access_list")))
    assert "handled by information governance held nationally" in page
    assert "Quill" not in page


def test_the_trail_tells_of_it_to_information_governance_alone_and_without_a_name(ig: Viewer) -> None:
    request = subject_access.registered(ig, applicant="Quentin Quill", particulars="Of Quill House")
    events = AuditEvent.objects.filter(subject_kind="subject_access")

    assert [(each.operation, each.subject_ref) for each in events] == [(Operation.COLLECT, str(request.pk))]
    assert "uill" not in str([each.details for each in events])
    inspector = factories.viewer(RoleCode.AUDITOR, "HMICFRS")
    assert trail_visible_to(ig).filter(subject_kind="subject_access").exists()
    assert not trail_visible_to(inspector).filter(subject_kind__startswith="subject_access").exists()


def test_reminders_come_once_for_each_step_to_information_governance_and_say_no_name(ig: Viewer) -> None:
    with time_machine.travel(NOON, tick=False):
        request = subject_access.registered(ig, applicant="Quentin Quill")
    told = []
    for day in (date(2027, 2, 17), date(2027, 2, 18), date(2027, 2, 25), date(2027, 2, 28), date(2027, 3, 1)):
        with time_machine.travel(clock.start_of(day), tick=False):
            tasks.remind_of_subject_access()
            tasks.remind_of_subject_access()
        told.append(
            list(Notice.objects.filter(kind=NoticeKind.RIGHTS, settled_at=None).values_list("sentence", flat=True))
        )

    within = "{} must be answered within {} days."
    assert told == [
        [], [within.format(request, 10)], [within.format(request, 3)], [within.format(request, 3)],
        [f"{request} is overdue."],
    ]  # fmt: skip
    notice = Notice.objects.latest("pk")
    assert (notice.agency_id, notice.role_id, notice.route) == ("HMPPS-CENTRAL", RoleCode.DPO_IG, "subject_access")
    close_request(by=ig, request=request, words="Withdrawn")
    assert not Notice.objects.filter(kind=NoticeKind.RIGHTS, settled_at=None).exists()


def test_no_reminder_while_the_clock_does_not_run(ig: Viewer) -> None:
    with time_machine.travel(NOON, tick=False):
        waiting, paused = subject_access.registered(ig), subject_access.verified(ig)
        actions.ask_for_identity(by=ig, request=waiting, words="A passport")
        actions.pause_clock(by=ig, request=paused, words="Which years?")
    with time_machine.travel(NOON + timedelta(days=90), tick=False):
        tasks.remind_of_subject_access()

    assert not Notice.objects.filter(kind=NoticeKind.RIGHTS).exists()


def test_the_pages_register_a_request_show_what_is_overdue_and_keep_what_was_typed(sign_in: SignIn) -> None:
    client = sign_in(RoleCode.DPO_IG, None, "HMPPS-CENTRAL")
    received = clock.today() - timedelta(days=60)
    given = {
        "applicant": "Quentin Quill", "regime": Regime.PART3, "channel": Channel.POST,
        "received_on-day": received.day, "received_on-month": received.month, "received_on-year": received.year,
    }  # fmt: skip
    again_shown = client.post(reverse("subject_access_new"), {**given, "regime": ""})
    assert "Select under which law the request is made" in told(again_shown)
    assert 'value="Quentin Quill"' in again_shown.content.decode()

    made = client.post(reverse("subject_access_new"), given)
    assert "uill" not in made["Location"]
    shown = told(client.get(made["Location"]))
    assert "Quentin Quill" in shown
    assert "Overdue by" in shown
    assert "Overdue by" in told(client.get(reverse("subject_access_list")))


def test_the_list_asks_the_database_as_often_for_three_as_for_one(ig: Viewer, sign_in: SignIn) -> None:
    client = sign_in(ig.membership)
    counts = []
    client.get(reverse("subject_access_list"))
    for number in (1, 2):
        for _ in range(number):
            subject_access.registered(ig)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert client.get(reverse("subject_access_list")).status_code == 200
        counts.append(len(asked))

    assert counts[0] == counts[1]
