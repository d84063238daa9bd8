"""Decisions on keeping what is held about somebody."""

from django.db import models
from django.db.models import Q

from cohort.enums import ProposalState, RetentionKind
from cohort.models.leaving import Proposal
from marsoc.kit.history import records
from sharing.models import User


class RetentionDecision(Proposal):
    """What was decided when the keeping of a record was reviewed.

    Keeping and holding are decided by one person, with ``next_on`` as the day of the next review. A hold lasts until
    somebody ends it; nothing is disposed of meanwhile.
    """

    kind = models.CharField(max_length=10, choices=RetentionKind.choices)
    words = models.CharField(max_length=300)
    next_on = models.DateField(null=True)
    ended_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)
    end_reason = models.CharField(max_length=300, blank=True)

    history = records()

    class Meta(Proposal.Meta):
        """One hold at a time; what is kept or held has a next review."""

        constraints = [
            models.UniqueConstraint(
                name="retention_hold_once",
                fields=["individual"],
                condition=Q(kind=RetentionKind.HOLD, state=ProposalState.APPROVED, ended_at=None),
            ),
            models.CheckConstraint(
                name="retention_keeping_has_next_review",
                condition=~Q(kind__in=[RetentionKind.RETAIN, RetentionKind.HOLD]) | Q(next_on__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"Retention decision {self.pk}"
