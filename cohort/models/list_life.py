"""What was decided about somebody's place on the list: moves from status to status, and reviews."""

from django.db import models
from django.db.models import Q

from cohort.enums import ListAct, ListStatus, ReviewOutcome
from cohort.models.leaving import ByNameForHub
from cohort.models.reference import RejectionReason
from marsoc.kit.history import records
from sharing.models import User, reference_to


class ListMove(ByNameForHub):
    """One move of somebody from a status to the next, by a person or, where a review was missed, by the system."""

    act = models.CharField(max_length=10, choices=ListAct.choices)
    status_before = models.CharField(max_length=20, choices=ListStatus.choices)
    status_after = models.CharField(max_length=20, choices=ListStatus.choices)
    rejection = reference_to(RejectionReason, optional=True)
    words = models.CharField(max_length=300)
    moved_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    moved_at = models.DateTimeField()

    history = records()

    class Meta(ByNameForHub.Meta):
        """A rejection has a reason from the list, and nothing else has."""

        constraints = [
            models.CheckConstraint(
                name="list_move_rejection_has_a_reason",
                condition=Q(act=ListAct.REJECT, rejection__isnull=False)
                | (~Q(act=ListAct.REJECT) & Q(rejection__isnull=True)),
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_act_display()} {self.pk}"


class ListReview(ByNameForHub):
    """One review of somebody's place on the list: what changed since the last, what it came to, when the next is due.

    ``was_due`` is the day by which it had to be done.
    """

    was_due = models.DateField(null=True)
    changed = models.TextField(max_length=2000)
    outcome = models.CharField(max_length=10, choices=ReviewOutcome.choices)
    next_due = models.DateField()
    reviewed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    reviewed_at = models.DateTimeField()

    history = records()

    class Meta(ByNameForHub.Meta):
        """In the order done."""

    def __str__(self) -> str:
        return f"Review {self.pk}"
