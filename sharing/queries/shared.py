"""What is shared with an agency, clause by clause, and until when."""

from datetime import datetime
from typing import NamedTuple

from django.db.models import Max

from marsoc.kit import clock
from sharing.enums import ScopePermission
from sharing.models import Clause
from sharing.viewer import Viewer


class Shared(NamedTuple):
    """A clause that gives an agency something now, until an instant."""

    clause: Clause
    until: datetime


def shared_with(viewer: Viewer) -> list[Shared]:
    """Return the clauses by which a viewer who sees by agreement sees anything now, in one query.

    Args:
        viewer: who asks; a membership held at a hub is told what is shared of that hub.
    """
    if not viewer.contributor or viewer.agency is None:
        return []
    now = clock.now()
    given = {
        "givings__group": viewer.agency.group_id,
        "givings__grants__permission__codename": ScopePermission.VIEW,
        "givings__starts_at__lte": now,
        "givings__ends_at__gt": now,
    }
    if viewer.hub is not None:
        given["givings__grants__content_object__hub"] = viewer.hub
    clauses = Clause.objects.filter(**given).annotate(until=Max("givings__ends_at"))
    in_order = clauses.select_related("agreement").order_by("agreement__reference", "agreement__version", "number")
    return [Shared(clause, clause.until) for clause in in_order]
