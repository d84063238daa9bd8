"""Coming onto the list and leaving it, the method, and what people ask of their own data."""

from datetime import datetime

from django.db.models import QuerySet
from django.http import Http404

from cohort.access.rights import may_on, must_be_allowed, one
from cohort.enums import Moment, TransferAct
from cohort.models import (
    DisposalCertificate,
    Framework,
    Individual,
    ListExit,
    Nomination,
    Panel,
    PanelAttendance,
    PanelDecision,
    SubjectAccessItem,
    SubjectAccessRequest,
    Transfer,
)
from cohort.moves import TRANSFER_STEPS
from cohort.permissions import CohortPermission
from sharing.errors import Refused
from sharing.models import Hub
from sharing.viewer import Viewer

_DECIDERS = ("proposed_by", "decided_by")


def get_exit(viewer: Viewer, pk: int) -> ListExit:
    """Return somebody's leaving the list, proposed or decided, of an individual that the viewer's role covers.

    Raises:
        Http404: there is none, or none that the viewer may decide.
    """
    if not viewer.may(CohortPermission.EXIT):
        raise Http404
    found = one(ListExit.unscoped.visible_to(viewer).select_related("individual", "reason", *_DECIDERS).filter(pk=pk))
    if not may_on(viewer, found.individual, CohortPermission.EXIT):
        raise Http404
    return found


def get_transfer(viewer: Viewer, pk: int) -> Transfer:
    """Return a transfer between hubs: to those who decide about it on either side, and to staff who see the person.

    Raises:
        Http404: there is none, or none that the viewer may see.
    """
    people = ("from_hub", "to_hub", "lead_agency", "offered_by", "decided_by", "withdrawn_by")
    found = one(Transfer.unscoped.visible_to(viewer).select_related(*people).filter(pk=pk))
    seen = Individual.unscoped.visible_to(viewer).filter(pk=found.individual_id)
    if not viewer.may(CohortPermission.TRANSFER) and not seen.exists():
        raise Http404
    return found


def must_be_on_side(viewer: Viewer, transfer: Transfer, act: TransferAct) -> None:
    """Hold a viewer to the hub that does an act with a transfer.

    Raises:
        Refused: the viewer's role does not carry it, or does not cover that hub.
    """
    must_be_allowed(viewer, CohortPermission.TRANSFER)
    hub = transfer.to_hub if TRANSFER_STEPS[act].receives else transfer.from_hub
    if viewer.reach is not None and hub.pk not in viewer.reach:
        raise Refused(f"Only the {hub.name} hub and the central team lead may do this: {act.label.lower()}.")


def certificates_visible_to(viewer: Viewer) -> QuerySet[DisposalCertificate]:
    """Return the certificates of disposal that a viewer may read: of the hub the membership is held at, else all."""
    if not viewer.may(CohortPermission.SEE_RETENTION):
        return DisposalCertificate.objects.none()
    found = DisposalCertificate.objects.all()
    return found.filter(hub=viewer.hub.pk) if viewer.hub else found


def get_certificate(viewer: Viewer, pk: int) -> DisposalCertificate:
    """Return a certificate of disposal.

    Raises:
        Http404: there is none, or none that the viewer may read.
    """
    found = certificates_visible_to(viewer).select_related("hub", "group", "proposed_by", "approved_by")
    certificate = found.filter(pk=pk).first()
    if certificate is None:
        raise Http404
    return certificate


def get_nomination(viewer: Viewer, pk: int) -> Nomination:
    """Return a nomination: by the viewer's own agency, or for a hub that the viewer's role covers.

    Raises:
        Http404: there is none, or none that the viewer may see.
    """
    if not viewer.may(CohortPermission.VIEW):
        raise Http404
    found = Nomination.unscoped.visible_to(viewer).select_related("hub", "agency", "membership__user", "decided_by")
    return one(found.filter(pk=pk))


def get_subject_access(viewer: Viewer, pk: int) -> SubjectAccessRequest:
    """Return somebody's request for the own data, to information governance.

    Raises:
        Http404: there is none; to anybody else there never is.
    """
    if not viewer.may(CohortPermission.SUBJECT_ACCESS):
        raise Http404
    return one(
        SubjectAccessRequest.unscoped.visible_to(viewer)
        .select_related("registered_by", "outcome_by", "approved_by")
        .filter(pk=pk)
    )


def get_subject_access_item(viewer: Viewer, pk: int) -> SubjectAccessItem:
    """Return an item that the viewer owns, or handles the request of.

    Raises:
        Http404: there is none such.
    """
    found = SubjectAccessItem.unscoped.visible_to(viewer).select_related("hub", "agency", "exemption")
    return one(found.filter(pk=pk))


def get_panel(viewer: Viewer, pk: int) -> Panel:
    """Return a panel of a hub that the viewer's role covers.

    Raises:
        Http404: there is none such.
        Refused: the viewer does not decide about lists.
    """
    must_be_allowed(viewer, CohortPermission.DECIDE)
    return one(Panel.unscoped.visible_to(viewer).select_related("hub", "chair", "quorum").filter(pk=pk))


def get_meeting(viewer: Viewer, pk: int, moment: str) -> tuple[Panel, datetime]:
    """Return a panel of a hub whose list the viewer reads in order of priority, and an instant of it.

    Args:
        viewer: who asks.
        pk: number of the panel.
        moment: a ``Moment``.

    Raises:
        Http404: there is none such, or it has not come to that moment.
        Refused: the viewer's role does not read the list in order of priority.
    """
    must_be_allowed(viewer, CohortPermission.ASSESS)
    panel = one(Panel.unscoped.visible_to(viewer).select_related("hub").filter(pk=pk))
    at = {Moment.OPENED: panel.opened_at, Moment.CLOSED: panel.closed_at}[Moment(moment)] if moment in Moment else None
    if at is None:
        raise Http404
    return panel, at


def get_panel_attendance(viewer: Viewer, panel: Panel, pk: int) -> PanelAttendance:
    """Return somebody who takes part in a panel that the viewer has been given.

    Raises:
        Http404: the panel has nobody such.
    """
    found = PanelAttendance.unscoped.visible_to(viewer).select_related("panel", "agency")
    return one(found.filter(panel=panel, pk=pk, taken_back_at=None))


def get_panel_decision(viewer: Viewer, pk: int) -> PanelDecision:
    """Return what a panel decided about an individual that the viewer decides about.

    Raises:
        Http404: there is none such.
        Refused: the viewer does not decide about lists.
    """
    must_be_allowed(viewer, CohortPermission.DECIDE)
    seen = PanelDecision.unscoped.visible_to(viewer).filter(pk=pk)
    found = one(seen.select_related("individual", "panel", "rejection", "band", *_DECIDERS))
    if not may_on(viewer, found.individual, CohortPermission.DECIDE):
        raise Http404
    return found


def get_hub(viewer: Viewer, code: str, permission: CohortPermission) -> Hub:
    """Return a hub whose list the viewer's role covers.

    Raises:
        Http404: there is none, or none of the viewer's.
        Refused: the viewer's role does not carry the permission.
    """
    must_be_allowed(viewer, permission)
    found = Hub.objects.filter(pk=code).first()
    if found is None or (viewer.reach is not None and code not in viewer.reach):
        raise Http404
    return found


def get_framework(viewer: Viewer, version: int) -> Framework:
    """Return a version of the method; a draft only for those who draft.

    Raises:
        Http404: there is no such version, or it is a draft that the viewer may not see.
    """
    found = Framework.objects.prefetch_related("dimensions", "bands").select_related("proposed_by", "published_by")
    framework = found.filter(version=version).first()
    if framework is None or not (framework.published_at or viewer.may(CohortPermission.DRAFT_FRAMEWORK)):
        raise Http404
    return framework


def get_framework_draft(viewer: Viewer, version: int) -> Framework:
    """Return a version of the method that is not published yet, to edit, propose or approve it.

    Raises:
        Http404: there is no such draft.
        Refused: the viewer does not draft.
    """
    must_be_allowed(viewer, CohortPermission.DRAFT_FRAMEWORK)
    framework = get_framework(viewer, version)
    if framework.published_at:
        raise Http404
    return framework
