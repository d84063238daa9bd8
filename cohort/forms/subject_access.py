"""Registering a person's request for the own data, and moving it on."""

from typing import Any

from django import forms

from cohort.enums import Channel, Outcome, Regime
from marsoc.govuk.components import FieldOptions
from marsoc.govuk.fields import DateField
from marsoc.govuk.forms import GovukForm
from marsoc.kit import clock


def _words(label: str, required: str, hint: str = "") -> forms.CharField:
    return forms.CharField(
        label=label, max_length=500, widget=forms.Textarea, help_text=hint, error_messages={"required": required}
    )


class RequestForm(GovukForm):
    """A request as it came in."""

    applicant = forms.CharField(label="Name of the applicant", max_length=200, help_text="As the applicant gives it.")
    date_of_birth = DateField(label="Date of birth", must_be="past", required=False)
    particulars = forms.CharField(
        label="Who the applicant says to be, and what is asked for",
        max_length=4000,
        required=False,
        widget=forms.Textarea,
        help_text="Other names, addresses, numbers such as a PNC ID or a prison number.",
    )
    regime = forms.ChoiceField(
        label="Under which law is the request made?",
        choices=Regime.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Select under which law the request is made"},
    )
    channel = forms.ChoiceField(
        label="How did it come?",
        choices=Channel.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Select how the request came"},
    )
    received_on = DateField(label="Day of receipt", must_be="today or past", help_text="The day it reached any of us.")

    govuk = {"regime": FieldOptions(label_size="s"), "channel": FieldOptions(label_size="s")}


class AskIdentityForm(GovukForm):
    """What the applicant is asked for."""

    words = _words("Which proof of identity do you ask for?", "Enter which proof of identity you ask for")


class VerifyForm(GovukForm):
    """By what and when the identity was verified."""

    words = _words(
        "How was the identity verified?",
        "Enter how the identity was verified",
        "For example: copy of a passport and a bill with the address. Do not keep the copies here.",
    )
    on = DateField(label="When was it verified?", must_be="today or past")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"initial": {"on": clock.today()}, **kwargs})


class PauseForm(GovukForm):
    """What has to be clarified."""

    words = _words("What do you ask the applicant?", "Enter what you ask the applicant")


class ResumeForm(GovukForm):
    """What the applicant has answered."""

    words = _words("What has the applicant answered?", "Enter what the applicant has answered")


class ExtendForm(GovukForm):
    """Why the month is not enough."""

    words = _words(
        "Why is more time needed?",
        "Enter why more time is needed",
        "The request is complex, or the applicant has made several. The applicant is told this within the first month.",
    )


class CloseForm(GovukForm):
    """Why the request is done with."""

    words = _words("Why is the request closed?", "Enter why the request is closed")


class CollectForm(GovukForm):
    """Nothing but the confirmation."""


class ReopenForm(GovukForm):
    """Why what was collected is thrown away."""

    words = _words(
        "Why is it done again?", "Enter why it is done again", "What was collected and decided so far is thrown away."
    )


class OutcomeForm(GovukForm):
    """How the request as a whole is answered, and why."""

    outcome = forms.ChoiceField(
        label="How is the request answered?",
        choices=Outcome.choices,
        widget=forms.RadioSelect,
        help_text="Who is neither confirmed nor denied reads the same letter, word for word, as who is on no list.",
        error_messages={"required": "Select how the request is answered"},
    )
    words = _words(
        "Why?", "Enter why it is answered so", "For the file and the Commissioner; the applicant does not read it."
    )

    govuk = {"outcome": FieldOptions(label_size="s")}


class ApproveForm(GovukForm):
    """That somebody else has read the answer."""

    read = forms.BooleanField(
        label="I have read the answer as it goes out, and what was decided and why",
        error_messages={"required": "Confirm that you have read the answer"},
    )


class SentForm(GovukForm):
    """How the answer went out."""

    words = _words("How was it sent?", "Enter how it was sent", "For example: by recorded delivery.")
