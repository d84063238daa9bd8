"""What people made of the audit trail."""

from django.db import models
from django.db.models import Q

from marsoc.kit.history import records
from sharing.enums import FindingOutcome
from sharing.models.people import User


class FindingReview(models.Model):
    """What somebody made of a finding of unusual access; ``key`` names the finding, which is worked out."""

    key = models.CharField(max_length=60)
    outcome = models.CharField(max_length=20, choices=FindingOutcome.choices)
    words = models.CharField(max_length=500)
    reviewed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    reviewed_at = models.DateTimeField()

    history = records()
    objects = models.Manager["FindingReview"]()

    class Meta:
        """A finding is reviewed once."""

        constraints = [models.UniqueConstraint(name="finding_reviewed_once", fields=["key"])]

    def __str__(self) -> str:
        return f"Review of {self.key}"


class LogReview(models.Model):
    """That the audit trail was reviewed: which days, and what was found."""

    covers_from = models.DateField()
    covers_until = models.DateField()
    findings = models.TextField(max_length=4000)
    reviewed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    reviewed_at = models.DateTimeField()

    history = records()
    objects = models.Manager["LogReview"]()

    class Meta:
        """Newest first; the first day is not after the last."""

        ordering = ("-reviewed_at", "-id")
        constraints = [
            models.CheckConstraint(
                name="log_review_days_in_order", condition=Q(covers_until__gte=models.F("covers_from"))
            )
        ]

    def __str__(self) -> str:
        return f"Review of the trail from {self.covers_from} until {self.covers_until}"
