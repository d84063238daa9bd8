"""Moving somebody on the list, and reviewing the place on it."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms

from cohort.enums import ListAct, ReviewOutcome
from cohort.forms.record import MARKING_HINT, RecordForm
from cohort.models import Individual, RejectionReason
from cohort.moves import latest_review
from cohort.queries import reference
from marsoc.govuk.components import FieldOptions
from marsoc.govuk.fields import DateField
from marsoc.kit import clock


class MoveForm(RecordForm):
    """What happens next with somebody, and why."""

    question = "act"
    revealed = {ListAct.REJECT: ("rejection",)}
    govuk: ClassVar[Mapping[str, FieldOptions]] = {"act": {"conditional": revealed}}

    act = forms.ChoiceField(
        label="What happens next?", widget=forms.RadioSelect, error_messages={"required": "Select what happens next"}
    )
    rejection = forms.ModelChoiceField(
        queryset=RejectionReason.objects.none(),
        label="Why is the person rejected?",
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={"required": "Select why the person is rejected"},
    )

    def __init__(self, *args: Any, acts: list[ListAct], **kwargs: Any) -> None:
        """Offer the acts that are open.

        Args:
            args: as every form takes them.
            acts: what may happen next.
            kwargs: as every form takes them.
        """
        super().__init__(*args, **kwargs)
        self.set_choices("act", [(act.value, act.label) for act in acts])
        if ListAct.REJECT not in acts:
            del self.fields["rejection"]

    def offer(self, individual: Individual) -> None:
        """Offer the reasons of today."""
        self.set_choices("rejection", reference.choices(RejectionReason))
        self.fields["reason"].label = "Why, in your own words"
        self.fields["reason"].error_messages["required"] = "Enter why in your own words"


class ReviewForm(RecordForm):
    """What has changed, what that means, and when it is looked at again."""

    changed = forms.CharField(
        label="What has changed since the last review?",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=f"If nothing has changed, say what you looked at. {MARKING_HINT}",
        error_messages={"required": "Enter what has changed, or what you looked at"},
    )
    outcome = forms.ChoiceField(
        label="What does this mean for the person?",
        choices=ReviewOutcome.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Select what this means for the person"},
    )
    next_due = DateField(label="Next review due by", must_be="future")

    def offer(self, individual: Individual) -> None:
        """Say until when the next review may be put off; a review is its own reason."""
        last = latest_review(clock.today())
        self.fields["next_due"].help_text = f"At most three months from today: by {last.day} {last.month} {last.year}."
        del self.fields["reason"]
