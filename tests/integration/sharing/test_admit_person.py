"""The command by which the first central team lead comes in."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from sharing.models import AuditEvent, Membership, User

pytestmark = pytest.mark.django_db

LEAD = {
    "username": "first.lead",
    "email": "first.lead@example.test",
    "name": "First Lead",
    "role": "CENTRAL_ADMIN",
    "agency": "HMPPS-CENTRAL",
}


def admit(**changed: str) -> str:
    """Run the command and return what it prints."""
    out = StringIO()
    call_command("admit_person", stdout=out, **{**LEAD, **changed})
    return out.getvalue()


def test_a_new_person_gets_a_login_and_a_membership() -> None:
    """The password printed is the login's, and the trail and the history name the command."""
    printed = admit()

    membership = Membership.objects.get()
    password = printed.split("Password:")[1].split()[0]
    assert membership.user.check_password(password)
    assert (membership.role_id, membership.agency_id, membership.hub_id) == ("CENTRAL_ADMIN", "HMPPS-CENTRAL", None)
    assert {event.job for event in AuditEvent.objects.filter(operation="PERMISSION")} == {"admit_person"}
    assert membership.history.get().history_job == "admit_person"


def test_a_person_known_by_email_keeps_the_password() -> None:
    """A second membership is added to the login that is there."""
    admit()
    before = User.objects.get().password

    printed = admit(email="FIRST.LEAD@example.test", role="HUB_MANAGER", agency="ROCU", hub="wm")

    assert User.objects.get().password == before
    assert "The password stays as it is" in printed
    assert Membership.objects.count() == 2


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"role": "KING"}, "KING is no role. Choose one of: AGENCY_CONTRIB,"),
        ({"agency": "ACME"}, "ACME is no agency"),
        ({"hub": "XX"}, "XX is no hub. Choose one of: EA,"),
        ({"email": "not an address"}, "valid email address"),
    ],
)
def test_what_cannot_be_is_refused_and_leaves_nothing(changed: dict[str, str], told: str) -> None:
    """One sentence, and neither login nor membership."""
    with pytest.raises(CommandError, match=told):
        admit(**changed)

    assert not User.objects.exists()


def test_a_user_name_of_somebody_else_is_refused() -> None:
    """The other person's login is not touched."""
    admit()

    with pytest.raises(CommandError, match="belongs to somebody else"):
        admit(email="other@example.test")
    with pytest.raises(CommandError, match="holds this membership already"):
        admit()
