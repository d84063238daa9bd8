"""Signing in and out through django-allauth, with nobody signing up, and the trail of it."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib import messages
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.http import HttpRequest
from django.urls import reverse

from marsoc.kit import clock
from marsoc.kit.acting import acting
from sharing import audit
from sharing.enums import Operation
from sharing.models import User
from sharing.sight import NOTHING
from sharing.viewer import Viewer

SIGNED_IN_AT = "signed_in_at"
_MISMATCH = "The user name, email address or password is not correct"


class ClosedAccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth carries no types
    """Accounts are made by those who manage memberships, never by signing up.

    A failure to sign in is told in one sentence, whatever was wrong, so that nobody learns which accounts exist.
    """

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": _MISMATCH,
        "username_password_mismatch": _MISMATCH,
        "too_many_login_attempts": "Too many attempts to sign in have failed. Wait 5 minutes and try again",
        "enter_current_password": "Your present password is not correct",
    }

    def authenticate(self, request: HttpRequest, **credentials: Any) -> User | None:
        """Check a password; Django may store it anew in today's hash, which needs an actor like every write."""
        with acting(job="sign-in"):
            user: User | None = super().authenticate(request, **credentials)
        return user

    def set_password(self, user: User, password: str) -> None:
        """Set a password in its owner's name, and record that it was set."""
        with acting(user_id=user.pk):
            super().set_password(user, password)
            audit.record(_as(user), Operation.PERMISSION, kind="user", ref=str(user.pk), change="password set")

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Say that the password has been changed, on the first page."""
        messages.success(request, "Your password has been changed.")
        return reverse("home")

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Refuse everybody."""
        return False

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """Stay silent: the page that follows says what happened."""


def listen() -> None:
    """Record every sign-in, sign-out and failure."""
    user_logged_in.connect(_signed_in, dispatch_uid="audit-sign-in")
    user_logged_out.connect(_signed_out, dispatch_uid="audit-sign-out")
    user_login_failed.connect(_failed, dispatch_uid="audit-sign-in-failed")


def _signed_in(*, request: HttpRequest, user: User, **_: Any) -> None:
    request.session[SIGNED_IN_AT] = clock.now().timestamp()
    audit.record(_as(user), Operation.SIGN_IN, kind="session")


def _signed_out(*, user: User | None, **_: Any) -> None:
    if user:
        audit.record(_as(user), Operation.SIGN_OUT, kind="session")


def _failed(*, credentials: dict[str, Any], **_: Any) -> None:
    named = credentials.get("username") or credentials.get("email") or ""
    audit.record(None, Operation.SIGN_IN_FAILED, kind="session", named=audit.digest(named.casefold()))


def _as(user: User) -> Viewer:
    return Viewer(user=user, reach=frozenset(), permissions=frozenset(), sight=NOTHING)
