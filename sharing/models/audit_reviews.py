"""What people made of the audit trail."""

from django.db import models

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
