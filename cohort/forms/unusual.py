"""Reviewing unusual access."""

from django import forms

from marsoc.govuk.forms import GovukForm
from sharing.enums import FindingOutcome


class FindingForm(GovukForm):
    """What somebody made of a finding."""

    outcome = forms.ChoiceField(
        label="What was it?",
        choices=FindingOutcome.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Select what it was"},
    )
    words = forms.CharField(
        label="What did you look at, and what did you find?",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="Name individuals by their reference only.",
        error_messages={"required": "Enter what you looked at and found"},
    )
