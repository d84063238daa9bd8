"""The context of every write."""

import contextlib
from collections.abc import Iterator

from marsoc.kit.acting import acting
from sharing.viewer import Viewer


@contextlib.contextmanager
def writing(by: Viewer, reason: str = "") -> Iterator[None]:
    """Run a block as one transaction in which the database knows who writes, in which membership and why."""
    with acting(
        user_id=by.user.pk if by.user else None,
        membership_id=by.membership.pk if by.membership else None,
        job=by.job,
        reason=reason,
    ):
        yield
