"""What a viewer may do, and taking the one row there is."""

from typing import TypeVar

from django.db.models import QuerySet
from django.http import Http404

from cohort.models import Individual, Merge
from cohort.permissions import CohortPermission
from sharing.errors import Refused
from sharing.models import ScopedModel
from sharing.viewer import Viewer

Scoped = TypeVar("Scoped", bound=ScopedModel)


def must_be_allowed(viewer: Viewer, permission: CohortPermission) -> None:
    """Hold a viewer to a permission.

    Raises:
        Refused: the viewer's role does not carry it.
    """
    if not viewer.may(permission):
        raise Refused(f"Your role does not let you do this: {permission.label.lower()}.")


def must_be_allowed_on(viewer: Viewer, individual: Individual, permission: CohortPermission) -> None:
    """Hold a viewer to a permission on one individual: staff of another hub, who may see it, may do no more.

    Raises:
        Refused: the viewer's role does not carry it, or does not cover the hub that owns the record.
    """
    must_be_allowed(viewer, permission)
    if not may_on(viewer, individual, permission):
        raise Refused("This record belongs to another hub. You can read it, but not change anything about it.")


def may_on(viewer: Viewer, individual: Individual, permission: CohortPermission) -> bool:
    """Say whether a viewer who sees an individual may do something to it; staff of another hub may only look."""
    elsewhere = bool(viewer.reach) and individual.owning_hub_id not in (viewer.reach or ())
    return viewer.may(permission) and (permission == CohortPermission.VIEW or not elsewhere)


def may_merge(viewer: Viewer, merge: Merge) -> bool:
    """Say whether a viewer who sees both records of a merge may decide about it."""
    return all(may_on(viewer, each, CohortPermission.MERGE) for each in (merge.individual, merge.merged))


def one(rows: QuerySet[Scoped]) -> Scoped:
    """Return the first of some rows.

    Raises:
        Http404: there is none.
    """
    found = rows.first()
    if found is None:
        raise Http404
    return found
