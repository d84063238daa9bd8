"""Who acts, in which membership and why: told to the database, which writes it into every history row."""

import contextlib
from collections.abc import Iterator
from contextvars import ContextVar

from django.db import connection, transaction

_SET = """
select set_config('marsoc.actor', %s, true), set_config('marsoc.membership', %s, true),
       set_config('marsoc.job', %s, true), set_config('marsoc.reason', %s, true)
"""
_NOBODY = ("", "", "", "")
_present: ContextVar[tuple[str, str, str, str]] = ContextVar("acting", default=_NOBODY)


@contextlib.contextmanager
def acting(
    *, user_id: int | None = None, membership_id: int | None = None, job: str = "", reason: str | None = None
) -> Iterator[None]:
    """Run a block as one transaction whose history rows name the actor.

    Args:
        user_id: the person who acts; None for a system job.
        membership_id: the membership the person acts in.
        job: the name of the system job, when no person acts.
        reason: why, in the person's own words; None keeps the reason of the act that this one is part of.

    Raises:
        ValueError: neither a person nor a job is named.
    """
    if user_id is None and not job:
        raise ValueError("A write needs an actor: a user or a named system job.")
    before = _present.get()
    told = (str(user_id or ""), str(membership_id or ""), job, before[3] if reason is None else reason)
    with transaction.atomic():
        if told == before:  # the transaction has been told already
            yield
            return
        token = _present.set(told)
        try:
            _tell()
            yield
        finally:
            _present.reset(token)
        _tell()  # after an exception the rollback has restored the outer actor already


def _tell() -> None:
    with connection.cursor() as cursor:
        cursor.execute(_SET, _present.get())
