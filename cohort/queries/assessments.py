"""Assessments as their pages show them: what stands, what it was before, what is being worked on."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from django.db.models import Prefetch

from cohort.access import may_on
from cohort.models import Assessment, Dimension, DimensionScore, Evidence, Individual, Scoring
from cohort.permissions import CohortPermission
from cohort.scoring import Answer, Stability, apart, shares_of, span_of, stability_of
from sharing.viewer import Viewer

NAMED = ("framework", "band", "opened_by", "second_assessor")


@dataclass(frozen=True, slots=True)
class Result:
    """A revealed assessment with what each assessor answered, the first one first."""

    assessment: Assessment
    scorings: list[Scoring]
    answers: list[Answer]
    shares: dict[str, Decimal]
    stability: Stability | None
    span: tuple[Decimal, Decimal] | None
    apart: list[str]

    @property
    def scores(self) -> dict[str, DimensionScore]:
        """What the first assessor answered, by the code of the dimension."""
        return {each.dimension.code: each for each in self.scorings[0].dimensionscores.all()}


@dataclass(frozen=True, slots=True)
class Assessed:
    """What is known of an individual's assessments.

    ``standing`` is the result that stands, ``before`` the one that stood until then, ``disputed`` a newer one that
    waits for the panel. ``open`` is being worked on, ``own`` the viewer's part in it.
    """

    standing: Result | None
    before: Result | None
    disputed: Result | None
    past: list[Assessment]
    open: Assessment | None
    own: Scoring | None = None
    may_assess: bool = False


def read_assessments(viewer: Viewer, individual: Individual) -> Assessed:
    """Return what a viewer may know of the assessments of an individual that it has been given.

    Args:
        viewer: who reads; the reading has been recorded.
        individual: who was assessed.
    """
    rounds = Assessment.unscoped.visible_to(viewer).filter(individual=individual).select_related(*NAMED)
    assessed = assessed_in(viewer, list(rounds.prefetch_related("framework__bands")))
    return replace(
        assessed,
        own=own_scoring(viewer, assessed.open) if assessed.open else None,
        may_assess=may_on(viewer, individual, CohortPermission.ASSESS),
    )


def assessed_in(viewer: Viewer, rounds: Sequence[Assessment]) -> Assessed:
    """Return what there is to know from assessments of an individual, of now or of a past instant.

    Args:
        viewer: who reads, and sees them.
        rounds: all of one individual, the newest first, with what ``NAMED`` names loaded.
    """
    revealed = [each for each in rounds if each.revealed_at]
    stood = [each for each in revealed if not each.for_panel]
    newer = revealed[0] if revealed and revealed[0].for_panel else None
    wanted = [*stood[:2], *([newer] if newer else [])]
    scorings = _scorings(viewer, [each.pk for each in wanted])
    results = {each.pk: _result(each, scorings.get(each.pk, [])) for each in wanted}
    return Assessed(
        standing=results[stood[0].pk] if stood else None,
        before=results[stood[1].pk] if len(stood) > 1 else None,
        disputed=results[newer.pk] if newer else None,
        past=[each for each in rounds if each.revealed_at or each.withdrawn_at],
        open=next((each for each in rounds if not each.revealed_at and not each.withdrawn_at), None),
    )


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


def _result(assessment: Assessment, scorings: list[Scoring]) -> Result:
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
