"""How assessors score: agreement of first and second, drift, and bands that came out otherwise."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import NamedTuple

from django.db import connection
from django.db.models import Avg, Count, F, FilteredRelation, Q, QuerySet, Sum, Window
from django.db.models.functions import Lag

from cohort.enums import Place, ProposalState
from cohort.kappa import Kappa, weighted_kappa
from cohort.models import Assessment, Framework, PanelDecision
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
        viewer: who looks, and as whom the database has been told that it is asked.
        framework: the version, with its dimensions loaded.
    """
    hubs, bands = _hubs(viewer, framework)
    found = Calibration(_agreements(framework), hubs, bands, _assessors(viewer, framework))
    audit.record(viewer, Operation.CONSULT, kind="calibration", ref=str(framework))
    return found


def _agreements(framework: Framework) -> list[Agreement]:
    """Return it from a function of the database, which asks once for each assessment whether the viewer sees it."""
    pairs: dict[int, dict[tuple[int, int], int]] = defaultdict(dict)
    unknown: Counter[int] = Counter()
    with connection.cursor() as cursor:
        cursor.execute("select dimension, level, other, number from level_pairs(%s)", [framework.pk])
        for dimension, level, other, number in cursor.fetchall():
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
    since = clock.now() - RECENT
    lately = Q(revealed_at__gte=since)
    added = (
        rounds.order_by()
        .values("individual__owning_hub__name")
        .annotate(
            assessed=Count("pk"), recent=Avg("score", filter=lately), before=Avg("score", filter=~lately),
            to_panel=Count("pk", filter=Q(for_panel=True)),
            scored_twice=Count("pk", filter=Q(second_submitted_at__isnull=False)),
        )
        .order_by("individual__owning_hub__name")
    )  # fmt: skip
    figures = ("assessed", "recent", "before", "to_panel", "scored_twice")
    hubs = [
        HubDrift(hub, assessed, recent, before, Rate(to_panel, twice))
        for hub, assessed, recent, before, to_panel, twice in added.values_list(
            "individual__owning_hub__name", *figures
        )
    ]
    overridden, nothing = _overridden(viewer, framework, since), (Rate(), Rate())
    names = sorted({*overridden, *(each.hub for each in hubs)})
    lowered = _lowered(rounds, lately, names)
    return hubs, [BandChanges(hub, *overridden.get(hub, nothing), *lowered[hub]) for hub in names]


def _lowered(rounds: QuerySet[Assessment], lately: Q, hubs: list[str]) -> dict[str, tuple[Rate, Rate]]:
    """Return, by hub, how often a result is in a lower band than the one before of the same person.

    Args:
        rounds: revealed assessments.
        lately: which of them count as recent.
        hubs: their names.
    """
    stands = rounds.filter(for_panel=False, band__isnull=False).annotate(
        hub=F("individual__owning_hub__name"), starts=F("band__starts_at"),
        previous=Window(Lag("band__starts_at"), partition_by=F("individual"), order_by=("revealed_at", "pk")),
    )  # fmt: skip
    counts = {
        f"{number}_{period}_{name}": Count("pk", filter=Q(hub=hub) & when & what)
        for number, hub in enumerate(hubs)
        for period, when in (("recent", lately), ("before", ~lately))
        for name, what in (("part", Q(starts__lt=F("previous"))), ("whole", Q(previous__isnull=False)))
    }
    found = stands.aggregate(**counts) if counts else {}
    return {
        hub: (
            Rate(found[f"{number}_recent_part"], found[f"{number}_recent_whole"]),
            Rate(found[f"{number}_before_part"], found[f"{number}_before_whole"]),
        )
        for number, hub in enumerate(hubs)
    }


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
    """Return it from one row for each two who scored together: both are seen once their assessment is revealed."""
    revealed: QuerySet[Assessment] = Assessment.unscoped.visible_to(viewer).filter(
        framework=framework, revealed_at__isnull=False
    )
    together = (
        revealed.order_by()
        .annotate(
            first=FilteredRelation("scorings", condition=Q(scorings__place=Place.FIRST)),
            second=FilteredRelation("scorings", condition=Q(scorings__place=Place.SECOND)),
        )
        .filter(first__score__isnull=False, second__score__isnull=False)
        .values_list("first__assessor", "first__assessor__full_name", "second__assessor", "second__assessor__full_name")
        .annotate(cases=Count("pk"), above=Sum(F("first__score") - F("second__score")))
    )
    cases: Counter[tuple[str, int]] = Counter()
    points: dict[tuple[str, int], Decimal] = defaultdict(Decimal)
    for first, first_name, second, second_name, number, above in together:
        for person, more in (((first_name, first), above), ((second_name, second), -above)):
            cases[person] += number
            points[person] += more
    return [AssessorDrift(person[0], number, points[person] / number) for person, number in sorted(cases.items())]
