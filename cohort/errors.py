"""What can go wrong with the list."""

from dataclasses import dataclass
from datetime import datetime

from sharing.errors import BadRequest


@dataclass
class EditConflict(Exception):
    """Somebody changed the record while it was being edited; nothing was saved.

    ``version`` is the record's present one; ``changed_by`` and ``changed_at`` tell of the last change.
    """

    version: int
    changed_by: str
    changed_at: datetime


class NothingChanged(BadRequest):
    """The answers are what the record says already."""
