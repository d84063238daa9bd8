"""Proposing that somebody leaves the list, and deciding it."""

from typing import ClassVar

from django import forms

from cohort.forms.record import MARKING_HINT, RecordForm
from cohort.models import ExitReason, Individual
from cohort.queries import reference
from marsoc.govuk.fields import DateField
from marsoc.govuk.forms import GovukForm


class ExitForm(RecordForm):
    """Why somebody leaves the list, with the evidence and the day."""

    why = forms.ModelChoiceField(
        queryset=ExitReason.objects.none(),
        label="Why does this person leave the list?",
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={"required": "Select why this person leaves the list"},
    )
    evidence = forms.CharField(
        label="Where is the evidence?",
        max_length=300,
        help_text="For example, the minutes of a panel or the number of an order.",
        error_messages={"required": "Enter where the evidence is"},
    )
    left_on = DateField(label="Day of leaving the list", must_be="today or past", help_text="For example, 27 3 2026.")

    def offer(self, individual: Individual) -> None:
        """Offer the reasons of today."""
        self.set_choices("why", reference.choices(ExitReason))
        self.fields["reason"].label = "In your own words"
        self.fields["reason"].error_messages["required"] = "Enter why in your own words"


class ExitDecisionForm(GovukForm):
    """Whether somebody leaves the list."""

    APPROVE, REFUSE = "approve", "refuse"

    decision = forms.ChoiceField(
        label="What do you decide?",
        choices=[(APPROVE, "The person leaves the list, at once"), (REFUSE, "The person stays on the list")],
        widget=forms.RadioSelect,
        error_messages={"required": "Select what you decide"},
    )
    words = forms.CharField(
        label="Why does the person stay on the list?",
        max_length=300,
        required=False,
        help_text=f"Needed only where the person stays. {MARKING_HINT}",
    )
    mark_optional: ClassVar[bool] = False

    def clean(self) -> dict[str, object]:
        """Ask for the reason of a refusal."""
        cleaned: dict[str, object] = super().clean() or self.cleaned_data
        if cleaned.get("decision") == self.REFUSE and not cleaned.get("words"):
            self.add_error("words", "Enter why the person stays on the list")
        return cleaned


class TakeBackForm(GovukForm):
    """Taking back an own proposal."""

    words = forms.CharField(
        label="Why do you take your proposal back?",
        max_length=300,
        help_text=MARKING_HINT,
        error_messages={"required": "Enter why you take your proposal back"},
    )
