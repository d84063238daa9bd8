"""Writing the audit trail, in the transaction of what it records."""

import hashlib
import hmac
import json
import secrets
import unicodedata
from typing import Any

from django.conf import settings
from django.db import DatabaseError, transaction

from sharing.audit.offline_verifier import commitment
from sharing.enums import Operation
from sharing.errors import AuditUnavailable
from sharing.models import AuditEvent
from sharing.viewer import Viewer

_LONGEST = 2000
_SALT_SIZE = 16


def record(viewer: Viewer | None, operation: Operation, *, kind: str, ref: str = "", **details: Any) -> None:
    """Append one event; if that fails, the whole transaction is lost with it, as it must be.

    Args:
        viewer: who acts; None before anybody is signed in.
        operation: what was done.
        kind: what it was done to, such as ``individual`` or ``list``.
        ref: the thing's reference; never a name.
        details: further facts without personal content: counts, references, digests, categories. A text of more than
            2,000 characters is kept as its digest and length.

    Raises:
        AuditUnavailable: the event cannot be written.
    """
    kept = _bounded(json.loads(json.dumps({**details, **_secondment(viewer)}, default=str)))
    salt = secrets.token_bytes(_SALT_SIZE)
    try:
        with transaction.atomic(savepoint=False):
            AuditEvent(
                operation=operation,
                subject_kind=kind,
                subject_ref=ref,
                details=kept,
                salt=salt,
                commitment=commitment(salt, canonical(kept)),
                **_actor(viewer),
            ).save(force_insert=True)
    except DatabaseError as error:
        raise AuditUnavailable from error


def _bounded(value: Any) -> Any:
    """Return a value whose longest texts stand as digest and length, so that no note makes an event unwieldy."""
    if isinstance(value, dict):
        return {key: _bounded(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_bounded(each) for each in value]
    if isinstance(value, str) and len(value) > _LONGEST:
        return {"sha256": hashlib.sha256(value.encode()).hexdigest(), "length": len(value)}
    return value


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


def canonical(value: Any) -> bytes:
    """Return the one form of a JSON value: keys sorted, no spaces, everything beyond ASCII escaped."""
    return json.dumps(value, sort_keys=True, separators=(",", ":")).encode()


def digest(value: Any) -> str:
    """Return a keyed digest of a query, so that equal searches can be told without keeping their terms.

    Args:
        value: anything JSON can hold; dates and the like become text, and texts that look alike count as one.
    """
    text = unicodedata.normalize("NFKC", json.dumps(value, sort_keys=True, default=str, ensure_ascii=False))
    return hmac.new(str(settings.SECRET_KEY).encode(), text.encode(), hashlib.sha256).hexdigest()
