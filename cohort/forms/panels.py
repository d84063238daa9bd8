"""A panel: opening it, who takes part, who steps out, and what was decided."""

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from django import forms

from cohort.deciding import DECISIONS, Case, Said, Votes
from cohort.enums import ListAct, PanelManner, Place
from cohort.forms.record import MARKING_HINT
from cohort.models import Band, PanelAttendance, RejectionReason
from cohort.queries import reference
from marsoc.govuk.components import FieldOptions
from marsoc.govuk.forms import GovukForm
from sharing.models import Agency, Hub

MOST_VOTES = 100
_AS_SCORED = "Leave the band as the score gives it"


class OpenPanelForm(GovukForm):
    """Of which hub a panel is opened."""

    hub = forms.ModelChoiceField(
        queryset=Hub.objects.none(), label="Which hub's panel do you open?", empty_label="Select a hub",
        error_messages={"required": "Select a hub"},
    )  # fmt: skip

    def __init__(self, *args: Any, hubs: Any, **kwargs: Any) -> None:
        """Offer the hubs that the viewer's role covers.

        Args:
            args: as every form takes them.
            hubs: as a queryset.
            kwargs: as every form takes them.
        """
        super().__init__(*args, **kwargs)
        self.set_choices("hub", hubs)


class AttendanceForm(GovukForm):
    """Somebody who takes part."""

    name = forms.CharField(
        label="Name of the person", max_length=120, error_messages={"required": "Enter the name of the person"}
    )
    agency = forms.ModelChoiceField(
        queryset=Agency.objects.none(), label="For which agency?", empty_label="Select an agency",
        error_messages={"required": "Select an agency"},
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the agencies of today."""
        super().__init__(*args, **kwargs)
        self.set_choices("agency", reference.choices(Agency))


class RecusalForm(GovukForm):
    """Who takes no part in what is decided about somebody, and why."""

    attendance = forms.ChoiceField(
        label="Who steps out?", widget=forms.RadioSelect, error_messages={"required": "Select who steps out"}
    )
    reason = forms.CharField(
        label="Why?", max_length=300, help_text=MARKING_HINT, error_messages={"required": "Enter why"}
    )

    def __init__(self, *args: Any, attendances: Iterable[PanelAttendance], **kwargs: Any) -> None:
        """Offer those who take part.

        Args:
            args: as every form takes them.
            attendances: with their agencies.
            kwargs: as every form takes them.
        """
        super().__init__(*args, **kwargs)
        self._attendances = {str(each.pk): each for each in attendances}
        named = [(pk, f"{each.name}, {each.agency.name}") for pk, each in self._attendances.items()]
        self.set_choices("attendance", named)

    def clean_attendance(self) -> PanelAttendance:
        """Return who was chosen."""
        return self._attendances[self.cleaned_data["attendance"]]


class DecisionForm(GovukForm):
    """What the panel decided, why, and how it came to that."""

    mark_optional: ClassVar[bool] = False
    govuk: ClassVar[Mapping[str, FieldOptions]] = {
        "act": {"conditional": {ListAct.REJECT: ("rejection",)}},
        "manner": {"conditional": {PanelManner.VOTE: ("in_favour", "against", "abstained")}},
    }

    settled = forms.ChoiceField(
        label="Whose scoring stands?", widget=forms.RadioSelect,
        error_messages={"required": "Select whose scoring stands"},
    )  # fmt: skip
    act = forms.ChoiceField(
        label="What did the panel decide?", widget=forms.RadioSelect,
        error_messages={"required": "Select what the panel decided"},
    )  # fmt: skip
    rejection = forms.ModelChoiceField(
        queryset=RejectionReason.objects.none(), label="Why is the person rejected?", widget=forms.RadioSelect,
        empty_label=None, required=False,
    )  # fmt: skip
    band = forms.ModelChoiceField(
        queryset=Band.objects.none(), label="Does the panel set another band?", widget=forms.RadioSelect,
        empty_label=_AS_SCORED, blank=True, required=False,
        help_text="This needs a reason and somebody else's approval, and ends with the next review.",
    )  # fmt: skip
    band_reason = forms.CharField(
        label="Why another band?", max_length=300, required=False,
        help_text=f"Needed only where the panel sets one. {MARKING_HINT}",
    )  # fmt: skip
    words = forms.CharField(
        label="Reasons for the decision", max_length=300, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=MARKING_HINT, error_messages={"required": "Enter the reasons for the decision"},
    )  # fmt: skip
    manner = forms.ChoiceField(
        label="How did the panel decide?", choices=PanelManner.choices, widget=forms.RadioSelect,
        error_messages={"required": "Select how the panel decided"},
    )  # fmt: skip
    in_favour = forms.IntegerField(label="In favour", min_value=0, max_value=MOST_VOTES, required=False)
    against = forms.IntegerField(label="Against", min_value=0, max_value=MOST_VOTES, required=False)
    abstained = forms.IntegerField(label="Abstained", min_value=0, max_value=MOST_VOTES, required=False)
    dissent = forms.CharField(
        label="Who saw it otherwise, and why?", max_length=300, required=False,
        help_text=f"Leave empty if nobody did. {MARKING_HINT}",
    )  # fmt: skip

    def __init__(self, *args: Any, case: Case, scorings: Mapping[str, str], bands: Any, **kwargs: Any) -> None:
        """Ask what there is to decide about somebody.

        Args:
            args: as every form takes them.
            case: the person as the agenda has it.
            scorings: what each assessor found, by place, where they are far apart.
            bands: that may be set, as a queryset.
            kwargs: as every form takes them.
        """
        super().__init__(*args, **kwargs)
        self.set_choices("act", [(act.value, act.label) for act in DECISIONS])
        self.set_choices("rejection", reference.choices(RejectionReason))
        self.set_choices("settled", list(scorings.items()))
        self.set_choices("band", bands)
        asked = {"act": case.before_panel, "rejection": case.before_panel, "settled": bool(case.disputed)}
        asked |= dict.fromkeys(("band", "band_reason"), case.result is not None)
        for name in [name for name, wanted in asked.items() if not wanted]:
            del self.fields[name]

    def clean(self) -> dict[str, Any]:
        """Ask for what an answer makes necessary."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("act") == ListAct.REJECT and not cleaned.get("rejection"):
            self.add_error("rejection", "Select why the person is rejected")
        if cleaned.get("band") and not cleaned.get("band_reason"):
            self.add_error("band_reason", "Enter why the panel sets another band")
        if cleaned.get("manner") == PanelManner.VOTE:
            for name in ("in_favour", "against", "abstained"):
                if name not in self.errors and cleaned.get(name) is None:
                    self.add_error(name, "Enter a number, 0 if there was none")
        return cleaned

    def said(self) -> Said:
        """Return the decision."""
        given = self.cleaned_data
        act, settled = given.get("act"), given.get("settled")
        by_vote = given["manner"] == PanelManner.VOTE
        return Said(
            words=given["words"], act=ListAct(act) if act else None,
            rejection=given.get("rejection") if act == ListAct.REJECT else None,
            settled=Place(settled) if settled else None, band=given.get("band"),
            band_reason=given.get("band_reason", "") if given.get("band") else "",
            votes=Votes(given["in_favour"], given["against"], given["abstained"]) if by_vote else None,
            dissent=given["dissent"],
        )  # fmt: skip


class ApprovalForm(GovukForm):
    """Whether a decision that takes a second person takes effect."""

    APPROVE, REFUSE = "approve", "refuse"

    decision = forms.ChoiceField(
        label="Do you approve this decision?",
        choices=[(APPROVE, "Yes, it takes effect at once"), (REFUSE, "No, the person stays on the agenda")],
        widget=forms.RadioSelect,
        error_messages={"required": "Select whether you approve"},
    )
    words = forms.CharField(
        label="Why not?", max_length=300, required=False, help_text=f"Needed if you do not approve. {MARKING_HINT}"
    )
    mark_optional: ClassVar[bool] = False

    def clean(self) -> dict[str, Any]:
        """Ask for the reason of a refusal."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("decision") == self.REFUSE and not cleaned.get("words"):
            self.add_error("words", "Enter why you do not approve")
        return cleaned
