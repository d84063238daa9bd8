"""Making the grants on scopes say what the agreements say; called by everything that changes an agreement."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import NamedTuple

from django.contrib.auth.models import Permission
from django.db.models import F, Q, QuerySet
from django.db.models.functions import Greatest

from marsoc.kit import clock, locks
from sharing.actions.writing import writing
from sharing.models import Agency, Agreement, Hub, Scope, ScopeGrant
from sharing.standing import Interval, end_of, gives, scopes_of
from sharing.viewer import Viewer

_ONCE = ["clause", "group", "permission", "content_object", "starts_at"]


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
    versions = list(
        Agreement.objects.filter(reference=reference).prefetch_related(
            "parties__agency", "parties__signatures", "clauses"
        )
    )
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
    permissions = dict(
        Permission.objects.filter(content_type__app_label="sharing", content_type__model=Scope._meta.model_name)
        .values_list("codename", "pk")
    )  # fmt: skip
    grants = [
        ScopeGrant(
            clause_id=given.clause,
            group_id=given.group,
            permission_id=permissions[given.permission],
            content_object_id=given.scope,
            starts_at=interval.start,
            ends_at=interval.end,
        )
        for given, interval in wanted
    ]
    ScopeGrant.objects.bulk_create(  # one that was called off before it began is taken up again
        grants, update_conflicts=True, unique_fields=_ONCE, update_fields=["ends_at"]
    )
