"""Holding somebody apart from the list, and whether that still has to be."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms

from cohort.enums import ApartCategory
from cohort.forms.record import MARKING_HINT, SourceReferenceField
from marsoc.govuk.components import FieldOptions
from marsoc.govuk.forms import GovukForm


class HoldApartForm(GovukForm):
    """Who is held apart, as what, and why that has to be."""

    name = forms.CharField(label="Name", max_length=200, error_messages={"required": "Enter the name"})
    category = forms.ChoiceField(
        label="What is the person?", choices=ApartCategory.choices, widget=forms.RadioSelect,
        error_messages={"required": "Select what the person is"},
    )  # fmt: skip
    relation = forms.CharField(
        label="Relation", max_length=120, help_text="For example, sister, or owner of the premises used.",
        error_messages={"required": "Enter the relation"},
    )  # fmt: skip
    necessity = forms.CharField(
        label="Why does this name have to be held?", max_length=500, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=f"What could not be done without it. {MARKING_HINT}",
        error_messages={"required": "Enter why this name has to be held"},
    )  # fmt: skip
    source_reference = SourceReferenceField()

    govuk: ClassVar[Mapping[str, FieldOptions]] = {"category": {"label_size": "s", "small": True}}


class ReviewApartForm(GovukForm):
    """Whether somebody is still held apart, and why."""

    KEEP, REMOVE = "keep", "remove"

    decision = forms.ChoiceField(
        label="Does this name still have to be held?",
        choices=[(KEEP, "Yes, state why"), (REMOVE, "No, delete it now")],
        widget=forms.RadioSelect,
        error_messages={"required": "Select whether the name still has to be held"},
    )
    necessity = forms.CharField(
        label="Why?", max_length=500, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=f"Kept with the decision. {MARKING_HINT}",
        error_messages={"required": "Enter why"},
    )  # fmt: skip

    govuk: ClassVar[Mapping[str, FieldOptions]] = {"decision": {"label_size": "s"}}

    @property
    def keeps(self) -> bool:
        """Whether somebody is held on."""
        answer: Any = self.cleaned_data["decision"]
        return bool(answer == self.KEEP)
