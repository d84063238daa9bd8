"""Telling sharing who is named for which individual: shares, restricted records, emergencies, conflicts."""

from datetime import datetime

from django.db import connection

from sharing.enums import DataCategory
from sharing.models import Membership
from sharing.sight import NamedAccess

_ALL = tuple(category for category in DataCategory if category != DataCategory.EQUALITY)


def named_access(membership: Membership, *, covers: bool, at: datetime) -> NamedAccess:
    """Return the individuals a membership is named for at an instant, and those its user is barred from.

    Asked of a database function, because the tables behind it are themselves kept back until it has answered. Whoever
    sees by agreement is named by shares with the agency, whoever covers hubs by being named for the record; both within
    the hub that the membership is held at.

    Args:
        membership: with its agency loaded.
        covers: whether its role covers hubs, so that it sees by role and not by agreement.
        at: the instant.
    """
    named: dict[DataCategory, set[int]] = {}
    barred = set()
    with connection.cursor() as cursor:
        cursor.execute(
            "select individual, category from named_access(%s, %s, %s, %s, %s)",
            [membership.pk, membership.agency.group_id, membership.hub_id, covers, at],
        )
        for individual, category in cursor.fetchall():
            if category == "BARRED":
                barred.add(individual)
            for each in _ALL if category == "ALL" else [category] if category in DataCategory else []:
                named.setdefault(DataCategory(each), set()).add(individual)
    return {category: frozenset(ids) for category, ids in named.items()}, frozenset(barred)
