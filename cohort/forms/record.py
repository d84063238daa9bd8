"""What every form about an individual shares: the reason for the change and the version that was seen."""

from collections.abc import Mapping
from typing import Any, ClassVar, Self

from django import forms
from django.http import QueryDict

from cohort.models import Individual
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
        self.order_fields([name for name in self.fields if name not in {"reason", "version"}])
        self.offer(individual)

    @property
    def answers(self) -> list[str]:
        """Names of the fields that say something about the individual."""
        return [name for name in self.fields if name not in {"reason", "version"}]

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

    def renewed(self, individual: Individual, version: int) -> Self:
        """Return the same answers on a later version of the record, so that sending them again is a knowing choice.

        Args:
            individual: the record as it is now.
            version: its version.
        """
        answered = QueryDict(mutable=True)
        answered.update(self.data)
        answered[self.add_prefix("version")] = str(version)
        return type(self)(answered, individual=individual)

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
