"""Which permission belongs to which role.

Each app names its permissions in a ``TextChoices`` of its own and grants them here to roles, from its ``AppConfig``;
nothing is granted otherwise. ``docs/permissions.md`` shows the whole matrix and a test keeps it true.
"""

from collections.abc import Mapping
from typing import TypeVar

from django.db.models import TextChoices

from sharing.enums import RoleCode

HUB_STAFF = frozenset({RoleCode.HUB_MANAGER, RoleCode.HUB_OFFICER, RoleCode.HUB_RESEARCHER})
CENTRAL_TEAM = frozenset({RoleCode.CENTRAL_ADMIN, RoleCode.CENTRAL_ANALYST})
PARTNERS = frozenset({RoleCode.HMPPS_ROCO, RoleCode.PROB_LEAD, RoleCode.AGENCY_CONTRIB, RoleCode.AGENCY_SPOC})
"""Roles that see individuals by agreement only."""

PROVIDER = "HMPPS-CENTRAL"
"""The agency that answers for what the hubs hold: agreements about it are drafted there and owned by it."""

PermissionName = TypeVar("PermissionName", bound=TextChoices)

_granted: dict[RoleCode, frozenset[str]] = {role: frozenset() for role in RoleCode}


class SharingPermission(TextChoices):
    """What may be done with people, memberships, agreements and the trail."""

    MANAGE_MEMBERSHIPS = "sharing.manage_memberships", "Start and end memberships"
    VIEW_AGREEMENTS = "sharing.view_agreements", "See agreements"
    DRAFT_AGREEMENTS = "sharing.draft_agreements", "Draft agreements and open them for signature"
    SIGN_AGREEMENTS = "sharing.sign_agreements", "Sign agreements for the own agency, withdraw and suspend"
    READ_AUDIT = "sharing.read_audit", "Read the audit trail"
    REVIEW_ACCESS = "sharing.review_unusual_access", "Review unusual access"


GRANTS: Mapping[SharingPermission, frozenset[RoleCode]] = {
    SharingPermission.MANAGE_MEMBERSHIPS: frozenset({RoleCode.CENTRAL_ADMIN, RoleCode.HUB_MANAGER}),
    SharingPermission.VIEW_AGREEMENTS: HUB_STAFF | CENTRAL_TEAM | PARTNERS | {RoleCode.DPO_IG, RoleCode.AUDITOR},
    SharingPermission.DRAFT_AGREEMENTS: frozenset({RoleCode.CENTRAL_ADMIN, RoleCode.DPO_IG}),
    SharingPermission.SIGN_AGREEMENTS: frozenset(
        {RoleCode.CENTRAL_ADMIN, RoleCode.HUB_MANAGER, RoleCode.AGENCY_SPOC, RoleCode.DPO_IG}
    ),
    SharingPermission.READ_AUDIT: frozenset({RoleCode.AUDITOR, RoleCode.DPO_IG}),
    SharingPermission.REVIEW_ACCESS: frozenset({RoleCode.AUDITOR, RoleCode.DPO_IG, RoleCode.HUB_MANAGER}),
}


def grant(grants: Mapping[PermissionName, frozenset[RoleCode]]) -> None:
    """Give permissions to roles; called once by each app when it is ready."""
    for permission, roles in grants.items():
        for role in roles:
            _granted[role] |= {str(permission)}


def permissions_of(role: RoleCode) -> frozenset[str]:
    """Return the permissions that a role carries."""
    return _granted[role]
