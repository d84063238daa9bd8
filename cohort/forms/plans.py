"""What is asked about somebody's plan."""

from collections.abc import Mapping
from typing import Any, ClassVar, Self

from django import forms

from cohort.enums import ObjectiveState, PlanPart
from cohort.forms.record import MARKING_HINT, RecordForm
from cohort.models import Individual, Objective, PlanDomain, PlanSafeguards, Tool
from cohort.queries import reference
from marsoc.govuk.components import FieldOptions
from marsoc.govuk.fields import DateField
from sharing.models import Agency


class ObjectiveForm(RecordForm):
    """What is to be reached, by which agency, with which tools."""

    govuk: ClassVar[Mapping[str, FieldOptions]] = {"tools": {"small": True}}

    part = forms.ChoiceField(
        label="Part of the plan",
        choices=PlanPart.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Select the part of the plan"},
    )
    domain = forms.ModelChoiceField(
        queryset=PlanDomain._default_manager.none(),
        label="What it is about",
        error_messages={"required": "Select what it is about"},
    )
    words = forms.CharField(
        label="Objective",
        max_length=300,
        help_text=f"What is to be reached, in one sentence. {MARKING_HINT}",
        error_messages={"required": "Enter what is to be reached"},
    )
    measure = forms.CharField(
        label="Measure",
        max_length=300,
        help_text="How it will be seen that it was reached.",
        error_messages={"required": "Enter how it will be seen that it was reached"},
    )
    owner = forms.ModelChoiceField(
        queryset=Agency.objects.none(),
        label="Agency that answers for it",
        error_messages={"required": "Select the agency that answers for it"},
    )
    tools = forms.ModelMultipleChoiceField(
        queryset=Tool._default_manager.none(),
        label="Tools and powers",
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text="Select all that will be used. The catalogue says who may use each, and what for.",
    )
    due_on = DateField(label="To be reached by", required=False, help_text="Leave empty if there is no day.")

    def __init__(self, *args: Any, objective: Objective | None = None, **kwargs: Any) -> None:
        """Show what the plan says now, if there is an objective to change."""
        self.objective = objective
        if objective:
            names = ("part", "words", "measure", "tools", "due_on")
            told = {name: getattr(objective, name) for name in names}
            told |= {"domain": objective.domain_id, "owner": objective.owner_id}
            kwargs["initial"] = {**told, **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)

    def offer(self, individual: Individual) -> None:
        """Offer the vocabularies of today, and what the objective says now."""
        now = self.objective
        self.set_choices("domain", reference.choices(PlanDomain, kept=now.domain if now else None))
        self.set_choices("owner", reference.choices(Agency, kept=now.owner if now else None))
        self.set_choices("tools", reference.tools(now.tools if now else []))

    def arguments(self) -> dict[str, Any]:
        """Return the answers as the action takes them."""
        answers = super().arguments()
        return {**answers, "part": PlanPart(answers["part"]), "objective": self.objective}

    def renewed(self, individual: Individual, version: int, **given: Any) -> Self:
        """Return the same answers about the same objective."""
        return super().renewed(individual, version, objective=self.objective, **given)


class CloseObjectiveForm(RecordForm):
    """What came of an objective."""

    state = forms.ChoiceField(
        label="What came of it?",
        choices=[each for each in ObjectiveState.choices if each[0] != ObjectiveState.OPEN],
        widget=forms.RadioSelect,
        error_messages={"required": "Select what came of it"},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Ask for the outcome in words."""
        super().__init__(*args, **kwargs)
        asked = self.fields["reason"]
        asked.label, asked.help_text = "In words", f"What was reached, or why it is given up. {MARKING_HINT}"
        asked.error_messages["required"] = "Enter what was reached, or why it is given up"

    def arguments(self) -> dict[str, Any]:
        """Return the answers as the action takes them."""
        answers = super().arguments()
        answers["outcome"] = answers.pop("reason")
        answers["state"] = ObjectiveState(answers["state"])
        return answers


class SafeguardsForm(RecordForm):
    """What has to be minded in one part of the plan."""

    risks = forms.CharField(
        label="Risks to life and to others",
        widget=forms.Textarea(attrs={"rows": 4}),
        required=False,
        help_text="Threats to life, and whom the plan touches besides this person.",
    )
    equality = forms.CharField(
        label="Equality and community impact",
        widget=forms.Textarea(attrs={"rows": 4}),
        required=False,
    )
    contingency = forms.CharField(
        label="If the plan does not work out",
        widget=forms.Textarea(attrs={"rows": 4}),
        required=False,
    )

    def __init__(self, *args: Any, safeguards: PlanSafeguards | None = None, **kwargs: Any) -> None:
        """Show what the plan says now."""
        if safeguards:
            told = {name: getattr(safeguards, name) for name in ("risks", "equality", "contingency")}
            kwargs["initial"] = {**told, **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)

    def arguments(self) -> dict[str, Any]:
        """Return the answers as the action takes them."""
        return {
            "version": self.cleaned_data["version"],
            "reason": self.cleaned_data["reason"],
            "said": {name: self.cleaned_data[name] for name in ("risks", "equality", "contingency")},
        }
