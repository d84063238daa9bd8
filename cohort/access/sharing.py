"""What is shared, asked for, taken and told between hubs and agencies."""

from collections.abc import Collection
from typing import TypeVar

from django.db.models import QuerySet
from django.http import Http404

from cohort.access.rights import one
from cohort.existence import Interest, interest_of
from cohort.models import (
    AccessRequest,
    CorrectionNotice,
    EmergencyAccess,
    Individual,
    NamedShare,
)
from cohort.named_access import Subject, individuals_dealt_with
from cohort.permissions import CohortPermission
from cohort.reference_numbers import shown_reference
from sharing.viewer import Viewer

ByAgency = TypeVar("ByAgency", NamedShare, AccessRequest)


def get_share(viewer: Viewer, pk: int) -> NamedShare:
    """Return a named share: of an individual that the viewer's role covers, or with the viewer's own agency.

    Raises:
        Http404: there is no such share, or none that the viewer may see.
    """
    found = NamedShare.unscoped.visible_to(viewer).select_related("agency", "clause__agreement", "offered_by")
    return _dealt_with(viewer, found.filter(pk=pk))


def get_access_request(viewer: Viewer, pk: int) -> AccessRequest:
    """Return a request for access: about an individual that the viewer's role covers, or of the viewer's own agency.

    Raises:
        Http404: there is no such request, or none that the viewer may see.
    """
    found = AccessRequest.unscoped.visible_to(viewer).select_related("agency", "membership__user", "share")
    return _dealt_with(viewer, found.filter(pk=pk))


def _dealt_with(viewer: Viewer, rows: QuerySet[ByAgency]) -> ByAgency:
    if not viewer.may(CohortPermission.VIEW):
        raise Http404
    found = one(rows)
    if found.individual_id not in subjects(viewer, [found.individual_id]):
        raise Http404
    return found


def get_interest(viewer: Viewer, individual: int) -> Interest:
    """Return an individual that the viewer may not see but may know of, to ask for access to it.

    Raises:
        Http404: there is none such, or nothing may be known of it.
    """
    found = interest_of(viewer.sight, individual=individual) if viewer.may(CohortPermission.REQUEST) else None
    if found is None:
        raise Http404
    return found


def subjects(viewer: Viewer, individuals: Collection[int]) -> dict[int, Subject]:
    """Return what a viewer may be told of the individuals of shares and requests, by id; the others are left out.

    Args:
        viewer: who asks, and whom the database has been told of.
        individuals: their ids.
    """
    if viewer.contributor:
        return {pk: subject for pk, subject in individuals_dealt_with().items() if pk in individuals}
    found = Individual.unscoped.visible_to(viewer).filter(pk__in=individuals)
    return {
        pk: Subject(shown_reference(reference), hub)
        for pk, reference, hub in found.values_list("pk", "reference", "owning_hub_id")
    }


def get_emergency(viewer: Viewer, pk: int) -> EmergencyAccess:
    """Return an emergency access to a record of a hub that the viewer's role covers.

    Raises:
        Http404: there is none, or none that the viewer may review.
    """
    if not viewer.may(CohortPermission.REVIEW_EMERGENCY):
        raise Http404
    found = EmergencyAccess.unscoped.visible_to(viewer).select_related(
        "hub", "membership__user", "membership__agency", "membership__hub", "membership__role",
        "membership__employer", "membership__tasked_by", "reviewed_by",
    )  # fmt: skip
    if viewer.reach is not None:
        found = found.filter(hub__in=sorted(viewer.reach))
    return one(found.filter(pk=pk))


def get_correction_notice(viewer: Viewer, pk: int) -> CorrectionNotice:
    """Return a correction notice to the viewer's agency, or to the viewer's hub.

    Raises:
        Http404: there is none.
    """
    return one(correction_notices_to(viewer).filter(pk=pk))


def correction_notices_to(viewer: Viewer) -> QuerySet[CorrectionNotice]:
    """Return the notices that a viewer's agency is to acknowledge, or the viewer's hub where its staff received."""
    found: QuerySet[CorrectionNotice] = CorrectionNotice.unscoped.visible_to(viewer).select_related("acknowledged_by")
    if not viewer.may(CohortPermission.ACKNOWLEDGE) or viewer.membership is None:
        return found.none()
    hub = viewer.hub if viewer.reach else None
    return found.filter(agency=viewer.membership.agency_id, hub=hub)
