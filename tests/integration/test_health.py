"""What the health routes answer in each state of the servers."""

from typing import Any

import pytest
from django.core.cache.backends.redis import RedisCache
from django.db import connection
from django.test import Client
from django.urls import reverse

from marsoc.pages.views import health
from tests.conftest import OWNER_ROLE

pytestmark = pytest.mark.django_db


def readiness() -> tuple[int, dict[str, Any]]:
    """Return the status and the body of the answer."""
    response = Client().get(reverse("readiness"))
    return response.status_code, response.json()


def as_owner(statement: str) -> None:
    """Change the database as only its owner may, within the test's own transaction."""
    with connection.cursor() as cursor:
        cursor.execute(f"set local role {OWNER_ROLE}")
        cursor.execute(statement)
        cursor.execute("set local role marsoc_app")


def test_the_process_lives() -> None:
    """Open to anybody."""
    response = Client().get(reverse("liveness"))

    assert (response.status_code, response.json()) == (200, {"status": "UP"})


def test_everything_is_there() -> None:
    """The answer names the parts, tells how far sealing the trail lags behind, and nothing else."""
    assert readiness() == (
        200,
        {
            "status": "UP",
            "parts": {"database": "UP", "migrations": "UP", "audit": "UP", "redis": "UP"},
            "sealing": {"oldest_unplaced": None, "since_witnessed": None},
        },
    )


def test_without_the_audit_trail_the_service_is_down() -> None:
    """Nothing may be shown that cannot be recorded."""
    as_owner("revoke insert on sharing_auditevent from marsoc_app")

    status, answer = readiness()

    assert (status, answer["status"], answer["parts"]["audit"]) == (503, "DOWN", "DOWN")


def test_with_a_migration_missing_the_service_is_down() -> None:
    """A release must not serve the database of another."""
    as_owner("delete from django_migrations where app = 'sharing'")

    status, answer = readiness()

    assert (status, answer["parts"]["migrations"], answer["parts"]["audit"]) == (503, "DOWN", "UP")


def test_without_redis_the_service_is_degraded(monkeypatch: pytest.MonkeyPatch) -> None:
    """Reading and writing go on; only the worker's part waits."""
    away = RedisCache("redis://127.0.0.1:1/0", {})
    monkeypatch.setattr(health, "cache", away)

    status, answer = readiness()

    assert (status, answer["status"], answer["parts"]["redis"]) == (200, "DEGRADED", "DEGRADED")


def test_asking_leaves_no_trace_in_the_trail() -> None:
    """The event written to see whether one can be written is taken back."""
    readiness()

    with connection.cursor() as cursor:
        cursor.execute("select count(*) from sharing_auditevent")
        assert cursor.fetchone() == (0,)
