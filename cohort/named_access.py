"""Telling sharing who is named for which individual: shares, restricted records, emergencies, conflicts."""

from datetime import datetime

from django.db import connection

from sharing.enums import DataCategory
from sharing.models import Membership
from sharing.sight import NamedAccess

_ALL = tuple(category for category in DataCategory if category != DataCategory.EQUALITY)


def named_access(membership: Membership, at: datetime) -> NamedAccess:
    """Return the individuals a membership's user or agency is named for at an instant, and those it is barred from.

    Asked of a database function, because the tables behind it are themselves kept back until it has answered.

    Args:
        membership: with its agency loaded.
        at: the instant.
    """
    named: dict[DataCategory, set[int]] = {}
    barred = set()
    with connection.cursor() as cursor:
        cursor.execute(
            "select individual, category from named_access(%s, %s, %s)",
            [membership.user_id, membership.agency.group_id, at],
        )
        for individual, category in cursor.fetchall():
            if category == "BARRED":
                barred.add(individual)
            for each in _ALL if category == "ALL" else [category] if category in DataCategory else []:
                named.setdefault(DataCategory(each), set()).add(individual)
    return {category: frozenset(ids) for category, ids in named.items()}, frozenset(barred)
