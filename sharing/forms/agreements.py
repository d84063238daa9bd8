"""Drafting an agreement, signing it, and stopping it."""

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from django import forms

from marsoc.govuk.components import FieldOptions
from marsoc.govuk.fields import DateField
from marsoc.govuk.forms import GovukForm, check_order
from sharing.enums import Ability, AgreementKind, DataCategory, Existence, Phase
from sharing.models import Agency, Agreement, Clause, Party
from sharing.queries import people as queries

ALL = "ALL"
SHAREABLE = [(each.value, each.label) for each in DataCategory if each != DataCategory.EQUALITY]
_DATE_HINT = "For example, 27 3 2027."


def _text(label: str, hint: str = "", *, required: bool = False, rows: int = 4) -> forms.CharField:
    return forms.CharField(
        label=label, help_text=hint, required=required, max_length=4000, widget=forms.Textarea(attrs={"rows": rows})
    )


def _choices(label: str, wrong: str, choices: Iterable[tuple[str, str]] = ()) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label,
        choices=list(choices),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": wrong, "invalid_choice": wrong},
    )


class TermsForm(GovukForm):
    """A part of the terms, on a page of its own.

    Attributes:
        heading: of the page.
    """

    heading: ClassVar[str]

    @classmethod
    def said(cls, agreement: Agreement) -> dict[str, Any]:
        """Return what the draft says now."""
        return {name: getattr(agreement, name) for name in cls.base_fields}


class PurposeForm(TermsForm):
    """What is shared for, and on which basis."""

    heading = "Title, purpose and lawful basis"

    title = forms.CharField(max_length=200, help_text="What people call it. For example, Sharing for release planning.")
    purpose = _text("Purpose", "What the information is shared for.", required=True)
    lawful_basis = _text("Lawful basis", "The power or duty under which it is shared.")
    dpia_reference = forms.CharField(
        label="Data protection impact assessment", max_length=60, required=False, help_text="Its reference."
    )


class DatesForm(TermsForm):
    """The term and the review."""

    heading = "Dates and review"

    starts_on = DateField(
        label="First day",
        help_text=f"{_DATE_HINT} A day in the past shares nothing in retrospect: sharing begins with the signatures.",
    )
    ends_on = DateField(label="Last day", help_text=f"{_DATE_HINT} Sharing stops by itself at the end of this day.")
    review_on = DateField(label="Review due", required=False, help_text=_DATE_HINT)

    def clean(self) -> dict[str, Any]:
        """Hold the dates to their order."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        check_order(self, "starts_on", "ends_on", "The last day must be on or after the first day")
        review, last = cleaned.get("review_on"), cleaned.get("ends_on")
        if review and last and review > last:
            self.add_error("review_on", "The review must be due on or before the last day")
        return cleaned


class RulesForm(TermsForm):
    """What recipients must keep to, and where the papers are."""

    heading = "Retention, passing on and documents"

    retention = _text("How long may recipients keep the information?")
    onward_sharing = _text("May recipients pass it on?", "To whom, and who must agree.")
    documents = _text("Documents", "References of the signed papers, annexes and policies, one on each line.")


class StartForm(GovukForm):
    """What a draft begins with."""

    kind = forms.ChoiceField(
        label="What kind of agreement is it?",
        choices=AgreementKind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Select what kind of agreement it is"},
    )
    title = forms.CharField(max_length=200, help_text="What people call it. For example, Sharing for release planning.")
    purpose = _text("Purpose", "What the information is shared for.", required=True)
    starts_on = DateField(label="First day", help_text=_DATE_HINT)
    ends_on = DateField(label="Last day", help_text=f"{_DATE_HINT} Sharing stops by itself at the end of this day.")

    def clean(self) -> dict[str, Any]:
        """Hold the dates to their order."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        check_order(self, "starts_on", "ends_on", "The last day must be on or after the first day")
        return cleaned


class ContactForm(GovukForm):
    """Whom to ask at a party."""

    contact_name = forms.CharField(label="Name of the contact", max_length=120, required=False)
    contact_email = forms.EmailField(label="Work email address of the contact", required=False)

    @staticmethod
    def said(party: Party) -> dict[str, Any]:
        """Return the present contact."""
        return {"contact_name": party.contact_name, "contact_email": party.contact_email}


class PartyForm(ContactForm):
    """An agency that takes part."""

    agency = forms.ModelChoiceField(
        queryset=Agency.objects.none(), label="Agency", error_messages={"required": "Select the agency"}
    )
    field_order = ("agency", "contact_name", "contact_email")

    def __init__(self, *args: Any, present: Iterable[str], **kwargs: Any) -> None:
        """Offer the agencies of today that are no party yet."""
        super().__init__(*args, **kwargs)
        field = self.fields["agency"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = queries.agencies_at_present().exclude(pk__in=list(present))


class ClauseForm(GovukForm):
    """One clause: who may see, add to or agree on what, about whom, and until when."""

    recipients = _choices("Who receives the information?", "Select at least one agency")
    hubs = _choices("Of which hubs?", "Select all hubs, or at least one")
    phases = _choices(
        "In which custody phases?", "Select at least one custody phase", [(ALL, "Every custody phase"), *Phase.choices]
    )
    categories = _choices("Which information?", "Select at least one kind of information", SHAREABLE)
    abilities = _choices("What may they do?", "Select at least one thing that they may do", Ability.choices)
    purpose = _text("For which purpose?", required=True)
    lawful_basis = _text("Lawful basis", "Leave empty if it is that of the agreement.", rows=2)
    existence = forms.ChoiceField(
        label="What may they know of people in these hubs and phases whom they may not see?",
        choices=Existence.choices,
        widget=forms.RadioSelect,
        initial=Existence.NOTHING,
        error_messages={"required": "Select what they may know"},
    )
    starts_on = DateField(
        label="From", required=False, help_text=f"{_DATE_HINT} Leave empty if it begins with the agreement."
    )
    ends_on = DateField(
        label="Until", required=False, help_text=f"{_DATE_HINT} Leave empty if it ends with the agreement."
    )
    handling = _text("Handling conditions", "For example, not to be copied into other systems.", rows=2)

    govuk: ClassVar[Mapping[str, FieldOptions]] = {
        **{
            name: {"small": True, "label_size": "s"}
            for name in ("recipients", "hubs", "phases", "categories", "existence")
        },
        **{name: {"label_size": "s"} for name in ("purpose", "lawful_basis", "starts_on", "ends_on", "handling")},
        "abilities": {
            "small": True,
            "label_size": "s",
            "item_hints": {
                Ability.VIEW: "Read what is recorded",
                Ability.CONTRIBUTE: "Record what they know themselves, and see it again",
                Ability.AGREE: "Take part in agreeing plans",
            },
        },
    }

    def __init__(self, *args: Any, receiving: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        """Offer the receiving parties and the hubs of today."""
        super().__init__(*args, **kwargs)
        self._hubs = [(hub.code, hub.name) for hub in queries.hubs()]
        self._offer("recipients", receiving)
        self._offer("hubs", [(ALL, "All hubs"), *self._hubs])

    def _offer(self, name: str, choices: Iterable[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = list(choices)

    @staticmethod
    def said(clause: Clause, hubs: Iterable[str]) -> dict[str, Any]:
        """Return what a clause says now; every hub and every phase are said in one word.

        Args:
            clause: of the draft.
            hubs: the codes of the hubs of today.
        """
        said = {name: getattr(clause, name) for name in ClauseForm.base_fields}
        if set(hubs) <= set(clause.hubs):
            said["hubs"] = [ALL]
        if set(clause.phases) == set(Phase):
            said["phases"] = [ALL]
        return said

    def clean_hubs(self) -> list[str]:
        """Return the codes that 'all hubs' stands for."""
        chosen: list[str] = self.cleaned_data["hubs"]
        return [code for code, _ in self._hubs] if ALL in chosen else chosen

    def clean_phases(self) -> list[str]:
        """Return the codes that 'every custody phase' stands for."""
        chosen: list[str] = self.cleaned_data["phases"]
        return [str(phase) for phase in Phase] if ALL in chosen else chosen

    def clean(self) -> dict[str, Any]:
        """Hold the dates to their order."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        check_order(self, "starts_on", "ends_on", "The clause's last day must be on or after its first day")
        return cleaned


class SignForm(GovukForm):
    """The office in which a person signs, and the hash of the text that the person read."""

    authority = forms.CharField(
        label="In which office do you sign?",
        max_length=120,
        help_text="For example, Deputy Director, Intelligence.",
        error_messages={"required": "Enter the office in which you sign"},
    )
    content_hash = forms.CharField(max_length=64, required=False, widget=forms.HiddenInput)


class ReasonForm(GovukForm):
    """Why something is done to an agreement."""

    reason = forms.CharField(
        label="Why?",
        max_length=100,
        help_text="Every party reads this. Do not name any individual.",
        error_messages={"required": "Enter why"},
    )
