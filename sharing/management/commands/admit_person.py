"""Admit a person from the command line: how the first central team lead comes in."""

import secrets
from argparse import ArgumentParser
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from sharing.actions.people import add_user, start_membership
from sharing.actions.writing import writing
from sharing.errors import BadRequest
from sharing.models import Agency, Hub, Membership, Reference, Role, User
from sharing.viewer import Viewer, system_viewer

_Entry = TypeVar("_Entry", bound=Reference)


class Command(BaseCommand):
    """Make the login where there is none, and start the membership."""

    help = "Give a person a login and a membership; prints the password of a new login once."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the arguments."""
        parser.add_argument("--username", required=True)
        parser.add_argument("--email", required=True)
        parser.add_argument("--name", required=True, help="The person's full name.")
        parser.add_argument("--role", required=True, help="Code of the role, such as CENTRAL_ADMIN.")
        parser.add_argument("--agency", required=True, help="Code of the agency, such as HMPPS-CENTRAL.")
        parser.add_argument("--hub", help="Code of the hub; left out for a national membership.")
        parser.add_argument("--employer", help="For a secondee: code of the agency that employs the person.")
        parser.add_argument("--tasked-by", help="For a secondee: code of the agency that tasks the person.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do both or neither.

        Raises:
            CommandError: a code is unknown, or the person cannot be admitted so; the sentence says why.
        """
        by = system_viewer("admit_person")
        role, agency = _entry(Role, options["role"]), _entry(Agency, options["agency"])
        hub = _entry(Hub, options["hub"]) if options["hub"] else None
        seconded = {
            name: _entry(Agency, options[name]) if options[name] else None for name in ("employer", "tasked_by")
        }
        try:
            with writing(by, "Admitted from the command line"):
                user, password = _login(by, options["username"], options["email"], options["name"])
                membership = start_membership(by=by, user=user, agency=agency, hub=hub, role=role, **seconded)
        except BadRequest as reason:
            raise CommandError(str(reason)) from None
        self.stdout.write(_answer(membership, password))


def _entry(model: type[_Entry], code: str) -> _Entry:
    entry = model._default_manager.filter(pk=code.upper()).first()
    if entry is None:
        known = ", ".join(model._default_manager.order_by("pk").values_list("pk", flat=True))
        raise CommandError(f"{code} is no {model._meta.verbose_name}. Choose one of: {known}.")
    return entry


def _login(by: Viewer, username: str, email: str, full_name: str) -> tuple[User, str | None]:
    """Return the person's login, and the password where the login is new."""
    present = User.objects.filter(email__iexact=email).first()
    if present:
        return present, None
    if User.objects.filter(username__iexact=username).exists():
        raise BadRequest("This user name belongs to somebody else. Choose another.")
    try:
        User(username=username, email=email, full_name=full_name, password="!").full_clean()  # noqa: S106  unusable
    except ValidationError as fault:
        raise BadRequest(" ".join(fault.messages)) from None
    password = secrets.token_urlsafe(18)
    return add_user(by=by, username=username, full_name=full_name, email=email, password=password), password


def _answer(membership: Membership, password: str | None) -> str:
    admitted = f"{membership.user.full_name} is admitted as {membership}."
    if password is None:
        return f"{admitted} The password stays as it is."
    return (
        f"{admitted}\nUser name: {membership.user.username}\nPassword:  {password}\n"
        "It is shown this once: hand it over in person and have it changed."
    )
