"""What is asked for each act of the custody record."""

from typing import Any

from django import forms

from cohort.actions.custody_rules import Told
from cohort.enums import AbsenceKind
from cohort.forms.record import RecordForm, source_field
from cohort.models import Establishment, Individual, KeyDate, RecallKind, SecurityCategory
from cohort.presenters.timeline import date_words
from cohort.queries import reference
from marsoc.govuk.fields import DateField
from marsoc.govuk.forms import check_order
from sharing.enums import Phase

_EXAMPLE = "For example, 27 3 2026."
_TOLD = ("on", "until", "as_at", "source")


class CustodyForm(RecordForm):
    """An act: when it was, where that was read and when the source said so."""

    on = DateField(
        label="Day it happened",
        must_be="today or past",
        help_text=_EXAMPLE,
        error_messages={"required": "Enter the day it happened"},
    )
    as_at = DateField(
        label="As-at date",
        must_be="today or past",
        help_text="The day on which the source said so.",
        error_messages={"required": "Enter the as-at date"},
    )
    source = source_field("this")

    @property
    def answers(self) -> list[str]:
        """Names of the fields: what happened, then when and whence."""
        names = super().answers
        return [*(name for name in names if name not in _TOLD), *(name for name in _TOLD if name in names)]

    def arguments(self) -> dict[str, Any]:
        """Return the answers, those on when and whence in one piece."""
        answers = {name: value for name, value in self.cleaned_data.items() if name not in _TOLD}
        told = {name: self.cleaned_data[name] for name in _TOLD if name in self.cleaned_data}
        return {**answers, "told": Told(**told)}

    def clean(self) -> dict[str, Any]:
        """Hold the last day to the first."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        check_order(self, "on", "until", "The last day must be the first day or after it")
        return cleaned


class EndingForm(CustodyForm):
    """An act that begins something, which may be over already."""

    until = DateField(
        label="Last day, if it is over",
        must_be="today or past",
        required=False,
        help_text="Leave this empty if it still goes on. With a last day, neither phase nor place changes.",
    )


class ReceivedForm(EndingForm):
    """An act that brings somebody into custody, or keeps somebody there."""

    establishment = forms.ModelChoiceField(
        queryset=Establishment.objects.none(),
        label="Prison, if it is known and has changed",
        required=False,
        empty_label="Not known, or the same as before",
    )

    def offer(self, individual: Individual) -> None:
        """Offer every prison: the act may lie before one closed."""
        self.set_choices("establishment", reference.ever(Establishment))


class SentenceForm(ReceivedForm):
    """A sentence to custody."""

    court = forms.CharField(max_length=120, label="Court", error_messages={"required": "Enter the court"})
    length = forms.CharField(
        max_length=120,
        label="Sentence",
        help_text="As the court put it. For example, 12 years.",
        error_messages={"required": "Enter the sentence"},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Name the day."""
        super().__init__(*args, **kwargs)
        self.fields["on"].label = "Day of the sentence"
        self.fields["on"].error_messages["required"] = "Enter the day of the sentence"


class RemandForm(ReceivedForm):
    """A remand in custody."""

    authority = forms.CharField(max_length=120, label="Court or warrant", required=False)


class DefaultTermForm(ReceivedForm):
    """A default term for a fine or a confiscation order that was not paid."""

    authority = forms.CharField(
        max_length=120,
        label="Court or order",
        help_text="For example, confiscation order of Leeds Crown Court, 2024.",
        error_messages={"required": "Enter the court or the order"},
    )


class RecallForm(ReceivedForm):
    """A recall of somebody who was on licence, from the day of the return to custody."""

    recall_kind = forms.ModelChoiceField(
        queryset=RecallKind.objects.none(),
        label="Kind of recall",
        error_messages={"required": "Select the kind of recall"},
    )

    def offer(self, individual: Individual) -> None:
        """Offer the kinds of recall that the law has known; which of them applies depends on the day."""
        super().offer(individual)
        self.set_choices("recall_kind", reference.ever(RecallKind))

    def clean(self) -> dict[str, Any]:
        """Hold the kind to what the law knew on the day."""
        cleaned = super().clean()
        kind, day = cleaned.get("recall_kind"), cleaned.get("on")
        if kind and day and not kind.is_valid_on(day):
            self.add_error("recall_kind", f"There was no {kind.name.lower()} on that day. Check the kind and the day.")
        return cleaned


class ReleaseForm(CustodyForm):
    """A release, and what follows."""

    phase = forms.ChoiceField(
        label="What follows?",
        choices=[(phase.value, phase.label) for phase in (Phase.REL, Phase.POST, Phase.PRE, Phase.ABRD)],
        widget=forms.RadioSelect,
        help_text="Before custody: the case goes on and the person is on bail, or no case goes on.",
        error_messages={"required": "Select what follows"},
    )


class MoveForm(EndingForm):
    """An arrival in another prison."""

    establishment = forms.ModelChoiceField(
        queryset=Establishment.objects.none(), label="Prison", error_messages={"required": "Select the prison"}
    )
    why = forms.CharField(
        max_length=120,
        label="What the move was for",
        required=False,
        help_text="For example, a court case.",
    )

    def offer(self, individual: Individual) -> None:
        """Offer every prison: the move may lie before one closed."""
        self.set_choices("establishment", reference.ever(Establishment))


class CategorisationForm(CustodyForm):
    """A security category."""

    category = forms.ModelChoiceField(
        queryset=SecurityCategory.objects.none(),
        label="Security category",
        error_messages={"required": "Select the security category"},
    )
    review_on = DateField(label="Review of the category due", required=False, help_text="For example, 27 3 2027.")

    def offer(self, individual: Individual) -> None:
        """Offer the categories of today."""
        self.set_choices("category", reference.choices(SecurityCategory))


class AbsenceForm(EndingForm):
    """A time away from custody."""

    kind = forms.ChoiceField(
        label="Kind of absence",
        choices=AbsenceKind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Select the kind of absence"},
    )

    def arguments(self) -> dict[str, Any]:
        """Return the answers, the kind as the vocabulary has it."""
        answers = super().arguments()
        return {**answers, "kind": AbsenceKind(answers["kind"])}


class ReturnForm(CustodyForm):
    """A return to custody."""

    establishment = forms.ModelChoiceField(
        queryset=Establishment.objects.none(),
        label="Prison, if it is known and has changed",
        required=False,
        empty_label="Not known, or the same as before",
    )

    def offer(self, individual: Individual) -> None:
        """Offer the prisons of today."""
        self.set_choices("establishment", reference.choices(Establishment))


class SettleForm(RecordForm):
    """Which of the days that sources give for one date counts."""

    chosen = forms.ChoiceField(
        label="Which day counts?", widget=forms.RadioSelect, error_messages={"required": "Select which day counts"}
    )

    def __init__(self, *args: Any, given: list[KeyDate], **kwargs: Any) -> None:
        """Offer what sources give.

        Args:
            args: as every form takes them.
            given: the days.
            kwargs: as every form takes them.
        """
        super().__init__(*args, **kwargs)
        self.given = {str(each.pk): each for each in given}
        self.set_choices("chosen", [(pk, date_words(each)) for pk, each in self.given.items()])

    def key_date(self) -> KeyDate:
        """Return the date that counts."""
        return self.given[self.cleaned_data["chosen"]]
