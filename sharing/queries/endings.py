"""Agreements that used to give an agency something and no longer do, so that nobody wonders where rows have gone.

It follows from grants alone and from no individual: it says the same whatever the hubs' lists hold.
"""

from collections.abc import Iterable, Set
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db.models import Exists, Max, OuterRef
from django.db.models.functions import Greatest

from marsoc.kit import clock
from sharing.access import with_content
from sharing.enums import ScopePermission
from sharing.models import Agency, Agreement, ScopeGrant
from sharing.viewer import Viewer

TOLD_FOR = timedelta(days=365)


class Ended(NamedTuple):
    """An agreement that is over for an agency, by its last version that gave what is lost, and since when.

    ``partly`` says that it still gives something else. ``newest`` is the newest version that is open for signature,
    which may be the same.
    """

    agency: Agency
    agreement: Agreement
    over_at: datetime
    newest: Agreement
    partly: bool


def ended_for(viewer: Viewer) -> list[Ended]:
    """Return the agreements that ended, wholly or in part, for a viewer who sees by agreement, the latest first.

    Told of for a year. Left out is what is still given otherwise. One query; a few more if there is something to tell.

    Args:
        viewer: who asks.
    """
    if not viewer.contributor or viewer.agency is None:
        return []
    now = clock.now()
    last: dict[str, tuple[datetime, int]] = {}
    lost: dict[str, tuple[datetime, int]] = {}
    for pk, reference, until, lost_at in _by_version(viewer, now):
        last[reference] = max(last.get(reference, (until, pk)), (until, pk))
        if lost_at:
            lost[reference] = max(lost.get(reference, (lost_at, pk)), (lost_at, pk))
    over = {reference: last[reference] for reference in lost if last[reference][0] <= now}
    return _with_versions(viewer.agency, lost | over, partly=lost.keys() - over.keys()) if lost else []


def _by_version(viewer: Viewer, now: datetime) -> Iterable[tuple[int, str, datetime, datetime | None]]:
    """Return each version that gave something in the last year, until when, and when it last gave what is lost now."""
    assert viewer.agency
    seen = ScopeGrant.objects.filter(
        giving__group=viewer.agency.group_id, permission__codename=ScopePermission.VIEW, giving__starts_at__lte=now
    )
    standing = seen.filter(giving__ends_at__gt=now, content_object=OuterRef("content_object"))
    if viewer.hub is not None:
        seen = seen.filter(content_object__hub=viewer.hub)
    by_version: Iterable[tuple[int, str, datetime, datetime | None]] = (
        seen.filter(giving__ends_at__gt=Greatest("giving__starts_at", now - TOLD_FOR))
        .values_list("giving__clause__agreement", "giving__clause__agreement__reference")
        .annotate(until=Max("giving__ends_at"), lost_at=Max("giving__ends_at", filter=~Exists(standing)))
    )
    return by_version


def _with_versions(agency: Agency, told: dict[str, tuple[datetime, int]], partly: Set[str]) -> list[Ended]:
    versions = list(with_content(Agreement.objects.filter(reference__in=told, opened_at__isnull=False)))
    by_pk = {version.pk: version for version in versions}
    ended = [
        Ended(
            agency=agency,
            agreement=by_pk[pk],
            over_at=over_at,
            newest=max((each for each in versions if each.reference == reference), key=lambda each: each.version),
            partly=reference in partly,
        )
        for reference, (over_at, pk) in told.items()
    ]
    return sorted(ended, key=lambda each: each.over_at, reverse=True)
