"""What a list is narrowed to, kept in the session under a name that says nothing, so that it enters no address."""

import secrets
from collections.abc import Mapping
from typing import Any

from django.contrib.sessions.backends.base import SessionBase

_MOST = 10


def keep(session: SessionBase, shelf: str, wanted: Mapping[str, Any]) -> str:
    """Keep a filter and return its name; of each list the last ten are kept.

    Args:
        session: in which.
        shelf: of which list.
        wanted: the filter, as JSON can hold it.
    """
    token = secrets.token_urlsafe(6)
    kept = {**session.get(shelf, {}), token: dict(wanted)}
    session[shelf] = dict(list(kept.items())[-_MOST:])
    return token


def kept(session: SessionBase, shelf: str, token: str) -> Mapping[str, Any] | None:
    """Return the filter that is kept under a name, None if there is none any more."""
    found: Mapping[str, Any] | None = session.get(shelf, {}).get(token)
    return found
