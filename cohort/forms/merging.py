"""Proposing a merge, deciding it and undoing it."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms

from cohort.combining import BOTH, MERGED, SURVIVOR, answers_to
from cohort.enums import Verdict
from cohort.forms.record import MARKING_HINT
from cohort.models import Individual
from cohort.presenters.merging import Difference, Pick
from marsoc.govuk.forms import GovukForm

FIRST, SECOND = "first", "second"


class MergeForm(GovukForm):
    """Which of two records survives, and whose answer in everything that they say otherwise.

    The answers are given by record, so that they hold whichever of the two survives.
    """

    survivor = forms.ChoiceField(
        label="Which record survives?",
        widget=forms.RadioSelect,
        help_text="Its reference stays. The reference of the other record leads to it from then on.",
        error_messages={"required": "Select which record survives"},
    )
    words = forms.CharField(
        label="How do you know that they are of the same person?",
        max_length=200,
        help_text=f"For example, fingerprints. {MARKING_HINT}",
        error_messages={"required": "Enter how you know that they are of the same person"},
    )
    first_version = forms.IntegerField(widget=forms.HiddenInput)
    second_version = forms.IntegerField(widget=forms.HiddenInput)
    mark_optional: ClassVar[bool] = False

    def __init__(
        self, *args: Any, first: Individual, second: Individual, asked: Sequence[Difference], **kwargs: Any
    ) -> None:
        """Ask about what two records say otherwise.

        Args:
            args: as every form takes them.
            first: the earlier record.
            second: the later one.
            asked: what they say otherwise, the earlier record's answer before the later one's.
            kwargs: as every form takes them.
        """
        versions = {"first_version": first.version, "second_version": second.version}
        super().__init__(*args, initial=versions, **kwargs)
        self.asked = [difference.question for difference in asked]
        records = [(FIRST, f"{first.full_name}, {first.shown_reference}")]
        records.append((SECOND, f"{second.full_name}, {second.shown_reference}"))
        self.set_choices("survivor", records)
        for difference in asked:
            choices = [(FIRST, difference.survivor), (SECOND, difference.merged)]
            choices += [(BOTH, "Both, one below the other")] if BOTH in answers_to(difference.question) else []
            self.fields[difference.question] = forms.ChoiceField(
                label=difference.label,
                choices=choices,
                widget=forms.RadioSelect,
                error_messages={"required": f"Select which answer survives: {difference.label.lower()}"},
            )
        self.order_fields(["survivor", *self.asked, "words"])

    @property
    def keeps_first(self) -> bool:
        """Whether the earlier record survives."""
        return bool(self.cleaned_data["survivor"] == FIRST)

    @property
    def versions(self) -> tuple[int, int]:
        """The versions that were seen, of the record that survives first."""
        seen = (self.cleaned_data["first_version"], self.cleaned_data["second_version"])
        return seen if self.keeps_first else (seen[1], seen[0])

    @property
    def choices(self) -> dict[str, str]:
        """Whose answer survives, by question, as the action takes it."""
        kept = FIRST if self.keeps_first else SECOND
        sides = {kept: SURVIVOR, BOTH: BOTH}
        return {question: sides.get(self.cleaned_data[question], MERGED) for question in self.asked}


class MergeDecisionForm(GovukForm):
    """Whether two records are merged."""

    APPROVE, REFUSE = "approve", "refuse"

    decision = forms.ChoiceField(
        label="What do you decide?",
        choices=[(APPROVE, "Merge the two records, at once"), (REFUSE, "Leave them as two records")],
        widget=forms.RadioSelect,
        error_messages={"required": "Select what you decide"},
    )
    words = forms.CharField(
        label="Why are they left as two records?",
        max_length=300,
        required=False,
        help_text=f"Needed only where they are. {MARKING_HINT}",
    )
    mark_optional: ClassVar[bool] = False

    def clean(self) -> dict[str, object]:
        """Ask for the reason of a refusal."""
        cleaned: dict[str, object] = super().clean() or self.cleaned_data
        if cleaned.get("decision") == self.REFUSE and not cleaned.get("words"):
            self.add_error("words", "Enter why they are left as two records")
        return cleaned


class UndoForm(GovukForm):
    """Whose each thing is that was recorded since a merge, and what the two records are taken to be from now on."""

    verdict = forms.ChoiceField(
        label="What are the two records from now on?",
        choices=[
            (Verdict.NOT_SAME.value, "Of two people"),
            (Verdict.OPEN.value, "Not certain: ask again whether they are of one person"),
            (Verdict.SAME.value, "Of one person, merged in the wrong way"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Select what the two records are from now on"},
    )
    words = forms.CharField(
        label="Why do you undo this merge?",
        max_length=200,
        help_text=MARKING_HINT,
        error_messages={"required": "Enter why you undo this merge"},
    )

    def __init__(
        self, *args: Any, survivor: Individual, merged: Individual, asked: Sequence[Pick], **kwargs: Any
    ) -> None:
        """Ask about what was recorded since.

        Args:
            args: as every form takes them.
            survivor: the record that survived.
            merged: the other one.
            asked: what somebody has to place.
            kwargs: as every form takes them.
        """
        super().__init__(*args, **kwargs)
        self.asked = [pick.question for pick in asked]
        choices = [(SURVIVOR, survivor.shown_reference), (MERGED, merged.shown_reference)]
        for pick in asked:
            self.fields[pick.question] = forms.ChoiceField(
                label=pick.label,
                choices=choices,
                widget=forms.RadioSelect,
                help_text="Recorded since the merge. Which record does it belong to?",
                error_messages={"required": f"Select which record it belongs to: {pick.label}"},
            )
        self.order_fields([*self.asked, "verdict", "words"])

    @property
    def answers(self) -> dict[str, str]:
        """Whose each thing is, by question."""
        return {question: self.cleaned_data[question] for question in self.asked}
