"""Offering, deciding about and ending named shares."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from django import forms
from django.http import QueryDict

from cohort.actions.shares import Terms
from cohort.forms.record import MARKING_HINT
from marsoc.govuk.components import FieldOptions
from marsoc.govuk.fields import DateField
from marsoc.govuk.forms import GovukForm
from marsoc.govuk.jinja import long_date
from sharing.enums import DataCategory
from sharing.models import Agency
from sharing.queries.agreements import Footing

_CHOSEN = [choice for choice in DataCategory.choices if choice[0] not in {DataCategory.IDENTITY, DataCategory.EQUALITY}]


class OfferForm(GovukForm):
    """To whom, on the footing of which clause, what, what for and until when."""

    footing = forms.ChoiceField(
        label="Agency and the clause this rests on",
        help_text="Only clauses in force are listed. Their custody phases need not match.",
        error_messages={"required": "Select the agency and the clause this rests on"},
    )
    categories = forms.MultipleChoiceField(
        label="What is shared beside identity",
        choices=_CHOSEN,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Identity always goes along. The clause must cover each of these.",
    )
    purpose = forms.CharField(
        label="What is it shared for?",
        max_length=300,
        help_text=f"The agency reads this before it decides. {MARKING_HINT} No names.",
        error_messages={"required": "Enter what it is shared for"},
    )
    ends_on = DateField(
        label="Last day",
        must_be="today or future",
        help_text="At most a year from today, and not after the clause ends.",
    )

    govuk: ClassVar[Mapping[str, FieldOptions]] = {"categories": {"label_size": "s", "small": True}}
    mark_optional = False

    def __init__(self, *args: Any, footings: Sequence[Footing], **kwargs: Any) -> None:
        """Offer the clauses in force."""
        super().__init__(*args, **kwargs)
        self._footings = {f"{each.clause.pk}:{each.agency.pk}": each for each in footings}
        field = self.fields["footing"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "Select an option"), *((key, _named(each)) for key, each in self._footings.items())]

    @property
    def agency(self) -> Agency:
        """The agency chosen."""
        return self._footings[self.cleaned_data["footing"]].agency

    @property
    def terms(self) -> Terms:
        """The terms as answered."""
        answers = self.cleaned_data
        return Terms(
            clause=self._footings[answers["footing"]].clause,
            categories=[DataCategory(each) for each in answers["categories"]],
            purpose=answers["purpose"],
            ends_on=answers["ends_on"],
        )


def _named(footing: Footing) -> str:
    clause = footing.clause
    covered = ", ".join(DataCategory(each).label.lower() for each in clause.categories)
    return (
        f"{footing.agency.name}: {clause.agreement.reference}, clause {clause.number} ({covered}),"
        f" until {long_date(footing.last_day)}"
    )


_NUMBER = re.compile(r"[0-9]{1,18}")


def chosen_shares(sent: QueryDict) -> list[int]:
    """Return the numbers of the shares that were selected, each once; whatever is no number is no share."""
    return list(dict.fromkeys(int(each) for each in sent.getlist("share") if _NUMBER.fullmatch(each)))


class DecideForm(GovukForm):
    """Whether an agency accepts what it is offered."""

    ACCEPT, DECLINE = "accept", "decline"

    decision = forms.ChoiceField(
        label="What is your decision?",
        choices=[(ACCEPT, "Accept"), (DECLINE, "Decline")],
        widget=forms.RadioSelect,
        error_messages={"required": "Select whether you accept or decline"},
    )
    reason = forms.CharField(
        label="Why do you decline?", max_length=300, required=False, help_text="The hub reads this."
    )

    govuk: ClassVar[Mapping[str, FieldOptions]] = {
        "decision": {"conditional": {DECLINE: ("reason",)}, "label_size": "s"}
    }
    mark_optional = False

    @property
    def accepts(self) -> bool:
        """Whether the answer was to accept."""
        return bool(self.cleaned_data["decision"] == self.ACCEPT)

    def clean(self) -> dict[str, Any]:
        """Ask for the reason of declining."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("decision") == self.DECLINE and "reason" in cleaned and not cleaned["reason"]:
            self.add_error("reason", "Enter why you decline")
        return cleaned


class EndShareForm(GovukForm):
    """Why a share ends."""

    reason = forms.CharField(
        label="Why does it end?",
        max_length=300,
        help_text=f"Both sides read this. {MARKING_HINT} No names.",
        error_messages={"required": "Enter why it ends"},
    )
