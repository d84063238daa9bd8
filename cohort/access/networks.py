"""Organised crime groups and who belongs to them."""

from django.db.models import Q
from django.http import Http404

from cohort.access.rights import must_be_allowed, one
from cohort.models import CrimeGroup, GroupMember, Individual, Link
from cohort.permissions import CohortPermission
from cohort.reference_numbers import parse_reference
from sharing.errors import Refused
from sharing.viewer import Viewer


def get_crime_group(viewer: Viewer, reference: str, permission: CohortPermission = CohortPermission.VIEW) -> CrimeGroup:
    """Return an organised crime group.

    Args:
        viewer: who asks.
        reference: as typed, with or without the hyphen.
        permission: what the viewer means to do.

    Raises:
        Http404: there is no such group, or the viewer sees nobody in it and does not cover its hub.
        Refused: the viewer may see the group but not do this.
    """
    stored = parse_reference(reference)
    if stored is None or not viewer.may(CohortPermission.VIEW):
        raise Http404
    group = one(CrimeGroup.unscoped.visible_to(viewer).select_related("owning_hub").filter(reference=stored))
    must_be_allowed_on_group(viewer, group, permission)
    return group


def get_group_member(viewer: Viewer, group: CrimeGroup, pk: int) -> GroupMember:
    """Return somebody's membership of a group that the viewer has already been given.

    Raises:
        Http404: there is no such membership, or the viewer does not see the person.
    """
    seen = Individual.unscoped.visible_to(viewer)
    found = GroupMember.unscoped.visible_to(viewer).filter(group=group, individual__in=seen, pk=pk)
    return one(found.select_related("individual__owning_hub", "role", "group"))


def get_link(viewer: Viewer, individual: Individual, pk: int) -> Link:
    """Return a link of an individual that the viewer has already been given.

    Raises:
        Http404: there is no such link, or the viewer does not see the intelligence of both.
    """
    ends = ("first__owning_hub", "second__owning_hub", "kind")
    found = Link.unscoped.visible_to(viewer).filter(Q(first=individual) | Q(second=individual), pk=pk)
    return one(found.select_related(*ends))


def may_on_group(viewer: Viewer, group: CrimeGroup, permission: CohortPermission) -> bool:
    """Say whether a viewer who sees a group may do something to it; staff of another hub may only look."""
    covered = not viewer.contributor and (viewer.reach is None or group.owning_hub_id in viewer.reach)
    return viewer.may(permission) and (permission == CohortPermission.VIEW or covered)


def must_be_allowed_on_group(viewer: Viewer, group: CrimeGroup, permission: CohortPermission) -> None:
    """Hold a viewer to a permission on one group.

    Raises:
        Refused: the viewer's role does not carry it, or does not cover the hub that owns the group.
    """
    must_be_allowed(viewer, permission)
    if not may_on_group(viewer, group, permission):
        raise Refused("This group belongs to another hub. You can read it, but not change anything about it.")
