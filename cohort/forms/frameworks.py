"""Editing a draft of the method."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, ClassVar

from django import forms

from cohort.enums import Area
from cohort.models import Dimension, Framework
from cohort.scoring import TOP, Range
from marsoc.govuk.components import FieldOptions
from marsoc.govuk.forms import GovukForm

MOST_BANDS = 6


def _number(label: str, hint: str, most: int) -> forms.IntegerField:
    wrong = f"Enter a whole number from 0 to {most}"
    return forms.IntegerField(
        label=label, help_text=hint, min_value=0, max_value=most,
        error_messages={"required": wrong, "invalid": wrong, "min_value": wrong, "max_value": wrong},
        widget=forms.NumberInput(attrs={"class": "govuk-input--width-3"}),
    )  # fmt: skip


def points(label: str, wrong: str, *, required: bool = True, hint: str = "") -> forms.DecimalField:
    """Return a field for points from 0 to 100 with one decimal."""
    return forms.DecimalField(
        label=label, help_text=hint, min_value=Decimal(0), max_value=Decimal(100), max_digits=4, decimal_places=1,
        required=required, widget=forms.NumberInput(attrs={"class": "govuk-input--width-4"}),
        error_messages=dict.fromkeys(
            ("required", "invalid", "min_value", "max_value", "max_digits", "max_decimal_places", "max_whole_digits"),
            wrong,
        ),
    )  # fmt: skip


def _words(label: str, most: int = 300) -> forms.CharField:
    return forms.CharField(
        label=label, max_length=most, widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": f"Enter words for {label[0].lower()}{label[1:]}"},
    )  # fmt: skip


class TermsForm(GovukForm):
    """What a version is called, what it rests on, its limits, and what confidence means."""

    title = forms.CharField(max_length=120, error_messages={"required": "Enter a title"})
    basis = forms.CharField(
        label="What it rests on",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Who agreed to it, and what has been done to test it.",
        error_messages={"required": "Enter what it rests on"},
    )
    unknowns_allowed = _number("How many dimensions may be unknown?", "With more, a case is not scorable.", most=30)
    panel_steps = _number(
        "How many steps apart on one dimension go to the panel?", "This many, or more, between two assessors.", most=TOP
    )
    panel_points = points(
        "How many points apart in all go to the panel?", "Enter points from 0 to 100, such as 15",
        hint="This many, or more, between two assessors.",
    )  # fmt: skip
    review_sample = _number(
        "In what percentage of reviews does a second assessor score?",
        "Which ones is drawn when the first has submitted. Every acceptance is scored twice.", most=100,
    )  # fmt: skip
    confidence_low = _words("Low confidence")
    confidence_medium = _words("Medium confidence")
    confidence_high = _words("High confidence")

    @classmethod
    def said(cls, framework: Framework) -> dict[str, Any]:
        """Return what the draft says now."""
        return {name: getattr(framework, name) for name in cls.base_fields}


class WeightsForm(GovukForm):
    """The weight of every dimension, on one page because they belong together."""

    mark_optional = False

    def __init__(self, *args: Any, framework: Framework, **kwargs: Any) -> None:
        """Ask for the weight of each dimension that the draft has."""
        super().__init__(*args, **kwargs)
        for dimension in framework.dimensions.all():
            wrong = f"Enter the weight of {dimension.name}, from 0 to 100, such as 12 or 12.5"
            self.fields[dimension.code] = points(dimension.name, wrong)

    @classmethod
    def said(cls, framework: Framework) -> dict[str, Any]:
        """Return the weights now."""
        return {each.code: f"{each.weight.normalize():f}" for each in framework.dimensions.all()}


class BandsForm(GovukForm):
    """The bands; a row without a name is none."""

    mark_optional = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Ask for a few bands, the highest first."""
        super().__init__(*args, **kwargs)
        for row in range(1, MOST_BANDS + 1):
            self.fields[f"name_{row}"] = forms.CharField(
                label=f"Band {row}: name", max_length=40, required=False, help_text="Leave empty for no such band.",
                widget=forms.TextInput(attrs={"class": "govuk-input--width-20"}),
            )  # fmt: skip
            for name, word in (("starts", "from"), ("ends", "below")):
                wrong = f"Enter points from 0 to 100 for band {row}"
                self.fields[f"{name}_{row}"] = points(f"Band {row}: {word}", wrong, required=False)

    def clean(self) -> dict[str, Any]:
        """Ask for both ends of every band that has a name."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for row in range(1, MOST_BANDS + 1):
            for end in (f"starts_{row}", f"ends_{row}"):
                if cleaned.get(f"name_{row}") and cleaned.get(end) is None and end not in self.errors:
                    self.add_error(end, f"Enter points from 0 to 100 for band {row}")
        return cleaned

    @property
    def bands(self) -> list[Range]:
        """The bands as answered."""
        said = self.cleaned_data
        return [
            Range(said[f"name_{row}"], said[f"starts_{row}"], said[f"ends_{row}"])
            for row in range(1, MOST_BANDS + 1)
            if said[f"name_{row}"]
        ]

    @classmethod
    def said(cls, framework: Framework) -> dict[str, Any]:
        """Return the bands now."""
        bands = enumerate(framework.bands.all(), start=1)
        return {
            name: value
            for row, band in bands
            for name, value in (
                (f"name_{row}", band.name), (f"starts_{row}", band.starts_at), (f"ends_{row}", band.ends_at),
            )
        }  # fmt: skip


class DimensionForm(GovukForm):
    """A dimension with the words for each of its levels."""

    area = forms.ChoiceField(
        label="What is it about?", choices=Area.choices, widget=forms.RadioSelect,
        error_messages={"required": "Select what it is about"},
    )  # fmt: skip
    name = forms.CharField(max_length=60, error_messages={"required": "Enter a name"})
    question = _words("Question that the assessor answers")
    level_0 = _words("Level 0, the least")
    level_1 = _words("Level 1")
    level_2 = _words("Level 2")
    level_3 = _words("Level 3")
    level_4 = _words("Level 4, the most")

    govuk: ClassVar[Mapping[str, FieldOptions]] = {"area": {"inline": True, "small": True}}

    @classmethod
    def said(cls, dimension: Dimension) -> dict[str, Any]:
        """Return what the dimension says now."""
        levels = {f"level_{level}": words for level, words in enumerate(dimension.levels)}
        return {"area": dimension.area, "name": dimension.name, "question": dimension.question, **levels}

    @property
    def terms(self) -> dict[str, Any]:
        """The dimension as answered."""
        said = self.cleaned_data
        levels = [said[f"level_{level}"] for level in range(TOP + 1)]
        return {"area": said["area"], "name": said["name"], "question": said["question"], "levels": levels}
