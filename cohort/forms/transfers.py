"""Offering somebody to another hub, and answering the offer."""

from collections.abc import Sequence
from typing import Any

from django import forms

from cohort.actions.transfers import Answer
from cohort.forms.record import MARKING_HINT, RecordForm
from cohort.models import Individual
from cohort.moves import latest_effect
from cohort.queries import reference
from cohort.queries.open_work import Work
from marsoc.govuk.fields import DateField
from marsoc.govuk.forms import GovukForm
from marsoc.govuk.jinja import long_date
from marsoc.kit import clock
from sharing.models import Agency, Hub, User
from sharing.queries.people import hubs

CLOSE = "close"


class OfferForm(RecordForm):
    """To which hub, from when and why."""

    hub = forms.ModelChoiceField(
        queryset=Hub.objects.none(),
        label="Which hub is to take this person over?",
        empty_label="Select a hub",
        error_messages={"required": "Select which hub is to take this person over"},
    )
    effective_on = DateField(label="Day of the transfer", must_be="today or future")

    def offer(self, individual: Individual) -> None:
        """Offer the other hubs of today, and say what the reason is for."""
        self.set_choices("hub", hubs().exclude(pk=individual.owning_hub_id))
        last = latest_effect(clock.today())
        self.fields["effective_on"].help_text = (
            f"From when the other hub is to own the record: by {long_date(last)}. If it accepts after that day,"
            " the transfer takes effect when it accepts."
        )
        why = self.fields["reason"]
        why.label, why.help_text = "Why?", f"The other hub reads this. {MARKING_HINT}"
        why.error_messages["required"] = "Enter why this person is to be handed over"


class AcceptForm(GovukForm):
    """Who at the receiving hub takes each piece of open work, or why it is closed, and who leads from then on."""

    lead_agency = forms.ModelChoiceField(
        queryset=Agency.objects.none(), label="Lead agency from then on", empty_label="Select an agency", required=False
    )
    officer = forms.CharField(
        label="Officer in the case from then on",
        max_length=120,
        help_text="The single point of contact at your hub.",
        error_messages={"required": "Enter the officer in the case from then on"},
    )

    def __init__(
        self, *args: Any, work: Sequence[Work], people: Sequence[tuple[User, str]], lead: Agency | None, **kwargs: Any
    ) -> None:
        """Ask about each piece of open work.

        Args:
            args: as every form takes them.
            work: what is open.
            people: who can take it, each with what they act as.
            lead: the lead agency now, which stays a choice.
            kwargs: as every form takes them.
        """
        super().__init__(*args, initial={"lead_agency": lead}, **kwargs)
        self.work, self.people = work, {str(person.pk): person for person, _ in people}
        self.set_choices("lead_agency", reference.lead_agencies(lead))
        staff = [(str(person.pk), words) for person, words in people]
        for each in work:
            if each.goes_on:
                self.fields[each.name] = _holder(each, staff)
            if each.closes:
                self.fields[_reason(each)] = _closing(each)
        self.order_fields([name for each in work for name in (each.name, _reason(each))])

    def clean(self) -> dict[str, Any]:
        """Ask for the reason of whatever is closed."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for each in self.work:
            if cleaned.get(each.name) == CLOSE and not cleaned.get(_reason(each)):
                self.add_error(_reason(each), f"Enter why this is closed: {each.words}")
        return cleaned

    @property
    def answers(self) -> dict[str, Answer]:
        """What becomes of each piece, as the action takes it."""
        given = self.cleaned_data
        return {
            each.name: Answer(self.people.get(given.get(each.name, CLOSE)), given.get(_reason(each), ""))
            for each in self.work
        }


def _holder(work: Work, staff: list[tuple[str, str]]) -> forms.ChoiceField:
    close = [(CLOSE, "Nobody: it is closed")] if work.closes else []
    return forms.ChoiceField(
        label=f"{work.kind.label}: who takes it?",
        help_text=f"{work.words}.",
        choices=[("", "Select"), *staff, *close],
        error_messages={"required": f"Select who takes this: {work.words}"},
    )


def _closing(work: Work) -> forms.CharField:
    if work.goes_on:
        return forms.CharField(
            label=f"{work.kind.label}: why is it closed?", max_length=300, required=False, help_text=MARKING_HINT
        )
    return forms.CharField(
        label=f"{work.kind.label}: why is it closed?",
        max_length=300,
        help_text=f"{work.words}. Nobody of your hub can go on with it. {MARKING_HINT}",
        error_messages={"required": f"Enter why this is closed: {work.words}"},
    )


def _reason(work: Work) -> str:
    return f"{work.name}_reason"


class RefuseForm(GovukForm):
    """Why the hub does not take somebody over."""

    words = forms.CharField(
        label="Why does your hub not take this person over?",
        max_length=300,
        help_text=f"The other hub reads this. {MARKING_HINT}",
        error_messages={"required": "Enter why your hub does not take this person over"},
    )


class WithdrawForm(GovukForm):
    """Why somebody is not handed over after all."""

    words = forms.CharField(
        label="Why is this person not handed over after all?",
        max_length=300,
        help_text=f"The other hub reads this. {MARKING_HINT}",
        error_messages={"required": "Enter why this person is not handed over after all"},
    )
