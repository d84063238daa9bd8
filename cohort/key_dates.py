"""Which of the recorded dates says when somebody leaves custody. Dates are chosen among, never calculated."""

from collections.abc import Mapping
from datetime import date


def release_date(dates: Mapping[str, date], ranks: Mapping[str, int]) -> date | None:
    """Return the recorded release date that counts.

    Args:
        dates: recorded dates by the code of their kind.
        ranks: ``KeyDateKind.release_rank`` by code, for the kinds that are release dates; the lowest rank counts.
    """
    ranked = [(ranks[kind], on) for kind, on in dates.items() if kind in ranks]
    return min(ranked)[1] if ranked else None
