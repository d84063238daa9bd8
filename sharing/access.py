"""Fetching and authorising in one call: 404 for the invisible, ``Refused`` for the visible but not allowed."""

from django.db.models import QuerySet
from django.http import Http404

from sharing.models import Membership
from sharing.viewer import Viewer


def get_managed_membership(viewer: Viewer, pk: int) -> Membership:
    """Return a membership that the viewer may end.

    Raises:
        Http404: it does not exist or is not the viewer's to manage.
    """
    membership = memberships_managed_by(viewer).filter(pk=pk).first()
    if membership is None:
        raise Http404
    return membership


def memberships_managed_by(viewer: Viewer) -> QuerySet[Membership]:
    """Return the memberships a viewer may start and end: a hub manager's own hub, everything for the central team."""
    memberships = Membership.objects.select_related("user", "agency", "hub", "role").order_by(
        "user__full_name", "starts_at"
    )
    if viewer.reach is None:
        return memberships
    return memberships.filter(hub__in=viewer.reach)
