"""Who is on the list, what is known of them and where it came from."""

from cohort.models.assessments import Assessment, DimensionScore, Evidence, Scoring
from cohort.models.frameworks import Band, Dimension, Framework
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

__all__ = [
    "AccessRequest",
    "Alias",
    "Assessment",
    "Band",
    "ColumnMeaning",
    "ConflictMark",
    "Dimension",
    "DimensionScore",
    "EmergencyAccess",
    "Establishment",
    "Evidence",
    "Framework",
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
    "Scoring",
    "SheetReference",
    "ThreatArea",
]
