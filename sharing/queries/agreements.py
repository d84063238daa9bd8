"""Reads of agreements."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import groupby
from typing import NamedTuple

from django.db.models import Max, QuerySet

from marsoc.kit import clock
from sharing.access import with_content
from sharing.models import Agency, Agreement, Clause, Party, User
from sharing.standing import gives


class Ending(NamedTuple):
    """A version that ends soon, and the agencies that receive something under it until then."""

    agreement: Agreement
    recipients: list[Agency]


def latest_version(reference: str) -> int:
    """Return the number of the newest version of an agreement, 0 if there is none."""
    return Agreement.objects.filter(reference=reference).aggregate(latest=Max("version"))["latest"] or 0


def has_written(user: User, agreement: Agreement) -> bool:
    """Say whether a person wrote any of the text of a version while it was a draft: its terms, or a clause."""
    terms = Agreement.history.filter(id=agreement.pk, opened_at=None, history_user=user)
    clauses = Clause.history.filter(agreement_id=agreement.pk, history_user=user)
    return any(written.exists() for written in (terms, clauses))


def ending_within(days: int) -> Iterator[Ending]:
    """Yield the versions whose last day is at most some days away and under which something is shared.

    Args:
        days: how many, today being none.
    """
    now, today = clock.now(), clock.today()
    soon = Agreement.objects.filter(
        ends_on__range=(today, today + timedelta(days=days)), opened_at__isnull=False, terminated_at=None
    )
    versions = with_content(Agreement.objects.filter(reference__in=soon.values("reference")))
    for _, group in groupby(versions.order_by("reference", "version"), key=lambda each: each.reference):
        together = list(group)
        agencies = {party.agency_id: party.agency for each in together for party in each.parties.all()}
        given = {
            (clause.agreement_id, agency.pk)
            for agency in agencies.values()
            for clause, _ in gives(together, agency, now)
        }
        for each in together:
            recipients = [agency for agency in agencies.values() if (each.pk, agency.pk) in given]
            if recipients and today <= each.ends_on <= today + timedelta(days=days):
                yield Ending(each, recipients)


def parties_of_what_is_over() -> QuerySet[Party]:
    """Return the parties of versions whose last day is over, with their versions."""
    return Party.objects.filter(agreement__ends_on__lt=clock.today()).select_related("agreement")
