"""Periodic work on sessions."""

from celery import shared_task
from django.core.management import call_command


@shared_task(name="sharing.clear_sessions")
def clear_sessions() -> None:
    """Remove sessions that have ended; they may hold search terms."""
    call_command("clearsessions")
