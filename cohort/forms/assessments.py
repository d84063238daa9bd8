"""Answering one dimension of an assessment, adding what a level rests on, and withdrawing an assessment."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms

from cohort.enums import Basis, Confidence, Handling, IntelligenceGrade, SourceGrade
from cohort.forms.record import MARKING_HINT, SourceReferenceField
from cohort.models import Dimension, DimensionScore, Framework
from marsoc.govuk.components import FieldOptions
from marsoc.govuk.forms import GovukForm

UNKNOWN = "unknown"


class ConfirmForm(GovukForm):
    """A button and nothing to fill in."""


class ScoreForm(GovukForm):
    """A level or unknown, how sure, and why."""

    level = forms.ChoiceField(
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(("required", "invalid_choice"), "Select a level, or Unknown"),
    )
    confidence = forms.ChoiceField(
        label="How sure are you of the level?", choices=Confidence.choices, widget=forms.RadioSelect, required=False,
        help_text="Leave it unanswered if you chose Unknown.",
    )  # fmt: skip
    reason = forms.CharField(
        label="Why this answer?", max_length=500, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=f"{MARKING_HINT} Put graded intelligence under evidence, not here.",
        error_messages={"required": "Enter why you chose this"},
    )  # fmt: skip

    mark_optional = False

    govuk: ClassVar[Mapping[str, FieldOptions]] = {"level": {"label_size": "m"}, "confidence": {"label_size": "s"}}

    def __init__(self, *args: Any, framework: Framework, dimension: Dimension, **kwargs: Any) -> None:
        """Offer the levels, and the confidence in them, in the words of the version."""
        super().__init__(*args, **kwargs)
        levels = [(str(level), f"{level}. {words}") for level, words in enumerate(dimension.levels)]
        unknown = (UNKNOWN, "Unknown. Nobody can tell now; it is not counted as zero.")
        self._offer("level", [*levels, unknown])
        self._offer("confidence", [(each.value, f"{each.label}. {framework.means(each)}") for each in Confidence])
        self.fields["level"].label = dimension.question

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def clean(self) -> dict[str, Any]:
        """Ask for the confidence of a level, and drop one given for unknown."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if self.answer is None:
            cleaned["confidence"] = ""
        elif "level" in cleaned and not cleaned.get("confidence"):
            self.add_error("confidence", "Select how sure you are of the level")
        return cleaned

    @property
    def answer(self) -> int | None:
        """The level as answered, None for unknown."""
        answer = self.cleaned_data.get("level", UNKNOWN)
        return None if answer == UNKNOWN else int(answer)

    @classmethod
    def said(cls, score: DimensionScore | None) -> dict[str, Any]:
        """Return what was answered before."""
        if score is None:
            return {}
        level = UNKNOWN if score.level is None else str(score.level)
        return {"level": level, "confidence": score.confidence, "reason": score.reason}


class EvidenceForm(GovukForm):
    """One piece of evidence; grading and handling for intelligence only."""

    basis = forms.ChoiceField(
        label="What is it?", choices=Basis.choices, widget=forms.RadioSelect,
        error_messages={"required": "Select what it is"},
    )  # fmt: skip
    source_grade = forms.ChoiceField(
        label="Source", choices=SourceGrade.choices, widget=forms.RadioSelect, required=False
    )
    intelligence_grade = forms.ChoiceField(
        label="Intelligence", choices=IntelligenceGrade.choices, widget=forms.RadioSelect, required=False
    )
    handling = forms.ChoiceField(
        label="Handling", choices=Handling.choices, widget=forms.RadioSelect, required=False,
        help_text="What is handled on conditions is not shown to partner agencies.",
    )  # fmt: skip
    conditions = forms.CharField(
        label="Conditions", max_length=300, required=False, help_text="Whom to ask, and what may be done with it."
    )
    summary = forms.CharField(
        label="What does it say?", max_length=500, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=f"{MARKING_HINT} Nothing that tells who the source is.",
        error_messages={"required": "Enter what it says"},
    )  # fmt: skip
    source_reference = SourceReferenceField()

    govuk: ClassVar[Mapping[str, FieldOptions]] = {
        "basis": {
            "label_size": "s",
            "conditional": {Basis.INTELLIGENCE: ("source_grade", "intelligence_grade", "handling", "conditions")},
        },
    }
    mark_optional = False
    _graded = ("source_grade", "intelligence_grade", "handling")

    def clean(self) -> dict[str, Any]:
        """Ask for the grading of intelligence, and drop one given for anything else."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("basis") != Basis.INTELLIGENCE:
            return {**cleaned, **dict.fromkeys((*self._graded, "conditions"), "")}
        for name in self._graded:
            if not cleaned.get(name):
                self.add_error(name, f"Select the grade for {str(self.fields[name].label).lower()}")
        if cleaned.get("handling") == Handling.PERMITTED:
            cleaned["conditions"] = ""
        elif cleaned.get("handling") == Handling.CONDITIONS and not cleaned.get("conditions"):
            self.add_error("conditions", "Enter the conditions on which it may be shared")
        return cleaned


class WithdrawForm(GovukForm):
    """Why an assessment is closed without a result."""

    reason = forms.CharField(
        label="Why is it withdrawn?", max_length=300, help_text="Everybody who sees the assessments can read this.",
        error_messages={"required": "Enter why it is withdrawn"},
    )  # fmt: skip
