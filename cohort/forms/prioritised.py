"""Since when the list may have changed, and what a hub sets for its list."""

from datetime import datetime
from typing import Any

from django import forms

from cohort.models import ListTerms
from cohort.moves import FEWEST_AGENCIES
from cohort.queries import reference
from marsoc.govuk.fields import DateField
from marsoc.govuk.forms import GovukForm
from marsoc.kit import clock
from sharing.models import Agency

MOST_PEOPLE, MOST_AGENCIES = 5000, 20


class SinceForm(GovukForm):
    """Since which day."""

    since = DateField(
        label="Since the beginning of",
        must_be="past",
        help_text="For example, the day of your last meeting: 27 3 2026.",
    )

    def instant(self) -> datetime:
        """Return the first instant of the day."""
        return clock.start_of(self.cleaned_data["since"])


class ListTermsForm(GovukForm):
    """How many people the hub can manage, and who makes a quorum."""

    capacity = forms.IntegerField(
        label="How many people can the hub manage?", min_value=1, max_value=MOST_PEOPLE, required=False,
        help_text="The list shows a line below that many. Leave it empty for no line.",
    )  # fmt: skip
    least_agencies = forms.IntegerField(
        label="Of how many agencies must people take part in a panel?",
        min_value=FEWEST_AGENCIES, max_value=MOST_AGENCIES,
        help_text=f"At least {FEWEST_AGENCIES}. Whoever steps out for a person does not count for that person.",
        error_messages={"required": "Enter of how many agencies people must take part"},
    )  # fmt: skip
    required_agencies = forms.ModelMultipleChoiceField(
        queryset=Agency.objects.none(), label="Which agencies must be among them?", required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip

    def __init__(self, *args: Any, terms: ListTerms, **kwargs: Any) -> None:
        """Show what is set now.

        Args:
            args: as every form takes them.
            terms: as they are, or the terms a hub begins with.
            kwargs: as every form takes them.
        """
        said = {
            "capacity": terms.capacity, "least_agencies": terms.least_agencies,
            "required_agencies": terms.required_agencies,
        }  # fmt: skip
        super().__init__(*args, initial=said, **kwargs)
        self.set_choices("required_agencies", reference.choices(Agency))
