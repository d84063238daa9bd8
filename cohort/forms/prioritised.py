"""Since when the list may have changed, and what a hub sets for its list."""

from datetime import datetime
from typing import Any

from django import forms

from cohort.models import ListTerms
from marsoc.govuk.fields import DateField
from marsoc.govuk.forms import GovukForm
from marsoc.kit import clock

MOST_PEOPLE = 5000


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
    """How many people the hub can manage."""

    capacity = forms.IntegerField(
        label="How many people can the hub manage?", min_value=1, max_value=MOST_PEOPLE, required=False,
        help_text="The list shows a line below that many. Leave it empty for no line.",
    )  # fmt: skip

    def __init__(self, *args: Any, terms: ListTerms, **kwargs: Any) -> None:
        """Show what is set now.

        Args:
            args: as every form takes them.
            terms: as they are, or the terms a hub begins with.
            kwargs: as every form takes them.
        """
        super().__init__(*args, initial={"capacity": terms.capacity}, **kwargs)
