"""The whole system with synthetic data, by one command."""

import os
import time
from argparse import ArgumentParser
from io import StringIO
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import ProgrammingError
from django.db.migrations.exceptions import InconsistentMigrationHistory

from cohort.models import Individual
from marsoc.demo import processes
from marsoc.demo.agreements import prepare_agreements
from marsoc.demo.custody import prepare_custody
from marsoc.demo.exceptions import prepare_exceptions
from marsoc.demo.individuals import load_hubs
from marsoc.demo.logins import Login, prepare_logins
from marsoc.demo.matching import prepare_matches
from marsoc.demo.method import prepare_method
from marsoc.demo.networks import prepare_networks
from marsoc.demo.panels import prepare_panel
from marsoc.demo.plans import prepare_plans
from marsoc.demo.subject_access import prepare_subject_access
from marsoc.demo.transfers import prepare_transfers
from sharing.seeing import seeing
from sharing.viewer import Viewer, system_viewer


class Command(BaseCommand):
    """Prepare what is still to be prepared, run everything, and stop everything on Ctrl-C."""

    help = "Run web, worker, scheduler and sequencer with synthetic data until Ctrl-C."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add where to listen and how many people to invent."""
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--individuals", type=int, default=400)

    def handle(self, *args: Any, **options: Any) -> None:
        """Run.

        Raises:
            CannotStart: the sentence says why and what to do.
        """
        if not settings.SYNTHETIC_DATA:
            raise processes.CannotStart(
                "The demonstration does not run with production settings: unset DJANGO_SETTINGS_MODULE."
            )
        directory = Path(settings.BASE_DIR) / "var" / "demo"
        directory.mkdir(parents=True, exist_ok=True)
        try:
            with processes.stoppable(), processes.only_one(directory / "lock"):
                processes.check_port(options["port"])
                status = self._run(directory, options["port"], options["individuals"])
        except KeyboardInterrupt:
            status = 0
        self._say("The demonstration has stopped; its data is kept.")
        if status:
            raise CommandError("A part of the demonstration ended by itself; the lines above say which.")

    def _run(self, directory: Path, port: int, individuals: int) -> int:
        began = time.monotonic()
        logins = self._prepare(directory, individuals)
        self._say("Starting the web server, the worker, the scheduler and the sequencer of the audit trail")

        def when_up() -> None:
            self._say(_welcome(port, logins, directory / "logins.json", time.monotonic() - began))

        return processes.run(port, directory, when_up)

    def _prepare(self, directory: Path, individuals: int) -> list[Login]:
        by = system_viewer("demo")
        self._say("Preparing the database and the reference data")
        prepare_database()
        refuse_foreign_data(by)
        call_command("collectstatic", interactive=False, verbosity=0)
        self._say("Preparing one login for every role")
        logins = prepare_logins(by, directory / "logins.json")
        self._say(f"Preparing agreements: {prepare_agreements(by)}")
        self._say("Preparing synthetic individuals")
        for number, (hub, people) in enumerate(load_hubs(by, individuals), start=1):
            self._say(f"  {number:2} of 10  {hub}: {people}")
        self._say(f"Preparing the method and assessments: {prepare_method()}")
        self._say("Preparing custody, networks, panels, transfers, plans and requests")
        prepare_custody()
        prepare_exceptions()
        prepare_panel()
        prepare_networks()
        prepare_matches()
        prepare_transfers()
        prepare_plans()
        prepare_subject_access(by)
        os.environ["AUDIT_PUBLIC_KEY"] = _public_key(directory)
        return logins

    def _say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()


def _public_key(directory: Path) -> str:
    """Return the public key of the trail, making the pair at the first start."""
    private, public = directory / "audit-key", directory / "audit-public-key"
    if not private.exists():
        told = StringIO()
        call_command("make_audit_key", private, stdout=told)
        public.write_text(told.getvalue())
    return public.read_text().strip()


def prepare_database() -> None:
    """Bring the database to this version.

    Raises:
        CannotStart: it was made by migrations that are there no more, or that said something else.
    """
    try:
        call_command("prepare_database", stdout=StringIO())
    except (InconsistentMigrationHistory, ProgrammingError) as error:
        raise processes.CannotStart(
            "The data kept here is of an earlier version: run make demo-reset, then make demo again."
        ) from error


def refuse_foreign_data(by: Viewer) -> None:
    """Keep synthetic people away from a database that holds others.

    Raises:
        CannotStart: the database named in the environment is not the demonstration's.
    """
    with seeing(by):
        if Individual.unscoped.exists() and not Individual.history.filter(history_job=by.job).exists():
            raise processes.CannotStart(
                "This database holds individuals that are not the demonstration's: unset DATABASE_URL to use its own."
            )


def _welcome(port: int, logins: list[Login], file: Path, seconds: float) -> str:
    rows = [
        f"  {login['role']:<16} {login['username']:<17} {login['password']:<18} {login['agency']}"
        + (f", {login['hub']}" if login["hub"] else "")
        for login in logins
    ]
    return "\n".join(
        [
            "",
            f"MARSOC runs at http://127.0.0.1:{port}/ with synthetic data, ready in {seconds:.0f} s.",
            "",
            f"  {'Role':<16} {'User name':<17} {'Password':<18} Agency, hub",
            *rows,
            "",
            f"The same logins are in {file}. Ctrl-C stops everything.",
            "",
        ]
    )
