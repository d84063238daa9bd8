"""How assessors score: agreement of first and second, drift, and bands that came out otherwise."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any, NamedTuple

from django.db.models import Count, F, Q, QuerySet, Sum

from cohort.enums import Place, ProposalState
from cohort.kappa import Kappa, weighted_kappa
from cohort.models import Assessment, DimensionScore, Framework, PanelDecision, Scoring
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
    firsts: QuerySet[DimensionScore] = DimensionScore.unscoped.visible_to(viewer).filter(
        scoring__place=Place.FIRST, scoring__assessment__framework=framework,
        scoring__assessment__revealed_at__isnull=False,
    )  # fmt: skip
    # joined, and not looked up one by one: both parts of an assessment are seen once it is revealed
    second = "scoring__assessment__scorings"
    together = firsts.order_by().filter(**{
        f"{second}__place": Place.SECOND, f"{second}__submitted_at__isnull": False,
        f"{second}__dimensionscores__dimension": F("dimension"),
    })  # fmt: skip
    pairs: dict[int, dict[tuple[int, int], int]] = defaultdict(dict)
    unknown: dict[int, int] = defaultdict(int)
    levels = together.values_list("dimension", "level", f"{second}__dimensionscores__level")
    for dimension, level, other, number in levels.annotate(n=Count("pk")):
        if level is not None and other is not None:
            pairs[dimension][level, other] = number
        elif (level is None) != (other is None):
            unknown[dimension] += number
    return [
        Agreement(each.name, weighted_kappa(pairs[each.pk], TOP + 1), sum(pairs[each.pk].values()), unknown[each.pk])
        for each in framework.dimensions.all()
    ]


def _hubs(viewer: Viewer, framework: Framework) -> tuple[list[HubDrift], list[BandChanges]]:
    """Return both by hub; added up row by row, since each result is compared with the one before."""
    since = clock.now() - RECENT
    counts: dict[str, Counter[tuple[str, bool]]] = defaultdict(Counter)
    scores: dict[tuple[str, bool], Decimal] = defaultdict(Decimal)
    individual = previous = None
    for person, hub, at, score, band, for_panel, second in _rounds(viewer, framework):
        of, lately = counts[hub], at >= since
        of["all", lately] += 1
        of["twice", lately] += second is not None
        of["panel", lately] += for_panel
        if score is not None:
            of["scored", lately] += 1
            scores[hub, lately] += score
        if person != individual:
            individual, previous = person, None
        if band is not None and not for_panel:
            if previous is not None:
                of["compared", lately] += 1
                of["lowered", lately] += band < previous
            previous = band
    overridden = _overridden(viewer, framework, since)
    hubs, bands = [], []
    for hub in sorted({*counts, *overridden}):
        of = counts[hub]
        lowered = [Rate(of["lowered", lately], of["compared", lately]) for lately in (True, False)]
        bands.append(BandChanges(hub, *overridden.get(hub, (Rate(), Rate())), *lowered))
        if assessed := of["all", True] + of["all", False]:
            means = [_mean(scores[hub, lately], of["scored", lately]) for lately in (True, False)]
            to_panel = Rate(of["panel", True] + of["panel", False], of["twice", True] + of["twice", False])
            hubs.append(HubDrift(hub, assessed, *means, to_panel))
    return hubs, bands


def _rounds(viewer: Viewer, framework: Framework) -> Iterator[tuple[Any, ...]]:
    """Yield the revealed assessments, those of each individual together, the oldest first."""
    found: QuerySet[Assessment] = Assessment.unscoped.visible_to(viewer)
    rows = found.filter(framework=framework, revealed_at__isnull=False).order_by("individual", "revealed_at", "pk")
    yield from rows.values_list(
        "individual", "individual__owning_hub__name", "revealed_at", "score", "band__starts_at", "for_panel",
        "second_submitted_at",
    ).iterator()  # fmt: skip


def _mean(total: Decimal, number: int) -> Decimal | None:
    return total / number if number else None


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
    other = [
        Q(place=own, assessment__scorings__place=place)
        for own, place in ((Place.FIRST, Place.SECOND), (Place.SECOND, Place.FIRST))
    ]
    both = scorings.order_by().filter(
        other[0] | other[1], assessment__scorings__score__isnull=False,
        assessment__framework=framework, assessment__revealed_at__isnull=False, score__isnull=False,
    )  # fmt: skip
    added = (
        both.values("assessor", "assessor__full_name")
        .annotate(cases=Count("pk"), above=Sum(F("score") - F("assessment__scorings__score")))
        .order_by("assessor__full_name", "assessor")
    )
    return [AssessorDrift(row["assessor__full_name"], row["cases"], row["above"] / row["cases"]) for row in added]
