"""Reads of agreements."""

from collections.abc import Collection, Iterator
from datetime import date, timedelta
from itertools import groupby
from typing import NamedTuple

from django.db.models import Max, QuerySet

from marsoc.kit import clock
from sharing.access import agreements_visible_to, with_content
from sharing.enums import ScopePermission
from sharing.models import Agency, Agreement, Clause, Giving, Party, User
from sharing.standing import gives
from sharing.viewer import Viewer


class Ending(NamedTuple):
    """A version that ends soon, and the agencies that receive something under it until then."""

    agreement: Agreement
    recipients: list[Agency]


class Footing(NamedTuple):
    """A clause in force for an agency, with the last day on which it is, as things stand."""

    clause: Clause
    agency: Agency
    last_day: date


def latest_version(reference: str) -> int:
    """Return the number of the newest version of an agreement, 0 if there is none."""
    return Agreement.objects.filter(reference=reference).aggregate(latest=Max("version"))["latest"] or 0


def opened_versions(reference: str) -> list[Agreement]:
    """Return every version of an agreement that has been opened for signature, whoever may read it.

    For working out what the agreement gives; what is read is fetched through ``access``.
    """
    return list(with_content(Agreement.objects.filter(reference=reference, opened_at__isnull=False)))


def versions_visible_to(viewer: Viewer, reference: str) -> list[Agreement]:
    """Return the versions of an agreement that a viewer may read, the newest first."""
    return list(with_content(agreements_visible_to(viewer).filter(reference=reference)).order_by("-version"))


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


def footings(hubs: Collection[str]) -> list[Footing]:
    """Return the clauses under which agencies may at present see something of every one of some hubs.

    Args:
        hubs: their codes; the clause names all of them.
    """
    now = clock.now()
    given = (
        Giving.objects.filter(
            grants__permission__codename=ScopePermission.VIEW, starts_at__lte=now, ends_at__gt=now,
            clause__hubs__contains=sorted(hubs),
        )
        .values_list("clause", "group__agency")
        .annotate(Max("ends_at"))
    )  # fmt: skip
    rows = [(clause, agency, clock.day_of(end - timedelta(microseconds=1))) for clause, agency, end in given]
    clauses = Clause.objects.select_related("agreement").in_bulk({clause for clause, _, _ in rows})
    agencies = Agency.objects.in_bulk({agency for _, agency, _ in rows})
    found = [Footing(clauses[clause], agencies[agency], day) for clause, agency, day in rows]
    return sorted(found, key=lambda each: (each.agency.name, each.clause.agreement.reference, each.clause.number))


def in_force() -> set[tuple[int, str]]:
    """Return which clauses give which agencies anything at present, as pairs of their ids."""
    now = clock.now()
    givings = Giving.objects.filter(starts_at__lte=now, ends_at__gt=now)
    return set(givings.values_list("clause", "group__agency"))
