"""Of whom somebody may know that they are on a list, without seeing them, as the database answers it.

The lower of two levels holds: what the owner lets others know of the individual, and what a clause in force lets the
agency know of the hub and phase that the individual is in. One database function does the same work for everybody asked
about, whether or not there is such a person.
"""

from collections.abc import Sequence
from typing import NamedTuple

from django.db import connection

from cohort.enums import IdentifierKind
from cohort.identifiers import search_keys
from cohort.names import name_key
from cohort.reference_numbers import shown_reference
from sharing.enums import DataCategory, Existence, ScopePermission
from sharing.sight import Sight

_EXACT = frozenset({IdentifierKind.PNC, IdentifierKind.CRO, IdentifierKind.PRISON, IdentifierKind.CRN})


class Interest(NamedTuple):
    """An individual whom somebody may not see but may know of; hub and phase are shown at the level of a summary only.

    The reference is for the audit trail and for the owner, never for whoever asks.
    """

    individual: int
    reference: str
    hub: str
    phase: str
    level: Existence


def interests_matching(sight: Sight, text: str) -> list[Interest]:
    """Return those met by exactly one number of theirs or by their whole name, and by nothing less.

    Args:
        sight: of whoever asks, and whom the database has been told of.
        text: what was typed.
    """
    keys = [(kind, value) for kind, value in search_keys(text) if kind in _EXACT]
    return _interests(sight, keys, _whole_names(text))


def interest_of(sight: Sight, *, reference: str | None = None, individual: int | None = None) -> Interest | None:
    """Return one by reference or id, None if nothing may be known of it."""
    return next(iter(_interests(sight, [], [], reference, individual)), None)


def _whole_names(text: str) -> list[str]:
    """Return a name as records are searched by it: forenames first, also where the surname was typed first."""
    surname, comma, forenames = text.partition(",")
    names = [name_key(forenames, surname) if comma else name_key(text)]
    return [name for name in names if " " in name]


def _interests(
    sight: Sight,
    numbers: Sequence[tuple[IdentifierKind, str]],
    whole_names: list[str],
    reference: str | None = None,
    individual: int | None = None,
) -> list[Interest]:
    pointed, summarised = (
        sorted(sight.granted.get(permission, {}).get(DataCategory.IDENTITY, ()))
        for permission in (ScopePermission.POINT, ScopePermission.SUMMARISE)
    )
    kinds, values = [str(kind) for kind, _ in numbers], [value for _, value in numbers]
    with connection.cursor() as cursor:
        cursor.execute(
            "select individual, reference, hub, phase, summary from interests(%s, %s, %s, %s, %s, %s, %s)",
            [kinds, values, whole_names, reference, individual, pointed, summarised],
        )
        return [
            Interest(pk, shown_reference(ref), hub, phase, Existence.SUMMARY if summary else Existence.POINTER)
            for pk, ref, hub, phase, summary in cursor.fetchall()
        ]
