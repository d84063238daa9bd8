"""Organised crime groups and who belongs to them, in words."""

from typing import NamedTuple

from cohort.enums import GroupStatus, Handling
from cohort.models import CrimeGroup, GroupMember, Individual, Link
from cohort.models.networks import Graded
from cohort.presenters.individuals import Row
from cohort.queries.networks import GroupRead, threats_of
from marsoc.govuk.jinja import long_date

STATUS_COLOURS = {GroupStatus.ACTIVE: "red", GroupStatus.DORMANT: "yellow", GroupStatus.ENDED: "grey"}


class GroupRow(NamedTuple):
    """A group as the list shows it."""

    reference: str
    name: str
    threats: str
    members: int
    status: str
    colour: str
    hub: str


class MemberRow(NamedTuple):
    """A membership as a table shows it: ``of`` is the person on a group's page, the group on a person's."""

    pk: int
    reference: str
    of: str
    note: str
    role: str
    period: str
    grading: str
    ended: bool
    may_change: bool


class LinkRow(NamedTuple):
    """A link as the page of one of the two shows it."""

    pk: int
    reference: str
    name: str
    note: str
    kind: str
    period: str
    grading: str
    ended: bool
    may_change: bool


def link_row(link: Link, individual: Individual, *, may_change: bool) -> LinkRow:
    """Return a link as it reads from one of the two."""
    other = link.other(individual)
    return LinkRow(
        link.pk, other.shown_reference, other.full_name, left_note(other), link.said_of(individual), period(link),
        grading(link), link.until_on is not None, may_change,
    )  # fmt: skip


def group_row(group: CrimeGroup, members: int) -> GroupRow:
    """Return a group as a row of the list, with how many present members its reader sees."""
    status = GroupStatus(group.status)
    return GroupRow(
        group.shown_reference, group.name, ", ".join(threats_of(group)), members, status.label,
        STATUS_COLOURS[status], group.owning_hub.name,
    )  # fmt: skip


def group_facts(read: GroupRead) -> list[Row]:
    """Return what is kept of a group itself."""
    group = read.group
    return [
        Row("Reference", group.shown_reference),
        Row("Other names", group.other_names),
        Row("Threat areas", read.threats),
        Row("Status", f"{GroupStatus(group.status).label} since {long_date(group.status_since)}"),
        Row("Hub", group.owning_hub.name),
    ]


def member_row(member: GroupMember, *, may_change: bool) -> MemberRow:
    """Return a membership as the group's page shows it."""
    person = member.individual
    return MemberRow(
        pk=member.pk,
        reference=person.shown_reference,
        of=person.full_name,
        note=left_note(person),
        role=member.role.name,
        period=period(member),
        grading=grading(member),
        ended=member.until_on is not None,
        may_change=may_change,
    )


def membership_row(member: GroupMember, *, may_change: bool) -> MemberRow:
    """Return a membership as the person's page shows it."""
    group = member.group
    return member_row(member, may_change=may_change)._replace(
        reference=group.shown_reference, of=group.name, note=group.shown_reference
    )


def left_note(person: Individual) -> str:
    """Return a person's reference, and that the person has left the list."""
    return f"{person.shown_reference}, left the list" if person.left_on else person.shown_reference


def period(member: GroupMember | Link) -> str:
    """Return from when until when something holds, such as "From 3 March 2025"."""
    begun = f"From {long_date(member.from_on)}" if member.from_on else "Start not known"
    return f"{begun}, until {long_date(member.until_on)}" if member.until_on else begun


def grading(said: Graded) -> str:
    """Return the grading of a statement with its reference, and on which conditions it may be shared."""
    words = f"{said.source_grade}{said.intelligence_grade}{said.handling}, {said.source_reference}"
    return f"{words}. Conditions: {said.conditions}" if said.handling == Handling.CONDITIONS else words
