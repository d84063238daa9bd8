"""Asking who sees what: at which instant, of whom."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.utils import timezone

from marsoc.govuk.fields import DateField
from marsoc.govuk.forms import GovukForm
from marsoc.kit import clock


class InstantForm(GovukForm):
    """A past instant, or nothing for the present."""

    mark_optional = False

    on = DateField(
        label="Date", required=False, must_be="today or past", help_text="For example, 27 3 2026. Leave empty for now."
    )
    time = forms.TimeField(
        label="Time",
        required=False,
        input_formats=["%H:%M", "%H.%M", "%I:%M%p", "%I.%M%p", "%I%p"],
        help_text="For example, 14:30. Leave empty for the end of that day.",
        error_messages={"invalid": "Time must be a real time, like 14:30"},
    )

    @staticmethod
    def query(at: datetime) -> str:
        """Return the query of an address that asks for an instant, to the minute."""
        local = timezone.localtime(at)
        return urlencode(
            {"on-day": local.day, "on-month": local.month, "on-year": local.year, "time": f"{local:%H:%M}"}
        )

    def clean(self) -> dict[str, Any]:
        """Hold the instant to the past, and a time to a date."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("time") and not cleaned.get("on") and "on" not in self.errors:
            self.add_error("on", "Enter the date that the time belongs to")
        elif cleaned.get("time") and (at := self._instant(cleaned)) and at > clock.now():
            self.add_error("time", "Time must be in the past")
        return cleaned

    def instant(self) -> datetime | None:
        """Return the instant asked for, None for the present."""
        at = self._instant(self.cleaned_data)
        return at if at and at < clock.now() else None

    def _instant(self, cleaned: Mapping[str, Any]) -> datetime | None:
        on, time = cleaned.get("on"), cleaned.get("time")
        if on is None:
            return None
        if time is None:
            return clock.start_of(on + timedelta(days=1)) - timedelta(microseconds=1)
        return clock.instant_on(on, time)


class FindIndividualForm(GovukForm):
    """Of which individual to ask."""

    reference = forms.CharField(
        label="Reference of the individual",
        max_length=20,
        help_text="Two groups of four, like MK42-7RXL. A name is not a reference.",
        error_messages={"required": "Enter a reference"},
    )


class FindPersonForm(GovukForm):
    """Of which person to ask."""

    name = forms.CharField(
        label="User name or work email address",
        max_length=254,
        error_messages={"required": "Enter a user name or an email address"},
    )
