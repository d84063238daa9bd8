"""Handing work to the worker by name, so that an action need not import the tasks above it."""

from celery import current_app
from django.db import transaction


def enqueue(task: str, **arguments: str | int) -> None:
    """Send a task once the present transaction is committed.

    A crash between the commit and the sending loses the message, not the work: a periodic job finds what is still
    to do from the database (see ``CELERY_BEAT_SCHEDULE``).

    Args:
        task: the task's registered name, such as ``cohort.apply_import``.
        arguments: primitive values; the worker fetches the rest under the asker's own access.
    """

    def send() -> None:  # Django names what failed, which a partial has no name for
        current_app.send_task(task, kwargs=arguments)

    transaction.on_commit(send, robust=True)
