"""Assessments of individuals: a round by one version of the method, scored by one or two people blind to each other."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from cohort.enums import AssessmentPurpose, Basis, Confidence, Handling, IntelligenceGrade, Place, SourceGrade
from cohort.models.frameworks import Band, Dimension, Framework, points
from cohort.models.individuals import Individual
from cohort.scoring import TOP
from marsoc.kit.history import records
from sharing.enums import DataCategory
from sharing.models import AboutIndividual, ScopedModel, User
from sharing.models.scoped import seen_sql, setting_sql

REFERENCE = r"^(?=.*[0-9])[A-Za-z0-9][A-Za-z0-9/.:_-]*$"
"""A reference to a report: no spaces, and a digit somewhere, so that nobody's name fits."""


class Assessment(AboutIndividual):
    """One round of assessing an individual, by the version of the method that was in force when it was opened.

    Whoever opens it is the first assessor. It is *revealed* once everybody who must score has: until then each scoring
    is seen by its assessor alone. ``score`` and ``band`` are the first assessor's, worked out once and never again;
    without a score the case is not scorable. ``for_panel`` says that the two assessors are too far apart for that: the
    band does not stand until the panel decides. ``second_due`` is settled at once for an acceptance, for a review when
    the first assessor submits.
    """

    data_category = DataCategory.ASSESSMENT
    categories: ClassVar = {
        data_category: (
            "purpose", "framework", "second_due", "opened_by", "opened_at", "second_assessor", "first_submitted_at",
            "second_submitted_at", "revealed_at", "score", "band", "unknowns", "for_panel", "withdrawn_at",
            "withdrawal_reason",
        )
    }  # fmt: skip
    individual_table = "cohort_individual"

    individual = models.ForeignKey(Individual, on_delete=models.CASCADE, related_name="assessments")
    framework = models.ForeignKey(Framework, on_delete=models.PROTECT, related_name="+")
    purpose = models.CharField(max_length=10, choices=AssessmentPurpose.choices)
    second_due = models.BooleanField(default=False)
    opened_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    second_assessor = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    first_submitted_at = models.DateTimeField(null=True)
    second_submitted_at = models.DateTimeField(null=True)
    revealed_at = models.DateTimeField(null=True)
    score = points(null=True)
    band = models.ForeignKey(Band, on_delete=models.PROTECT, null=True, related_name="+")
    unknowns = models.PositiveSmallIntegerField(null=True)
    for_panel = models.BooleanField(default=False)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawal_reason = models.CharField(max_length=300, blank=True)

    history = records(excluded_fields=["cell"])

    class Meta(AboutIndividual.Meta):
        """The newest first; one at a time is being worked on."""

        ordering = ("-opened_at", "-id")
        constraints = [
            models.UniqueConstraint(
                name="assessment_open_once", fields=["individual"], condition=Q(revealed_at=None, withdrawn_at=None)
            ),
            models.CheckConstraint(
                name="assessment_result_is_whole",
                condition=Q(revealed_at=None, score=None, band=None, unknowns=None, for_panel=False)
                | Q(revealed_at__isnull=False, first_submitted_at__isnull=False, withdrawn_at=None),
            ),
            models.CheckConstraint(
                name="assessment_second_is_another",
                condition=Q(second_assessor=None) | ~Q(second_assessor=F("opened_by")),
            ),
            models.CheckConstraint(
                name="assessment_band_goes_with_score",
                condition=Q(score=None, band=None) | Q(score__isnull=False, band__isnull=False),
            ),
            models.CheckConstraint(
                name="assessment_withdrawal_has_reason", condition=Q(withdrawn_at=None) | ~Q(withdrawal_reason="")
            ),
        ]

    def __str__(self) -> str:
        return f"Assessment {self.pk}"


class Standing(AboutIndividual):
    """The result that counts for an individual now: one assessor's of the newest assessment that no panel waits for.

    It says again what that scoring said when it was submitted, and is ``stable`` if the band survived any change of the
    weights by a tenth. ``panel_band`` is a band that the panel set in place of it; it goes with the next review and
    with the next result.
    """

    data_category = DataCategory.ASSESSMENT
    categories: ClassVar = {
        data_category: ("assessment", "place", "score", "band", "stable", "panel_band", "since")
    }  # fmt: skip
    individual_table = "cohort_individual"

    individual = models.ForeignKey(Individual, on_delete=models.CASCADE, related_name="standings", db_index=False)
    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="+")
    place = models.CharField(max_length=6, choices=Place.choices)
    score = points(null=True)
    band = models.ForeignKey(Band, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    stable = models.BooleanField(null=True)
    panel_band = models.ForeignKey(Band, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    since = models.DateTimeField()

    history = records(excluded_fields=["cell"])

    class Meta(AboutIndividual.Meta):
        """One for each individual."""

        constraints = [
            models.UniqueConstraint(name="standing_once", fields=["individual"]),
            models.CheckConstraint(
                name="standing_band_goes_with_score",
                condition=Q(score=None, band=None, stable=None)
                | Q(score__isnull=False, band__isnull=False, stable__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"Standing {self.pk}"

    @property
    def counting_band(self) -> Band | None:
        """The band that counts: the panel's, else the score's; None where the case is not scorable."""
        return self.panel_band or self.band


class Scoring(ScopedModel):
    """What one assessor made of an individual, a draft until it is submitted and unchanged from then on.

    Seen by its assessor alone until the assessment is revealed. ``score``, ``band`` and ``unknowns`` are worked out
    when it is submitted, each assessor's by itself.
    """

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="scorings")
    place = models.CharField(max_length=6, choices=Place.choices)
    assessor = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    hub = models.CharField(max_length=40, blank=True)
    submitted_at = models.DateTimeField(null=True)
    score = points(null=True)
    band = models.ForeignKey(Band, on_delete=models.PROTECT, null=True, related_name="+")
    unknowns = models.PositiveSmallIntegerField(null=True)

    history = records()

    class Meta(ScopedModel.Meta):
        """First, then second; each by another person."""

        ordering = ("place",)
        constraints = [
            models.UniqueConstraint(name="scoring_place_once", fields=["assessment", "place"]),
            models.UniqueConstraint(name="scoring_assessor_once", fields=["assessment", "assessor"]),
            models.CheckConstraint(
                name="scoring_result_is_whole",
                condition=Q(submitted_at=None, score=None, band=None, unknowns=None)
                | Q(submitted_at__isnull=False, unknowns__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"Scoring {self.pk}"

    @classmethod
    def seen_by(cls, viewer: Any) -> Q:
        """By its assessor with the assessment, and by whoever sees the assessment once that is revealed."""
        seen: QuerySet[Assessment] = Assessment.unscoped.visible_to(viewer).filter(pk=OuterRef("assessment"))
        own = Q(assessor=viewer.user) if viewer.user else Q(pk=None)
        return (Q(Exists(seen)) & own) | Q(Exists(seen.filter(revealed_at__isnull=False)))

    @classmethod
    def policy(cls) -> str:
        """As ``seen_by``: the rule of the assessment's own table holds inside the subquery."""
        table = cls._meta.db_table
        own = f"{table}.assessor_id::text = (select {setting_sql('person')})"
        return (
            f"exists (select from cohort_assessment a where a.id = {table}.assessment_id"
            f" and (a.revealed_at is not null or {own}))"
        )


class OfScoring(ScopedModel):
    """A part of a scoring, seen with it."""

    scoring = models.ForeignKey(Scoring, on_delete=models.CASCADE, related_name="%(class)ss")
    dimension = models.ForeignKey(Dimension, on_delete=models.PROTECT, related_name="+")

    class Meta(ScopedModel.Meta):
        """In the order recorded."""

        abstract = True
        ordering = ("id",)

    @classmethod
    def seen_by(cls, viewer: Any) -> Q:
        """With the scoring."""
        return Q(Exists(Scoring.unscoped.visible_to(viewer).filter(pk=OuterRef("scoring"))))

    @classmethod
    def policy(cls) -> str:
        """As ``seen_by``."""
        return f"exists (select from cohort_scoring s where s.id = {cls._meta.db_table}.scoring_id)"


class DimensionScore(OfScoring):
    """The level that an assessor gave on one dimension, why, and how sure; without a level it is *unknown*.

    Unknown is an answer: a dimension that nobody has answered yet has no row.
    """

    level = models.PositiveSmallIntegerField(null=True)
    confidence = models.CharField(max_length=6, choices=Confidence.choices, blank=True)
    reason = models.CharField(max_length=500)

    history = records()

    class Meta(OfScoring.Meta):
        """Each dimension once; only what is known has a confidence."""

        constraints = [
            models.UniqueConstraint(name="dimension_scored_once", fields=["scoring", "dimension"]),
            models.CheckConstraint(name="dimension_level_on_the_scale", condition=Q(level=None) | Q(level__lte=TOP)),
            models.CheckConstraint(
                name="dimension_score_is_whole",
                condition=(Q(level=None, confidence="") | (Q(level__isnull=False) & ~Q(confidence=""))) & ~Q(reason=""),
            ),
        ]

    def __str__(self) -> str:
        return f"Score {self.pk}"


class Evidence(OfScoring):
    """What a level rests on, with a reference to where it is kept and never to who the source is.

    Intelligence carries its 3x5x2 grading; it is seen by those who also see the individual's intelligence, and what may
    be shared on conditions only is not seen by agreement at all.
    """

    basis = models.CharField(max_length=12, choices=Basis.choices)
    summary = models.CharField(max_length=500)
    source_reference = models.CharField(max_length=60)
    source_grade = models.CharField(max_length=1, choices=SourceGrade.choices, blank=True)
    intelligence_grade = models.CharField(max_length=1, choices=IntelligenceGrade.choices, blank=True)
    handling = models.CharField(max_length=1, choices=Handling.choices, blank=True)
    conditions = models.CharField(max_length=300, blank=True)

    history = records()

    class Meta(OfScoring.Meta):
        """Intelligence is graded, nothing else is."""

        constraints = [
            models.CheckConstraint(
                name="evidence_is_graded",
                condition=(
                    Q(basis=Basis.INTELLIGENCE) & ~Q(source_grade="") & ~Q(intelligence_grade="") & ~Q(handling="")
                )
                | (~Q(basis=Basis.INTELLIGENCE) & Q(source_grade="", intelligence_grade="", handling="")),
            ),
            models.CheckConstraint(
                name="evidence_conditions_are_told",
                condition=(Q(handling=Handling.CONDITIONS) & ~Q(conditions=""))
                | (~Q(handling=Handling.CONDITIONS) & Q(conditions="")),
            ),
            models.CheckConstraint(
                name="evidence_reference_is_no_name", condition=Q(source_reference__regex=REFERENCE)
            ),
        ]

    def __str__(self) -> str:
        return f"Evidence {self.pk}"

    @classmethod
    def seen_by(cls, viewer: Any) -> Q:
        """With the scoring; intelligence also needs the category, and no condition on its handling for partners."""
        of_individual = Individual.unscoped.visible_to(viewer).filter(pk=OuterRef("scoring__assessment__individual"))
        graded = Q(Exists(of_individual.filter(Individual.seen_in(viewer, DataCategory.INTELLIGENCE))))
        if viewer.contributor:
            graded &= ~Q(handling=Handling.CONDITIONS)
        return super().seen_by(viewer) & (~Q(basis=Basis.INTELLIGENCE) | graded)

    @classmethod
    def policy(cls) -> str:
        """As ``seen_by``."""
        table = cls._meta.db_table
        open_to = f"({table}.handling <> 'C' or (select {setting_sql('contributor')}) = '')"
        of_individual = (
            "cohort_scoring s join cohort_assessment a on a.id = s.assessment_id"
            " join cohort_individual i on i.id = a.individual_id"
        )
        held = seen_sql("i.cell", "i.id", DataCategory.INTELLIGENCE)
        graded = f"exists (select from {of_individual} where s.id = {table}.scoring_id and {held})"
        return f"{super().policy()} and ({table}.basis <> 'INTELLIGENCE' or ({open_to} and {graded}))"
