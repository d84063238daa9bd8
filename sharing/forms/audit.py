"""Searching the audit trail."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar

from django import forms

from marsoc.govuk.components import FieldOptions
from marsoc.govuk.fields import DateField
from marsoc.govuk.forms import GovukForm, check_order
from sharing.enums import Operation
from sharing.models import Agency
from sharing.queries.audit import TrailFilter
from sharing.queries.names import names

_BETWEEN = re.compile(r"[\s\-\u2013]+")
_WRONG_ORDER = "The last day must be the same as or after the first day"
_COMPACT = re.compile(r"[0-9A-Z]{8}")


def as_recorded(text: str) -> str:
    """Return a typed reference of an individual as the trail holds it, empty if it is none."""
    compact = _BETWEEN.sub("", text).upper()
    return f"{compact[:4]}-{compact[4:]}" if _COMPACT.fullmatch(compact) else ""


def said(wanted: TrailFilter) -> dict[str, Any]:
    """Return a filter as the form shows it again."""
    days = {name: date.fromisoformat(text) for name in ("first", "last") if (text := getattr(wanted, name))}
    return {**wanted.to_json(), "first": None, "last": None, **days}


class AuditSearchForm(GovukForm):
    """What to narrow the trail to; everything may be left empty."""

    mark_optional = False
    govuk: ClassVar[Mapping[str, FieldOptions]] = {
        name: {"label_size": "s"} for name in ("reference", "user", "agency", "operation", "first", "last")
    }

    reference = forms.CharField(
        label="Reference of an individual", required=False, max_length=20, help_text="Like MK42-7RXL, never a name."
    )
    user = forms.CharField(
        label="User name", required=False, max_length=60, help_text="Of the person who acted, in full."
    )
    agency = forms.ChoiceField(label="Agency", required=False)
    operation = forms.ChoiceField(label="What was done", required=False, choices=[("", "Anything"), *Operation.choices])
    first = DateField(label="From", required=False, must_be="today or past")
    last = DateField(label="Until, that day included", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer every agency, those of the past too."""
        super().__init__(*args, **kwargs)
        field = self.fields["agency"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "Any agency"), *sorted(names(Agency).items(), key=lambda each: each[1])]

    def clean_reference(self) -> str:
        """Return the reference as the trail holds it."""
        typed: str = self.cleaned_data["reference"]
        found = as_recorded(typed)
        if typed and not found:
            raise forms.ValidationError("Reference must be two groups of four letters and numbers, like MK42-7RXL")
        return found

    def clean(self) -> dict[str, Any]:
        """Hold the days to their order."""
        check_order(self, "first", "last", _WRONG_ORDER)
        return self.cleaned_data

    def wanted(self) -> TrailFilter:
        """Return what was asked for."""
        return TrailFilter(**{name: "" if value is None else str(value) for name, value in self.cleaned_data.items()})


class LogReviewForm(GovukForm):
    """That the trail was reviewed."""

    covers_from = DateField(label="First day that was reviewed", must_be="today or past")
    covers_until = DateField(label="Last day that was reviewed", must_be="today or past")
    findings = forms.CharField(
        label="What was found",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="What was looked at, and what follows from it. Name individuals by their reference only.",
        error_messages={"required": "Enter what was found"},
    )

    def clean(self) -> dict[str, Any]:
        """Hold the days to their order."""
        check_order(self, "covers_from", "covers_until", _WRONG_ORDER)
        return self.cleaned_data
