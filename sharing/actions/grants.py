"""Making the grants on scopes say what the agreements say; called by everything that changes an agreement."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import NamedTuple

from django.db import connection
from django.db.models import F, Q, QuerySet
from django.db.models.functions import Greatest

from marsoc.kit import clock, locks
from sharing.access import with_content
from sharing.actions.writing import writing
from sharing.models import Agency, Agreement, Clause, Giving, Hub
from sharing.standing import Interval, end_of, gives, scopes_of
from sharing.viewer import Viewer

# One statement, because a signature may give hundreds; what was called off before it began is taken up again.
_ADD = """
with giving as (
    insert into sharing_giving (clause_id, group_id, starts_at, ends_at)
    select * from unnest(%s::bigint[], %s::int[], %s::timestamptz[], %s::timestamptz[])
    on conflict (clause_id, group_id, starts_at) do update set ends_at = excluded.ends_at
    returning id, clause_id, group_id
)
insert into sharing_scopegrant (giving_id, group_id, permission_id, content_object_id)
select giving.id, giving.group_id, permission.id, said.scope
from giving
join unnest(%s::bigint[], %s::text[], %s::smallint[]) said (clause, codename, scope) on said.clause = giving.clause_id
join auth_permission permission using (codename)
join django_content_type kind on kind.id = permission.content_type_id and kind.app_label = 'sharing'
on conflict (giving_id, permission_id, content_object_id) do nothing
"""


class Given(NamedTuple):
    """That one clause gives one agency what it says."""

    clause: int
    group: int


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
    over, kept, moved = [], set(), defaultdict(list)
    for giving in Giving.objects.filter(clause__agreement__reference=reference, ends_at__gt=at):
        given = Given(giving.clause_id, giving.group_id)
        interval = wanted.get(given)
        if interval is None or not _begins_alike(giving, interval, at):
            over.append(giving.pk)
            continue
        kept.add(given)
        if giving.ends_at != interval.end:
            moved[interval.end].append(giving.pk)
    for end, givings in moved.items():
        Giving.objects.filter(pk__in=givings).update(ends_at=end)
    _end(Giving.objects.filter(pk__in=over), at)
    clauses = {clause.pk: clause for version in versions for clause in version.clauses.all()}
    _add({given: interval for given, interval in wanted.items() if given not in kept}, clauses)


def end_all_grants(reference: str, at: datetime) -> None:
    """End at an instant, in one statement, everything that an agreement gives anybody.

    Args:
        reference: of the agreement; the caller holds its lock.
        at: the instant.
    """
    _end(Giving.objects.filter(clause__agreement__reference=reference, ends_at__gt=at), at)


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
        givings = Giving.objects.filter(lasting, ends_at__gt=F("starts_at"))
        references = sorted(set(givings.values_list("clause__agreement__reference", flat=True)))
        for reference in references:
            locks.wait_for(f"agreement {reference}")
            settle_grants(reference, clock.now())
    return len(references)


def _end(givings: QuerySet[Giving], at: datetime) -> None:
    givings.update(ends_at=Greatest(F("starts_at"), at))


def _begins_alike(giving: Giving, interval: Interval, at: datetime) -> bool:
    """Say whether a giving that has begun may go on, or one that has not begins when it should."""
    return giving.starts_at == interval.start or (giving.starts_at <= at and interval.start <= at)


def _wanted(versions: list[Agreement], at: datetime) -> Iterator[tuple[Given, Interval]]:
    agencies = {party.agency_id: party.agency for version in versions for party in version.parties.all()}
    for agency in agencies.values():
        for clause, interval in gives(versions, agency, at):
            yield Given(clause.pk, agency.group_id), interval


def _add(wanted: Mapping[Given, Interval], clauses: Mapping[int, Clause]) -> None:
    if not wanted:
        return
    numbers = dict(Hub.objects.values_list("code", "number"))
    said = [(pk, *each) for pk in {given.clause for given in wanted} for each in scopes_of(clauses[pk], numbers)]
    givings = [(*given, *interval) for given, interval in wanted.items()]
    columns = [list(column) for rows in (givings, said) for column in zip(*rows, strict=True)]
    with connection.cursor() as cursor:
        cursor.execute(_ADD, columns)
