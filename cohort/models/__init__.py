"""Who is on the list, what is known of them and where it came from."""

from cohort.models.imports import ColumnMeaning, ImportBatch, ImportContent, ImportRow, SheetReference
from cohort.models.individuals import Alias, Identifier, Individual, KeyDate, PhasePeriod, PossibleMatch
from cohort.models.named_access import (
    AccessRequest,
    ConflictMark,
    EmergencyAccess,
    IndividualGrant,
    NamedPerson,
    NamedShare,
)
from cohort.models.reference import Establishment, KeyDateKind, ProbationRegion, ThreatArea
from cohort.models.subject_access import SubjectAccessMatch, SubjectAccessRequest
from cohort.models.subject_access_items import Exemption, SubjectAccessItem

__all__ = [
    "AccessRequest",
    "Alias",
    "ColumnMeaning",
    "ConflictMark",
    "EmergencyAccess",
    "Establishment",
    "Exemption",
    "Identifier",
    "ImportBatch",
    "ImportContent",
    "ImportRow",
    "Individual",
    "IndividualGrant",
    "KeyDate",
    "KeyDateKind",
    "NamedPerson",
    "NamedShare",
    "PhasePeriod",
    "PossibleMatch",
    "ProbationRegion",
    "SheetReference",
    "SubjectAccessItem",
    "SubjectAccessMatch",
    "SubjectAccessRequest",
    "ThreatArea",
]
