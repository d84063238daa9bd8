"""What may be done with individuals and imports, and which roles may."""

from collections.abc import Mapping

from django.db.models import TextChoices

from sharing.enums import RoleCode
from sharing.permissions import CENTRAL_TEAM, HUB_STAFF, PARTNERS


class CohortPermission(TextChoices):
    """Permissions on the list and its records; within them a viewer's reach still decides which records."""

    VIEW = "cohort.view_individual", "See individuals"
    CHANGE = "cohort.change_individual", "Change individuals"
    IMPORT = "cohort.import_individuals", "Import workbooks"
    EXPLAIN = "cohort.explain_access", "See who can see an individual"
    SHARE = "cohort.share_individuals", "Share individuals by name"
    ACCEPT = "cohort.accept_shares", "Accept what is shared by name"
    REQUEST = "cohort.request_access", "Ask to see individuals"
    CONTRIBUTE = "cohort.contribute_facts", "Add facts where a clause says so"
    RESTRICT = "cohort.restrict_individuals", "Restrict individuals and keep people out of them"
    EMERGENCY = "cohort.take_emergency_access", "Take emergency access"
    REVIEW_EMERGENCY = "cohort.review_emergency_access", "Review emergency access"
    ASSESS = "cohort.assess_individuals", "Assess individuals"
    DRAFT_FRAMEWORK = "cohort.draft_framework", "Draft the method, and approve what a colleague proposes"
    CALIBRATE = "cohort.view_calibration", "Compare how assessors score"


GRANTS: Mapping[CohortPermission, frozenset[RoleCode]] = {
    CohortPermission.VIEW: HUB_STAFF | CENTRAL_TEAM | PARTNERS,
    CohortPermission.CHANGE: HUB_STAFF | {RoleCode.CENTRAL_ADMIN},
    CohortPermission.IMPORT: HUB_STAFF | {RoleCode.CENTRAL_ADMIN},
    CohortPermission.EXPLAIN: frozenset(
        {RoleCode.HUB_MANAGER, RoleCode.CENTRAL_ADMIN, RoleCode.DPO_IG, RoleCode.AUDITOR}
    ),
    CohortPermission.SHARE: HUB_STAFF | {RoleCode.CENTRAL_ADMIN},
    CohortPermission.ACCEPT: frozenset({RoleCode.AGENCY_SPOC}),
    CohortPermission.REQUEST: PARTNERS,
    CohortPermission.CONTRIBUTE: PARTNERS,
    CohortPermission.RESTRICT: frozenset({RoleCode.CENTRAL_ADMIN, RoleCode.HUB_MANAGER}),
    CohortPermission.EMERGENCY: PARTNERS | HUB_STAFF,
    CohortPermission.REVIEW_EMERGENCY: frozenset({RoleCode.CENTRAL_ADMIN, RoleCode.HUB_MANAGER}),
    CohortPermission.ASSESS: HUB_STAFF | CENTRAL_TEAM,
    CohortPermission.DRAFT_FRAMEWORK: CENTRAL_TEAM,
    CohortPermission.CALIBRATE: CENTRAL_TEAM,
}
