"""As of which past instant a record is wanted."""

from datetime import datetime
from typing import Any

from cohort.forms.explanations import InstantForm
from marsoc.kit import clock


class PastInstantForm(InstantForm):
    """A past instant."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].required = True
        self.fields["on"].help_text = "For example, 27 3 2026."
        self.fields[
            "time"
        ].help_text = "For example, 14:30. Leave empty for the end of that day, or for now if it is today."

    def past_instant(self) -> datetime:
        """Return the instant asked for."""
        return self.instant() or clock.now()
