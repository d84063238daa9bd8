"""The process that seals the audit trail."""

import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

import psycopg
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from sharing.audit.sequencer import hand_over, read_key, seal


class Command(BaseCommand):
    """Place events in the tree, sign checkpoints and hand them to the witness, again and again."""

    help = "Seal the audit trail: DATABASE_SEALER_URL and AUDIT_KEY_FILE are given to this process only."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add how often."""
        parser.add_argument("--every", type=float, default=2.0, metavar="SECONDS")
        parser.add_argument("--once", action="store_true", help="seal what is there and stop")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run until stopped; a database that is away is tried again.

        Raises:
            CommandError: the key or the database is not named or cannot be read.
        """
        if not settings.DATABASE_SEALER_URL or not settings.AUDIT_KEY_FILE:
            raise CommandError("Set DATABASE_SEALER_URL and AUDIT_KEY_FILE for this process. See docs/settings.md.")
        try:
            key = read_key(Path(settings.AUDIT_KEY_FILE))
        except (OSError, ValueError) as error:
            raise CommandError("The signing key cannot be read: name the file of make_audit_key.") from error
        while True:
            try:
                self._seal(key)
            except psycopg.OperationalError as error:
                if options["once"]:
                    raise CommandError("The database cannot be reached.") from error
                self.stderr.write("The database cannot be reached; trying again.")
            if options["once"]:
                return
            time.sleep(options["every"])

    def _seal(self, key: Any) -> None:
        with psycopg.connect(settings.DATABASE_SEALER_URL, autocommit=True) as connection:
            seal(connection, settings.AUDIT_NAME, key)
            if settings.AUDIT_WITNESS:
                hand_over(connection, Path(settings.AUDIT_WITNESS))
