"""The method as versioned data: dimensions with weights and described scales, confidence, bands and limits."""

from decimal import Decimal
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q

from cohort.enums import Area, Confidence
from cohort.scoring import TOP, Range
from marsoc.kit.history import records
from sharing.models import User

MANY = 30
"""More unknowns, or steps between two assessors, than any framework has use for."""


def points(**given: Any) -> "models.DecimalField[Any, Any]":
    """Return a field for points of a score, from 0 to 100 with one decimal."""
    return models.DecimalField(max_digits=4, decimal_places=1, **given)


class Framework(models.Model):
    """One version of the method by which individuals are assessed.

    Edited while it is a draft, of which there is one at a time; proposed by one person and published by another. The
    newest published version is in force: new assessments are made by it, and those made by an earlier one keep it. The
    database refuses every change of a published version. ``unknowns_allowed`` is how many dimensions may be unknown
    before a case is not scorable; ``panel_steps`` and ``panel_points`` how far two assessors may be apart, on a
    dimension or in all, before the panel decides; ``review_sample`` in what percentage of reviews a second one scores.
    """

    version = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=120)
    basis = models.TextField()
    unknowns_allowed = models.PositiveSmallIntegerField(default=2, validators=[MaxValueValidator(MANY)])
    panel_steps = models.PositiveSmallIntegerField(default=2, validators=[MaxValueValidator(TOP)])
    panel_points = points(default=Decimal(15), validators=[MaxValueValidator(Decimal(100))])
    review_sample = models.PositiveSmallIntegerField(default=20, validators=[MaxValueValidator(100)])
    confidence_low = models.CharField(max_length=300, blank=True)
    confidence_medium = models.CharField(max_length=300, blank=True)
    confidence_high = models.CharField(max_length=300, blank=True)
    drafted_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    proposed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    proposed_at = models.DateTimeField(null=True)
    published_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    published_at = models.DateTimeField(null=True)

    history = records()
    objects = models.Manager["Framework"]()

    class Meta:
        """The newest first."""

        ordering = ("-version",)
        constraints = [
            models.UniqueConstraint(name="framework_version_once", fields=["version"]),
            models.CheckConstraint(
                name="framework_proposal_is_whole",
                condition=Q(proposed_at=None, proposed_by=None)
                | Q(proposed_at__isnull=False, proposed_by__isnull=False),
            ),
            models.CheckConstraint(
                name="framework_published_by_another",
                condition=Q(published_at=None, published_by=None)
                | (
                    Q(published_at__isnull=False, published_by__isnull=False, proposed_by__isnull=False)
                    & ~Q(published_by=F("proposed_by"))
                ),
            ),
            models.CheckConstraint(name="framework_sample_is_a_percentage", condition=Q(review_sample__lte=100)),
        ]

    def __str__(self) -> str:
        return f"version {self.version}"

    @property
    def ranges(self) -> list[Range]:
        """The bands as scoring takes them."""
        return [band.range for band in self.bands.all()]

    def means(self, confidence: str) -> str:
        """Return what a level of confidence means, in the words of this version."""
        return str(getattr(self, f"confidence_{Confidence(confidence).lower()}"))


class Dimension(models.Model):
    """One thing that is assessed: the question, its weight, and the words for each level from 0 to 4."""

    framework = models.ForeignKey(Framework, on_delete=models.CASCADE, related_name="dimensions")
    code = models.SlugField(max_length=40, db_index=False)
    area = models.CharField(max_length=10, choices=Area.choices)
    name = models.CharField(max_length=60)
    question = models.CharField(max_length=300)
    weight = models.DecimalField(max_digits=5, decimal_places=2)
    levels = ArrayField(models.CharField(max_length=300, blank=True))
    position = models.PositiveSmallIntegerField()

    history = records()
    objects = models.Manager["Dimension"]()

    class Meta:
        """As the framework lists them."""

        ordering = ("position", "id")
        constraints = [
            models.UniqueConstraint(name="dimension_once", fields=["framework", "code"]),
            models.UniqueConstraint(name="dimension_name_once", fields=["framework", "name"]),
            models.CheckConstraint(
                name="dimension_weight_is_a_percentage", condition=Q(weight__gte=0) & Q(weight__lte=100)
            ),
            models.CheckConstraint(name="dimension_has_every_level", condition=Q(levels__len=TOP + 1)),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def shown_weight(self) -> str:
        """The weight without noughts that say nothing."""
        return f"{self.weight.normalize():f}"


class Band(models.Model):
    """A name for scores from ``starts_at`` until before ``ends_at``; the highest holds 100 itself."""

    framework = models.ForeignKey(Framework, on_delete=models.CASCADE, related_name="bands")
    name = models.CharField(max_length=40)
    starts_at = points()
    ends_at = points()

    history = records()
    objects = models.Manager["Band"]()

    class Meta:
        """The highest first."""

        ordering = ("-starts_at", "id")
        constraints = [
            models.UniqueConstraint(name="band_once", fields=["framework", "name"]),
            models.CheckConstraint(
                name="band_ends_above_start",
                condition=Q(starts_at__gte=0) & Q(ends_at__lte=100) & Q(ends_at__gt=F("starts_at")),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def range(self) -> Range:
        """The band as scoring takes it."""
        return Range(self.name, self.starts_at, self.ends_at)
