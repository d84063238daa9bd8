"""A user acting in one membership: what every read and every write is asked by."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import TextChoices
from django.http import HttpRequest

from marsoc.kit import clock
from sharing.cells import cell_and_category
from sharing.enums import DataCategory, RoleCode, ScopePermission
from sharing.models import AboutIndividual, Agency, Hub, Membership, Scope, ScopedModel, User
from sharing.permissions import CENTRAL_TEAM, HUB_STAFF, PARTNERS, permissions_of
from sharing.sight import EVERYTHING, NOTHING, Sight, sight_of


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who asks, and how far they may see.

    ``reach`` holds the codes of the hubs whose records the viewer's role covers: None for every hub, empty for none.
    ``sight`` is all that the viewer may see, by role, agreement and name. ``governs`` says that the viewer handles the
    requests of people for their own data. A system job has a ``job`` and neither user nor membership. ``purposes`` is
    what the viewer said in this session that records are needed for, by individual; None where there is no session, and
    so nobody to ask.
    """

    reach: frozenset[str] | None
    permissions: frozenset[str]
    sight: Sight
    user: User | None = None
    membership: Membership | None = None
    job: str = ""
    purposes: Mapping[int, str] | None = None
    governs: bool = False

    @property
    def hub(self) -> Hub | None:
        """The hub acted at, None for a national membership."""
        return self.membership.hub if self.membership else None

    @property
    def agency(self) -> Agency | None:
        """The agency acted for."""
        return self.membership.agency if self.membership else None

    @property
    def contributor(self) -> str:
        """The agency of a viewer who sees by agreement, empty for anybody else."""
        return self.membership.agency_id if self.membership and self.membership.role_id in PARTNERS else ""

    @property
    def manages(self) -> str:
        """The hub that the viewer manages, empty for anybody else."""
        found = self.membership if self.membership and self.membership.role_id == RoleCode.HUB_MANAGER else None
        return (found.hub_id or "") if found else ""

    @property
    def speaks_for(self) -> str:
        """The agency whose single point of contact the viewer is nationally, empty for anybody else."""
        held = self.membership
        return held.agency_id if held and held.role_id == RoleCode.AGENCY_SPOC and held.hub_id is None else ""

    @property
    def name(self) -> str:
        """How the viewer is named on screen and in print."""
        return self.user.full_name if self.user else self.job

    def may(self, permission: TextChoices) -> bool:
        """Say whether the viewer's membership carries a permission."""
        return str(permission) in self.permissions

    def holds(self, permission: str, thing: Any = None) -> bool:
        """Say whether the viewer holds a permission, at all or on one thing; what Django asks of the user comes here.

        To see a row about an individual is to find it among those visible; to do more takes the role's permission as
        well. On a scope, and on a row that lies in one, what agreements give is asked for by ``ScopePermission``.

        Args:
            permission: with its app, such as ``cohort.view_individual`` or ``sharing.contribute_scope``.
            thing: what it is wanted on; None asks what the role carries.
        """
        if thing is None:
            return permission in self.permissions
        app, _, codename = permission.partition(".")
        if app == Scope._meta.app_label and codename in ScopePermission:
            return self._holds_scope(ScopePermission(codename), thing)
        if not isinstance(thing, ScopedModel) or app != thing._meta.app_label:
            return False
        verb, _, noun = codename.partition("_")
        if noun != thing._meta.model_name or (verb != "view" and permission not in self.permissions):
            return False
        return self._sees(thing)

    def _sees(self, row: ScopedModel) -> bool:
        """Ask the database, not the row: it may have been read before something changed, or for somebody else."""
        found: bool = type(row).unscoped.visible_to(self).filter(pk=row.pk).exists()
        return found

    def _holds_scope(self, permission: ScopePermission, thing: Any) -> bool:
        if isinstance(thing, Scope):
            cell, category = cell_and_category(thing.pk)
            cells = self.sight.cells(category, permission)
            return cells is None or cell in cells
        if not isinstance(thing, AboutIndividual):
            return False
        found = type(thing).unscoped.visible_to(self).filter(pk=thing.pk).values_list("cell", thing.individual_column)
        category = thing.data_category
        return any(self.sight.holds(cell, individual, category, permission) for cell, individual in found)


def viewer_in(membership: Membership) -> Viewer:
    """Return the viewer that a membership makes of its user, with what it may see at this instant.

    Args:
        membership: with its user, agency, hub and role loaded.
    """
    role = RoleCode(membership.role_id)
    reach = _reach(role, membership)
    return Viewer(
        user=membership.user,
        membership=membership,
        reach=reach,
        permissions=permissions_of(role),
        sight=sight_of(membership, reach, partner=role in PARTNERS, at=clock.now()),
        governs=role == RoleCode.DPO_IG and membership.hub_id is None,
    )


def _reach(role: RoleCode, membership: Membership) -> frozenset[str] | None:
    if role in CENTRAL_TEAM:
        return None
    if role in HUB_STAFF and membership.hub_id:
        return frozenset({membership.hub_id})
    return frozenset()


def system_viewer(job: str) -> Viewer:
    """Return the viewer that a named system job acts as: it sees every hub and may do what a central lead may.

    It does not see restricted individuals: nothing that is not named for one does.

    Args:
        job: the job's name, which history and audit record in place of a user.
    """
    return Viewer(reach=None, permissions=permissions_of(RoleCode.CENTRAL_ADMIN), sight=EVERYTHING, job=job)


def governing_viewer(job: str) -> Viewer:
    """Return the viewer of a system job that watches over the requests of people for their own data, and sees no more.

    Args:
        job: the job's name.
    """
    return Viewer(reach=frozenset(), permissions=frozenset(), sight=NOTHING, job=job, governs=True)


def looking_at(viewer: Viewer, individual: int) -> Viewer:
    """Return a viewer who sees, in every category, one individual more.

    For reads about access, and for what is collected when that individual asks for the own data; for no other content.

    Args:
        viewer: who is answerable for the reading.
        individual: the id of one that may be restricted or out of the viewer's sight.
    """
    named = {each: viewer.sight.named.get(each, frozenset()) | {individual} for each in DataCategory}
    return replace(viewer, sight=replace(viewer.sight, named=named, barred=viewer.sight.barred - {individual}))


def looking_everywhere(viewer: Viewer) -> Viewer:
    """Return a viewer who sees every unrestricted individual: for reads about their keeping, never for their content.

    Args:
        viewer: who is answerable for the reading.
    """
    return replace(viewer, sight=EVERYTHING)


class ViewerRequest(HttpRequest):
    """A request on which the middleware has put the viewer."""

    viewer: Viewer


class PersonRequest(HttpRequest):
    """A request on which somebody is signed in, with or without a membership in force."""

    user: User
    viewer: Viewer | None
