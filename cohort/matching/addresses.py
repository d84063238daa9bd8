"""Evidence from addresses: written alike, or nearly so."""

from functools import lru_cache
from typing import Final

from anyascii import anyascii

from cohort.matching.people import Prepared
from cohort.matching.weights import Evidence, Finding

SAME_SIMILARITY: Final = 0.8
"""Share of the runs of three letters that the shorter address has in common with the other, 0 to 1."""
NEAR_SIMILARITY: Final = 0.6
"""Addresses of strangers in one street share up to half of theirs."""
RUN: Final = 3


def address_findings(one: Prepared, other: Prepared) -> list[Finding]:
    """Return the evidence of the two addresses that are most alike; another address says nothing, people move.

    Args:
        one: one record of the pair; the order of the two makes no difference.
        other: the other record.

    Returns:
        One finding, or none.
    """
    likeness = max((_likeness(mine, yours) for mine in one.addresses for yours in other.addresses), default=0)
    if likeness < NEAR_SIMILARITY:
        return []
    return [(Evidence.ADDRESS_SAME if likeness >= SAME_SIMILARITY else Evidence.ADDRESS_NEAR).value]


def _likeness(one: str, other: str) -> float:
    mine, yours = _runs(one), _runs(other)
    return len(mine & yours) / (min(len(mine), len(yours)) or 1)


@lru_cache(maxsize=65_536)
def _runs(address: str) -> frozenset[str]:
    """Return the runs of letters and digits, which hardly mind spaces, the order of the lines or a slip of the pen."""
    folded = "".join(filter(str.isalnum, anyascii(address).lower()))
    return frozenset(folded[start : start + RUN] for start in range(len(folded) - RUN + 1))
