"""The rules by which access is unusual, over events of the audit trail; docs/audit.md says why each."""

from bisect import bisect_left
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby

from django.db.models import Count, Max, Min, Q, QuerySet
from django.db.models.functions import ExtractHour, ExtractIsoWeekDay, TruncDate

from marsoc.kit import clock
from sharing.enums import Operation, UnusualRule
from sharing.models import AuditEvent, FindingReview

DAYS = 30
FIRST_HOUR, END_HOUR = 7, 20
MOST_SEARCHES = 40
REFUSALS = 5
_HOUR = timedelta(hours=1)
_SATURDAY = 6
_TOUCHING = (
    Operation.COLLECT, Operation.ALTER, Operation.CONSULT, Operation.SEARCH, Operation.DISCLOSE, Operation.EXPORT,
    Operation.PRINT, Operation.COMBINE, Operation.ERASE,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Finding:
    """That a person's access was unusual by a rule: from when, how often, and acting for which agency."""

    rule: UnusualRule
    actor: int
    agency: str
    at: datetime
    count: int

    @property
    def key(self) -> str:
        """What a review names the finding by."""
        return f"{self.rule.value.lower()}-{self.actor}-{self.at.timestamp():.6f}"


def findings_in(events: QuerySet[AuditEvent]) -> list[Finding]:
    """Return what is unusual in events of the last thirty days, the newest first.

    Args:
        events: those that whoever asks may read; what jobs did is left out.
    """
    since = clock.start_of(clock.today() - timedelta(days=DAYS))
    recent = events.filter(at__gte=since, actor_id__isnull=False)
    searches, refusals = (recent.filter(operation=each) for each in (Operation.SEARCH, Operation.DENIED))
    found = [
        *_out_of_hours(recent.filter(operation__in=_TOUCHING)),
        *_often(searches, UnusualRule.MANY_SEARCHES, MOST_SEARCHES + 1),
        *_often(refusals, UnusualRule.REFUSED_OFTEN, REFUSALS),
    ]
    return sorted(found, key=lambda finding: finding.at, reverse=True)


def _out_of_hours(events: QuerySet[AuditEvent]) -> Iterator[Finding]:
    """Find what each person did on a day of London outside working hours; one finding a day."""
    hours = Q(hour__lt=FIRST_HOUR) | Q(hour__gte=END_HOUR) | Q(weekday__gte=_SATURDAY)
    days = (
        events.annotate(hour=ExtractHour("at"), weekday=ExtractIsoWeekDay("at"), day=TruncDate("at"))
        .filter(hours)
        .values("actor_id", "day")
        .annotate(begun=Min("at"), times=Count("pk"), acting_for=Max("agency"))
    )
    for row in days:
        yield Finding(UnusualRule.OUT_OF_HOURS, row["actor_id"] or 0, row["acting_for"], row["begun"], row["times"])


def _often(events: QuerySet[AuditEvent], rule: UnusualRule, least: int) -> Iterator[Finding]:
    """Find each hour, counted from its first event, in which one person did something at least so often."""
    busy = events.values("actor_id").annotate(times=Count("pk")).filter(times__gte=least).values("actor_id")
    rows = events.filter(actor_id__in=busy).order_by("actor_id", "at").values_list("actor_id", "agency", "at")
    for actor, group in groupby(rows, key=lambda row: row[0]):
        found = list(group)
        times = [at for _, _, at in found]
        start = 0
        while start + least <= len(times):
            end = bisect_left(times, times[start] + _HOUR)
            if end - start < least:
                start += 1
                continue
            yield Finding(rule, actor or 0, found[start][1], times[start], end - start)
            start = end


def reviews_of(keys: Collection[str]) -> dict[str, FindingReview]:
    """Return the reviews of findings, by the key of the finding."""
    reviews = FindingReview.objects.filter(key__in=keys).select_related("reviewed_by")
    return {review.key: review for review in reviews}
