"""What every form about an individual shares: the reason for the change and the version that was seen."""

import re
from collections.abc import Mapping
from typing import Any, ClassVar, Self

from django import forms
from django.http import QueryDict

from cohort.enums import Nature
from cohort.models import Individual
from cohort.models.assessments import REFERENCE
from cohort.queries.corrections import Inaccuracy
from marsoc.govuk.components import FieldOptions
from marsoc.govuk.fields import PARTS
from marsoc.govuk.forms import GovukForm

MARKING_HINT = "Nothing above OFFICIAL-SENSITIVE."
SOURCE_HINT = "For example, PNC record read on 3 March 2026."


def source_field(what: str) -> forms.CharField:
    """Return a field that asks where a fact comes from.

    Args:
        what: the fact, as the label names it, such as 'the name'.
    """
    return forms.CharField(
        label=f"Where {what} comes from",
        max_length=200,
        help_text=SOURCE_HINT,
        error_messages={"required": f"Enter where {what} comes from"},
    )


class SourceReferenceField(forms.CharField):
    """Where what is said is kept, held to the form of a reference so that no name gets in."""

    def __init__(self, **kwargs: Any) -> None:
        """Ask for it as each form that takes evidence does."""
        asked = {
            "label": "Reference",
            "max_length": 60,
            "help_text": "Where it is kept, such as IR/2026/01234. Never who the source is.",
            "error_messages": {"required": "Enter the reference, such as IR/2026/01234"},
        }
        super().__init__(**{**asked, **kwargs})

    def clean(self, value: Any) -> str:
        """Return a reference with a digit and no spaces."""
        given: str = super().clean(value)
        if not re.fullmatch(REFERENCE, given):
            raise forms.ValidationError(
                "Enter a reference with a digit and no spaces, such as IR/2026/01234. Never enter who the source is."
            )
        return given


_CORRECTING = ("inaccurate", "nature", "correction_source")
_ABOUT_THE_CHANGE = (*_CORRECTING, "reason", "version")


class RecordForm(GovukForm):
    """A form about an individual.

    Attributes:
        revealed: names of the fields that belong to each answer of ``question``; those of other answers are ignored.
    """

    question: ClassVar[str] = ""
    revealed: ClassVar[Mapping[str, tuple[str, ...]]] = {}

    reason = forms.CharField(
        label="Why are you changing this?",
        max_length=200,
        help_text=f"This is kept in the timeline. {MARKING_HINT}",
        error_messages={"required": "Enter why you are changing this"},
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, individual: Individual, **kwargs: Any) -> None:
        """Show what the record says now.

        Args:
            args: as every form takes them.
            individual: the record.
            kwargs: as every form takes them; ``initial`` adds to what the record says.
        """
        said = {**self.said(individual), "version": individual.version, **(kwargs.pop("initial", None) or {})}
        super().__init__(*args, initial=said, **kwargs)
        self.individual = individual
        self.order_fields([*self.answers, *_ABOUT_THE_CHANGE])
        self.offer(individual)

    @property
    def answers(self) -> list[str]:
        """Names of the fields that say something about the individual."""
        return [name for name in self.fields if name not in _ABOUT_THE_CHANGE]

    @property
    def sent(self) -> set[str]:
        """Names of everything the form sends, the parts of a date one by one."""
        dates = {f"{name}-{part}" for name in self.fields for part in PARTS}
        return {*self.fields, *dates}

    @staticmethod
    def said(individual: Individual) -> dict[str, Any]:
        """Return what the record says now, by the names of this form's fields."""
        return {}

    def offer(self, individual: Individual) -> None:
        """Fill in the choices of today."""

    def changes(self) -> dict[str, Any]:
        """Return what the answers mean for the record, by the names of its fields."""
        return {name: self.cleaned_data[name] for name in self.answers}

    def arguments(self) -> dict[str, Any]:
        """Return the answers by the names that an action on a single fact takes."""
        return dict(self.cleaned_data)

    def inaccuracy(self) -> Inaccuracy | None:
        """Return that what the record said before was inaccurate, if the form asks that and is told so."""
        return None

    def renewed(self, individual: Individual, version: int, **given: Any) -> Self:
        """Return the same answers on a later version of the record, so that sending them again is a knowing choice.

        Args:
            individual: the record as it is now.
            version: its version.
            given: what else the form is made of.
        """
        answered = QueryDict(mutable=True)
        answered.update(self.data)
        answered[self.add_prefix("version")] = str(version)
        return type(self)(answered, individual=individual, **given)

    def full_clean(self) -> None:
        """Clean the form, leaving out the fields that belong to answers not chosen."""
        ignored = [self.fields[name] for name in self._ignored()]
        for field in ignored:
            field.required, field.disabled = False, True
        super().full_clean()
        for field in ignored:
            field.required, field.disabled = True, False

    def _ignored(self) -> set[str]:
        if not self.question or not self.is_bound:
            return set()
        chosen = self.data.get(self.add_prefix(self.question), "")
        every = {name for names in self.revealed.values() for name in names}
        return (every & self.fields.keys()) - set(self.revealed.get(chosen, ()))


class CorrectingForm(RecordForm):
    """A form that replaces or removes what a record says: has that changed, or was it inaccurate?"""

    NO, YES = "no", "yes"

    inaccurate = forms.ChoiceField(
        label="Was what the record said before inaccurate?",
        choices=[(NO, "No, it has changed or is known better now"), (YES, "Yes, it was inaccurate")],
        widget=forms.RadioSelect,
        initial=NO,
        required=False,
        help_text="If it was, every agency that received it is told, and history shows it as inaccurate.",
    )
    nature = forms.ChoiceField(
        label="What was it?",
        choices=Nature.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Select whether it was a fact or an opinion"},
    )
    correction_source = forms.CharField(
        label="How it is known to be inaccurate",
        max_length=200,
        help_text="For example, fingerprints taken on 3 March 2026.",
        error_messages={"required": "Enter how it is known to be inaccurate"},
    )

    govuk: ClassVar[Mapping[str, FieldOptions]] = {
        "inaccurate": {"conditional": {YES: ("nature", "correction_source")}, "label_size": "s"}
    }

    def leave_out_correcting(self) -> None:
        """Do not ask an agency, which may take back what it added and tells the owning hub of errors."""
        for name in _CORRECTING:
            del self.fields[name]

    def arguments(self) -> dict[str, Any]:
        """Return what was inaccurate in one piece."""
        answers = {name: value for name, value in self.cleaned_data.items() if name not in _CORRECTING}
        return {**answers, "inaccuracy": self.inaccuracy()}

    def inaccuracy(self) -> Inaccuracy | None:
        """Return whether it was a fact or an opinion and how that is known, None if nothing was inaccurate."""
        if self.cleaned_data.get("inaccurate") != self.YES:
            return None
        return Inaccuracy(Nature(self.cleaned_data["nature"]), self.cleaned_data["correction_source"])

    def clean_inaccurate(self) -> str:
        """Take no answer for a no: a page that was opened before the question was asked has none."""
        return self.cleaned_data["inaccurate"] or self.NO

    def _ignored(self) -> set[str]:
        told = self.is_bound and self.data.get(self.add_prefix("inaccurate")) == self.YES
        correcting = set() if told else {"nature", "correction_source"}
        return super()._ignored() | (correcting & self.fields.keys())
