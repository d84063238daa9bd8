"""How far the audit trail is sealed, and what was signed."""

from datetime import timedelta
from typing import NamedTuple

from django.db import connection

from sharing.models import AuditCheckpoint

_BEHIND = """
select clock_timestamp() - (
        select min(at) from sharing_auditevent where xid >= coalesce(
            (select horizon from sharing_auditcheckpoint order by id desc limit 1), 0)::text::xid8),
    clock_timestamp() - (select max(at) from sharing_auditwitness)
"""


class Behind(NamedTuple):
    """How long the oldest event without a place has waited, and how long ago a checkpoint was last handed over.

    None where every event has its place, and where no witness was ever handed one.
    """

    unplaced: timedelta | None
    witnessed: timedelta | None


def sealing_behind() -> Behind:
    """Return how far sealing lags behind what is written."""
    with connection.cursor() as cursor:
        cursor.execute(_BEHIND)
        return Behind(*cursor.fetchone())


def newest_checkpoint() -> AuditCheckpoint | None:
    """Return the newest checkpoint, None before the first."""
    return AuditCheckpoint.objects.order_by("-id").first()
