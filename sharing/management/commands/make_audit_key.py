"""A key to sign the audit trail with."""

import os
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from sharing.audit.sequencer import verifier_of


class Command(BaseCommand):
    """Write a new private key, readable by its owner only, and print the public one."""

    help = "Make the key that signs the audit trail; the public key that is printed is for everybody."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add where to."""
        parser.add_argument("file", type=Path, help="where to keep the private key")

    def handle(self, *args: Any, **options: Any) -> None:
        """Make it.

        Raises:
            CommandError: the file is there already; a key is never overwritten.
        """
        key = Ed25519PrivateKey.generate()
        try:
            handle = os.open(options["file"], os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        except FileExistsError:
            raise CommandError(
                "This file is there already: a key that signed something is never overwritten."
            ) from None
        with os.fdopen(handle, "w") as out:
            out.write(key.private_bytes_raw().hex())
        self.stdout.write(verifier_of(settings.AUDIT_NAME, key).line)
