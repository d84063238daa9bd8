"""Forms about people and memberships, and those of signing in as GOV.UK fields."""

from collections.abc import Mapping
from typing import Any, ClassVar

from allauth.account import forms as account
from django import forms

from marsoc.govuk.components import FieldOptions
from marsoc.govuk.forms import GovukForm, GovukFormMixin
from sharing.models import Agency, Hub, Role, User
from sharing.permissions import CENTRAL_TEAM, HUB_STAFF
from sharing.queries import people as queries
from sharing.viewer import Viewer


class SwitchForm(GovukForm):
    """Which membership to act in."""

    membership = forms.TypedChoiceField(
        coerce=int,
        widget=forms.RadioSelect,
        label="Who do you want to act as?",
        error_messages={
            "required": "Select who you want to act as",
            "invalid_choice": "Select who you want to act as",
        },
    )

    govuk: ClassVar[Mapping[str, FieldOptions]] = {"membership": {"label_size": "l", "page_heading": True}}

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        """Offer the person's memberships in force."""
        super().__init__(*args, **kwargs)
        field = self.fields["membership"]
        assert isinstance(field, forms.TypedChoiceField)
        field.choices = [(m.pk, str(m)) for m in queries.memberships_in_force(user)]


class MembershipForm(GovukForm):
    """A person and what the person may act as; a new person is made when the e-mail address is not known."""

    full_name = forms.CharField(label="Full name", max_length=120, error_messages={"required": "Enter the full name"})
    email = forms.EmailField(
        label="Work email address",
        help_text="The person sets a password from this address.",
        error_messages={"required": "Enter the work email address"},
    )
    username = forms.CharField(
        label="User name",
        max_length=60,
        help_text="Used to sign in, together with the password.",
        error_messages={"required": "Enter a user name"},
    )
    agency = forms.ModelChoiceField(
        queryset=Agency.objects.none(), label="Agency", error_messages={"required": "Select the agency"}
    )
    hub = forms.ModelChoiceField(
        queryset=Hub.objects.none(),
        label="Hub",
        required=False,
        empty_label="National, no hub",
        error_messages={"required": "Select the hub"},
    )
    role = forms.ModelChoiceField(
        queryset=Role.objects.none(), label="Role", error_messages={"required": "Select the role"}
    )
    employer = forms.ModelChoiceField(
        queryset=Agency.objects.none(),
        label="Employer, if seconded",
        required=False,
        empty_label="Not seconded",
        help_text="The agency that employs the person, if it is not the one the person acts for.",
    )
    tasked_by = forms.ModelChoiceField(
        queryset=Agency.objects.none(),
        label="Tasked by, if seconded",
        required=False,
        empty_label="Not seconded",
        help_text="The agency whose orders the person follows.",
    )
    mark_optional = False

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        """Offer what the viewer may give."""
        super().__init__(*args, **kwargs)
        for name in ("agency", "employer", "tasked_by"):
            self._offer(name, queries.agencies_at_present())
        self._offer("hub", queries.hubs_within(viewer.reach))
        self._offer("role", queries.roles() if viewer.reach is None else queries.roles().exclude(pk__in=CENTRAL_TEAM))
        if viewer.reach is not None:
            hub = self.fields["hub"]
            assert isinstance(hub, forms.ModelChoiceField)
            hub.required, hub.empty_label = True, None

    def _offer(self, name: str, choices: Any) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = choices

    def clean(self) -> dict[str, Any]:
        """Hold a hub role to a hub, a central role to none, and a secondee to both an employer and a tasking agency."""
        cleaned: dict[str, Any] = super().clean() or {}
        role, hub = cleaned.get("role"), cleaned.get("hub")
        if role and role.pk in HUB_STAFF and not hub:
            self.add_error("hub", "Select the hub that this role works at")
        if role and role.pk in CENTRAL_TEAM and hub:
            self.add_error("hub", "The central team works nationally: select 'National, no hub'")
        if cleaned.get("employer") and not cleaned.get("tasked_by"):
            self.add_error("tasked_by", "Select the agency that tasks the secondee")
        if cleaned.get("tasked_by") and not cleaned.get("employer"):
            self.add_error("employer", "Select the agency that employs the secondee")
        return cleaned


class EndMembershipForm(GovukForm):
    """Why a membership ends."""

    end_reason = forms.CharField(
        label="Why does this membership end?",
        max_length=200,
        help_text="For example, moved to another post.",
        error_messages={"required": "Enter why this membership ends"},
    )


_LENGTH_HINT = "At least 12 characters. Three words that do not belong together are easy to remember."


class SignInForm(GovukFormMixin, account.LoginForm):  # type: ignore[misc]  # allauth carries no types
    """User name or email address, and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Speak in the words of the other pages."""
        super().__init__(*args, **kwargs)
        _ask(self, "login", "User name or email address", "Enter your user name or email address")
        _ask(self, "password", "Password", "Enter your password")
        self.fields["login"].widget.attrs.update(autocomplete="username", spellcheck="false", autocapitalize="none")


class ForgottenPasswordForm(GovukFormMixin, account.ResetPasswordForm):  # type: ignore[misc]  # as above
    """The address to which a link is sent."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Speak in the words of the other pages."""
        super().__init__(*args, **kwargs)
        _ask(self, "email", "Work email address", "Enter your work email address")


class NewPasswordForm(GovukFormMixin, account.ResetPasswordKeyForm):  # type: ignore[misc]  # as above
    """A new password, twice, for somebody who followed the link."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Speak in the words of the other pages."""
        super().__init__(*args, **kwargs)
        _ask_for_new_password(self)


class ChangePasswordForm(GovukFormMixin, account.ChangePasswordForm):  # type: ignore[misc]  # as above
    """The present password, and a new one twice."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Speak in the words of the other pages."""
        super().__init__(*args, **kwargs)
        _ask(self, "oldpassword", "Present password", "Enter your present password")
        _ask_for_new_password(self)


def _ask(form: forms.BaseForm, name: str, label: str, required: str, hint: str = "") -> None:
    field = form.fields[name]
    field.label, field.help_text = label, hint
    field.error_messages["required"] = required


def _ask_for_new_password(form: forms.BaseForm) -> None:
    _ask(form, "password1", "New password", "Enter a new password", _LENGTH_HINT)
    _ask(form, "password2", "New password again", "Enter the new password again")
