"""Agreements that used to give an agency something and no longer do, so that nobody wonders where rows have gone.

It follows from grants alone and from no individual: it says the same whatever the hubs' lists hold.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import NamedTuple

from django.contrib.postgres.aggregates import BoolOr
from django.db.models import Exists, Max, OuterRef
from django.db.models.functions import Greatest

from marsoc.kit import clock
from sharing.access import with_content
from sharing.enums import ScopePermission
from sharing.models import Agency, Agreement, ScopeGrant
from sharing.viewer import Viewer

TOLD_FOR = timedelta(days=365)


class Ended(NamedTuple):
    """An agreement that is over for an agency, by its last version that gave something, and since when.

    ``newest`` is the newest version that is open for signature, which may be the same.
    """

    agency: Agency
    agreement: Agreement
    over_at: datetime
    newest: Agreement


def ended_for(viewer: Viewer) -> list[Ended]:
    """Return the agreements that are over for a viewer who sees by agreement, within the last year, the latest first.

    Left out is what other agreements give as well, and an agreement of which any version still gives something. One
    query; a few more if there is something to tell.

    Args:
        viewer: who asks.
    """
    if not viewer.contributor or viewer.agency is None:
        return []
    now = clock.now()
    last: dict[str, tuple[datetime, int]] = {}
    lost = set()
    for pk, reference, over_at, is_lost in _by_version(viewer, now):
        last[reference] = max(last.get(reference, (over_at, pk)), (over_at, pk))
        if is_lost:
            lost.add(reference)
    told = {reference: each for reference, each in last.items() if reference in lost and each[0] <= now}
    return _with_versions(viewer.agency, told) if told else []


def _by_version(viewer: Viewer, now: datetime) -> Iterable[tuple[int, str, datetime, bool]]:
    """Return each version that gave something in the last year, until when, and whether any of that is lost now."""
    assert viewer.agency
    seen = ScopeGrant.objects.filter(
        giving__group=viewer.agency.group_id, permission__codename=ScopePermission.VIEW, giving__starts_at__lte=now
    )
    standing = seen.filter(giving__ends_at__gt=now, content_object=OuterRef("content_object"))
    if viewer.hub is not None:
        seen = seen.filter(content_object__hub=viewer.hub)
    by_version: Iterable[tuple[int, str, datetime, bool]] = (
        seen.filter(giving__ends_at__gt=Greatest("giving__starts_at", now - TOLD_FOR))
        .values_list("giving__clause__agreement", "giving__clause__agreement__reference")
        .annotate(until=Max("giving__ends_at"), lost=BoolOr(~Exists(standing)))
    )
    return by_version


def _with_versions(agency: Agency, told: dict[str, tuple[datetime, int]]) -> list[Ended]:
    versions = list(with_content(Agreement.objects.filter(reference__in=told, opened_at__isnull=False)))
    by_pk = {version.pk: version for version in versions}
    ended = [
        Ended(
            agency=agency,
            agreement=by_pk[pk],
            over_at=over_at,
            newest=max((each for each in versions if each.reference == reference), key=lambda each: each.version),
        )
        for reference, (over_at, pk) in told.items()
    ]
    return sorted(ended, key=lambda each: each.over_at, reverse=True)
