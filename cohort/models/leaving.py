"""Leaving the list: proposed by one person of the owning hub, decided by another."""

from typing import Any

from django.db import models
from django.db.models import F, Q

from cohort.enums import ProposalState
from cohort.models.named_access import ByName
from cohort.models.reference import ExitReason
from marsoc.kit.history import records
from sharing.models import User, reference_to
from sharing.models.scoped import setting_sql


class ByNameForHub(ByName):
    """Something decided about one individual by those whose role covers it; agencies never see it."""

    class Meta(ByName.Meta):
        """In the order decided."""

        abstract = True

    @classmethod
    def seen_by(cls, viewer: Any) -> Q:
        """With the individual, unless the viewer sees by agreement."""
        return Q(pk__in=[]) if viewer.contributor else super().seen_by(viewer)

    @classmethod
    def policy(cls) -> str:
        """As ``seen_by``."""
        return f"(select {setting_sql('contributor')}) = '' and {super().policy()}"


class Proposal(ByNameForHub):
    """Something that one person proposes and another decides."""

    state = models.CharField(max_length=10, choices=ProposalState.choices, default=ProposalState.PROPOSED)
    proposed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    decision_reason = models.CharField(max_length=300, blank=True)

    class Meta(ByNameForHub.Meta):
        """In the order proposed."""

        abstract = True


class ListExit(Proposal):
    """A person's leaving the list, on a day, for a reason, with the evidence for it."""

    reason = reference_to(ExitReason)
    words = models.CharField(max_length=300)
    evidence = models.CharField(max_length=300)
    left_on = models.DateField()

    history = records()

    class Meta(Proposal.Meta):
        """One proposal at a time; whoever proposed does not approve."""

        constraints = [
            models.UniqueConstraint(
                name="list_exit_once", fields=["individual"], condition=Q(state=ProposalState.PROPOSED)
            ),
            models.CheckConstraint(
                name="list_exit_approved_by_another",
                condition=~Q(state=ProposalState.APPROVED)
                | (Q(decided_by__isnull=False) & ~Q(decided_by=F("proposed_by"))),
            ),
        ]

    def __str__(self) -> str:
        return f"Exit {self.pk}"
