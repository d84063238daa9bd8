"""How assessors score: agreement of first and second, and drift by hub and assessor, added up by the database."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from django.db.models import Avg, Count, F, OuterRef, Q, QuerySet, Subquery, Sum

from cohort.enums import Place
from cohort.kappa import Kappa, weighted_kappa
from cohort.models import Assessment, DimensionScore, Framework, Scoring
from cohort.scoring import TOP
from marsoc.kit import clock
from sharing import audit
from sharing.enums import Operation
from sharing.viewer import Viewer

RECENT = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far first and second assessors agree on a dimension; ``one_unknown`` are pairs where one answered unknown."""

    dimension: str
    kappa: Kappa | None
    pairs: int
    one_unknown: int


@dataclass(frozen=True, slots=True)
class HubDrift:
    """How a hub scores: means of scores lately and before, and how often the panel had to decide or a band fell."""

    hub: str
    assessed: int
    recent: Decimal | None
    before: Decimal | None
    scored_twice: int
    to_panel: int
    compared: int
    downgraded: int


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
    assessors: list[AssessorDrift]


def calibration_of(viewer: Viewer, framework: Framework) -> Calibration:
    """Return how assessments by one version of the method compare, and record that it was looked at.

    Only revealed assessments count: what one assessor scored is nobody's business before.

    Args:
        viewer: who looks.
        framework: the version, with its dimensions loaded.
    """
    found = Calibration(_agreements(viewer, framework), _hubs(viewer, framework), _assessors(viewer, framework))
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


def _hubs(viewer: Viewer, framework: Framework) -> list[HubDrift]:
    rounds: QuerySet[Assessment] = Assessment.unscoped.visible_to(viewer).filter(
        framework=framework, revealed_at__isnull=False
    )
    earlier = rounds.filter(
        individual=OuterRef("individual"), revealed_at__lt=OuterRef("revealed_at"), for_panel=False, band__isnull=False
    ).order_by("-revealed_at")
    since = clock.now() - RECENT
    lately, stands = Q(revealed_at__gte=since), Q(for_panel=False, band__isnull=False, previous__isnull=False)
    added = (
        rounds.order_by()
        .annotate(previous=Subquery(earlier.values("band__starts_at")[:1]))
        .values("individual__owning_hub__name")
        .annotate(
            assessed=Count("pk"), recent=Avg("score", filter=lately), before=Avg("score", filter=~lately),
            scored_twice=Count("pk", filter=Q(second_submitted_at__isnull=False)),
            to_panel=Count("pk", filter=Q(for_panel=True)), compared=Count("pk", filter=stands),
            downgraded=Count("pk", filter=stands & Q(band__starts_at__lt=F("previous"))),
        )
        .order_by("individual__owning_hub__name")
    )  # fmt: skip
    figures = ("assessed", "recent", "before", "scored_twice", "to_panel", "compared", "downgraded")
    return [HubDrift(*row) for row in added.values_list("individual__owning_hub__name", *figures)]


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
