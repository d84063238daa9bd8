"""People held apart from the list."""

from django.http import Http404

from cohort.access.rights import one
from cohort.models import HeldApart
from cohort.permissions import CohortPermission
from sharing.viewer import Viewer


def get_held_apart(viewer: Viewer, pk: int) -> HeldApart:
    """Return somebody who is held apart, to decide whether that still has to be.

    Raises:
        Http404: there is nobody, or the viewer's role does not cover the hub.
    """
    if not viewer.may(CohortPermission.CHANGE):
        raise Http404
    found = HeldApart.unscoped.visible_to(viewer)
    return one(found.select_related("individual__owning_hub", "group__owning_hub", "recorded_by").filter(pk=pk))
