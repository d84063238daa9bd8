"""Assessing an individual: opened by a first assessor, scored blind by a second where one is due, then revealed."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from cohort.access import must_be_allowed_on
from cohort.actions.individuals import lock_individual
from cohort.enums import AssessmentPurpose, Confidence, ListStatus, Place
from cohort.models import Assessment, Band, Dimension, DimensionScore, Evidence, Individual, Scoring, Standing
from cohort.moves import ON_THE_LIST
from cohort.permissions import CohortPermission
from cohort.queries.assessments import answers_of, missing_from
from cohort.queries.frameworks import framework_in_force
from cohort.scoring import band_of, needs_panel, score_of, stability_of
from marsoc.kit import clock
from sharing import audit
from sharing.actions.writing import writing
from sharing.enums import Operation
from sharing.errors import BadRequest, Refused
from sharing.viewer import Viewer

OF_EVIDENCE = frozenset(
    {"basis", "summary", "source_reference", "source_grade", "intelligence_grade", "handling", "conditions"}
)


def open_assessment(*, by: Viewer, individual: Individual) -> Scoring:
    """Begin to assess an individual, as first assessor, by the version of the method that is in force.

    Whether it is for acceptance or a review follows from where the individual stands, not from what the assessor says.

    Args:
        by: the first assessor.
        individual: who is assessed.

    Raises:
        BadRequest: no version is published, or an assessment is open already.
        Refused: the viewer may not assess the individual.
    """
    must_be_allowed_on(by, individual, CohortPermission.ASSESS)
    with writing(by, "Opened an assessment"):
        locked = lock_individual(by, individual)
        framework = framework_in_force()
        if framework is None:
            raise BadRequest("No version of the method is published yet. Ask the central team.")
        known = Assessment.unscoped.visible_to(by).filter(individual=locked, revealed_at=None, withdrawn_at=None)
        if known.exists():
            raise BadRequest("An assessment of this individual is open already. Finish or withdraw it first.")
        review = ListStatus(locked.status) in ON_THE_LIST
        assessment = Assessment(
            individual=locked, framework=framework, opened_by=_person(by), opened_at=clock.now(),
            purpose=AssessmentPurpose.REVIEW if review else AssessmentPurpose.ACCEPTANCE, second_due=not review,
        )  # fmt: skip
        assessment.save(force_insert=True)
        _record(by, assessment, "assessment opened", purpose=assessment.purpose)
        return _begun(by, assessment, Place.FIRST)


def begin_second_scoring(*, by: Viewer, assessment: Assessment) -> Scoring:
    """Begin to score an individual as second assessor, blind to the first.

    Raises:
        BadRequest: no second assessor is needed, somebody is second already, or the viewer is the first.
        Refused: the viewer may not assess the individual.
    """
    with _working_on(by, assessment, "Began as second assessor") as locked:
        if by.user and locked.opened_by_id == by.user.pk:
            raise BadRequest("You are the first assessor. The second must be somebody else.")
        if not locked.second_due:
            raise BadRequest("This assessment needs no second assessor now.")
        if locked.second_assessor_id:
            raise BadRequest("Somebody else is the second assessor already.")
        locked.second_assessor = _person(by)
        locked.save()
        _record(by, locked, "second assessor")
        return _begun(by, locked, Place.SECOND)


def score_dimension(
    *, by: Viewer, scoring: Scoring, dimension: Dimension, level: int | None, confidence: str, reason: str
) -> DimensionScore:
    """Answer one dimension: a level with a confidence, or that it is unknown, and why.

    Args:
        by: the assessor.
        scoring: the assessor's own, not submitted yet.
        dimension: of the assessment's version of the method.
        level: from 0 to 4, None for unknown.
        confidence: how sure the assessor is of the level, empty for unknown.
        reason: in the assessor's own words.

    Raises:
        BadRequest: it has been submitted, or the level is not on the scale.
        Refused: it is somebody else's.
    """
    with _scoring(by, scoring, "Scored a dimension") as own:
        if level is not None and not 0 <= level < len(dimension.levels):
            raise BadRequest(f"Choose a level from 0 to {len(dimension.levels) - 1}, or Unknown.")
        if level is not None and confidence not in Confidence:
            raise BadRequest("Say how sure you are of the level.")
        if not reason.strip():
            raise BadRequest("Enter why you chose this.")
        found = DimensionScore.unscoped.visible_to(by).filter(scoring=own, dimension=dimension).first()
        score = found or DimensionScore(scoring=own, dimension=dimension)
        score.level, score.reason = level, reason
        score.confidence = confidence if level is not None else ""
        score.save()
        _record(by, own.assessment, "dimension scored", dimension=dimension.code)
    return score


def add_evidence(*, by: Viewer, scoring: Scoring, dimension: Dimension, **said: str) -> Evidence:
    """Add what a level rests on.

    Args:
        by: the assessor.
        scoring: the assessor's own, not submitted yet.
        dimension: what it speaks of.
        said: fields of ``OF_EVIDENCE``; grading and handling for intelligence only.

    Raises:
        BadRequest: it has been submitted.
        Refused: it is somebody else's.
    """
    if unknown := said.keys() - OF_EVIDENCE:
        raise ValueError(f"These are not fields of evidence: {', '.join(sorted(unknown))}.")
    with _scoring(by, scoring, "Added evidence") as own:
        evidence = Evidence(scoring=own, dimension=dimension, **said)
        evidence.save(force_insert=True)
        _record(by, own.assessment, "evidence added", dimension=dimension.code)
    return evidence


def remove_evidence(*, by: Viewer, scoring: Scoring, evidence: Evidence) -> None:
    """Take out evidence that was added by mistake.

    Raises:
        BadRequest: the scoring has been submitted.
        Refused: it is somebody else's.
    """
    with _scoring(by, scoring, "Removed evidence") as own:
        Evidence.unscoped.visible_to(by).filter(scoring=own, pk=evidence.pk).delete()
        _record(by, own.assessment, "evidence removed")


def submit_scoring(*, by: Viewer, scoring: Scoring) -> Assessment:
    """Hand in a scoring, which never changes again; the last one due reveals the assessment.

    Whether a review needs a second assessor is settled here and not before, so that nobody scores otherwise for it.

    Args:
        by: the assessor.
        scoring: the assessor's own, every dimension answered.

    Raises:
        BadRequest: it has been submitted already, or something is missing; the sentence says what.
        Refused: it is somebody else's.
    """
    with _scoring(by, scoring, "Submitted an assessment") as own:
        assessment, now = own.assessment, clock.now()
        if missing := missing_from(by, own):
            raise BadRequest(missing[0])
        answers = answers_of(by, own)
        score = score_of(answers, assessment.framework.unknowns_allowed)
        own.score, own.band_id = score, _band(assessment, score)
        own.unknowns, own.submitted_at = sum(each.level is None for each in answers), now
        own.save()
        if own.place == Place.FIRST:
            assessment.first_submitted_at = now
            assessment.second_due = assessment.second_due or _is_sampled(by, assessment)
        else:
            assessment.second_submitted_at = now
        assessment.save()
        _record(by, assessment, "assessment submitted")
        if assessment.first_submitted_at and (assessment.second_submitted_at or not assessment.second_due):
            _reveal(by, assessment)
    return assessment


def withdraw_assessment(*, by: Viewer, assessment: Assessment, reason: str) -> Assessment:
    """Close an assessment without a result; what was scored stays with who scored it.

    Raises:
        BadRequest: it is closed already.
        Refused: the viewer may not assess the individual.
    """
    with _working_on(by, assessment, reason) as locked:
        close_without_result(by, locked, reason)
    return locked


def close_without_result(by: Viewer, assessment: Assessment, reason: str) -> None:
    """Close an assessment that the caller has locked, whoever may have it closed.

    Args:
        by: whose act it follows from.
        assessment: not revealed yet.
        reason: why.
    """
    assessment.withdrawn_at, assessment.withdrawal_reason = clock.now(), reason
    assessment.save()
    _record(by, assessment, "assessment withdrawn")


def _reveal(by: Viewer, assessment: Assessment) -> None:
    """Let every scoring be seen, and only then read both to settle the result."""
    assessment.revealed_at = clock.now()
    assessment.save()
    scorings = {each.place: each for each in Scoring.unscoped.visible_to(by).filter(assessment=assessment)}
    first, second = scorings[Place.FIRST], scorings.get(Place.SECOND)
    assessment.score, assessment.band_id, assessment.unknowns = first.score, first.band_id, first.unknowns
    if second:
        assessment.for_panel = needs_panel(answers_of(by, first), answers_of(by, second), assessment.framework)
    assessment.save()
    if not assessment.for_panel:
        let_stand(by, assessment, first)
    _record(by, assessment, "assessment revealed", for_panel=assessment.for_panel)


def let_stand(by: Viewer, assessment: Assessment, scoring: Scoring) -> None:
    """Have what one assessor made of an individual count from now on, in place of whatever counted before.

    Args:
        by: whose act it follows from.
        assessment: with its framework loaded.
        scoring: one of its own, revealed.
    """
    held = Standing.unscoped.visible_to(by).filter(individual=assessment.individual).first()
    standing = held or Standing(individual=assessment.individual)
    standing.assessment, standing.place, standing.since = assessment, scoring.place, clock.now()
    standing.score, standing.band_id, standing.panel_band = scoring.score, scoring.band_id, None
    scored = scoring.score is not None
    standing.stable = stability_of(answers_of(by, scoring), assessment.framework.ranges).stable if scored else None
    standing.save()


def set_panel_band(by: Viewer, individual: Individual, band: Band | None) -> None:
    """Have a band count in place of the one that the score gives, or no longer.

    Args:
        by: whose act it follows from.
        individual: locked by the caller.
        band: that a panel set, None to end it.
    """
    standing = Standing.unscoped.visible_to(by).filter(individual=individual).first()
    if standing and standing.panel_band != band:
        standing.panel_band = band
        standing.save(update_fields=["panel_band"])


def _is_sampled(by: Viewer, assessment: Assessment) -> bool:
    """Draw whether a review is scored twice: the same whenever it is asked, and not foreseeable without the key.

    It hangs on how many assessments came before, and not on this one, so that withdrawing and beginning again draws the
    same.
    """
    before = Assessment.unscoped.visible_to(by).filter(individual=assessment.individual, revealed_at__isnull=False)
    drawn = audit.digest(["second assessor", assessment.individual.reference, before.count()])
    return int(drawn, 16) % 100 < assessment.framework.review_sample


def _band(assessment: Assessment, score: Any) -> int | None:
    if score is None:
        return None
    name = band_of(score, assessment.framework.ranges).name
    return next(band.pk for band in assessment.framework.bands.all() if band.name == name)


def _begun(by: Viewer, assessment: Assessment, place: Place) -> Scoring:
    hub = by.membership.hub_id if by.membership else None
    scoring = Scoring(assessment=assessment, place=place, assessor=_person(by), hub=hub or "")
    scoring.save(force_insert=True)
    return scoring


def _person(by: Viewer) -> Any:
    if by.user is None:
        raise Refused("A person assesses, not a system job.")
    return by.user


@contextmanager
def _working_on(by: Viewer, assessment: Assessment, reason: str) -> Iterator[Assessment]:
    """Run a block that works on an open assessment, which nobody else works on meanwhile."""
    must_be_allowed_on(by, assessment.individual, CohortPermission.ASSESS)
    with writing(by, reason):
        rows = Assessment.unscoped.visible_to(by).select_for_update(of=("self",))
        locked = rows.select_related("individual", "framework").get(pk=assessment.pk)
        if locked.revealed_at or locked.withdrawn_at:
            raise BadRequest("This assessment is closed. Nothing was changed.")
        yield locked


@contextmanager
def _scoring(by: Viewer, scoring: Scoring, reason: str) -> Iterator[Scoring]:
    """Run a block that changes a scoring of the viewer's own that is not submitted yet."""
    if by.user is None or scoring.assessor_id != by.user.pk:
        raise Refused("This is somebody else's scoring.")
    with _working_on(by, scoring.assessment, reason) as assessment:
        own: Scoring = Scoring.unscoped.visible_to(by).get(pk=scoring.pk)
        if own.submitted_at:
            raise BadRequest("You have submitted this already, and it never changes. Nothing was changed.")
        own.assessment = assessment
        yield own


def _record(by: Viewer, assessment: Assessment, change: str, **details: Any) -> None:
    reference = assessment.individual.shown_reference
    audit.record(by, Operation.ALTER, kind="individual", ref=reference, change=change, **details)
