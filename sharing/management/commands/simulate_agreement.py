"""Say from the command line what an agreement would change."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from sharing.access import with_content
from sharing.errors import BadRequest
from sharing.models import Agreement
from sharing.presenters.simulation import to_json, to_text
from sharing.queries.simulation import simulate
from sharing.seeing import seeing
from sharing.viewer import system_viewer

_BY = system_viewer("simulate_agreement")


class Command(BaseCommand):
    """The same figures and warnings as the page."""

    help = "Say how many individuals each agency would newly see, or no longer see, if an agreement were signed."

    def create_parser(self, prog_name: str, subcommand: str, **options: Any) -> CommandParser:
        """Let ``--version`` be the agreement's instead of Django's."""
        return super().create_parser(prog_name, subcommand, conflict_handler="resolve", **options)

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the arguments."""
        parser.add_argument("reference", help="Such as ISA-2026-001.")
        parser.add_argument(
            "--version", dest="number", metavar="N", type=int, help="The version; the newest unless given."
        )
        parser.add_argument("--json", action="store_true", help="Print JSON, as docs/simulation.md describes it.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the figures.

        Raises:
            CommandError: there is no such version, or it has ended.
        """
        try:
            with seeing(_BY):
                simulation = simulate(_BY, _agreement(options["reference"].upper(), options["number"]))
        except BadRequest as reason:
            raise CommandError(str(reason)) from None
        self.stdout.write(
            json.dumps(to_json(simulation), ensure_ascii=False) if options["json"] else to_text(simulation)
        )


def _agreement(reference: str, version: int | None) -> Agreement:
    found = with_content(Agreement.objects.filter(reference=reference)).order_by("-version")
    agreement = (found if version is None else found.filter(version=version)).first()
    if agreement is None:
        raise CommandError(f"There is no agreement {reference}" + (f" version {version}." if version else "."))
    return agreement
