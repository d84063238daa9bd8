"""Deciding how long a record is kept."""

from typing import Any

from django import forms

from cohort.forms.record import RecordForm
from cohort.models import Individual, RetentionGroup
from cohort.queries.retention import groups_of_individuals
from marsoc.govuk.fields import DateField


class _DecisionForm(RecordForm):
    def offer(self, individual: Individual) -> None:
        """Ask why."""
        self.fields["reason"].label = "Why do you decide this?"
        self.fields["reason"].error_messages["required"] = "Enter why you decide this"


class RetainForm(_DecisionForm):
    """Keeping a record until a next review."""

    group = forms.ModelChoiceField(
        queryset=RetentionGroup.objects.none(),
        label="Under which group is the record kept?",
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={"required": "Select the group under which the record is kept"},
    )
    next_on = DateField(
        label="Day of the next review",
        must_be="future",
        help_text="No later than the group allows. For example, 27 3 2027.",
    )

    @staticmethod
    def said(individual: Individual) -> dict[str, Any]:
        """Return the present group."""
        return {"group": individual.retention_group_id}

    def offer(self, individual: Individual) -> None:
        """Offer the groups of today."""
        super().offer(individual)
        self.set_choices("group", groups_of_individuals())


class HoldForm(_DecisionForm):
    """Holding a record for a legal reason."""

    next_on = DateField(
        label="Day on which the hold is looked at again", must_be="future", help_text="For example, 27 3 2027."
    )

    def offer(self, individual: Individual) -> None:
        """Ask for the legal reason."""
        self.fields["reason"].label = "What is the legal reason?"
        self.fields["reason"].error_messages["required"] = "Enter the legal reason"


class EndHoldForm(_DecisionForm):
    """Ending a hold."""


class DisposeForm(_DecisionForm):
    """Proposing that a record is disposed of, approving it, or refusing it."""
