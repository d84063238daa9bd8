"""The context of every write."""

import contextlib
from collections.abc import Iterator

from marsoc.kit.acting import acting
from sharing.seeing import seeing
from sharing.viewer import Viewer


@contextlib.contextmanager
def writing(by: Viewer, reason: str | None = None) -> Iterator[None]:
    """Run a block as one transaction in which the database knows who looks and writes, in which membership and why.

    Args:
        by: who writes.
        reason: why; None keeps the reason of the act that this one is part of.
    """
    with (
        seeing(by),
        acting(
            user_id=by.user.pk if by.user else None,
            membership_id=by.membership.pk if by.membership else None,
            job=by.job,
            reason=reason,
        ),
    ):
        yield
