"""No event, no page: whatever keeps the trail from being written, nothing is shown or changed, and it recovers."""

import time
from collections.abc import Callable, Iterator
from typing import Any

import psycopg
import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from psycopg.conninfo import make_conninfo

from cohort.models import Individual
from marsoc.kit import clock
from sharing.enums import RoleCode
from sharing.models import AuditEvent
from tests import factories
from tests.conftest import OWNER_ROLE

pytestmark = pytest.mark.django_db(transaction=True)
MONTH = f"sharing_auditevent_{clock.now():%Y_%m}"
FULL = """
create function disk_is_full() returns trigger language plpgsql as
    $body$ begin raise exception 'could not extend file' using errcode = 'disk_full'; end $body$;
create trigger disk_is_full before insert on sharing_auditevent for each row execute function disk_is_full();
"""
# What happens to the table, and how an administrator mends it.
FAULTS = {
    "a privilege is revoked": (
        "revoke insert on sharing_auditevent from marsoc_app", "grant insert on sharing_auditevent to marsoc_app"
    ),
    "the table is locked": ("begin; lock table sharing_auditevent in access exclusive mode", "rollback"),
    "the disk is full": (FULL, "drop function disk_is_full cascade"),
    "the month has no partition": (f"drop table {MONTH}", "select make_audit_partitions(1)"),
}  # fmt: skip
SECONDS_AT_MOST = 4


@pytest.fixture
def owner() -> Iterator[psycopg.Connection[Any]]:
    """An administrator of the database."""
    given = connection.settings_dict
    address = make_conninfo(dbname=given["NAME"], user=OWNER_ROLE, host=given["HOST"], port=given["PORT"] or None)
    with psycopg.connect(address, autocommit=True) as made:
        yield made


@pytest.fixture
def impatient() -> Iterator[None]:
    """Wait for locks as the application's role does, only shorter."""
    with connection.cursor() as cursor:
        cursor.execute("set lock_timeout = '500ms'")
        yield
        cursor.execute("reset lock_timeout")


@pytest.mark.parametrize("fault", FAULTS)
def test_nothing_is_shown_or_changed_until_the_trail_can_be_written_again(
    fault: str, owner: psycopg.Connection[Any], impatient: None, sign_in: Callable[..., Client]
) -> None:
    """The list, a record, a change and a refusal are answered 503 in bounded time; afterwards everything works."""
    individual = factories.individual(surname="Unseenly")
    reference = individual.shown_reference
    officer, partner = sign_in(RoleCode.HUB_OFFICER, "WM"), sign_in(RoleCode.AGENCY_CONTRIB, None, "NCA")
    edit = reverse("individual_edit", args=[reference, "notes"])
    answers = {"version": individual.version, "notes": "Written", "reason": "Found", "step": "save"}
    asked: dict[str, Callable[[], Any]] = {
        "list": lambda: officer.get(reverse("individual_list")),
        "record": lambda: officer.get(reverse("individual_overview", args=[reference])),
        "change": lambda: officer.post(edit, answers),
        "refusal": lambda: partner.get(reverse("import_list")),
    }
    breaking, mending = FAULTS[fault]
    owner.execute(breaking)
    try:
        for what, ask in asked.items():
            began = time.monotonic()
            response = ask()
            assert response.status_code == 503, what
            assert "Unseenly" not in response.content.decode(), what
            assert time.monotonic() - began < SECONDS_AT_MOST, what
    finally:
        owner.execute(mending)
    assert Individual.unscoped.get(pk=individual.pk).notes == ""
    before = AuditEvent.objects.count()

    assert [asked[what]().status_code for what in ("list", "record", "change", "refusal")] == [200, 200, 302, 403]
    assert Individual.unscoped.get(pk=individual.pk).notes == "Written"
    assert AuditEvent.objects.count() == before + 4
