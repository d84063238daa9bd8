"""Tell from the command line who sees an individual."""

import json
from argparse import ArgumentParser
from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from cohort.presenters import access_json
from cohort.presenters import explanations as presenter
from cohort.queries.explanations import WhoSees, past_instant, who_sees_for_system
from sharing.errors import BadRequest
from sharing.viewer import system_viewer


class Command(BaseCommand):
    """Agency by agency: how many people see what, and the rules behind it; then those named one by one."""

    help = "Tell who sees an individual and why, now or at a past instant."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the arguments."""
        parser.add_argument("individual", metavar="REF", help="The individual's reference.")
        parser.add_argument("--at", metavar="INSTANT", help="A past instant in ISO 8601, such as 2026-11-03T14:30.")
        parser.add_argument("--json", action="store_true", help="Print JSON, as docs/permissions.md shows it.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Answer, and record that it was asked.

        Raises:
            CommandError: the individual or the instant is not known; the sentence says which.
        """
        try:
            who = who_sees_for_system(system_viewer("who_can_see"), options["individual"], past_instant(options["at"]))
        except BadRequest as reason:
            raise CommandError(str(reason)) from None
        if options["json"]:
            self.stdout.write(json.dumps(access_json.who_sees(who), ensure_ascii=False))
        else:
            self.stdout.write("\n".join(_lines(who)))


def _lines(who: WhoSees) -> Iterator[str]:
    yield f"{who.facts.state.reference}{', restricted' if who.facts.state.restricted else ''}"
    for agency in who.agencies:
        yield f"{agency.name}: {presenter.people(agency)}"
        for reason, categories in agency.rules.items():
            yield f"  {presenter.rule(reason)}: {presenter.labels(categories)}"
    for title, people in (("Named", who.named), ("Emergency", who.emergencies), ("Kept out", who.kept_out)):
        yield from (f"{title}: {person.name}" for person in people)
