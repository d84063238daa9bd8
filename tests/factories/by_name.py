"""Rows that open or close one individual by name, in force since yesterday unless told otherwise.

Written as the owner of the tables: the application sees no restricted individual, and so cannot write about one.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.models import Permission
from django.db import connection

from cohort.enums import EmergencyReason, ShareState
from cohort.models import (
    Assessment,
    ConflictMark,
    EmergencyAccess,
    Framework,
    Individual,
    IndividualGrant,
    NamedPerson,
    NamedShare,
)
from marsoc.kit import clock
from marsoc.kit.acting import acting
from marsoc.kit.database import APPLICATION_ROLE, OWNER_ROLE
from sharing.enums import DataCategory
from sharing.models import Agency, Clause, Membership, User
from tests import factories


def _yesterday() -> datetime:
    return clock.now() - timedelta(days=1)


@contextmanager
def as_owner() -> Iterator[None]:
    """Run a block as the owner of the tables, who sees all."""
    with acting(job="tests"), connection.cursor() as cursor:
        cursor.execute(f"set local role {OWNER_ROLE}")
        yield
        cursor.execute(f"set local role {APPLICATION_ROLE}")


def _saved(row: Any) -> Any:
    with as_owner():
        row.save()
    return row


def share(
    of: Individual,
    agency: str,
    clause: Clause,
    categories: Sequence[str] = (DataCategory.IDENTITY,),
    *,
    starts_at: datetime | None = None,
    ends_at: datetime | None = None,
) -> NamedShare:
    """Return a named share that its agency has accepted, with its grants.

    Args:
        of: who is shared.
        agency: code of the receiving agency.
        clause: on which the share rests.
        categories: what of the individual.
        starts_at: when it was accepted.
        ends_at: the first instant after it.
    """
    starts_at = starts_at or _yesterday()
    ends_at = ends_at or starts_at + timedelta(days=90)
    made: NamedShare = _saved(
        NamedShare(
            individual=of, agency_id=agency, clause=clause, categories=list(categories), purpose="Managing release",
            ends_on=clock.day_of(ends_at), state=ShareState.ACCEPTED, offered_by=factories.user(),
            offered_at=starts_at, decided_at=starts_at,
        )
    )  # fmt: skip
    permission = Permission.objects.get(content_type__app_label="cohort", codename="view_individual")
    group = Agency.objects.get(pk=agency).group_id
    for category in categories:
        _saved(
            IndividualGrant(
                content_object=of, group_id=group, permission=permission, category=category, share=made,
                starts_at=starts_at, ends_at=ends_at,
            )
        )  # fmt: skip
    return made


def named_person(of: Individual, user: User, **given: Any) -> NamedPerson:
    """Return somebody named for a restricted individual."""
    values = {"reason": "Works on the case", "starts_at": _yesterday(), **given}
    made: NamedPerson = _saved(NamedPerson(individual=of, user=user, **values))
    return made


def conflict_mark(of: Individual, user: User, **given: Any) -> ConflictMark:
    """Return a conflict of interest that bars somebody from an individual."""
    values = {"reason": "A neighbour", "starts_at": _yesterday(), **given}
    made: ConflictMark = _saved(ConflictMark(individual=of, user=user, **values))
    return made


def emergency(of: Individual, membership: Membership, **given: Any) -> EmergencyAccess:
    """Return an emergency in which a membership took access to an individual, for a day from now."""
    starts_at = given.pop("starts_at", clock.now())
    values = {
        "words": "A threat",
        "ends_at": starts_at + timedelta(days=1),
        "review_due": starts_at + timedelta(days=2),
        **given,
    }
    made: EmergencyAccess = _saved(
        EmergencyAccess(
            individual=of, hub=of.owning_hub, membership=membership, reason=EmergencyReason.LIFE,
            starts_at=starts_at, **values,
        )
    )  # fmt: skip
    return made


def assessment(of: Individual, by: User) -> Assessment:
    """Return an assessment of a restricted individual that somebody has opened and not scored."""
    version = Framework.objects.filter(published_at__isnull=False)[0]
    begun = Assessment(individual=of, framework=version, purpose="ACCEPTANCE", opened_by=by, opened_at=clock.now())
    made: Assessment = _saved(begun)
    return made


def restrict(of: Individual, *, restricted: bool = True) -> Individual:
    """Take an individual out of every cell, or lift the restriction."""
    of.restricted = restricted
    with as_owner():
        of.save()
        of.refresh_from_db(fields=["cell"])
    return of
