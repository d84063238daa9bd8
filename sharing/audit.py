"""Writing the audit trail, in the transaction of what it records."""

import hashlib
import hmac
import json
from typing import Any

from django.conf import settings
from django.db import DatabaseError, transaction

from sharing.enums import Operation
from sharing.errors import AuditUnavailable
from sharing.models import AuditEvent
from sharing.viewer import Viewer


def record(viewer: Viewer | None, operation: Operation, *, kind: str, ref: str = "", **details: Any) -> None:
    """Append one event; if that fails, the whole transaction is lost with it, as it must be.

    Args:
        viewer: who acts; None before anybody is signed in.
        operation: what was done.
        kind: what it was done to, such as ``individual`` or ``list``.
        ref: the thing's reference; never a name.
        details: further facts without personal content: counts, references, digests, categories.

    Raises:
        AuditUnavailable: the event cannot be written.
    """
    try:
        with transaction.atomic(savepoint=False):
            AuditEvent(
                operation=operation,
                subject_kind=kind,
                subject_ref=ref,
                details={**details, **_secondment(viewer)},
                **_actor(viewer),
            ).save(force_insert=True)
    except DatabaseError as error:
        raise AuditUnavailable from error


def _actor(viewer: Viewer | None) -> dict[str, Any]:
    membership = viewer.membership if viewer else None
    return {
        "actor_id": viewer.user.pk if viewer and viewer.user else None,
        "membership_id": membership.pk if membership else None,
        "job": viewer.job if viewer else "",
        "agency": membership.agency_id if membership else "",
        "hub": (membership.hub_id or "") if membership else "",
        "role": membership.role_id if membership else "",
    }


def _secondment(viewer: Viewer | None) -> dict[str, str | None]:
    """Return a secondee's employer and tasking authority, which stand beside the agency acted for."""
    membership = viewer.membership if viewer else None
    if membership is None or membership.employer_id is None:
        return {}
    return {"seconded_from": membership.employer_id, "tasked_by": membership.tasked_by_id}


def digest(value: Any) -> str:
    """Return a keyed digest of a query, so that equal searches can be told without keeping their terms.

    Args:
        value: anything JSON can hold; dates and the like become text.
    """
    text = json.dumps(value, sort_keys=True, default=str)
    return hmac.new(str(settings.SECRET_KEY).encode(), text.encode(), hashlib.sha256).hexdigest()
