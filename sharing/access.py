"""Fetching and authorising in one call: 404 for the invisible, ``Refused`` for the visible but not allowed."""

from django.db.models import Prefetch, Q, QuerySet
from django.http import Http404

from sharing.enums import RoleCode
from sharing.errors import Refused
from sharing.models import Agreement, AuditEvent, Membership, Notice, Party, Signature
from sharing.permissions import CENTRAL_TEAM, HUB_STAFF, SharingPermission
from sharing.viewer import Viewer

_GOVERNANCE_ONLY = frozenset({"subject_access", "subject_access_list"})  # kinds of events told to nobody else
_OVERSIGHT = CENTRAL_TEAM | {RoleCode.DPO_IG, RoleCode.AUDITOR}


def get_agreement(viewer: Viewer, reference: str, version: int | None = None) -> Agreement:
    """Return a version of an agreement with all that is signed: the newest that may be read, unless one is named.

    Raises:
        Http404: there is no such version, or none that the viewer may read.
    """
    found = with_content(agreements_visible_to(viewer).filter(reference=reference)).order_by("-version")
    agreement = (found if version is None else found.filter(version=version)).first()
    if agreement is None:
        raise Http404
    return agreement


def get_agreement_to_simulate(viewer: Viewer, reference: str, version: int | None = None) -> Agreement:
    """Return a version whose effect a viewer may be told of, which the figures of every hub in it tell.

    Raises:
        Http404: see ``get_agreement``.
        Refused: the viewer drafts no agreements, or neither acts for the owner nor covers every hub.
    """
    agreement = get_agreement(viewer, reference, version)
    check_simulating(viewer, agreement)
    return agreement


def check_simulating(viewer: Viewer, agreement: Agreement) -> None:
    """Let somebody be told what an agreement would change.

    Raises:
        Refused: the viewer drafts no agreements, or neither acts for the owner nor covers every hub.
    """
    own = viewer.agency is not None and viewer.agency.pk == agreement.owner_id
    if not viewer.may(SharingPermission.DRAFT_AGREEMENTS) or not (own or viewer.reach is None):
        raise Refused("Only the agency that provides the information and the central team see what would change.")


def agreements_visible_to(viewer: Viewer) -> QuerySet[Agreement]:
    """Return the versions of agreements that a viewer may read.

    The central team, information governance and inspectors read all of them. Hub staff read those that concern their
    hub, and every agency those it is a party to, once they are open for signature.

    Args:
        viewer: who asks.
    """
    if viewer.membership is None or not viewer.may(SharingPermission.VIEW_AGREEMENTS):
        return Agreement.objects.none()
    if viewer.membership.role_id in _OVERSIGHT:
        return Agreement.objects.all()
    concerned = Q(parties__agency=viewer.membership.agency_id)
    if viewer.membership.role_id in HUB_STAFF:
        concerned |= Q(clauses__hubs__contains=[viewer.membership.hub_id])
    return Agreement.objects.filter(concerned, opened_at__isnull=False).distinct()


def with_content(agreements: QuerySet[Agreement]) -> QuerySet[Agreement]:
    """Load all that the parties sign and have signed."""
    return agreements.select_related("owner").prefetch_related(
        Prefetch("parties", Party.objects.select_related("agency")),
        Prefetch("parties__signatures", Signature.objects.select_related("signed_by")),
        "clauses",
    )


def get_notice(viewer: Viewer, pk: int) -> Notice:
    """Return a notice that reaches the viewer and is not settled.

    Raises:
        Http404: there is none.
    """
    notice = open_notices(viewer).filter(pk=pk).first()
    if notice is None:
        raise Http404
    return notice


def open_notices(viewer: Viewer) -> QuerySet[Notice]:
    """Return the notices that reach a viewer's membership and are not settled, what asks for something first.

    What is told to a hub is for its staff, unless it names an agency; ``people_reached_by`` says the same of mail.

    Args:
        viewer: who asks.
    """
    acting = viewer.membership
    if acting is None:
        return Notice.objects.none()
    to_hub = Q(hub=acting.hub_id) if acting.role_id in HUB_STAFF else Q(hub=acting.hub_id, agency__isnull=False)
    return Notice.objects.filter(
        Q(hub=None) | to_hub,
        Q(agency=None) | Q(agency=acting.agency_id),
        Q(role=None) | Q(role=acting.role_id),
        settled_at=None,
    ).order_by("-asks", "-id")


def trail_visible_to(viewer: Viewer) -> QuerySet[AuditEvent]:
    """Return the events of the trail that a viewer may read: of the hub that the membership is held at, else all.

    What was done about a person's request for the own data is for those who handle such requests: how much was
    collected would tell anybody else whether the person is on the list.
    """
    if not viewer.may(SharingPermission.READ_AUDIT):
        return AuditEvent.objects.none()
    events = AuditEvent.objects.filter(hub=viewer.hub.pk) if viewer.hub else AuditEvent.objects.all()
    return events if viewer.governs else events.exclude(subject_kind__in=_GOVERNANCE_ONLY)


def check_reviewing_trail(viewer: Viewer) -> None:
    """Let somebody record a review of the trail.

    Raises:
        Refused: the viewer does not read the trail, or only that of a hub.
    """
    if not viewer.may(SharingPermission.READ_AUDIT) or viewer.hub:
        raise Refused("Only whoever reads the whole trail records that it was reviewed.")


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
    memberships = Membership.objects.named().order_by("user__full_name", "starts_at")
    if viewer.reach is None:
        return memberships
    return memberships.filter(hub__in=viewer.reach)


def memberships_explained_to(viewer: Viewer) -> QuerySet[Membership]:
    """Return the memberships of which a viewer may ask what they let their person see.

    Those it manages; for information governance and inspectors every one, or those of the hub that theirs is held at.
    """
    if viewer.may(SharingPermission.MANAGE_MEMBERSHIPS):
        return memberships_managed_by(viewer)
    if viewer.membership is None or viewer.membership.role_id not in {RoleCode.DPO_IG, RoleCode.AUDITOR}:
        return Membership.objects.none()
    memberships = Membership.objects.named().order_by("user__full_name", "starts_at")
    return memberships.filter(hub=viewer.hub) if viewer.hub else memberships


def get_explained_membership(viewer: Viewer, pk: int) -> Membership:
    """Return a membership of which the viewer may ask what it lets its person see.

    Raises:
        Http404: it does not exist or is not the viewer's to ask about.
    """
    membership = memberships_explained_to(viewer).filter(pk=pk).first()
    if membership is None:
        raise Http404
    return membership
