"""One login for every role, with passwords that only this installation knows."""

import json
import os
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import TypedDict

from sharing.actions.people import add_user, start_membership
from sharing.actions.writing import writing
from sharing.enums import RoleCode
from sharing.models import Agency, Hub, Membership, Role, User
from sharing.viewer import Viewer


class Login(TypedDict):
    """How somebody signs in, and as what."""

    username: str
    password: str
    role: str
    agency: str
    hub: str | None


@dataclass(frozen=True, slots=True)
class Player:
    """An invented person who holds a role."""

    role: RoleCode
    full_name: str
    agency: str
    hub: str | None = None
    stands_in_at: str | None = None

    @property
    def username(self) -> str:
        """The role in small letters."""
        return self.role.lower().replace("_", ".")


PLAYERS = (
    Player(RoleCode.CENTRAL_ADMIN, "Margaret Osei", "HMPPS-CENTRAL"),
    Player(RoleCode.CENTRAL_ANALYST, "Tomasz Lis", "HMPPS-CENTRAL"),
    Player(RoleCode.HUB_MANAGER, "Priya Nair", "ROCU", "WM", stands_in_at="EM"),
    Player(RoleCode.HUB_OFFICER, "Daniel Okafor", "ROCU", "WM"),
    Player(RoleCode.HUB_RESEARCHER, "Sian Pritchard", "ROCU", "WM"),
    Player(RoleCode.HMPPS_ROCO, "Colin Barraclough", "HMPPS-SOCU", "WM"),
    Player(RoleCode.PROB_LEAD, "Yasmin Rahman", "HMPPS-PS", "WM"),
    Player(RoleCode.AGENCY_CONTRIB, "Robert Lindqvist", "NCA"),
    Player(RoleCode.AGENCY_SPOC, "Helen Adeyemi", "HMRC"),
    Player(RoleCode.PANEL_MEMBER, "Graham Whitlock", "POL"),
    Player(RoleCode.AUDITOR, "Elspeth Cairns", "HMICFRS"),
    Player(RoleCode.DPO_IG, "Nadia Haddad", "HMPPS-CENTRAL"),
    Player(RoleCode.FINANCE, "Peter Amsel", "HO"),
    Player(RoleCode.BOARD, "Ruth Feldman", "MOJ"),
)


def prepare_logins(by: Viewer, file: Path) -> list[Login]:
    """Make whatever login is missing and return them all.

    The file is written before the first account: a start that was cut short is taken up with the same passwords, and a
    file that was lost gives every account a new one.

    Args:
        by: the demonstration's own viewer.
        file: where the logins are kept, readable by its owner only.
    """
    logins, are_new = _read_or_write(file)
    for player, login in zip(PLAYERS, logins, strict=True):
        user = User.objects.filter(username=player.username).first()
        if user is None:
            user = _add(by, player, login["password"])
        elif are_new:
            _set_password(by, user, login["password"])
        _start_memberships(by, player, user)
    return logins


def _read_or_write(file: Path) -> tuple[list[Login], bool]:
    if file.exists():
        kept: list[Login] = json.loads(file.read_text())
        if [login["username"] for login in kept] == [player.username for player in PLAYERS]:
            return kept, False
    made = [
        Login(
            username=player.username,
            password=secrets.token_urlsafe(12),
            role=player.role.value,
            agency=player.agency,
            hub=player.hub,
        )
        for player in PLAYERS
    ]
    _write(file, json.dumps(made, indent=2))
    return made, True


def _write(file: Path, text: str) -> None:
    """Write whole or not at all, readable by nobody else at any moment."""
    draft = file.with_suffix(".new")
    draft.unlink(missing_ok=True)
    with os.fdopen(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as out:
        out.write(text)
    draft.replace(file)


def _add(by: Viewer, player: Player, password: str) -> User:
    return add_user(
        by=by,
        username=player.username,
        full_name=player.full_name,
        email=f"{player.username}@example.test",
        password=password,
    )


def _set_password(by: Viewer, user: User, password: str) -> None:
    with writing(by, "The file of logins was lost"):
        user.set_password(password)
        user.save(update_fields=["password"])


def _start_memberships(by: Viewer, player: Player, user: User) -> None:
    hubs = [player.hub, player.stands_in_at] if player.stands_in_at else [player.hub]
    for hub in hubs:
        if not Membership.objects.filter(user=user, agency_id=player.agency, hub_id=hub, role_id=player.role).exists():
            start_membership(
                by=by,
                user=user,
                agency=Agency.objects.get(pk=player.agency),
                hub=Hub.objects.get(pk=hub) if hub else None,
                role=Role.objects.get(pk=player.role),
            )
