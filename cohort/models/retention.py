"""Decisions on keeping what is held about somebody."""

from django.db import models
from django.db.models import F, Q

from cohort.enums import ProposalState, RetentionKind
from cohort.models.leaving import Proposal
from cohort.models.reference import RetentionGroup
from cohort.reference_numbers import shown_reference
from marsoc.kit.history import records
from sharing.models import Hub, User, reference_to

ERASING = (RetentionKind.REDUCE, RetentionKind.DISPOSE)


class RetentionDecision(Proposal):
    """What was decided when the keeping of a record was reviewed.

    Keeping and holding are decided by one person, with ``next_on`` as the day of the next review. A hold lasts until
    somebody ends it; nothing is erased meanwhile. Reducing and disposing are proposed by one person and approved by
    another. The decision to dispose goes with the record, and a certificate stays.
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
            models.UniqueConstraint(
                name="retention_erasing_once",
                fields=["individual"],
                condition=Q(state=ProposalState.PROPOSED),
            ),
            models.CheckConstraint(
                name="retention_erasing_approved_by_another",
                condition=~Q(kind__in=ERASING, state=ProposalState.APPROVED)
                | (Q(decided_by__isnull=False) & ~Q(decided_by=F("proposed_by"))),
            ),
            models.CheckConstraint(
                name="retention_keeping_has_next_review",
                condition=~Q(kind__in=[RetentionKind.RETAIN, RetentionKind.HOLD]) | Q(next_on__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"Retention decision {self.pk}"


class DisposalCertificate(models.Model):
    """That everything held about one person was disposed of; it holds the reference and nothing about the person.

    ``rows`` are the numbers of rows that were erased, by kind. Written by the database function that erases.
    """

    append_only = True

    reference = models.CharField(max_length=8)
    hub = reference_to(Hub)
    group = reference_to(RetentionGroup)
    left_on = models.DateField()
    rows = models.JSONField()
    proposed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    approved_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        """Newest first; a person is disposed of once."""

        ordering = ("-id",)
        constraints = [models.UniqueConstraint(name="disposal_certificate_once", fields=["reference"])]

    def __str__(self) -> str:
        return f"Certificate {self.pk}"

    @property
    def shown_reference(self) -> str:
        """The reference as people read and say it."""
        return shown_reference(self.reference)

    @property
    def total(self) -> int:
        """How many rows were erased."""
        return sum(self.rows.values())
