"""Which of the recorded dates says when somebody leaves custody. Dates are chosen among, never calculated."""

from collections.abc import Iterable, Mapping
from datetime import date


def release_date(dates: Mapping[str, date], ranks: Mapping[str, int]) -> date | None:
    """Return the recorded release date that counts.

    Args:
        dates: recorded dates by the code of their kind.
        ranks: ``KeyDateKind.release_rank`` by code, for the kinds that are release dates; the lowest rank counts.
    """
    ranked = [(ranks[kind], on) for kind, on in dates.items() if kind in ranks]
    return min(ranked)[1] if ranked else None


def reasons_to_check(as_at: date, check_days: int | None, events: Iterable[tuple[date, str]], today: date) -> list[str]:
    """Return why a recorded date is to be checked with HMPPS, each reason in a sentence; none if it is not.

    Args:
        as_at: the day on which its source said so.
        check_days: of its kind: the age from which it is to be checked, None if age says nothing.
        events: what leads to another date of its kind, each with its day and what it was.
        today: the day from which the age is told.
    """
    reasons = []
    if check_days is not None and (today - as_at).days > check_days:
        reasons.append(f"Check: it is older than {check_days} days.")
    since = [(day, what) for day, what in events if day > as_at]
    if since:
        day, what = max(since)
        reasons.append(f"Check: it was given before {what} on {day.day} {day:%B %Y}.")
    return reasons
