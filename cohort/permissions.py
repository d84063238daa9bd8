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
    NOMINATE = "cohort.nominate", "Nominate people for a hub's list"
    CONTRIBUTE = "cohort.contribute_facts", "Add facts where a clause says so"
    RESTRICT = "cohort.restrict_individuals", "Restrict individuals and keep people out of them"
    DECIDE = "cohort.decide_list", "Decide who is on the list and review it"
    MERGE = "cohort.merge_individuals", "Decide that records are merged, and undo it"
    EXIT = "cohort.exit_list", "Take people off the list"
    TRANSFER = "cohort.transfer_individuals", "Hand people over to another hub, and take them over"
    SEE_RETENTION = "cohort.see_retention", "See what is due for review of its keeping"
    RETENTION = "cohort.decide_retention", "Decide how long records are kept"
    EMERGENCY = "cohort.take_emergency_access", "Take emergency access"
    REVIEW_EMERGENCY = "cohort.review_emergency_access", "Review emergency access"
    ACKNOWLEDGE = "cohort.acknowledge_corrections", "Acknowledge corrections of what was received"
    SUBJECT_ACCESS = "cohort.handle_subject_access", "Handle requests of people for their own data"
    DECIDE_ITEMS = "cohort.decide_subject_access_items", "Decide what people are given of their own data"
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
    CohortPermission.NOMINATE: PARTNERS,
    CohortPermission.CONTRIBUTE: PARTNERS,
    CohortPermission.RESTRICT: frozenset({RoleCode.CENTRAL_ADMIN, RoleCode.HUB_MANAGER}),
    CohortPermission.DECIDE: frozenset({RoleCode.CENTRAL_ADMIN, RoleCode.HUB_MANAGER}),
    CohortPermission.MERGE: frozenset({RoleCode.CENTRAL_ADMIN, RoleCode.HUB_MANAGER}),
    CohortPermission.EXIT: frozenset({RoleCode.CENTRAL_ADMIN, RoleCode.HUB_MANAGER}),
    CohortPermission.TRANSFER: frozenset({RoleCode.CENTRAL_ADMIN, RoleCode.HUB_MANAGER}),
    CohortPermission.SEE_RETENTION: frozenset({RoleCode.CENTRAL_ADMIN, RoleCode.HUB_MANAGER, RoleCode.DPO_IG}),
    CohortPermission.RETENTION: frozenset({RoleCode.CENTRAL_ADMIN, RoleCode.HUB_MANAGER}),
    CohortPermission.EMERGENCY: PARTNERS | HUB_STAFF,
    CohortPermission.REVIEW_EMERGENCY: frozenset({RoleCode.CENTRAL_ADMIN, RoleCode.HUB_MANAGER}),
    CohortPermission.ACKNOWLEDGE: frozenset({RoleCode.AGENCY_SPOC, RoleCode.HUB_MANAGER}),
    CohortPermission.SUBJECT_ACCESS: frozenset({RoleCode.DPO_IG}),
    CohortPermission.DECIDE_ITEMS: frozenset({RoleCode.HUB_MANAGER, RoleCode.AGENCY_SPOC}),
    CohortPermission.ASSESS: HUB_STAFF | CENTRAL_TEAM,
    CohortPermission.DRAFT_FRAMEWORK: CENTRAL_TEAM,
    CohortPermission.CALIBRATE: CENTRAL_TEAM,
}
