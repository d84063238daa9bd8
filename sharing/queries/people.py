"""Reads of people, memberships, agencies, hubs and roles."""

from collections.abc import Collection, Iterable
from datetime import datetime

from django.db.models import Q, QuerySet

from marsoc.kit import clock
from sharing.enums import RoleCode
from sharing.models import Agency, Hub, Membership, Role, User
from sharing.permissions import CENTRAL_TEAM, HUB_STAFF


def memberships_in_force(user: User) -> QuerySet[Membership]:
    """Return what a person may act in now, the first begun first."""
    return Membership.objects.in_force(clock.now()).filter(user=user).named()


def memberships_of_today() -> QuerySet[Membership]:
    """Return every membership that is in force now."""
    return Membership.objects.in_force(clock.now()).named()


def memberships_in_force_at(at: datetime) -> QuerySet[Membership]:
    """Return every membership that was in force at a past instant, of accounts that were open then.

    Args:
        at: the instant; an account closed since was open as long as its history says so.
    """
    accounts = User.history.filter(history_date__lte=at).order_by("id", "-history_id").distinct("id")
    open_then = [row.id for row in accounts.only("id", "is_active") if row.is_active]
    return Membership.objects.lasting(at).filter(user__in=open_then).named()


def memberships_of(username: str) -> QuerySet[Membership]:
    """Return what the person with a user name may act in now, the first begun first."""
    return Membership.objects.in_force(clock.now()).filter(user__username__iexact=username).named()


def membership_in_force(user: User, chosen: int | None) -> Membership | None:
    """Return the membership a person acts in: the chosen one while it is in force, else the first that is.

    Asked at every request, and so without what only a secondee has.

    Args:
        user: who is signed in.
        chosen: id of the membership picked in this session, if any.
    """
    in_force = user.memberships.in_force(clock.now()).select_related("agency", "hub", "role")
    if chosen is not None and (membership := in_force.filter(pk=chosen).first()):
        return membership
    return in_force.first()


def agencies_at_present() -> QuerySet[Agency]:
    """Return the agencies of today."""
    return Agency.objects.filter(_present())


def agency_of_code(code: str) -> Agency | None:
    """Return the agency that a code stands for, of today or of the past, None if there is none."""
    return Agency.objects.filter(pk=code).first()


def hubs() -> QuerySet[Hub]:
    """Return the regional hubs of today in their fixed order."""
    return Hub.objects.filter(_present()).order_by("number")


def hubs_within(reach: Collection[str] | None) -> QuerySet[Hub]:
    """Return the hubs of today that a viewer's role covers.

    Args:
        reach: codes, None for every hub.
    """
    return hubs() if reach is None else hubs().filter(pk__in=reach)


def roles() -> QuerySet[Role]:
    """Return the roles of today."""
    return Role.objects.filter(_present())


def _present() -> Q:
    today = clock.today()
    return Q(Q(valid_to=None) | Q(valid_to__gt=today), valid_from__lte=today)


def contacts(hubs: Iterable[str]) -> dict[str, User]:
    """Return whom to ask at each of some hubs: the manager longest in post, else the central team lead.

    Args:
        hubs: their codes; one for which there is nobody is left out.
    """
    wanted = set(hubs)
    managers = Q(role=RoleCode.HUB_MANAGER, hub__in=wanted) | Q(role=RoleCode.CENTRAL_ADMIN, hub=None)
    found = Membership.objects.in_force(clock.now()).filter(managers).select_related("user").order_by("starts_at", "pk")
    first: dict[str | None, User] = {}
    for membership in found:
        first.setdefault(membership.hub_id, membership.user)
    return {hub: contact for hub in wanted if (contact := first.get(hub, first.get(None)))}


def membership_still_in_force(membership: Membership) -> bool:
    """Say whether a membership that asked for work may still have it done."""
    return Membership.objects.in_force(clock.now()).filter(pk=membership.pk).exists()


def memberships_covering(hubs: Collection[str] | None) -> QuerySet[Membership]:
    """Return the memberships in force whose role covers hubs: of their staff, and of the central team.

    Args:
        hubs: codes, None for every hub.
    """
    of_hub = Q(role__in=HUB_STAFF) if hubs is None else Q(role__in=HUB_STAFF, hub__in=hubs)
    found = Membership.objects.in_force(clock.now()).filter(of_hub | Q(role__in=CENTRAL_TEAM))
    return found.named().order_by("hub__number", "user__full_name", "starts_at")


def person_with_address(email: str) -> User | None:
    """Return the person who signs in with a work e-mail address, None if there is none."""
    return User.objects.filter(email__iexact=email, is_active=True).first()
