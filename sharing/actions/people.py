"""Writes to people and memberships."""

from marsoc.kit import clock
from sharing import audit
from sharing.actions.writing import writing
from sharing.enums import Operation, RoleCode
from sharing.errors import BadRequest, Refused
from sharing.models import Agency, Hub, Membership, Role, User
from sharing.permissions import CENTRAL_TEAM, SharingPermission
from sharing.viewer import Viewer


def add_user(*, by: Viewer, username: str, full_name: str, email: str, password: str | None) -> User:
    """Make a login for a person, without any membership yet.

    Args:
        by: who makes it.
        username: unique, not the e-mail address.
        full_name: as the person writes it.
        email: where a password can be set anew.
        password: None leaves the account without one until the person sets it by e-mail.
    """
    _must_manage(by)
    with writing(by):
        user = User(username=username, full_name=full_name, email=email)
        user.set_password(password)
        user.save()
        audit.record(by, Operation.PERMISSION, kind="user", ref=str(user.pk), change="added")
    return user


def admit(
    *,
    by: Viewer,
    full_name: str,
    email: str,
    username: str,
    agency: Agency,
    hub: Hub | None,
    role: Role,
    employer: Agency | None = None,
    tasked_by: Agency | None = None,
) -> Membership:
    """Start a membership for the person with an e-mail address, whose login is made if there is none.

    Raises:
        BadRequest: the user name belongs to somebody else; or see ``start_membership``.
        Refused: see ``start_membership``.
    """
    with writing(by):
        user = User.objects.filter(email__iexact=email).first()
        if user is None:
            if User.objects.filter(username__iexact=username).exists():
                raise BadRequest("This user name belongs to somebody else. Choose another.")
            user = add_user(by=by, username=username, full_name=full_name, email=email, password=None)
        return start_membership(
            by=by, user=user, agency=agency, hub=hub, role=role, employer=employer, tasked_by=tasked_by
        )


def start_membership(
    *,
    by: Viewer,
    user: User,
    agency: Agency,
    hub: Hub | None,
    role: Role,
    employer: Agency | None = None,
    tasked_by: Agency | None = None,
) -> Membership:
    """Let a person act for an agency in a role, from now on.

    Args:
        by: who starts it.
        user: the person.
        agency: whom the person acts for.
        hub: where, None for nationally.
        role: what the person may do.
        employer: for a secondee, the agency that employs the person.
        tasked_by: for a secondee, the agency whose orders the person follows.

    Raises:
        Refused: a hub manager may give only hub roles at the manager's own hub.
        BadRequest: the person holds this very membership already, or half of a secondment is named.
    """
    _must_manage(by)
    _must_be_within_reach(by, hub, role)
    if (employer is None) != (tasked_by is None):
        raise BadRequest("A secondee has an employer and a tasking agency. Name both, or neither.")
    if Membership.objects.filter(user=user, agency=agency, hub=hub, role=role, ends_at=None).exists():
        raise BadRequest("This person holds this membership already. Choose another role, agency or hub.")
    with writing(by):
        membership = Membership(
            user=user, agency=agency, hub=hub, role=role, employer=employer, tasked_by=tasked_by, starts_at=clock.now()
        )
        membership.save()
        audit.record(by, Operation.PERMISSION, kind="membership", ref=str(membership.pk), change="started")
    return membership


def end_membership(*, by: Viewer, membership: Membership, reason: str) -> Membership:
    """End a membership now; the person's very next request is without it.

    Raises:
        BadRequest: it has ended already.
        Refused: it is not the viewer's to end.
    """
    _must_manage(by)
    with writing(by, reason):
        membership = Membership.objects.select_for_update(of=("self",)).get(pk=membership.pk)
        _must_be_within_reach(by, membership.hub, membership.role)
        if membership.ends_at:
            raise BadRequest("This membership has ended already.")
        membership.ends_at = clock.now()
        membership.end_reason = reason
        membership.save()
        audit.record(by, Operation.PERMISSION, kind="membership", ref=str(membership.pk), change="ended")
    return membership


def _must_manage(by: Viewer) -> None:
    if not by.may(SharingPermission.MANAGE_MEMBERSHIPS):
        raise Refused("Your role does not let you manage memberships.")


def _must_be_within_reach(by: Viewer, hub: Hub | None, role: Role) -> None:
    if by.reach is None:
        return
    if hub is None or hub.pk not in by.reach or RoleCode(role.pk) in CENTRAL_TEAM:
        raise Refused("You can start and end memberships at your own hub only. Ask the central team.")
