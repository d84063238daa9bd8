"""Reads of who is named for a restricted individual and who is kept out of one."""

from dataclasses import dataclass

from cohort.models import ConflictMark, Individual, NamedPerson
from marsoc.kit import clock
from sharing.models import Membership, User
from sharing.permissions import CENTRAL_TEAM, HUB_STAFF
from sharing.queries.people import memberships_covering
from sharing.viewer import Viewer


@dataclass(frozen=True, slots=True)
class NamedAccess:
    """Who is named for a record and who is kept out, now and formerly, the latest first."""

    named: list[NamedPerson]
    formerly_named: list[NamedPerson]
    marked: list[ConflictMark]
    formerly_marked: list[ConflictMark]


def named_access_of(viewer: Viewer, individual: Individual) -> NamedAccess:
    """Return who is named for an individual and who is kept out of it.

    Args:
        viewer: who may see the individual.
        individual: the record.
    """
    names = NamedPerson.unscoped.visible_to(viewer).filter(individual=individual).select_related("user", "named_by")
    marks = ConflictMark.unscoped.visible_to(viewer).filter(individual=individual).select_related("user", "made_by")
    named, marked = list(names.order_by("-id")), list(marks.order_by("-id"))
    return NamedAccess(
        named=[each for each in named if each.ends_at is None],
        formerly_named=[each for each in named if each.ends_at is not None],
        marked=[each for each in marked if each.ends_at is None],
        formerly_marked=[each for each in marked if each.ends_at is not None],
    )


def may_be_named(hub: str) -> tuple[set[int], set[int]]:
    """Return the ids of the people of a hub, and of the central team, who can be named for its records."""
    rows = list(memberships_covering([hub]).values_list("user", "role"))
    of_hub = {user for user, role in rows if role in HUB_STAFF}
    return of_hub, {user for user, role in rows if role in CENTRAL_TEAM}


def people_to_name(viewer: Viewer, individual: Individual | None = None) -> list[tuple[User, str]]:
    """Return who can be named for a record, each with what they act as, but for the viewer and those named already.

    Args:
        viewer: who names them.
        individual: the record, None for a new one.
    """
    hubs = [individual.owning_hub_id] if individual else None if viewer.reach is None else sorted(viewer.reach)
    known = {viewer.user.pk} if viewer.user and individual is None else set()
    if individual:
        named = NamedPerson.unscoped.visible_to(viewer).filter(individual=individual, ends_at=None)
        known |= set(named.values_list("user", flat=True))
    found: dict[int, tuple[User, str]] = {}
    for membership in memberships_covering(hubs):
        if membership.user_id not in known:
            found.setdefault(membership.user_id, (membership.user, _acts_as(membership)))
    return list(found.values())


def _acts_as(membership: Membership) -> str:
    return f"{membership.user.full_name}, {membership}"


def named_at_hub(viewer: Viewer, individual: Individual) -> bool:
    """Say whether somebody of the owning hub is named for an individual and kept out of it by no conflict.

    Args:
        viewer: who may see the individual.
        individual: a restricted record.
    """
    named = NamedPerson.unscoped.visible_to(viewer).filter(individual=individual, ends_at=None)
    barred = ConflictMark.unscoped.visible_to(viewer).filter(individual=individual, ends_at=None)
    of_hub = Membership.objects.in_force(clock.now()).filter(role__in=HUB_STAFF, hub=individual.owning_hub_id)
    found = of_hub.filter(user__in=named.values("user")).exclude(user__in=barred.values("user"))
    return found.exists()
