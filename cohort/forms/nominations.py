"""Nominating somebody, and answering a nomination."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms

from cohort.actions.adding import FirstPhase
from cohort.enums import SubjectCategory
from cohort.forms.record import MARKING_HINT
from cohort.queries import reference
from cohort.reference_numbers import parse_reference, shown_reference
from marsoc.govuk.components import FieldOptions
from marsoc.govuk.fields import DateField
from marsoc.govuk.forms import GovukForm
from sharing.enums import Phase
from sharing.models import Hub
from sharing.queries.people import hubs


class NominateForm(GovukForm):
    """Who is nominated, for which hub's list, and why."""

    hub = forms.ModelChoiceField(
        queryset=Hub.objects.none(), label="Which hub's list?", empty_label="Select a hub",
        error_messages={"required": "Select the hub"},
    )  # fmt: skip
    forenames = forms.CharField(max_length=100, required=False)
    surname = forms.CharField(max_length=100, error_messages={"required": "Enter the surname"})
    date_of_birth = DateField(required=False, must_be="past", help_text="For example, 27 3 1984.")
    category = forms.ChoiceField(
        label="Is the person suspected or convicted?",
        choices=[(each.value, each.label) for each in (SubjectCategory.SUSPECT, SubjectCategory.CONVICTED)],
        widget=forms.RadioSelect,
        help_text="Somebody who is a victim, a witness or only an associate cannot be on the list.",
        error_messages={"required": "Select whether the person is suspected or convicted"},
    )
    threats = forms.MultipleChoiceField(
        label="Threat areas", widget=forms.CheckboxSelectMultiple, help_text="Select all that apply.",
        error_messages={"required": "Select at least one threat area"},
    )  # fmt: skip
    grounds = forms.CharField(
        label="Why does this person belong on the list?", max_length=2000, widget=forms.Textarea(attrs={"rows": 6}),
        help_text=MARKING_HINT, error_messages={"required": "Enter why this person belongs on the list"},
    )  # fmt: skip
    evidence = forms.CharField(
        label="Where is the evidence?", max_length=300,
        help_text="References of reports, orders or convictions. Never name a source.",
        error_messages={"required": "Enter where the evidence is"},
    )  # fmt: skip
    govuk: ClassVar[Mapping[str, FieldOptions]] = {"threats": {"label_size": "s", "small": True}}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer today's hubs and threat areas."""
        super().__init__(*args, **kwargs)
        self.set_choices("hub", hubs())
        self.set_choices("threats", reference.threat_areas([]))

    def facts(self) -> dict[str, Any]:
        """Return who is nominated, by the names of the nomination's fields."""
        named = ("forenames", "surname", "date_of_birth", "category", "threats")
        return {name: self.cleaned_data[name] for name in named}


class AnswerForm(GovukForm):
    """What the hub does with a nomination."""

    NEW, KNOWN, DECLINE = "new", "known", "decline"
    revealed: ClassVar[Mapping[str, tuple[str, ...]]] = {
        NEW: ("phase", "started_on", "source"), KNOWN: ("reference",), DECLINE: ("answer",),
    }  # fmt: skip

    decision = forms.ChoiceField(
        label="What do you do with this nomination?",
        choices=[
            (NEW, "Add the person to the list as nominated"), (KNOWN, "The person is on the list already"),
            (DECLINE, "Do not take it up"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Select what you do with this nomination"},
    )  # fmt: skip
    phase = forms.ChoiceField(label="Custody phase", choices=[("", "Select a phase"), *Phase.choices], required=False)
    started_on = DateField(
        label="Day the phase began", required=False, must_be="today or past", help_text="For example, 27 3 2026."
    )
    source = forms.CharField(label="Where the custody phase comes from", max_length=200, required=False)
    reference = forms.CharField(label="Reference of the record", max_length=20, required=False)
    answer = forms.CharField(
        label="What is the agency told?", max_length=300, required=False,
        help_text="The agency reads this. Say nothing about who is on the list.",
    )  # fmt: skip
    govuk: ClassVar[Mapping[str, FieldOptions]] = {"decision": {"conditional": revealed}}
    mark_optional: ClassVar[bool] = False
    _ASKED: ClassVar[Mapping[str, str]] = {
        "phase": "Select the custody phase", "started_on": "Enter the day the phase began",
        "source": "Enter where the custody phase comes from", "reference": "Enter the reference of the record",
        "answer": "Enter what the agency is told",
    }  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """Ask for what belongs to the decision."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for name in self.revealed.get(cleaned.get("decision", ""), ()):
            if name not in self.errors and not cleaned.get(name):
                self.add_error(name, self._ASKED[name])
        return cleaned

    def clean_reference(self) -> str:
        """Hold a reference to its check character."""
        typed = self.cleaned_data["reference"]
        stored = parse_reference(typed) if typed else ""
        if stored is None and self.data.get("decision") == self.KNOWN:
            raise forms.ValidationError("This is no reference. Check each character.")
        return shown_reference(stored) if stored else ""

    def first_phase(self) -> FirstPhase:
        """Return the custody phase of somebody who is new."""
        given = self.cleaned_data
        return FirstPhase(Phase(given["phase"]), given["started_on"], given["source"])
