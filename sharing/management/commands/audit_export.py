"""An export of the audit trail for an inspector or a court."""

from argparse import ArgumentParser
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from marsoc.kit import clock
from sharing import audit
from sharing.audit.export import export_trail
from sharing.enums import Operation
from sharing.viewer import system_viewer


class Command(BaseCommand):
    """Write what the offline verifier reads."""

    help = "Export the audit trail to a directory, to be verified offline."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add where to and which days."""
        parser.add_argument("directory", type=Path)
        parser.add_argument(
            "--from", dest="first", type=date.fromisoformat, metavar="DAY", help="first day, 2026-11-01"
        )
        parser.add_argument("--to", dest="last", type=date.fromisoformat, metavar="DAY", help="last day")

    def handle(self, *args: Any, **options: Any) -> None:
        """Export, and record that it was done.

        Raises:
            CommandError: the directory is not empty.
        """
        directory, first, last = options["directory"], options["first"], options["last"]
        if directory.exists() and any(directory.iterdir()):
            raise CommandError("The directory is not empty. Name a new one.")
        until = clock.start_of(last + timedelta(days=1)) if last else None
        with transaction.atomic():
            audit.record(system_viewer("audit export"), Operation.EXPORT, kind="audit", first=first, last=last)
        events = export_trail(directory, clock.start_of(first) if first else None, until)
        self.stdout.write(f"{events} events exported to {directory}.")
