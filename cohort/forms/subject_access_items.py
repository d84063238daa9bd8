"""Deciding what of an item is given to the person it is about."""

from collections.abc import Sequence
from typing import Any

from django import forms

from cohort.enums import ItemDecision
from cohort.models import Exemption, SubjectAccessItem
from marsoc.govuk.components import FieldOptions
from marsoc.govuk.forms import GovukForm


class ItemForm(GovukForm):
    """What becomes of an item."""

    decision = forms.ChoiceField(
        label="What is given to the applicant?",
        choices=ItemDecision.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Select what is given to the applicant"},
    )
    remains = forms.CharField(
        label="The text that remains",
        required=False,
        widget=forms.Textarea,
        help_text="If disclosed in part: exactly what the applicant may read, with [redacted] for what is left out.",
    )
    exemption = forms.ChoiceField(
        label="Ground for what is left out", required=False, help_text="If disclosed in part or withheld."
    )
    words = forms.CharField(
        label="Why",
        max_length=500,
        required=False,
        widget=forms.Textarea,
        help_text="For the file; the applicant does not read it.",
    )
    considered = forms.BooleanField(
        label="I have weighed the rights of everybody else whom the text to be given speaks of", required=False
    )

    mark_optional = False
    govuk = {"decision": FieldOptions(label_size="s")}

    def __init__(self, *args: Any, item: SubjectAccessItem, exemptions: Sequence[Exemption], **kwargs: Any) -> None:
        initial = {
            "decision": item.decision, "remains": item.remains or item.text, "exemption": item.exemption_id or "",
            "words": item.words, "considered": item.third_party_considered,
        }  # fmt: skip
        super().__init__(*args, **{"initial": initial, **kwargs})
        offered = [("", "Select a ground"), *((each.pk, _label(each)) for each in exemptions)]
        self.fields["exemption"] = forms.ChoiceField(
            label="Ground for what is left out", required=False, help_text="If disclosed in part or withheld.",
            choices=offered,
        )  # fmt: skip
        if not item.third_party:
            del self.fields["considered"]

    def decided(self) -> dict[str, Any]:
        """Return the decision as the action takes it; what does not belong to it is left out."""
        said = self.cleaned_data
        decision = ItemDecision(said["decision"])
        return {
            "decision": decision,
            "remains": said["remains"] if decision == ItemDecision.REDACT else "",
            "exemption": said["exemption"] if decision != ItemDecision.DISCLOSE else "",
            "words": said["words"],
            "considered": said.get("considered", False),
        }


def _label(exemption: Exemption) -> str:
    return f"{exemption.name}: {exemption.basis}" + (" (to be checked by a lawyer)" if exemption.legal_check else "")
