"""Asking for access, and answering such a request."""

from collections.abc import Mapping
from typing import ClassVar

from django import forms

from cohort.forms.record import MARKING_HINT
from marsoc.govuk.components import FieldOptions
from marsoc.govuk.forms import GovukForm
from sharing.enums import AccessReason

_HINT = f"The other side reads this. {MARKING_HINT} No names."


def _words(label: str, required: str) -> forms.CharField:
    return forms.CharField(
        label=label, max_length=500, widget=forms.Textarea, help_text=_HINT, error_messages={"required": required}
    )


class AskForm(GovukForm):
    """What the record is needed for."""

    purpose = forms.ChoiceField(
        label="What do you need the record for?",
        choices=AccessReason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Select what you need the record for"},
    )
    words = _words("Why do you need it?", "Enter why you need it")

    govuk: ClassVar[Mapping[str, FieldOptions]] = {"purpose": {"label_size": "s"}}


class RefuseForm(GovukForm):
    """Why access is refused."""

    words = _words("Why do you refuse?", "Enter why you refuse")


class QuestionForm(GovukForm):
    """What the owner wants to know before deciding."""

    words = _words("What do you want to know?", "Enter what you want to know")


class ReplyForm(GovukForm):
    """The answer to the owner's question."""

    words = _words("Your answer", "Enter your answer")


class WithdrawForm(GovukForm):
    """Nothing but the confirmation."""
