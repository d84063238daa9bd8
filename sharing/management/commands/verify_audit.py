"""Verifying the audit trail."""

import tempfile
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from sharing.audit.export import export_trail
from sharing.audit.offline_verifier import Verifier, Wrong, verify


class Command(BaseCommand):
    """Verify an export, or the trail as it is in the database."""

    help = "Verify an export of the audit trail, or with --live the trail itself; exit code 1 if anything is wrong."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add what to verify and with what."""
        what = parser.add_mutually_exclusive_group(required=True)
        what.add_argument("directory", type=Path, nargs="?")
        what.add_argument("--live", action="store_true")
        parser.add_argument("--public-key", type=Path, help="file of the public key; AUDIT_PUBLIC_KEY otherwise")
        parser.add_argument("--witness", type=Path, help="directory of checkpoints kept elsewhere")

    def handle(self, *args: Any, **options: Any) -> None:
        """Verify.

        Raises:
            CommandError: something does not hold; the sentence names the first thing and how.
        """
        line = options["public_key"].read_text() if options["public_key"] else settings.AUDIT_PUBLIC_KEY
        try:
            verifier = Verifier.parse(line)
            if options["live"]:
                with tempfile.TemporaryDirectory() as directory:
                    export_trail(Path(directory))
                    summary = verify(Path(directory), verifier, options["witness"])
            else:
                summary = verify(options["directory"], verifier, options["witness"])
        except (Wrong, OSError) as wrong:
            raise CommandError(str(wrong)) from wrong
        self.stdout.write(summary)
