"""Adds up the evidence of one pair."""

from collections.abc import Mapping
from itertools import product
from typing import Final

from rapidfuzz.distance import OSA

from cohort.matching import weights
from cohort.matching.addresses import address_findings
from cohort.matching.dates import birth_findings
from cohort.matching.names import name_findings
from cohort.matching.people import Prepared
from cohort.matching.weights import Evidence, Finding

MOST: Final = 100
SAME_NAMES: Final = (Evidence.SURNAME_SAME.value, Evidence.FORENAME_SAME.value, Evidence.ALIAS_SHARED.value)
"""The most that names can add."""


def weigh(one: Prepared, other: Prepared, *, threshold: int = 0) -> list[Finding]:
    """Return all that speaks for and against two records being about one person.

    Names cost most to compare, so they are left alone when even equal names could not reach the threshold.

    Args:
        one: one record of the pair; the order of the two makes no difference.
        other: the other record.
        threshold: the lowest score of interest, 0 to 100 points.

    Returns:
        Findings, the strongest for first and the strongest against last; none if the threshold is out of reach.
    """
    findings = [
        *identifier_findings(one.identifiers, other.identifiers),
        *birth_findings(one, other),
        *address_findings(one, other),
    ]
    if total([*findings, *SAME_NAMES]) < threshold:
        return []
    findings += name_findings(one, other)
    return sorted(findings, key=lambda finding: (-finding.points, finding.reason))


def total(findings: list[Finding]) -> int:
    """Return the score, 0 to 100.

    However much speaks for, the strongest contradiction is taken off the most that there is, so that it always shows.

    Args:
        findings: as `weigh` returns them.
    """
    points = [finding.points for finding in findings]
    return max(0, min(sum(points), MOST + min([0, *points])))


def identifier_findings(
    one: Mapping[str, frozenset[str]],
    other: Mapping[str, frozenset[str]],
) -> list[Finding]:
    """Return the evidence of the identifiers, kind by kind; a kind that either record lacks says nothing.

    Args:
        one: canonical values by kind; the order of the two makes no difference.
        other: the same of the other record.
    """
    findings: list[Finding] = []
    shared = 0
    for kind in sorted(one.keys() & other.keys()):
        if one[kind] & other[kind]:
            points = weights.IDENTIFIER_SHARED_AGAIN if shared else weights.IDENTIFIER_SHARED
            findings.append(Finding(points, f"Same {_words(kind)}"))
            shared += 1
        else:
            findings.append(_conflict(kind, one[kind], other[kind]))
    return findings


def _conflict(kind: str, ones: frozenset[str], others: frozenset[str]) -> Finding:
    points = weights.IDENTIFIER_CONFLICT.get(kind, weights.IDENTIFIER_CONFLICT_OTHER)
    if all(OSA.distance(one, other, score_cutoff=1) == 1 for one, other in product(ones, others)):
        points = max(points, weights.IDENTIFIER_CONFLICT_NEAR)
        return Finding(points, f"The {_words(kind)}s differ by one character")
    return Finding(points, f"Different {_words(kind)}s")


def _words(kind: str) -> str:
    return weights.IDENTIFIER_WORDS.get(kind, kind.replace("_", " ").lower())
