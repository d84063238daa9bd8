"""Who is on the list, what is known of them and where it came from."""

from cohort.models.assessments import Assessment, DimensionScore, Evidence, Scoring, Standing
from cohort.models.corrections import Correction, CorrectionNotice
from cohort.models.custody import Absence, Categorisation, CustodyPlace, CustodySpell, Sentence
from cohort.models.frameworks import Band, Dimension, Framework
from cohort.models.held_apart import HeldApart
from cohort.models.imports import ColumnMeaning, ImportBatch, ImportContent, ImportRow, SheetReference
from cohort.models.individuals import Alias, Identifier, Individual, KeyDate, PhasePeriod, PossibleMatch
from cohort.models.leaving import ListExit
from cohort.models.links import Link
from cohort.models.list_life import ListMove, ListReview
from cohort.models.list_terms import ListTerms
from cohort.models.matching import MatchingDue
from cohort.models.merging import Merge, MergedRow
from cohort.models.named_access import (
    AccessRequest,
    ConflictMark,
    EmergencyAccess,
    IndividualGrant,
    NamedPerson,
    NamedShare,
)
from cohort.models.networks import CrimeGroup, GroupMember
from cohort.models.nominations import Nomination
from cohort.models.panels import Panel, PanelAttendance, PanelDecision, Recusal
from cohort.models.plans import Objective, PlanSafeguards
from cohort.models.reference import (
    Establishment,
    ExitReason,
    GroupRole,
    KeyDateKind,
    LinkKind,
    PanelQuorum,
    PlanDomain,
    PlanningTrigger,
    ProbationRegion,
    RecallKind,
    RejectionReason,
    RetentionGroup,
    SecurityCategory,
    ThreatArea,
    Tool,
)
from cohort.models.retention import DisposalCertificate, RetentionDecision
from cohort.models.searching import GroupWord, NameWord
from cohort.models.subject_access import SubjectAccessMatch, SubjectAccessRequest
from cohort.models.subject_access_items import Exemption, SubjectAccessItem
from cohort.models.transfers import Transfer, TransferLine

__all__ = [
    "Absence",
    "AccessRequest",
    "Alias",
    "Assessment",
    "Band",
    "Categorisation",
    "ColumnMeaning",
    "ConflictMark",
    "Correction",
    "CorrectionNotice",
    "CrimeGroup",
    "CustodyPlace",
    "CustodySpell",
    "Dimension",
    "DimensionScore",
    "DisposalCertificate",
    "EmergencyAccess",
    "Establishment",
    "Evidence",
    "Exemption",
    "ExitReason",
    "Framework",
    "GroupMember",
    "GroupRole",
    "GroupWord",
    "HeldApart",
    "Identifier",
    "ImportBatch",
    "ImportContent",
    "ImportRow",
    "Individual",
    "IndividualGrant",
    "KeyDate",
    "KeyDateKind",
    "Link",
    "LinkKind",
    "ListExit",
    "ListMove",
    "ListReview",
    "ListTerms",
    "MatchingDue",
    "Merge",
    "MergedRow",
    "NameWord",
    "NamedPerson",
    "NamedShare",
    "Nomination",
    "Objective",
    "Panel",
    "PanelAttendance",
    "PanelDecision",
    "PanelQuorum",
    "PhasePeriod",
    "PlanDomain",
    "PlanSafeguards",
    "PlanningTrigger",
    "PossibleMatch",
    "ProbationRegion",
    "RecallKind",
    "Recusal",
    "RejectionReason",
    "RetentionDecision",
    "RetentionGroup",
    "Scoring",
    "SecurityCategory",
    "Sentence",
    "SheetReference",
    "Standing",
    "SubjectAccessItem",
    "SubjectAccessMatch",
    "SubjectAccessRequest",
    "ThreatArea",
    "Tool",
    "Transfer",
    "TransferLine",
]
