"""Who is named for a record, and who is kept out of it."""

from typing import Any

from django import forms

from cohort.forms.record import RecordForm
from cohort.models import Individual
from cohort.queries.restriction import people_to_name
from sharing.models import User
from sharing.queries.people import person_with_address
from sharing.viewer import Viewer


class ReasonForm(RecordForm):
    """A decision about who sees a record, with its reason.

    Attributes:
        why: the question that asks for the reason.
    """

    why = "Why are you doing this?"

    def __init__(self, *args: Any, individual: Individual, viewer: Viewer, **kwargs: Any) -> None:
        """Ask as the viewer, who may be offered other people."""
        super().__init__(*args, individual=individual, **kwargs)
        self.viewer = viewer
        self.fields["reason"].label = self.why
        self.fields["reason"].help_text = "Everybody named for the record can read this."
        self.fields["reason"].error_messages["required"] = "Enter the reason"


class RestrictForm(ReasonForm):
    """Who is named for a record from now on."""

    why = "Why is this record restricted?"

    people = forms.MultipleChoiceField(
        label="Who else should see it?",
        help_text="You are always named. You can name more people later.",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    mark_optional = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the people whose role covers the hub."""
        super().__init__(*args, **kwargs)
        offered = _others(self.viewer, self.individual)
        self.known = {str(user.pk): user for user, _ in offered}
        self.set_choices("people", [(user.pk, label) for user, label in offered])

    def chosen(self) -> list[User]:
        """Return who else is named."""
        return [self.known[pk] for pk in self.cleaned_data["people"]]


class LiftForm(ReasonForm):
    """Why everybody may see a record again."""

    why = "Why is the record no longer restricted?"


class NamePersonForm(ReasonForm):
    """One person more who sees a restricted record."""

    why = "Why does this person need to see the record?"

    person = forms.ChoiceField(label="Person", error_messages={"required": "Select the person"})

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the people whose role covers the hub."""
        super().__init__(*args, **kwargs)
        offered = people_to_name(self.viewer, self.individual)
        self.known = {str(user.pk): user for user, _ in offered}
        self.set_choices("person", [("", "Select a person"), *((user.pk, label) for user, label in offered)])

    def chosen(self) -> User:
        """Return the person to name."""
        return self.known[self.cleaned_data["person"]]


class ConflictForm(ReasonForm):
    """Who is kept out of a record."""

    why = "What is the conflict of interest?"

    email = forms.EmailField(
        label="Work email address of the person",
        help_text="As it is listed under People. The person is kept out at once and is not told.",
        error_messages={"required": "Enter the work email address"},
    )

    def clean_email(self) -> User:
        """Find the person."""
        person = person_with_address(self.cleaned_data["email"])
        if person is None:
            raise forms.ValidationError("Nobody signs in with this address. Check its spelling.")
        return person

    def chosen(self) -> User:
        """Return who is kept out."""
        person: User = self.cleaned_data["email"]
        return person


class EndForm(ReasonForm):
    """Why a naming or a mark ends."""

    why = "Why does this end?"


def _others(viewer: Viewer, individual: Individual) -> list[tuple[User, str]]:
    return [(user, label) for user, label in people_to_name(viewer, individual) if user != viewer.user]
