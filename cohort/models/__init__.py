"""Who is on the list, what is known of them and where it came from."""

from cohort.models.imports import ColumnMeaning, ImportBatch, ImportContent, ImportRow, SheetReference
from cohort.models.individuals import Alias, Identifier, Individual, KeyDate, PhasePeriod, PossibleMatch
from cohort.models.reference import Establishment, KeyDateKind, ProbationRegion, ThreatArea

__all__ = [
    "Alias",
    "ColumnMeaning",
    "Establishment",
    "Identifier",
    "ImportBatch",
    "ImportContent",
    "ImportRow",
    "Individual",
    "KeyDate",
    "KeyDateKind",
    "PhasePeriod",
    "PossibleMatch",
    "ProbationRegion",
    "SheetReference",
    "ThreatArea",
]
