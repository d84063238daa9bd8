"""Explain from the command line what somebody sees of an individual, and why."""

import json
from argparse import ArgumentParser
from collections.abc import Iterator, Mapping
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from cohort.explaining import Answer
from cohort.presenters import access_json
from cohort.presenters import explanations as presenter
from cohort.queries.explanations import explain_for_system, past_instant
from sharing.enums import DataCategory
from sharing.errors import BadRequest
from sharing.models import Membership
from sharing.viewer import system_viewer


class Command(BaseCommand):
    """Every membership of the person, category by category: the rules that give it, and what keeps it out."""

    help = "Explain what a person sees of an individual and why, now or at a past instant."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the arguments."""
        parser.add_argument("--user", required=True, metavar="NAME", help="The person's user name.")
        parser.add_argument("--individual", required=True, metavar="REF", help="The individual's reference.")
        parser.add_argument("--membership", type=int, metavar="ID", help="Only this membership of the person.")
        parser.add_argument("--at", metavar="INSTANT", help="A past instant in ISO 8601, such as 2026-11-03T14:30.")
        parser.add_argument("--json", action="store_true", help="Print JSON, as docs/permissions.md shows it.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Answer, and record that it was asked.

        Raises:
            CommandError: the person, the individual or the instant is not known; the sentence says which.
        """
        try:
            facts, found = explain_for_system(
                system_viewer("explain_access"),
                options["user"],
                options["individual"],
                past_instant(options["at"]),
                options["membership"],
            )
        except BadRequest as reason:
            raise CommandError(str(reason)) from None
        if options["json"]:
            shown = access_json.explanation(options["user"], facts, found)
            self.stdout.write(json.dumps(shown, ensure_ascii=False))
        else:
            self.stdout.write("\n".join(_lines(found)) or f"{options['user']} has never had a membership.")


def _lines(found: list[tuple[Membership, Mapping[DataCategory, Answer]]]) -> Iterator[str]:
    for membership, answers in found:
        yield f"{membership} (membership {membership.pk})"
        for category, answer in answers.items():
            told = [presenter.rule(each) for each in answer.reasons]
            told += [presenter.hindrance(each) for each in answer.obstacles]
            yield f"  {category.label}: {'seen' if answer.seen else 'not seen'}. {'; '.join(told)}."
