"""Taking emergency access and reviewing it."""

from django import forms

from cohort.enums import EmergencyOutcome, EmergencyReason
from cohort.forms.record import MARKING_HINT
from cohort.reference_numbers import parse_reference, shown_reference
from marsoc.govuk.forms import GovukForm


class EmergencyForm(GovukForm):
    """Which record, for what reason."""

    reference = forms.CharField(
        label="Reference of the record",
        max_length=20,
        help_text="As you were given it, such as HK47-2MRX.",
        error_messages={"required": "Enter the reference of the record"},
    )
    reason = forms.ChoiceField(
        label="What is the emergency?",
        choices=EmergencyReason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Select what the emergency is"},
    )
    words = forms.CharField(
        label="What has happened, and what do you need the record for?",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=f"The hub that owns the record reads this. {MARKING_HINT}",
        error_messages={"required": "Enter what has happened and what you need the record for"},
    )

    def clean_reference(self) -> str:
        """Hold the reference to its check character, so that a misheard one is caught before anything is asked."""
        stored = parse_reference(self.cleaned_data["reference"])
        if stored is None:
            raise forms.ValidationError("This is no reference. Check each character with whoever gave it to you.")
        return shown_reference(stored)


class ReviewForm(GovukForm):
    """What a review found."""

    outcome = forms.ChoiceField(
        label="Was the emergency access justified?",
        choices=EmergencyOutcome.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Select whether it was justified"},
    )
    findings = forms.CharField(
        label="What did you look at, and what did you find?",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=MARKING_HINT,
        error_messages={"required": "Enter what you looked at and found"},
    )
