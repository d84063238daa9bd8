"""Adding an individual by hand."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms

from cohort.forms.individuals import BirthForm, CategoryForm, NameForm, PhaseForm
from cohort.models import Individual
from cohort.queries.restriction import people_to_name
from marsoc.govuk.components import FieldOptions
from sharing.enums import Phase
from sharing.models import Hub, User
from sharing.queries.people import hubs
from sharing.viewer import Viewer

_FACTS = ("forenames", "surname", "name_source", "category")


class AddForm(NameForm, BirthForm, CategoryForm, PhaseForm):
    """What a record begins with, and whether nobody but those named sees it."""

    hub = forms.ModelChoiceField(
        queryset=Hub.objects.none(), label="Whose list is it?", error_messages={"required": "Select the hub"}
    )
    phase = forms.ChoiceField(
        label="Custody phase",
        choices=Phase.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Select the custody phase"},
    )
    restrict = forms.BooleanField(
        label="Restrict this record",
        required=False,
        help_text="Nobody but you and the people you select below sees it, from the first moment.",
    )
    people = forms.MultipleChoiceField(
        label="Who else sees the restricted record?", required=False, widget=forms.CheckboxSelectMultiple
    )

    field_order = (
        "hub", "forenames", "surname", "name_source", "known", "date_of_birth", "year_of_birth", "birth_source",
        "category", "phase", "started_on", "source", "restrict", "people", "reason",
    )  # fmt: skip
    govuk: ClassVar[Mapping[str, FieldOptions]] = {
        **BirthForm.govuk, "phase": {"label_size": "s", "small": True}, "category": {"label_size": "s"},
        "people": {"label_size": "s", "small": True},
    }  # fmt: skip

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        """Offer the hubs the viewer may add to, and the people who can be named; one hub is not asked for."""
        super().__init__(*args, individual=Individual(), **kwargs)
        del self.fields["version"]
        self.fields["reason"].label = "Why are you adding this person?"
        self.fields["reason"].error_messages["required"] = "Enter why you are adding this person"
        self.fields["source"].label = "Where the custody phase comes from"
        self.fields["source"].error_messages["required"] = "Enter where the custody phase comes from"
        self.own_hub = viewer.hub if viewer.reach is not None else None
        if self.own_hub:
            del self.fields["hub"]
        else:
            self.set_choices("hub", hubs())
        offered = people_to_name(viewer)
        self.offered = {str(user.pk): user for user, _ in offered}
        self.set_choices("people", [(user.pk, label) for user, label in offered])

    @staticmethod
    def said(individual: Individual) -> dict[str, Any]:
        """Return nothing: there is no record yet."""
        return {}

    def hub_answered(self) -> Hub:
        """Return whose list it is; somebody with one hub adds to that one, whatever was sent."""
        hub: Hub = self.own_hub or self.cleaned_data["hub"]
        return hub

    def facts(self) -> dict[str, Any]:
        """Return name, birth and category by the names of the record's fields."""
        return {**{name: self.cleaned_data[name] for name in _FACTS}, **BirthForm.changes(self)}

    def first_phase(self) -> dict[str, Any]:
        """Return the custody phase, its first day and its source."""
        answers = self.cleaned_data
        return {"phase": Phase(answers["phase"]), "started_on": answers["started_on"], "source": answers["source"]}

    def restricted_to(self) -> list[User] | None:
        """Return who else sees the record, None if it is not restricted."""
        if not self.cleaned_data["restrict"]:
            return None
        return [self.offered[pk] for pk in self.cleaned_data["people"]]
