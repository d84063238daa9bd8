"""Organised crime groups for tests, and who belongs to them."""

from datetime import date
from itertools import count
from typing import Any

from cohort.actions import held_apart as apart
from cohort.actions import links, networks
from cohort.enums import ApartCategory, GroupStatus
from cohort.models import CrimeGroup, GroupMember, GroupRole, HeldApart, Individual, Link, LinkKind
from sharing.enums import RoleCode
from sharing.models import Hub
from sharing.viewer import Viewer
from tests import factories

GRADED = {
    "source_grade": "1", "intelligence_grade": "B", "handling": "P", "conditions": "", "source_reference": "IR/2026/1",
}  # fmt: skip
"""A grading as forms and actions take it."""
_number = count(1)


def manager(hub: str = "WM") -> Viewer:
    """Return a new manager of a hub."""
    return factories.viewer(RoleCode.HUB_MANAGER, "ROCU", hub)


def group(hub: str = "WM", **given: Any) -> CrimeGroup:
    """Return a new group of a hub."""
    values = {
        "name": f"Invented group {next(_number)}", "other_names": [], "threats": ["DRUGS"],
        "status": GroupStatus.ACTIVE, "status_since": date(2025, 3, 3), **given,
    }  # fmt: skip
    return networks.add_group(by=manager(hub), hub=Hub.objects.get(pk=hub), reason="Seen in reports", **values)


def member(of: CrimeGroup, individual: Individual, *, by: Viewer | None = None, **given: Any) -> GroupMember:
    """Return a new membership, recorded by a manager of the group's hub unless told otherwise."""
    role = GroupRole.objects.get(pk=given.pop("role", "LEADER"))
    days = {"from_on": given.pop("from_on", date(2025, 3, 3)), "until_on": given.pop("until_on", None)}
    return networks.add_member(
        by=by or manager(of.owning_hub_id),
        group=of,
        individual=individual,
        role=role,
        grading={**GRADED, **given},
        **days,
    )


def link(one: Individual, other: Individual, *, by: Viewer | None = None, **given: Any) -> Link:
    """Return a new link, recorded by a manager of the first one's hub unless told otherwise."""
    kind = LinkKind.objects.get(pk=given.pop("kind", "CRIME"))
    days = {"from_on": given.pop("from_on", date(2025, 3, 3)), "until_on": given.pop("until_on", None)}
    return links.add_link(
        by=by or manager(one.owning_hub_id), individual=one, other=other, kind=kind, grading={**GRADED, **given}, **days
    )


def held_apart(of: Individual | CrimeGroup, *, by: Viewer | None = None, **given: Any) -> HeldApart:
    """Return somebody new who is held apart, recorded by a manager of the owning hub unless told otherwise."""
    values = {
        "name": "Invented Person", "category": ApartCategory.VICTIM, "relation": "Paid the group",
        "necessity": "To keep the person safe", "source_reference": "IR/2026/7", **given,
    }  # fmt: skip
    return apart.hold_apart(by=by or manager(of.owning_hub_id), of=of, **values)
