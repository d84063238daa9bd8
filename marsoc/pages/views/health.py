"""Whether the service lives and whether it can work; open to the load balancer, telling nothing else."""

from collections.abc import Callable

from django.core.cache import cache
from django.db import DatabaseError, connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse
from redis.exceptions import RedisError

from marsoc.kit.routes import public
from sharing import audit
from sharing.enums import Operation
from sharing.errors import AuditUnavailable
from sharing.queries.trail import sealing_behind

Check = Callable[[], bool]


@public
def liveness(request: HttpRequest) -> JsonResponse:
    """Answer as long as the process does."""
    return JsonResponse({"status": "UP"})


@public
def readiness(request: HttpRequest) -> JsonResponse:
    """Say whether the database, its migrations and the audit trail are there, and how far sealing it lags behind.

    Without Redis the service is degraded. The figures are whole seconds, null where there is nothing to count from.
    """
    vital = {"database": _database, "migrations": _migrations, "audit": _audit}
    parts = {name: "UP" if check() else "DOWN" for name, check in vital.items()}
    ready = "DOWN" not in parts.values()
    parts["redis"] = "UP" if _redis() else "DEGRADED"
    status = ("DEGRADED" if parts["redis"] != "UP" else "UP") if ready else "DOWN"
    answer = {"status": status, "parts": parts, "sealing": _sealing() if ready else None}
    return JsonResponse(answer, status=200 if ready else 503)


def _database() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("select 1")
    except DatabaseError:
        return False
    return True


def _migrations() -> bool:
    try:
        executor = MigrationExecutor(connection)
        return not executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError:
        return False


def _audit() -> bool:
    """Write an event and take it back."""
    try:
        with transaction.atomic():
            audit.record(None, Operation.CONSULT, kind="readiness")
            transaction.set_rollback(True)
    except (DatabaseError, AuditUnavailable):
        return False
    return True


def _sealing() -> dict[str, int | None]:
    behind = sealing_behind()
    seconds = {"oldest_unplaced": behind.unplaced, "since_witnessed": behind.witnessed}
    return {name: None if age is None else int(age.total_seconds()) for name, age in seconds.items()}


def _redis() -> bool:
    try:
        cache.get("readiness")
    except (RedisError, OSError):
        return False
    return True
