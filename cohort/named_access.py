"""Who is named for which individual: shares, restricted records, emergencies, conflicts, as the database answers it."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

from django.db import connection

from cohort.reference_numbers import shown_reference
from sharing.enums import DataCategory
from sharing.models import Membership
from sharing.sight import NamedAccess
from sharing.viewer import Viewer


class Subject(NamedTuple):
    """What both sides of a share go by; of a request only the owner and the trail are told the reference."""

    reference: str
    hub: str


_ALL = tuple(category for category in DataCategory if category != DataCategory.EQUALITY)


def named_access(membership: Membership, *, covers: bool, at: datetime) -> NamedAccess:
    """Return the individuals a membership is named for at an instant, and those its user is barred from.

    Asked of a database function, because the tables behind it are themselves kept back until it has answered. Whoever
    sees by agreement is named by shares with the agency, whoever covers hubs by being named for the record; both within
    the hub that the membership is held at.

    Args:
        membership: with its agency loaded.
        covers: whether its role covers hubs, so that it sees by role and not by agreement.
        at: the instant; individuals count as they are now (``cohort.queries.access_facts`` tells the past).
    """
    named: dict[DataCategory, set[int]] = {}
    by: dict[DataCategory, dict[str, frozenset[int]]] = {}
    barred = set()
    with connection.cursor() as cursor:
        cursor.execute(
            "select individual, category, basis from named_access(%s, %s, %s, %s, %s)",
            [membership.pk, membership.agency.group_id, membership.hub_id, covers, at],
        )
        for individual, category, basis in cursor.fetchall():
            if category == "BARRED":
                barred.add(individual)
            for each in _ALL if category == "ALL" else [category] if category in DataCategory else []:
                named.setdefault(DataCategory(each), set()).add(individual)
                by.setdefault(DataCategory(each), {})[basis] = frozenset({individual})  # each is about one individual
    return NamedAccess({category: frozenset(ids) for category, ids in named.items()}, frozenset(barred), by)


class Known(NamedTuple):
    """An individual as those need to know it who may ask about access but see nothing of it."""

    pk: int
    hub: str
    restricted: bool


def known_as(reference: str, asked_by: int | None) -> Known | None:
    """Return the individual of a reference, whoever sees it; None if a conflict of interest bars the one who asks.

    Args:
        reference: as stored.
        asked_by: the user's id, None for a system job.
    """
    with connection.cursor() as cursor:
        cursor.execute("select id, hub, restricted from individual_known_as(%s, %s)", [reference, asked_by])
        row = cursor.fetchone()
    return Known(*row) if row else None


def individuals_dealt_with() -> dict[int, Subject]:
    """Return the individuals about whom the agency that looks has a share, an offer or a request, by id.

    Asked of a database function, because the agency sees the share and not, or not yet, the individual. Restricted
    individuals are left out, and those from whom a conflict of interest bars whoever looks.
    """
    with connection.cursor() as cursor:
        cursor.execute("select individual, reference, hub from individuals_dealt_with()")
        return {pk: Subject(shown_reference(reference), hub) for pk, reference, hub in cursor.fetchall()}


def individuals_contributed_to() -> dict[int, str]:
    """Return the references of individuals to whose records the agency that looks has added facts, by id.

    Asked of a database function, because the agency goes on seeing what it added when it no longer sees the record.
    Those from whom a conflict of interest bars whoever looks are left out.
    """
    with connection.cursor() as cursor:
        cursor.execute("select individual, reference from individuals_contributed_to()")
        return {pk: shown_reference(reference) for pk, reference in cursor.fetchall()}


def named_for(viewer: Viewer, individuals: Iterable[int]) -> Viewer:
    """Return a viewer as it will be once its user has been named for some individuals.

    A row must be visible to whoever writes it, and a restricted one is visible by name only: whoever makes a record
    restricted writes as this viewer, in the transaction that writes the names.

    Args:
        viewer: who writes.
        individuals: their ids.
    """
    also = frozenset(individuals)
    named = dict(viewer.sight.named)
    for category in _ALL:
        named[category] = named.get(category, frozenset()) | also
    return replace(viewer, sight=replace(viewer.sight, named=named))
