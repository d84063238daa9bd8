"""Assessments as their pages show them: what stands, what it was before, what is being worked on."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import Max, Prefetch, QuerySet

from cohort.access import may_on
from cohort.enums import AssessmentPurpose, ListAct, Place, ProposalState
from cohort.models import (
    Assessment,
    Band,
    Dimension,
    DimensionScore,
    Evidence,
    Individual,
    ListMove,
    PanelDecision,
    Scoring,
    Standing,
)
from cohort.permissions import CohortPermission
from cohort.scoring import Answer, Stability, apart, shares_of, span_of, stability_of
from sharing.viewer import Viewer

NAMED = ("framework", "band", "opened_by", "second_assessor")


@dataclass(frozen=True, slots=True)
class Result:
    """A revealed assessment with what each assessor answered, the one first whose scoring counts."""

    assessment: Assessment
    scorings: list[Scoring]
    answers: list[Answer]
    shares: dict[str, Decimal]
    stability: Stability | None
    span: tuple[Decimal, Decimal] | None
    apart: list[str]

    @property
    def scores(self) -> dict[str, DimensionScore]:
        """What counts of the answers, by the code of the dimension."""
        return {each.dimension.code: each for each in self.scorings[0].dimensionscores.all()}


@dataclass(frozen=True, slots=True)
class Assessed:
    """What is known of an individual's assessments.

    ``standing`` is the result that stands, ``before`` the one that stood until then, ``disputed`` a newer one that
    waits for the panel. ``open`` is being worked on, ``own`` the viewer's part in it. ``panel_band`` is one that the
    panel set in place of the one that stands, ``set_by`` the decision, to those who may see it.
    """

    standing: Result | None
    before: Result | None
    disputed: Result | None
    past: list[Assessment]
    open: Assessment | None
    own: Scoring | None = None
    may_assess: bool = False
    panel_band: Band | None = None
    set_by: PanelDecision | None = None


def for_this_nomination(viewer: Viewer, individual: Individual) -> QuerySet[Assessment]:
    """Return the assessments on which somebody may be accepted: not withdrawn, and begun since the last nomination.

    Args:
        viewer: who asks.
        individual: that the viewer has been given.
    """
    again = ListMove.unscoped.visible_to(viewer).filter(individual=individual, act=ListAct.RENOMINATE)
    since = again.order_by().aggregate(last=Max("moved_at"))["last"]
    found: QuerySet[Assessment] = Assessment.unscoped.visible_to(viewer).filter(
        individual=individual, purpose=AssessmentPurpose.ACCEPTANCE, withdrawn_at=None
    )
    return found.filter(opened_at__gte=since) if since else found


def read_assessments(viewer: Viewer, individual: Individual) -> Assessed:
    """Return what a viewer may know of the assessments of an individual that it has been given.

    Args:
        viewer: who reads; the reading has been recorded.
        individual: who was assessed.
    """
    rounds = Assessment.unscoped.visible_to(viewer).filter(individual=individual).select_related(*NAMED)
    assessed = assessed_in(viewer, individual, list(rounds.prefetch_related("framework__bands")))
    return replace(
        assessed,
        own=own_scoring(viewer, assessed.open) if assessed.open else None,
        may_assess=may_on(viewer, individual, CohortPermission.ASSESS),
    )


def assessed_in(
    viewer: Viewer, individual: Individual, rounds: Sequence[Assessment], until: datetime | None = None
) -> Assessed:
    """Return what there is to know from the assessments of an individual, now or at a past instant.

    Args:
        viewer: who reads, and sees them.
        individual: who was assessed.
        rounds: all assessments as they are, or were then, the newest first, with what ``NAMED`` names loaded.
        until: the instant, None for now.
    """
    standings = _counted(viewer, individual, until)
    places = {row.assessment_id: row.place for row in standings}
    panel_band = standings[-1].panel_band if standings else None
    revealed = [each for each in rounds if each.revealed_at]
    stood = [each for each in revealed if not each.for_panel or each.pk in places]
    newer = revealed[0] if revealed and revealed[0] not in stood else None
    wanted = [*stood[:2], *([newer] if newer else [])]
    scorings = _scorings(viewer, [each.pk for each in wanted])
    results = {each.pk: _result(each, scorings.get(each.pk, []), places.get(each.pk)) for each in wanted}
    return Assessed(
        standing=results[stood[0].pk] if stood else None,
        before=results[stood[1].pk] if len(stood) > 1 else None,
        disputed=results[newer.pk] if newer else None,
        past=[each for each in rounds if each.revealed_at or each.withdrawn_at],
        open=next((each for each in rounds if not each.revealed_at and not each.withdrawn_at), None),
        panel_band=panel_band,
        set_by=_set_by(viewer, individual, panel_band, until) if panel_band else None,
    )


def _counted(viewer: Viewer, individual: Individual, until: datetime | None) -> list[Any]:
    """Return the history of the result that counts, the oldest row first: whose scoring, and which band of a panel."""
    seen = Standing.unscoped.visible_to(viewer).filter(individual=individual)
    rows = Standing.history.filter(id__in=seen.values("pk")).select_related("panel_band").order_by("history_id")
    return list(rows.filter(history_date__lte=until) if until else rows)


def _set_by(viewer: Viewer, individual: Individual, band: Band, until: datetime | None) -> PanelDecision | None:
    """Return the panel's last decision to set a band, None if the viewer may not see it."""
    made = PanelDecision.unscoped.visible_to(viewer).filter(
        individual=individual, band=band, state=ProposalState.APPROVED
    )
    found = made.filter(decided_at__lte=until) if until else made
    last: PanelDecision | None = found.select_related("proposed_by", "decided_by").order_by("pk").last()
    return last


def _scorings(viewer: Viewer, assessments: list[int]) -> dict[int, list[Scoring]]:
    scores = DimensionScore.unscoped.visible_to(viewer).select_related("dimension").order_by("dimension__position")
    found: dict[int, list[Scoring]] = {}
    for scoring in (
        Scoring.unscoped.visible_to(viewer)
        .filter(assessment__in=assessments)
        .select_related("assessor", "band")
        .prefetch_related(
            Prefetch("dimensionscores", scores),
            Prefetch("evidences", Evidence.unscoped.visible_to(viewer).select_related("dimension")),
        )
        .order_by("place")
    ):
        found.setdefault(scoring.assessment_id, []).append(scoring)
    return found


def _result(assessment: Assessment, scorings: list[Scoring], place: str | None) -> Result:
    """Return a result, with the scoring that the panel settled for in the place of the first where it did."""
    if place == Place.SECOND:
        scorings = scorings[::-1]
        settled = scorings[0]
        assessment.score, assessment.band, assessment.unknowns = settled.score, settled.band, settled.unknowns
    answers = [_answers(each) for each in scorings]
    scored = assessment.score is not None
    return Result(
        assessment=assessment,
        scorings=scorings,
        answers=answers[0],
        shares=shares_of(answers[0]) if scored else {},
        stability=stability_of(answers[0], assessment.framework.ranges) if scored else None,
        span=span_of(answers[0]) if scored and assessment.unknowns else None,
        apart=apart(answers[0], answers[1], assessment.framework.panel_steps) if len(answers) > 1 else [],
    )


def _answers(scoring: Scoring) -> list[Answer]:
    return [Answer(each.dimension.code, each.dimension.weight, each.level) for each in scoring.dimensionscores.all()]


def own_scoring(viewer: Viewer, assessment: Assessment) -> Scoring | None:
    """Return the viewer's own scoring in an assessment, with its answers and evidence loaded; None without one."""
    if viewer.user is None:
        return None
    own = [each for each in _scorings(viewer, [assessment.pk]).get(assessment.pk, []) if each.assessor == viewer.user]
    for scoring in own:
        scoring.assessment = assessment
    return own[0] if own else None


def answers_of(viewer: Viewer, scoring: Scoring) -> list[Answer]:
    """Return the answers of a scoring as scoring takes them, fresh from the database."""
    scores = DimensionScore.unscoped.visible_to(viewer).filter(scoring=scoring).select_related("dimension")
    return [Answer(each.dimension.code, each.dimension.weight, each.level) for each in scores]


def dimensions_of(assessment: Assessment) -> list[Dimension]:
    """Return the dimensions of the version that an assessment is made by."""
    return list(assessment.framework.dimensions.all())


def missing_from(viewer: Viewer, scoring: Scoring) -> list[str]:
    """Return what keeps a scoring from being submitted, one sentence each.

    Args:
        viewer: the assessor.
        scoring: the assessor's own.
    """
    levels = dict(
        DimensionScore.unscoped.visible_to(viewer).filter(scoring=scoring).values_list("dimension_id", "level")
    )
    proved = set(Evidence.unscoped.visible_to(viewer).filter(scoring=scoring).values_list("dimension_id", flat=True))
    missing = []
    for dimension in dimensions_of(scoring.assessment):
        if dimension.pk not in levels:
            missing.append(f"{dimension.name} has no answer. Choose a level, or Unknown.")
        elif levels[dimension.pk] is not None and dimension.pk not in proved:
            missing.append(f"{dimension.name} has a level but no evidence. Add evidence, or answer Unknown.")
    return missing
