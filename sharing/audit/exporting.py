"""Handing out a file: what is recorded before anything of it is read, and what once all of it is known."""

import hashlib
from collections.abc import Callable
from typing import Any, NamedTuple

from sharing.audit.recording import record
from sharing.enums import Operation
from sharing.viewer import Viewer


class Made(NamedTuple):
    """A file, and how many rows it holds."""

    content: bytes
    rows: int


def export(viewer: Viewer, *, kind: str, ref: str, make: Callable[[], Made], **details: Any) -> bytes:
    """Return a file to hand out, with an event of its start and one of its end, both there before its first byte goes.

    Args:
        viewer: who receives it.
        kind: what it is of, as for ``record``.
        ref: the thing's reference.
        make: makes the file.
        details: further facts without personal content.

    Raises:
        AuditUnavailable: an event cannot be written.
    """
    record(viewer, Operation.EXPORT, kind=kind, ref=ref, step="started", **details)
    made = make()
    sha256 = hashlib.sha256(made.content).hexdigest()
    record(viewer, Operation.EXPORT, kind=kind, ref=ref, step="finished", rows=made.rows, sha256=sha256, **details)
    return made.content
