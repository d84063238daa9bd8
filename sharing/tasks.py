"""Periodic work on sessions, on agreements that end, on notices and on the audit trail."""

from celery import shared_task
from django.core.management import call_command

from sharing.actions.expiry import remind_of_expiry as remind
from sharing.actions.notices import mail_notices as mail
from sharing.audit.database import make_partitions
from sharing.viewer import system_viewer


@shared_task(name="sharing.clear_sessions")
def clear_sessions() -> None:
    """Remove sessions that have ended; they may hold search terms."""
    call_command("clearsessions")


@shared_task(name="sharing.remind_of_expiry")
def remind_of_expiry() -> None:
    """Tell both sides of agreements that end soon."""
    remind(by=system_viewer("expiry reminders"))


@shared_task(name="sharing.mail_notices")
def mail_notices() -> None:
    """Mail the notices that have not been mailed."""
    mail(by=system_viewer("mail notices"))


@shared_task(name="sharing.make_audit_partitions")
def make_audit_partitions() -> None:
    """Make the months of the audit trail that are still to come, a year ahead."""
    make_partitions()
