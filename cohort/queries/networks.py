"""Organised crime groups and their members, as far as a viewer may see them; reading one leaves an event per person."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from cohort.access import may_on, may_on_group
from cohort.models import CrimeGroup, GroupMember, GroupRole, Individual, Link, LinkKind, ThreatArea
from cohort.names import name_key
from cohort.permissions import CohortPermission
from cohort.queries.receiving import received_of
from cohort.queries.reference import choices
from marsoc.kit.pagination import Page, page_from
from sharing import audit
from sharing.enums import DataCategory, Operation
from sharing.models import Hub
from sharing.queries.names import names
from sharing.viewer import Viewer

PAGE_SIZE = 25
SHOWN = (DataCategory.IDENTITY, DataCategory.INTELLIGENCE)
"""What a network shows of everybody in it."""
_OF_PERSON = ("reference", "forenames", "surname", "cell", "owning_hub", "left_on")


@dataclass(frozen=True, slots=True)
class GroupRead:
    """A group with those of its members whom the viewer sees, the present ones first."""

    group: CrimeGroup
    threats: list[str]
    members: list[GroupMember]
    links: list[Link]
    may_change: bool

    @property
    def present(self) -> list[GroupMember]:
        """Those who belong to it now."""
        return [member for member in self.members if member.until_on is None]


def read_group(viewer: Viewer, group: CrimeGroup) -> GroupRead:
    """Return a group with its members, and record that it and each of them was read.

    Args:
        viewer: who reads.
        group: that the viewer has been given.
    """
    members = list(_members(viewer).filter(group=group).order_by("until_on", "role__position", "pk"))
    members.sort(key=lambda member: member.until_on is not None)
    audit.record(viewer, Operation.CONSULT, kind="crime_group", ref=group.shown_reference)
    note_shown(viewer, (member.individual for member in members))
    among = [member.individual_id for member in members if member.until_on is None]
    return GroupRead(
        group=group,
        threats=threats_of(group),
        members=members,
        links=list(_links(viewer).filter(first__in=among, second__in=among, until_on=None)) if among else [],
        may_change=may_on_group(viewer, group, CohortPermission.CHANGE),
    )


def memberships_of(viewer: Viewer, individual: Individual) -> list[GroupMember]:
    """Return the memberships of an individual in groups that the viewer sees, the present ones first."""
    found = list(_members(viewer).filter(individual=individual).select_related("group").order_by("pk"))
    return sorted(found, key=lambda member: member.until_on is not None)


def links_of(viewer: Viewer, individual: Individual) -> list[Link]:
    """Return the links of an individual, the present ones first, and record that those at the other ends were read."""
    found = list(_links(viewer).filter(Q(first=individual) | Q(second=individual)).order_by("kind__position", "pk"))
    note_shown(viewer, (link.other(individual) for link in found))
    return sorted(found, key=lambda link: link.until_on is not None)


def note_shown(viewer: Viewer, individuals: Iterable[Individual]) -> None:
    """Record of everybody whom a network shows that the viewer read it.

    Args:
        viewer: who reads.
        individuals: who is shown; somebody shown twice is recorded once.
    """
    for individual in {each.pk: each for each in individuals}.values():
        audit.record(
            viewer,
            Operation.CONSULT,
            kind="individual",
            ref=individual.shown_reference,
            page="network",
            categories=list(SHOWN),
            **received_of(viewer, individual, SHOWN),
        )


def groups(viewer: Viewer, number: int) -> Page[tuple[CrimeGroup, int]]:
    """Return one page of the groups that a viewer sees, each with how many present members the viewer sees in it.

    Args:
        viewer: who asks.
        number: the page, from 1; one past the end gives the last page.
    """
    page = page_from(_counted(viewer), number, PAGE_SIZE)
    shown = [group.shown_reference for group in page.rows]
    audit.record(viewer, Operation.CONSULT, kind="crime_groups", shown=shown, total=page.total)
    return Page([(group, group.seen) for group in page.rows], page.number, page.size, page.total)


def groups_named(viewer: Viewer, text: str) -> list[tuple[CrimeGroup, int]]:
    """Return the groups that a viewer sees whose names have every word of a text, and record that they were found.

    Args:
        viewer: who searches.
        text: as typed.
    """
    words = [word for word in name_key(text).split() if len(word) > 1]
    if not words:
        return []
    found = _counted(viewer)
    for word in words:
        found = found.filter(name_key__contains=word)
    rows = list(found[:PAGE_SIZE])
    if rows:
        shown = [group.shown_reference for group in rows]
        audit.record(viewer, Operation.SEARCH, kind="crime_groups", shown=shown, total=len(shown))
    return [(group, group.seen) for group in rows]


def threats_of(group: CrimeGroup) -> list[str]:
    """Return the threat areas of a group in words."""
    known = names(ThreatArea)
    return [known.get(code, code) for code in group.threats]


def roles(kept: GroupRole | None = None) -> QuerySet[GroupRole]:
    """Return the roles of today, and the one that a membership has."""
    return choices(GroupRole, kept=kept)


def link_kinds() -> QuerySet[LinkKind]:
    """Return the ways of being linked of today."""
    return choices(LinkKind)


def hubs_of(viewer: Viewer) -> QuerySet[Hub]:
    """Return the hubs for which a viewer may keep groups."""
    found = choices(Hub)
    return found if viewer.reach is None else found.filter(pk__in=sorted(viewer.reach))


def may_keep_groups(viewer: Viewer) -> bool:
    """Say whether a viewer keeps groups for some hub."""
    return viewer.may(CohortPermission.CHANGE) and not viewer.contributor


def may_change_member(viewer: Viewer, member: GroupMember) -> bool:
    """Say whether a viewer may change a membership: that is for the hub that owns the person's record."""
    return may_on(viewer, member.individual, CohortPermission.CHANGE)


def may_change_link(viewer: Viewer, link: Link) -> bool:
    """Say whether a viewer may change a link: that is for the hub of either record."""
    return any(may_on(viewer, each, CohortPermission.CHANGE) for each in (link.first, link.second))


def _counted(viewer: Viewer) -> QuerySet[Any]:
    """Return the groups that a viewer sees, each with how many present members the viewer sees in it as ``seen``."""
    present = _members(viewer).filter(group=OuterRef("pk"), until_on=None).order_by().values("group")
    numbers = present.annotate(number=Count("pk")).values("number")
    found: QuerySet[Any] = CrimeGroup.unscoped.visible_to(viewer).select_related("owning_hub")
    with_number: QuerySet[Any] = found.annotate(seen=Coalesce(Subquery(numbers), 0))
    return with_number


def _links(viewer: Viewer) -> QuerySet[Link]:
    """Return links that a viewer sees, with the names of the two and nothing more of them."""
    shown = (f"{side}__{name}" for side in ("first", "second") for name in (*_OF_PERSON, "owning_hub__name"))
    columns = [field.name for field in Link._meta.concrete_fields]
    related = Link.unscoped.visible_to(viewer).select_related("first__owning_hub", "second__owning_hub", "kind")
    return related.only(*columns, *shown, "kind__name", "kind__reverse", "kind__position")


def _members(viewer: Viewer) -> QuerySet[GroupMember]:
    """Return memberships of people whom a viewer sees in groups that the viewer sees, with names and nothing more."""
    people = Individual.unscoped.visible_to(viewer).filter(pk=OuterRef("individual"))
    seen = CrimeGroup.unscoped.visible_to(viewer).filter(pk=OuterRef("group"))
    found = GroupMember.unscoped.visible_to(viewer).filter(Q(Exists(people)), Q(Exists(seen)))
    shown = (f"individual__{name}" for name in _OF_PERSON)
    columns = [field.name for field in GroupMember._meta.concrete_fields]
    related = found.select_related("individual__owning_hub", "role")
    return related.only(*columns, *shown, "individual__owning_hub__name", "role__name", "role__position")
