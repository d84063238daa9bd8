"""Making the grants on scopes say what the agreements say; called by everything that changes an agreement."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import NamedTuple

from django.db import connection
from django.db.models import F, Q, QuerySet
from django.db.models.functions import Greatest

from marsoc.kit import clock, locks
from sharing.access import with_content
from sharing.actions.writing import writing
from sharing.models import Agency, Agreement, Hub, ScopeGrant
from sharing.standing import Interval, end_of, gives, scopes_of
from sharing.viewer import Viewer

# One statement, because a signature may give hundreds; what was called off before it began is taken up again.
_ADD = """
insert into sharing_scopegrant (clause_id, group_id, permission_id, content_object_id, starts_at, ends_at)
select given.clause, given.to_group, permission.id, given.scope, given.starts, given.ends
from unnest(%s::bigint[], %s::int[], %s::text[], %s::smallint[], %s::timestamptz[], %s::timestamptz[])
    given (clause, to_group, codename, scope, starts, ends)
join auth_permission permission using (codename)
join django_content_type kind on kind.id = permission.content_type_id and kind.app_label = 'sharing'
on conflict (clause_id, group_id, permission_id, content_object_id, starts_at) do update set ends_at = excluded.ends_at
"""


class Given(NamedTuple):
    """What one clause gives one agency in one scope."""

    clause: int
    group: int
    permission: str
    scope: int


def settle_grants(reference: str, at: datetime) -> None:
    """Bring the grants of an agreement, from an instant on, to what its versions say.

    The past stays as it was: what was in force until now ends now and is never deleted, what was to begin and no longer
    will is left without any length.

    Args:
        reference: of the agreement; the caller holds its lock.
        at: the instant.
    """
    versions = list(with_content(Agreement.objects.filter(reference=reference)))
    wanted = dict(_wanted(versions, at))
    standing = ScopeGrant.objects.filter(clause__agreement__reference=reference, ends_at__gt=at)
    over, kept, moved = [], set(), defaultdict(list)
    for grant in standing.annotate(codename=F("permission__codename")):
        given = Given(grant.clause_id, grant.group_id, grant.codename, grant.content_object_id)
        interval = wanted.get(given)
        if interval is None or not _begins_alike(grant, interval, at):
            over.append(grant.pk)
            continue
        kept.add(given)
        if grant.ends_at != interval.end:
            moved[interval.end].append(grant.pk)
    for end, grants in moved.items():
        ScopeGrant.objects.filter(pk__in=grants).update(ends_at=end)
    _end(ScopeGrant.objects.filter(pk__in=over), at)
    _add((given, interval) for given, interval in wanted.items() if given not in kept)


def end_all_grants(reference: str, at: datetime) -> None:
    """End at an instant, in one statement, everything that an agreement gives anybody.

    Args:
        reference: of the agreement; the caller holds its lock.
        at: the instant.
    """
    _end(ScopeGrant.objects.filter(clause__agreement__reference=reference, ends_at__gt=at), at)


def settle_ended_agencies(*, by: Viewer) -> int:
    """End the grants of agencies that have been merged into others or closed; reference data says since when.

    Args:
        by: the job that brings reference data up to date.

    Returns:
        How many agreements had grants to end.
    """
    lasting = Q()
    for agency in Agency.objects.exclude(valid_to=None):
        of_agency = Q(clause__agreement__owner=agency) | Q(group=agency.group_id)
        lasting |= of_agency & Q(ends_at__gt=max(clock.now(), end_of(agency)))
    if not lasting:
        return 0
    with writing(by):
        grants = ScopeGrant.objects.filter(lasting, ends_at__gt=F("starts_at"))
        references = sorted(set(grants.values_list("clause__agreement__reference", flat=True)))
        for reference in references:
            locks.wait_for(f"agreement {reference}")
            settle_grants(reference, clock.now())
    return len(references)


def _end(grants: QuerySet[ScopeGrant], at: datetime) -> None:
    grants.update(ends_at=Greatest(F("starts_at"), at))


def _begins_alike(grant: ScopeGrant, interval: Interval, at: datetime) -> bool:
    """Say whether a grant that has begun may go on, or one that has not begins when it should."""
    return grant.starts_at == interval.start or (grant.starts_at <= at and interval.start <= at)


def _wanted(versions: list[Agreement], at: datetime) -> Iterator[tuple[Given, Interval]]:
    numbers = dict(Hub.objects.values_list("code", "number"))
    agencies = {party.agency_id: party.agency for version in versions for party in version.parties.all()}
    for agency in agencies.values():
        for clause, interval in gives(versions, agency, at):
            for permission, scope in scopes_of(clause, numbers):
                yield Given(clause.pk, agency.group_id, permission, scope), interval


def _add(wanted: Iterable[tuple[Given, Interval]]) -> None:
    columns = list(zip(*((*given, *interval) for given, interval in wanted), strict=True))
    if columns:
        with connection.cursor() as cursor:
            cursor.execute(_ADD, [list(column) for column in columns])
