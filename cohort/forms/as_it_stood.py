"""As of which past instant a record is wanted."""

from datetime import datetime
from typing import Any

from django import forms

from cohort.forms.explanations import InstantForm
from cohort.queries.reference import choices
from marsoc.kit import clock
from sharing.models import Agency


class PastInstantForm(InstantForm):
    """A past instant, and whose view of it is wanted."""

    agency = forms.ModelChoiceField(
        Agency.objects.none(),
        label="Whose view",
        required=False,
        empty_label="My own",
        help_text="What an agency could see at that time, as far as you may see it now.",
    )

    def __init__(self, *args: Any, asks_of_others: bool = False, **kwargs: Any) -> None:
        """Offer the views of agencies to those who may ask who sees an individual."""
        super().__init__(*args, **kwargs)
        if asks_of_others:
            self.set_choices("agency", choices(Agency).order_by("name"))
        else:
            del self.fields["agency"]
        self.fields["on"].required = True
        self.fields["on"].help_text = "For example, 27 3 2026."
        self.fields[
            "time"
        ].help_text = "For example, 14:30. Leave empty for the end of that day, or for now if it is today."

    def past_instant(self) -> datetime:
        """Return the instant asked for."""
        return self.instant() or clock.now()
