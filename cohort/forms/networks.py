"""What a hub keeps of an organised crime group, and who belongs to it."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms

from cohort.enums import GroupStatus, Handling, IntelligenceGrade, SourceGrade
from cohort.forms.record import MARKING_HINT, SourceReferenceField
from cohort.models import CrimeGroup, GroupMember, GroupRole
from cohort.models.networks import GRADING
from cohort.queries import networks, reference
from cohort.reference_numbers import parse_reference, shown_reference
from marsoc.govuk.components import FieldOptions
from marsoc.govuk.fields import DateField
from marsoc.govuk.forms import GovukForm
from sharing.models import Hub
from sharing.viewer import Viewer


class WhyForm(GovukForm):
    """A change with a reason, which the history keeps."""

    reason = forms.CharField(
        label="Why are you changing this?", max_length=200, help_text=f"This is kept in the history. {MARKING_HINT}",
        error_messages={"required": "Enter why you are changing this"},
    )  # fmt: skip
    mark_optional = False

    def end_with(self, *names: str) -> None:
        """Put fields last."""
        self.order_fields([*(name for name in self.fields if name not in names), *names])


class GroupForm(WhyForm):
    """A group itself: names, threat areas and whether it is at work."""

    hub = forms.ModelChoiceField(
        queryset=Hub.objects.none(), label="Which hub keeps it?", empty_label="Select a hub",
        error_messages={"required": "Select the hub"},
    )  # fmt: skip
    name = forms.CharField(
        label="Name", max_length=120, error_messages={"required": "Enter the name"},
        help_text=f"As your hub calls the group. {MARKING_HINT}",
    )  # fmt: skip
    other_names = forms.CharField(
        label="Other names (optional)", max_length=600, required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="One on each line.",
    )  # fmt: skip
    threats = forms.MultipleChoiceField(
        label="Threat areas", widget=forms.CheckboxSelectMultiple, help_text="Select all that apply.",
        error_messages={"required": "Select at least one threat area"},
    )  # fmt: skip
    status = forms.ChoiceField(
        label="Is the group at work?", choices=GroupStatus.choices, widget=forms.RadioSelect,
        error_messages={"required": "Select whether the group is at work"},
    )  # fmt: skip
    status_since = DateField(
        label="Since when?",
        must_be="today or past",
        help_text="For example, 27 3 2026.",
        error_messages={"required": "Enter since when that is so"},
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    govuk: ClassVar[Mapping[str, FieldOptions]] = {
        "threats": {"label_size": "s", "small": True}, "status": {"label_size": "s"},
    }  # fmt: skip
    facts = ("name", "other_names", "threats", "status", "status_since")

    def __init__(self, *args: Any, viewer: Viewer, group: CrimeGroup | None = None, **kwargs: Any) -> None:
        """Show what is kept, or offer the hubs that a new group may belong to."""
        super().__init__(*args, initial=self.said(group), **kwargs)
        self.own_hub = viewer.hub
        self.set_choices("threats", reference.threat_areas(group.threats if group else []))
        self.set_choices("hub", networks.hubs_of(viewer))
        if group or viewer.hub:
            del self.fields["hub"]
        if group is None:
            self.fields["reason"].label = "Why are you adding this group?"
            self.fields["reason"].error_messages["required"] = "Enter why you are adding this group"
        self.end_with("reason", "version")

    @staticmethod
    def said(group: CrimeGroup | None) -> dict[str, Any]:
        """Return what is kept of a group, as the fields take it."""
        if group is None:
            return {}
        kept = {name: getattr(group, name) for name in GroupForm.facts}
        return {**kept, "other_names": "\n".join(group.other_names), "version": group.version}

    def clean_other_names(self) -> list[str]:
        """Take each line as a name, once."""
        lines = (line.strip() for line in self.cleaned_data["other_names"].splitlines())
        found = list(dict.fromkeys(line for line in lines if line))
        if any(len(line) > 120 for line in found):
            raise forms.ValidationError("Each other name must be 120 characters or fewer")
        return found

    def chosen_hub(self) -> Hub:
        """Return the hub that a new group belongs to: the viewer's own, else the one chosen."""
        hub: Hub = self.own_hub or self.cleaned_data["hub"]
        return hub

    def given(self) -> dict[str, Any]:
        """Return what was entered of the group, by the names of its fields."""
        return {name: self.cleaned_data[name] for name in self.facts}


class GradedForm(GovukForm):
    """A statement with its 3x5x2 grading and where it is kept."""

    source_grade = forms.ChoiceField(
        label="Source", choices=SourceGrade.choices, widget=forms.RadioSelect,
        error_messages={"required": "Select the grade for source"},
    )  # fmt: skip
    intelligence_grade = forms.ChoiceField(
        label="Intelligence", choices=IntelligenceGrade.choices, widget=forms.RadioSelect,
        error_messages={"required": "Select the grade for intelligence"},
    )  # fmt: skip
    handling = forms.ChoiceField(
        label="Handling", choices=Handling.choices, widget=forms.RadioSelect,
        help_text="What is handled on conditions is not shown to partner agencies.",
        error_messages={"required": "Select how it is to be handled"},
    )  # fmt: skip
    conditions = forms.CharField(
        label="Conditions", max_length=300, required=False, help_text="Whom to ask, and what may be done with it."
    )
    source_reference = SourceReferenceField()

    govuk: ClassVar[Mapping[str, FieldOptions]] = {
        "source_grade": {"label_size": "s", "small": True},
        "intelligence_grade": {"label_size": "s", "small": True},
        "handling": {"label_size": "s", "small": True, "conditional": {Handling.CONDITIONS: ("conditions",)}},
    }
    mark_optional = False

    def clean(self) -> dict[str, Any]:
        """Ask for the conditions where there are some, and drop those of anything else."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("handling") != Handling.CONDITIONS:
            cleaned["conditions"] = ""
        elif not cleaned.get("conditions"):
            self.add_error("conditions", "Enter the conditions on which it may be shared")
        return cleaned

    def grading(self) -> dict[str, str]:
        """Return the grading and the reference, by the names of the fields."""
        return {name: self.cleaned_data[name] for name in GRADING}


class PersonField(forms.CharField):
    """The reference of somebody's record."""

    def __init__(self, **kwargs: Any) -> None:
        """Ask for it as it is read out."""
        asked = {
            "label": "Reference of the record", "max_length": 20, "help_text": "For example, HK47-2MRX.",
            "error_messages": {"required": "Enter the reference of the record"},
        }  # fmt: skip
        super().__init__(**{**asked, **kwargs})

    def clean(self, value: Any) -> str:
        """Hold a reference to its check character."""
        stored = parse_reference(super().clean(value))
        if stored is None:
            raise forms.ValidationError("This is no reference. Check each character.")
        return shown_reference(stored)


class MemberForm(GradedForm):
    """In which role somebody belongs to a group, and since when."""

    person = PersonField()
    role = forms.ModelChoiceField(
        queryset=GroupRole.objects.none(), empty_label="Select a role", error_messages={"required": "Select the role"}
    )
    from_on = DateField(
        label="Since when? (optional)", required=False, must_be="today or past",
        help_text="Leave it empty if nobody knows. For example, 27 3 2025.",
    )  # fmt: skip

    def __init__(self, *args: Any, member: GroupMember | None = None, **kwargs: Any) -> None:
        """Show what is recorded; of somebody new ask who it is."""
        said = {name: getattr(member, name) for name in ("role", "from_on", *GRADING)} if member else {}
        super().__init__(*args, initial=said, **kwargs)
        self.set_choices("role", networks.roles(member.role if member else None))
        if member:
            del self.fields["person"]
        self.order_fields(["person", "role", "from_on"])


class MemberChangeForm(WhyForm, MemberForm):
    """What is recorded of a membership, changed for a reason."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Ask for the reason last."""
        super().__init__(*args, **kwargs)
        self.end_with("reason")


class EndingForm(WhyForm):
    """When something ended, and why that is recorded."""

    until_on = DateField(label="Day it ended", must_be="today or past", help_text="For example, 27 3 2026.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Ask for the reason last."""
        super().__init__(*args, **kwargs)
        self.fields["reason"].label = "Why does it end?"
        self.fields["reason"].error_messages["required"] = "Enter why it ends"
        self.end_with("reason")
