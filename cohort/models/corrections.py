"""What a record said that was inaccurate, and who has been told of it."""

from typing import Any

from django.db import models
from django.db.models import F, Q

from cohort.enums import Nature
from cohort.models.named_access import ByName, ByNameForAgency
from marsoc.kit.history import records
from sharing.enums import DataCategory
from sharing.models import Hub, User, reference_to
from sharing.models.scoped import covered_sql, not_barred_sql, seen_sql


class Correction(ByName):
    """That what a record said in one field was inaccurate, and not merely changed since.

    ``field`` is named as the timeline names it; ``written`` is the number of the history row by which the inaccurate
    value was replaced or removed, so that history shows it as such; ``since`` is when the value had been recorded. Seen
    by whoever sees the category of the individual.
    """

    field = models.CharField(max_length=40)
    category = models.CharField(max_length=12, choices=DataCategory.choices)
    written = models.BigIntegerField()
    since = models.DateTimeField()
    nature = models.CharField(max_length=10, choices=Nature.choices)
    source = models.CharField(max_length=200)
    corrected_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    corrected_at = models.DateTimeField()

    history = records()

    class Meta(ByName.Meta):
        """Each replaced value once."""

        constraints = [
            models.UniqueConstraint(name="correction_once", fields=["field", "written"]),
            models.CheckConstraint(name="correction_after_what_it_corrects", condition=Q(corrected_at__gte=F("since"))),
        ]

    def __str__(self) -> str:
        return f"Correction {self.pk}"

    @classmethod
    def seen_by(cls, viewer: Any) -> Q:
        """By whoever sees the category it is about."""
        seen = Q(pk=None)
        for category in DataCategory:
            cells = viewer.sight.cells(category)
            by_cell = Q(individual__cell__isnull=False) if cells is None else Q(individual__cell__among=cells)
            by_name = Q(individual__in=sorted(viewer.sight.named.get(category, ())))
            seen |= Q(category=category) & (by_cell | by_name)
        return seen & ~Q(individual__in=sorted(viewer.sight.barred))

    @classmethod
    def policy(cls) -> str:
        """As ``seen_by``."""
        table = cls._meta.db_table
        rules = " or ".join(
            f"({table}.category = '{category}' and {seen_sql('about.cell', 'about.id', category)})"
            for category in DataCategory
        )
        return f"exists (select from cohort_individual about where about.id = {table}.individual_id and ({rules}))"


class CorrectionNotice(ByNameForAgency):
    """That an agency, or another hub, received what a correction is about, and who there has acknowledged it.

    It repeats what it may be told of the correction, because the agency may no longer see the individual: the
    reference, which it was given before, the field and its category, but no value.
    """

    correction = models.ForeignKey(Correction, on_delete=models.CASCADE, related_name="notices")
    hub = reference_to(Hub, optional=True)
    reference = models.CharField(max_length=9)
    field = models.CharField(max_length=40)
    category = models.CharField(max_length=12, choices=DataCategory.choices)
    made_at = models.DateTimeField()
    acknowledged_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    acknowledged_at = models.DateTimeField(null=True)

    history = records()

    class Meta(ByNameForAgency.Meta):
        """Once to each; an acknowledgement is whole or not there."""

        constraints = [
            models.UniqueConstraint(
                name="correction_notice_once", fields=["correction", "agency", "hub"], nulls_distinct=False
            ),
            models.CheckConstraint(
                name="correction_acknowledged_by_somebody",
                condition=Q(acknowledged_by=None, acknowledged_at=None)
                | Q(acknowledged_by__isnull=False, acknowledged_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"Correction notice {self.pk} to {self.agency_id}"

    @classmethod
    def seen_by(cls, viewer: Any) -> Q:
        """Also by those whose role covers the hub it is for."""
        if viewer.contributor:
            return super().seen_by(viewer)
        covered = Q(hub__isnull=False) if viewer.reach is None else Q(hub__in=sorted(viewer.reach))
        return (super().seen_by(viewer) | covered) & ~Q(individual__in=sorted(viewer.sight.barred))

    @classmethod
    def policy(cls) -> str:
        """As ``seen_by``."""
        table = cls._meta.db_table
        return (
            f"({super().policy()} or ({table}.hub_id is not null and {covered_sql(f'{table}.hub_id')}))"
            f" and {not_barred_sql(f'{table}.individual_id')}"
        )
