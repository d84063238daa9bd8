"""Two records of one person made one, with all that is needed to make them two again."""

from datetime import datetime
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from cohort.enums import MergedAs, ProposalState
from cohort.models.individuals import Individual
from cohort.models.leaving import Proposal
from marsoc.kit.history import records
from sharing.models import ScopedModel, User


class Exact(DjangoJSONEncoder):
    """Keeps instants to the microsecond, which Django's own does not."""

    def default(self, o: Any) -> Any:
        """Return what JSON can hold of a value."""
        return o.isoformat() if isinstance(o, datetime) else super().default(o)


class Merge(Proposal):
    """That a record is merged into another, which survives: proposed by one person, decided by a second.

    ``individual`` is the record that survives. ``choices`` says for each question of the plan whose answer survives;
    the versions are those of the records that the proposer saw. ``before`` and ``after`` hold what the fields of both
    said around the merge, so that undoing it restores them exactly. Seen by those who see both records and do not see
    by agreement.
    """

    merged = models.ForeignKey(Individual, on_delete=models.CASCADE, related_name="+")
    words = models.CharField(max_length=300)
    choices = models.JSONField(default=dict)
    survivor_version = models.PositiveIntegerField()
    merged_version = models.PositiveIntegerField()
    before = models.JSONField(default=dict, encoder=Exact)
    after = models.JSONField(default=dict, encoder=Exact)
    undone_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    undone_at = models.DateTimeField(null=True)
    undo_reason = models.CharField(max_length=300, blank=True)

    history = records(excluded_fields=["before", "after"])

    class Meta(Proposal.Meta):
        """A record goes into one other at a time, never into itself; whoever proposed does not approve."""

        constraints = [
            models.CheckConstraint(name="merge_of_two_records", condition=~Q(individual=F("merged"))),
            models.UniqueConstraint(
                name="merge_once",
                fields=["merged"],
                condition=Q(state=ProposalState.APPROVED, undone_at=None),
            ),
            models.UniqueConstraint(
                name="merge_proposed_once", fields=["merged"], condition=Q(state=ProposalState.PROPOSED)
            ),
            models.CheckConstraint(
                name="merge_approved_by_another",
                condition=~Q(state=ProposalState.APPROVED)
                | (Q(decided_by__isnull=False) & ~Q(decided_by=F("proposed_by"))),
            ),
            models.CheckConstraint(
                name="merge_undoing_is_whole",
                condition=Q(undone_at=None, undo_reason="")
                | (Q(state=ProposalState.APPROVED, undone_at__isnull=False) & ~Q(undo_reason="")),
            ),
        ]

    def __str__(self) -> str:
        return f"Merge {self.pk}"

    @property
    def stands(self) -> bool:
        """Whether the two records are one at present."""
        return self.state == ProposalState.APPROVED and self.undone_at is None

    @classmethod
    def seen_by(cls, viewer: Any) -> Q:
        """With both records, unless the viewer sees by agreement."""
        merged: QuerySet[Individual] = Individual.unscoped.visible_to(viewer).filter(pk=OuterRef("merged"))
        return super().seen_by(viewer) & Q(Exists(merged))

    @classmethod
    def policy(cls) -> str:
        """As ``seen_by``: the rule of the individual's own table holds inside the subqueries."""
        individuals = "(select about.id from cohort_individual about)"
        return f"{super().policy()} and {cls._meta.db_table}.merged_id in {individuals}"


class MergedRow(ScopedModel):
    """One row that either record had when they were merged, and what became of it; seen with the merge.

    ``model`` and ``row`` say which. ``before`` and ``after`` hold what a row said that was rewritten.
    """

    merge = models.ForeignKey(Merge, on_delete=models.CASCADE, related_name="rows")
    model = models.CharField(max_length=40)
    row = models.BigIntegerField()
    became = models.CharField(max_length=10, choices=MergedAs.choices)
    before = models.JSONField(default=dict, encoder=Exact)
    after = models.JSONField(default=dict, encoder=Exact)

    class Meta(ScopedModel.Meta):
        """In the order dealt with; each row once."""

        ordering = ("id",)
        constraints = [models.UniqueConstraint(name="merged_row_once", fields=["merge", "model", "row"])]

    def __str__(self) -> str:
        return f"{self.model} {self.row}"

    @classmethod
    def seen_by(cls, viewer: Any) -> Q:
        """With the merge."""
        return Q(merge__in=Merge.unscoped.visible_to(viewer))

    @classmethod
    def policy(cls) -> str:
        """As ``seen_by``."""
        return "cohort_mergedrow.merge_id in (select merge.id from cohort_merge merge)"
