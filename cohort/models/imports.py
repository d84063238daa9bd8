"""Workbooks on their way into the list."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from cohort.enums import ImportMode, ImportState, RowOutcome
from cohort.models.individuals import Individual
from marsoc.kit.history import records
from sharing.enums import DataCategory
from sharing.models import AboutIndividual, Agency, Hub, Membership, WorkOfHub, reference_to
from sharing.models.scoped import covered_sql, setting_sql


class ImportBatch(WorkOfHub):
    """One uploaded workbook, from reading to done.

    ``hub`` is None for a workbook whose rows name their own hubs, which only the central team may import. ``mapping``
    names the field of each column in the order of ``headers``; ``counts`` are the figures shown on the pages.
    ``membership`` is who asked, in which membership: the worker acts within that membership's reach and no further, and
    an import that was compared with every hub's records is seen only by those who see every hub. A ``restricted`` one
    restricts every record that it makes, and is seen by nobody but the person who asked for it.
    """

    hub_paths = ("hub", "membership__hub")

    hub = reference_to(Hub, optional=True)
    agency = reference_to(Agency, optional=True)
    membership = models.ForeignKey(Membership, on_delete=models.PROTECT, null=True, related_name="+")
    name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    mode = models.CharField(max_length=10, choices=ImportMode.choices, default=ImportMode.UPDATE)
    restricted = models.BooleanField(default=False, db_default=False)
    state = models.CharField(max_length=10, choices=ImportState.choices, default=ImportState.MAPPING)
    refusal = models.CharField(max_length=500, blank=True)
    header_line = models.PositiveIntegerField(null=True)
    headers = models.JSONField(default=list)
    mapping = models.JSONField(default=list)
    counts = models.JSONField(default=dict)
    missing = models.JSONField(default=list)
    created_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True)

    history = records()

    class Meta(WorkOfHub.Meta):
        """Newest first."""

        ordering = ("-id",)

    def __str__(self) -> str:
        return f"Import {self.pk}"

    @classmethod
    def seen_by(cls, viewer: Any) -> Q:
        """By the viewer's hubs; a restricted one by its asker alone."""
        return super().seen_by(viewer) & _open_to(viewer)

    @classmethod
    def policy(cls) -> str:
        """As ``seen_by``; the jobs that see an import through, which are no person, see each one."""
        asked = "from sharing_membership where id = cohort_importbatch.membership_id"
        person = f"(select {setting_sql('person')})"
        return (
            f"{covered_sql('cohort_importbatch.hub_id')} and {covered_sql(f'(select hub_id {asked})')}"
            f" and (not cohort_importbatch.restricted or {person} in ('', (select user_id::text {asked})))"
        )

    @property
    def progress_name(self) -> str:
        """The name under which the progress of the worker is kept."""
        return f"import:{self.pk}"


def _open_to(viewer: Any, path: str = "") -> Q:
    """Return the condition that keeps a restricted import for whoever asked for it."""
    if viewer.user is None:
        return Q()
    return Q(**{f"{path}restricted": False}) | Q(**{f"{path}membership__user": viewer.user.pk})


class PartOfImport(WorkOfHub):
    """Something that belongs to an import and is seen with it."""

    hub_paths = ("batch__hub", "batch__membership__hub")

    class Meta(WorkOfHub.Meta):
        """As every scoped model."""

        abstract = True

    @classmethod
    def seen_by(cls, viewer: Any) -> Q:
        """With the import."""
        return super().seen_by(viewer) & _open_to(viewer, "batch__")

    @classmethod
    def policy(cls) -> str:
        """As ``seen_by``: the import's own rule holds inside the subquery, which runs once per statement."""
        batches = "(select batch.id from cohort_importbatch batch)"
        return f"{cls._meta.db_table}.batch_id in {batches}"


class ImportContent(PartOfImport):
    """The workbook itself, apart from its batch so that lists do not load it; removed after thirty days."""

    batch = models.OneToOneField(ImportBatch, on_delete=models.CASCADE, related_name="content")
    data = models.BinaryField()

    class Meta(PartOfImport.Meta):
        """As every scoped model."""

    def __str__(self) -> str:
        return f"Content of import {self.batch_id}"


class ImportRow(PartOfImport):
    """What one row of a workbook says and what the import does with it; seen by those who see its individual, if any.

    ``values`` is the row as read, ``changes`` what differs from the record (field, before, after, and whether the
    record was edited here since the last import), ``problems`` what cannot be used and why, ``candidates`` whom the
    person may already be on the list as, ``taken`` the fields whose value a person chose to take from the sheet
    although the record was edited here.
    """

    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, related_name="rows")
    line = models.PositiveIntegerField()
    ref = models.CharField(max_length=60, blank=True)
    name = models.CharField(max_length=210, blank=True)
    outcome = models.CharField(max_length=10, choices=RowOutcome.choices)
    values = models.JSONField()
    changes = models.JSONField(default=list)
    problems = models.JSONField(default=list)
    candidates = models.JSONField(default=list)
    taken = models.JSONField(default=list)
    individual = models.ForeignKey(Individual, on_delete=models.CASCADE, null=True, related_name="+")

    class Meta(PartOfImport.Meta):
        """In the order of the sheet."""

        ordering = ("line",)
        constraints = [models.UniqueConstraint(name="import_row_once", fields=["batch", "line"])]

    def __str__(self) -> str:
        return f"Line {self.line} of import {self.batch_id}"

    @classmethod
    def seen_by(cls, viewer: Any) -> Q:
        """With the import and the individual."""
        seen = Q(individual__in=Individual.unscoped.visible_to(viewer))
        return super().seen_by(viewer) & (Q(individual=None) | seen)

    @classmethod
    def policy(cls) -> str:
        """As ``seen_by``: the rule of the individual's own table holds inside the subquery."""
        individual = "(select from cohort_individual about where about.id = cohort_importrow.individual_id)"
        return f"{super().policy()} and (cohort_importrow.individual_id is null or exists {individual})"


class SheetReference(AboutIndividual):
    """A hub's own reference for an individual, and what its sheet said last.

    ``said`` lets the next import tell an edit made here from a change on the sheet.
    """

    data_category = DataCategory.IDENTITY
    categories: ClassVar = {data_category: ("hub", "ref", "said", "batch")}
    individual_table = "cohort_individual"

    individual = models.ForeignKey(Individual, on_delete=models.CASCADE, related_name="sheet_references")
    hub = reference_to(Hub)
    ref = models.CharField(max_length=60)
    said = models.JSONField(default=dict)
    batch = models.ForeignKey(ImportBatch, on_delete=models.SET_NULL, null=True, related_name="+")

    history = records(excluded_fields=["said", "cell"])

    class Meta(AboutIndividual.Meta):
        """A hub uses a reference once."""

        constraints = [models.UniqueConstraint(name="sheet_reference_once", fields=["hub", "ref"])]

    def __str__(self) -> str:
        return self.ref


class ColumnMeaning(models.Model):
    """What an agency's column heading was last said to mean, so that it is not asked again."""

    agency = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="+")
    header = models.CharField(max_length=200)
    field = models.CharField(max_length=30)

    history = records()
    objects = models.Manager["ColumnMeaning"]()

    class Meta:
        """One meaning per heading."""

        constraints = [models.UniqueConstraint(name="column_meaning_once", fields=["agency", "header"])]

    def __str__(self) -> str:
        return f"{self.header}: {self.field}"
