"""Bring the database to this release: migrations, privileges, history triggers, reference data."""

from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connections

from marsoc.kit import reference_data


class Command(BaseCommand):
    """Migrate as the owner of the tables, then load reference data as the application."""

    help = "Migrate the database (as its owner) and load the reference data; safe to run again."

    def handle(self, *args: Any, **options: Any) -> None:
        """Do both."""
        owner = "owner" if "owner" in connections else "default"
        call_command("migrate", database=owner, interactive=False, verbosity=0)
        written = reference_data.load()
        self.stdout.write(f"Database ready; {written} reference entries written.")
