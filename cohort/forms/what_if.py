"""Which date is supposed to move, and to when."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms

from cohort.models import KeyDate
from marsoc.govuk.fields import DateField
from marsoc.govuk.forms import GovukForm


class WhatIfForm(GovukForm):
    """A recorded date and another day for it; sent in the address, which holds nothing else about the person."""

    mark_optional = False

    kind = forms.ChoiceField(label="Which date", error_messages={"required": "Select which date moves"})
    on = DateField(label="New day", help_text="For example, 27 3 2027.")

    def __init__(self, data: Mapping[str, Any], *, key_dates: list[KeyDate]) -> None:
        """Offer the dates recorded."""
        super().__init__(data or None)
        field = self.fields["kind"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(each.kind_id, each.kind.name) for each in key_dates if not each.aside]

    def moved(self) -> dict[str, date]:
        """Return the day to suppose by the code of its kind, nothing while nothing is asked or it is wrong."""
        return {self.cleaned_data["kind"]: self.cleaned_data["on"]} if self.is_bound and self.is_valid() else {}
