"""Adding and removing facts of which an individual has several, and deciding whether two records are of one person."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms

from cohort.enums import IdentifierKind, NameKind, Verdict
from cohort.forms.record import MARKING_HINT, CorrectingForm, RecordForm, source_field
from cohort.identifiers import InvalidIdentifier, normalise
from cohort.models import Individual, KeyDateKind
from cohort.queries import reference
from marsoc.govuk.components import FieldOptions
from marsoc.govuk.fields import DateField
from marsoc.govuk.forms import GovukForm


class AliasForm(RecordForm):
    """A further name."""

    name = forms.CharField(
        max_length=200, label="Name", help_text="As it is written. Forenames first, then the surname."
    )
    kind = forms.ChoiceField(
        label="Kind of name",
        choices=NameKind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Select the kind of name"},
    )
    source = source_field("the name")


class IdentifierForm(RecordForm):
    """A number by which an agency knows somebody."""

    kind = forms.ChoiceField(
        label="Kind of number",
        choices=IdentifierKind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Select the kind of number"},
    )
    given = forms.CharField(max_length=60, label="Number", help_text="In any usual spelling: 02/73319Z is understood.")
    source = source_field("the number")

    def clean(self) -> dict[str, Any]:
        """Hold the number to the shape and the check letter of its kind."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("kind") and cleaned.get("given"):
            try:
                normalise(IdentifierKind(cleaned["kind"]), cleaned["given"])
            except InvalidIdentifier as error:
                self.add_error("given", str(error))
        return cleaned


class KeyDateForm(CorrectingForm):
    """A sentence date as HMPPS gave it."""

    kind = forms.ModelChoiceField(
        queryset=KeyDateKind.objects.none(), label="Which date", error_messages={"required": "Select which date it is"}
    )
    on = DateField(label="Date", help_text="As given, not worked out. For example, 27 3 2027.")
    as_at = DateField(
        label="As-at date",
        must_be="today or past",
        help_text="The day on which the source gave this date.",
        error_messages={"required": "Enter the as-at date"},
    )
    source = source_field("the date")
    beside = forms.BooleanField(
        label="Another source gives another day: keep both until it is settled which counts", required=False
    )

    def offer(self, individual: Individual) -> None:
        """Offer the kinds of date of today."""
        self.set_choices("kind", reference.key_date_kinds())

    def leave_out_correcting(self) -> None:
        """Do not ask an agency either whether its day stands beside another: it always does."""
        super().leave_out_correcting()
        del self.fields["beside"]


class RemoveForm(CorrectingForm):
    """Why a fact is removed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Ask about removing."""
        super().__init__(*args, **kwargs)
        self.fields["inaccurate"].label = "Was what is removed inaccurate?"
        self.fields["reason"].label = "Why are you removing this?"
        self.fields["reason"].error_messages["required"] = "Enter why you are removing this"


class VerdictForm(GovukForm):
    """Whether two records are of one person."""

    verdict = forms.ChoiceField(
        label="Are these two records of the same person?",
        choices=[
            (Verdict.SAME.value, "Yes, they are of the same person"),
            (Verdict.NOT_SAME.value, "No, they are of two people"),
        ],
        widget=forms.RadioSelect,
        help_text="Your answer is remembered, and nobody is asked again unless somebody withdraws it.",
        error_messages={"required": "Select whether the two records are of the same person"},
    )
    govuk: ClassVar[Mapping[str, FieldOptions]] = {"verdict": {"label_size": "m"}}


class WithdrawForm(GovukForm):
    """Why a decision about two records is taken back."""

    reason = forms.CharField(
        label="Why do you withdraw this decision?",
        max_length=200,
        help_text=f"The two records are then asked about again. {MARKING_HINT}",
        error_messages={"required": "Enter why you withdraw this decision"},
    )
