"""What must enter no address, kept in the session under a name that says nothing: filters, and who was told of whom."""

import secrets
from collections.abc import Mapping
from typing import Any

from django.contrib.sessions.backends.base import SessionBase


def keep(session: SessionBase, shelf: str, what: Mapping[str, Any], most: int = 10) -> str:
    """Keep something and return its name.

    Args:
        session: in which.
        shelf: with what else of its kind.
        what: as JSON can hold it.
        most: how many of a kind are kept; the oldest give way.
    """
    token = secrets.token_urlsafe(12)
    shelved = {**session.get(shelf, {}), token: dict(what)}
    session[shelf] = dict(list(shelved.items())[-most:])
    return token


def kept(session: SessionBase, shelf: str, token: str) -> Mapping[str, Any] | None:
    """Return what is kept under a name, None if there is nothing any more."""
    found: Mapping[str, Any] | None = session.get(shelf, {}).get(token)
    return found


def all_kept(session: SessionBase, shelf: str) -> list[Mapping[str, Any]]:
    """Return everything of a kind that is kept, the oldest first."""
    return list(session.get(shelf, {}).values())
