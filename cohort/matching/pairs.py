"""Compares one pair that the caller has found."""

from typing import Final

from cohort.matching.people import Candidate, Person, prepare
from cohort.matching.scoring import total, weigh
from cohort.matching.search import DEFAULT_THRESHOLD
from cohort.matching.weights import Finding

SAME_PLACE: Final = Finding(10, "In the same place")
"""It lifts a full name without a date of birth to the threshold, and nothing less than that."""


def compare(one: Person, other: Person, *, same_place: bool, threshold: int = DEFAULT_THRESHOLD) -> Candidate | None:
    """Return how likely two records are to be about the same person, None below the threshold.

    Args:
        one: one record of the pair.
        other: the other record.
        same_place: whether both are held, or known to be, in one place.
        threshold: the lowest score returned.
    """
    findings = weigh(prepare(one), prepare(other), threshold=threshold - SAME_PLACE.points)
    if findings and same_place:
        findings.append(SAME_PLACE)
        findings.sort(key=lambda finding: (-finding.points, finding.reason))
    score = total(findings)
    if score < threshold:
        return None
    return Candidate(one.key, other.key, score, tuple(finding.reason for finding in findings))
