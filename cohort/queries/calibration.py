"""How assessors score: agreement of first and second, drift, and bands that came out otherwise; added up in SQL."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import NamedTuple

from django.db.models import Avg, Count, F, OuterRef, Q, QuerySet, Subquery, Sum

from cohort.enums import Place, ProposalState
from cohort.kappa import Kappa, weighted_kappa
from cohort.models import Assessment, DimensionScore, Framework, PanelDecision, Scoring
from cohort.scoring import TOP
from marsoc.kit import clock
from sharing import audit
from sharing.enums import Operation
from sharing.viewer import Viewer

RECENT = timedelta(days=90)
_NONE = dict.fromkeys(("lowered", "compared", "lowered_before", "compared_before"), 0)


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far first and second assessors agree on a dimension; ``one_unknown`` are pairs where one answered unknown."""

    dimension: str
    kappa: Kappa | None
    pairs: int
    one_unknown: int


class Rate(NamedTuple):
    """How many of how many."""

    part: int = 0
    whole: int = 0


@dataclass(frozen=True, slots=True)
class HubDrift:
    """How a hub scores: means of scores lately and before, and how many scored twice were for the panel to settle."""

    hub: str
    assessed: int
    recent: Decimal | None
    before: Decimal | None
    to_panel: Rate


class BandChanges(NamedTuple):
    """How bands of a hub came out otherwise, lately and before.

    ``overridden`` are decisions of panels about a result that set another band than its score's, ``lowered`` results in
    a lower band than the result before.
    """

    hub: str
    overridden: Rate = Rate()
    overridden_before: Rate = Rate()
    lowered: Rate = Rate()
    lowered_before: Rate = Rate()

    @property
    def rates(self) -> tuple[Rate, Rate, Rate, Rate]:
        """The four of them."""
        return self.overridden, self.overridden_before, self.lowered, self.lowered_before


@dataclass(frozen=True, slots=True)
class AssessorDrift:
    """By how many points an assessor scored above the other assessor of the same cases, on average."""

    name: str
    cases: int
    above: Decimal


@dataclass(frozen=True, slots=True)
class Calibration:
    """All that the page shows of one version of the method."""

    agreements: list[Agreement]
    hubs: list[HubDrift]
    bands: list[BandChanges]
    assessors: list[AssessorDrift]


def calibration_of(viewer: Viewer, framework: Framework) -> Calibration:
    """Return how assessments by one version of the method compare, and record that it was looked at.

    Only revealed assessments count: what one assessor scored is nobody's business before.

    Args:
        viewer: who looks.
        framework: the version, with its dimensions loaded.
    """
    hubs, bands = _hubs(viewer, framework)
    found = Calibration(_agreements(viewer, framework), hubs, bands, _assessors(viewer, framework))
    audit.record(viewer, Operation.CONSULT, kind="calibration", ref=str(framework))
    return found


def _agreements(viewer: Viewer, framework: Framework) -> list[Agreement]:
    scores: QuerySet[DimensionScore] = DimensionScore.unscoped.visible_to(viewer)
    others = scores.filter(
        scoring__assessment=OuterRef("scoring__assessment"), scoring__place=Place.SECOND,
        dimension=OuterRef("dimension"),
    )  # fmt: skip
    firsts = scores.filter(
        scoring__place=Place.FIRST, scoring__assessment__framework=framework,
        scoring__assessment__revealed_at__isnull=False, scoring__assessment__second_submitted_at__isnull=False,
    )  # fmt: skip
    together = firsts.order_by().annotate(other=Subquery(others.values("level")[:1]))
    pairs: dict[int, dict[tuple[int, int], int]] = defaultdict(dict)
    unknown: dict[int, int] = defaultdict(int)
    for dimension, level, other, number in together.values_list("dimension", "level", "other").annotate(n=Count("pk")):
        if level is not None and other is not None:
            pairs[dimension][level, other] = number
        elif (level is None) != (other is None):
            unknown[dimension] += number
    return [
        Agreement(each.name, weighted_kappa(pairs[each.pk], TOP + 1), sum(pairs[each.pk].values()), unknown[each.pk])
        for each in framework.dimensions.all()
    ]


def _hubs(viewer: Viewer, framework: Framework) -> tuple[list[HubDrift], list[BandChanges]]:
    rounds: QuerySet[Assessment] = Assessment.unscoped.visible_to(viewer).filter(
        framework=framework, revealed_at__isnull=False
    )
    earlier = rounds.filter(
        individual=OuterRef("individual"), revealed_at__lt=OuterRef("revealed_at"), for_panel=False, band__isnull=False
    ).order_by("-revealed_at")
    since = clock.now() - RECENT
    lately, stands = Q(revealed_at__gte=since), Q(for_panel=False, band__isnull=False, previous__isnull=False)
    fell = stands & Q(band__starts_at__lt=F("previous"))
    added = (
        rounds.order_by()
        .annotate(previous=Subquery(earlier.values("band__starts_at")[:1]))
        .values("individual__owning_hub__name")
        .annotate(
            assessed=Count("pk"), recent=Avg("score", filter=lately), before=Avg("score", filter=~lately),
            scored_twice=Count("pk", filter=Q(second_submitted_at__isnull=False)),
            to_panel=Count("pk", filter=Q(for_panel=True)),
            lowered=Count("pk", filter=fell & lately), compared=Count("pk", filter=stands & lately),
            lowered_before=Count("pk", filter=fell & ~lately), compared_before=Count("pk", filter=stands & ~lately),
        )
    )  # fmt: skip
    rows = {row["individual__owning_hub__name"]: row for row in added}
    overridden = _overridden(viewer, framework, since)
    hubs = [
        HubDrift(hub, row["assessed"], row["recent"], row["before"], Rate(row["to_panel"], row["scored_twice"]))
        for hub, row in sorted(rows.items())
    ]
    bands = []
    for hub in sorted({*rows, *overridden}):
        row = rows.get(hub, _NONE)
        lowered = Rate(row["lowered"], row["compared"]), Rate(row["lowered_before"], row["compared_before"])
        bands.append(BandChanges(hub, *overridden.get(hub, (Rate(), Rate())), *lowered))
    return hubs, bands


def _overridden(viewer: Viewer, framework: Framework, since: datetime) -> dict[str, tuple[Rate, Rate]]:
    """Return, by hub, how often its panels set another band in what they decided about a result, lately and before."""
    made: QuerySet[PanelDecision] = PanelDecision.unscoped.visible_to(viewer).filter(
        state=ProposalState.APPROVED, assessment__framework=framework
    )
    lately, otherwise = Q(proposed_at__gte=since), Q(band__isnull=False)
    added = (
        made.order_by()
        .values("panel__hub__name")
        .annotate(
            recent=Count("pk", filter=lately & otherwise), of=Count("pk", filter=lately),
            before=Count("pk", filter=~lately & otherwise), of_before=Count("pk", filter=~lately),
        )
    )  # fmt: skip
    return {
        row["panel__hub__name"]: (Rate(row["recent"], row["of"]), Rate(row["before"], row["of_before"]))
        for row in added
    }


def _assessors(viewer: Viewer, framework: Framework) -> list[AssessorDrift]:
    scorings: QuerySet[Scoring] = Scoring.unscoped.visible_to(viewer)
    others = scorings.filter(assessment=OuterRef("assessment")).exclude(place=OuterRef("place"))
    added = (
        scorings.order_by()
        .filter(assessment__framework=framework, assessment__revealed_at__isnull=False, score__isnull=False)
        .annotate(other=Subquery(others.values("score")[:1]))
        .filter(other__isnull=False)
        .values("assessor", "assessor__full_name")
        .annotate(cases=Count("pk"), above=Sum(F("score") - F("other")))
        .order_by("assessor__full_name", "assessor")
    )
    return [AssessorDrift(row["assessor__full_name"], row["cases"], row["above"] / row["cases"]) for row in added]
