"""Without the trail nothing is shown and nothing is changed; refusals are in it."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import psycopg
import pytest
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from marsoc.kit.database import APPLICATION_ROLE
from sharing import audit
from sharing.enums import Operation, RoleCode
from sharing.errors import AuditUnavailable
from sharing.models import AuditEvent, Membership, User
from sharing.viewer import Viewer
from tests import factories

OWNER_ROLE = "marsoc_owner"
LONGEST_WAIT = 5  # seconds; what deploy/postgres/roles.sql sets for the application


@contextmanager
def _insert_revoked() -> Iterator[None]:
    """Take the privilege to add to the trail away, inside the test's own transaction."""
    with connection.cursor() as cursor:
        cursor.execute(f"set local role {OWNER_ROLE}")
        cursor.execute(f"revoke insert on sharing_auditevent from {APPLICATION_ROLE}")
        cursor.execute(f"set local role {APPLICATION_ROLE}")
        yield
        cursor.execute(f"set local role {OWNER_ROLE}")
        cursor.execute(f"grant insert on sharing_auditevent to {APPLICATION_ROLE}")
        cursor.execute(f"set local role {APPLICATION_ROLE}")


@contextmanager
def _table_locked() -> Iterator[None]:
    """Let another connection hold the trail, as a migration or a vacuum in full would."""
    given = connection.settings_dict
    with connection.cursor() as cursor:
        cursor.execute("set lock_timeout = '300ms'")
    with psycopg.connect(
        host=given["HOST"], port=given["PORT"] or None, dbname=given["NAME"], user=OWNER_ROLE
    ) as other:
        other.execute("lock table sharing_auditevent in access exclusive mode")
        yield
        other.rollback()


@pytest.mark.django_db
def test_an_event_says_who_what_and_in_which_membership(viewer: Callable[..., Viewer]) -> None:
    """One row, with references and counts."""
    by = viewer(RoleCode.HUB_OFFICER, "WM")
    audit.record(by, Operation.CONSULT, kind="individual", ref="HK47-2MRX", page="custody")

    (event,) = AuditEvent.objects.all()
    assert by.user is not None
    assert by.membership is not None
    assert (event.operation, event.subject_kind, event.subject_ref) == ("CONSULT", "individual", "HK47-2MRX")
    assert (event.actor_id, event.membership_id, event.job) == (by.user.pk, by.membership.pk, "")
    assert (event.agency, event.hub, event.role) == ("ROCU", "WM", "HUB_OFFICER")
    assert event.details == {"page": "custody"}


@pytest.mark.django_db
def test_a_revoked_privilege_makes_the_trail_unavailable(viewer: Callable[..., Viewer]) -> None:
    """The caller learns it by an exception that nothing swallows; its transaction is lost, the next one is not."""
    by = viewer()
    with _insert_revoked(), pytest.raises(AuditUnavailable), transaction.atomic():
        audit.record(by, Operation.CONSULT, kind="individual", ref="HK47-2MRX")
    audit.record(by, Operation.CONSULT, kind="individual", ref="HK47-2MRX")

    assert AuditEvent.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_locked_trail_is_given_up_in_bounded_time(viewer: Callable[..., Viewer]) -> None:
    """Not waited for until somebody lets go."""
    by = viewer()
    with _table_locked():
        began = time.monotonic()
        with pytest.raises(AuditUnavailable):
            audit.record(by, Operation.CONSULT, kind="individual", ref="HK47-2MRX")
        assert time.monotonic() - began < LONGEST_WAIT

    assert AuditEvent.objects.count() == 0


@pytest.mark.django_db
def test_the_application_waits_for_no_lock_longer_than_that() -> None:
    """The limit comes with the role, whoever connects."""
    with connection.cursor() as cursor:
        cursor.execute("select unnest(rolconfig) from pg_roles where rolname = %s", [APPLICATION_ROLE])
        given = dict(row[0].split("=") for row in cursor.fetchall())

    assert given["lock_timeout"] == f"{LONGEST_WAIT}s"
    assert {"statement_timeout", "idle_in_transaction_session_timeout"} <= set(given)


@pytest.mark.django_db(transaction=True)
def test_without_the_trail_a_page_is_not_shown(sign_in: Callable[..., Client]) -> None:
    """The list is read only if the reading can be recorded: 503, in bounded time, and nothing of the list on it."""
    client = sign_in(RoleCode.HUB_OFFICER, "WM")
    individual = factories.individual(surname="Unreadable")
    pages = [reverse("individual_list"), reverse("individual_overview", args=[individual.shown_reference])]
    for page in pages:
        assert "Unreadable" in client.get(page, follow=True).content.decode()
    with _table_locked():
        began = time.monotonic()
        answers = [client.get(page, follow=True) for page in pages]
        assert time.monotonic() - began < LONGEST_WAIT

    assert [answer.status_code for answer in answers] == [503, 503]
    assert not any("Unreadable" in answer.content.decode() for answer in answers)


@pytest.mark.django_db(transaction=True)
def test_without_the_trail_nothing_is_changed(sign_in: Callable[..., Client]) -> None:
    """Neither the membership that was to end nor its history, nor the person who was to be added."""
    client = sign_in(RoleCode.HUB_MANAGER, "WM")
    ending = factories.membership(hub="WM")
    people, events, past = User.objects.count(), AuditEvent.objects.count(), Membership.history.count()
    added = {
        "full_name": "New Person", "email": "new@example.test", "username": "newperson", "agency": "ROCU", "hub": "WM",
        "role": RoleCode.HUB_OFFICER,
    }  # fmt: skip
    with _table_locked():
        answers = [
            client.post(reverse("membership_end", args=[ending.pk]), {"end_reason": "Moved"}),
            client.post(reverse("membership_add"), added),
        ]

    assert [answer.status_code for answer in answers] == [503, 503]
    ending.refresh_from_db()
    assert (ending.ends_at, ending.end_reason) == (None, "")
    assert (User.objects.count(), AuditEvent.objects.count(), Membership.history.count()) == (people, events, past)

    assert client.post(reverse("membership_end", args=[ending.pk]), {"end_reason": "Moved"}).status_code == 302
    assert client.post(reverse("membership_add"), added).status_code == 302
    assert User.objects.count() == people + 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_refused_page_is_in_the_trail(method: str, sign_in: Callable[..., Client]) -> None:
    """Who was refused, and which page; the event is kept although nothing else is."""
    client = sign_in(RoleCode.HUB_OFFICER, "WM")
    answer = getattr(client, method)(reverse("membership_list"))

    event = AuditEvent.objects.latest("pk")
    assert answer.status_code == 403
    assert (event.operation, event.subject_kind, event.subject_ref) == ("DENIED", "route", "membership_list")
    assert (event.hub, event.role) == ("WM", "HUB_OFFICER")
    assert event.actor_id == User.objects.get().pk


@pytest.mark.django_db(transaction=True)
def test_a_refused_act_is_in_the_trail_and_undone(sign_in: Callable[..., Client]) -> None:
    """A hub manager may not end a membership of the central team held at the manager's own hub."""
    client = sign_in(RoleCode.HUB_MANAGER, "WM")
    central = factories.membership(role=RoleCode.CENTRAL_ANALYST, hub="WM")
    answer = client.post(reverse("membership_end", args=[central.pk]), {"end_reason": "Moved"})

    central.refresh_from_db()
    assert answer.status_code == 403
    assert central.ends_at is None
    assert AuditEvent.objects.latest("pk").operation == Operation.DENIED


@pytest.mark.django_db(transaction=True)
def test_a_refusal_that_cannot_be_recorded_is_no_answer_either(sign_in: Callable[..., Client]) -> None:
    """Even the 403 becomes a 503."""
    client = sign_in(RoleCode.HUB_OFFICER, "WM")
    with _table_locked():
        assert client.get(reverse("membership_list")).status_code == 503


@pytest.mark.django_db
def test_a_digest_tells_equal_searches_and_nothing_else() -> None:
    """It is keyed, and does not hold what was searched for."""
    one, same, other = (audit.digest(value) for value in ({"text": "Ann"}, {"text": "Ann"}, {"text": "Bob"}))

    assert one == same != other
    assert "Ann" not in one
