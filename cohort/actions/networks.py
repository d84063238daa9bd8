"""Writes to organised crime groups: what a hub keeps of a group, and who belongs to it."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from cohort.access import get_group_member, must_be_allowed, must_be_allowed_on, must_be_allowed_on_group
from cohort.actions.individuals import edit_conflict, lock_individual
from cohort.enums import SubjectCategory
from cohort.errors import NothingChanged
from cohort.models import CrimeGroup, GroupMember, GroupRole, Individual
from cohort.names import name_key
from cohort.permissions import CohortPermission
from marsoc.kit import clock
from sharing import audit
from sharing.actions.writing import writing
from sharing.enums import Operation
from sharing.errors import BadRequest, Refused
from sharing.models import Hub
from sharing.viewer import Viewer

OF_GROUP = frozenset({"name", "other_names", "threats", "status", "status_since"})
HELD_APART = frozenset({SubjectCategory.VICTIM, SubjectCategory.WITNESS})
"""Who is never shown among those suspected or convicted (Data Protection Act 2018, s.38(3))."""


def add_group(*, by: Viewer, hub: Hub, reason: str, **said: Any) -> CrimeGroup:
    """Begin to keep an organised crime group.

    Args:
        by: who adds it.
        hub: that owns it.
        reason: why, in the person's own words.
        said: fields of ``OF_GROUP``.

    Raises:
        BadRequest: the hub keeps a group of this name, or the status began in the future.
        Refused: the viewer may not keep groups of the hub.
    """
    must_be_allowed(by, CohortPermission.CHANGE)
    if by.contributor or (by.reach is not None and hub.pk not in by.reach):
        raise Refused("You can keep groups of your own hub only.")
    with writing(by, reason):
        group = CrimeGroup(owning_hub=hub)
        _say(by, group, said)
        group.save(force_insert=True)
        audit.record(by, Operation.COLLECT, kind="crime_group", ref=group.shown_reference, hub=hub.pk)
    return group


def change_group(*, by: Viewer, group: CrimeGroup, version: int, changes: Mapping[str, Any], reason: str) -> CrimeGroup:
    """Change what is kept of a group itself.

    Args:
        by: who changes it.
        group: the group.
        version: that the person saw.
        changes: new values, of fields of ``OF_GROUP``.
        reason: why, in the person's own words.

    Raises:
        BadRequest: the hub keeps another group of this name, or the status began in the future.
        EditConflict: somebody else changed the group since.
        NothingChanged: it says all of it already.
        Refused: the viewer may not change the group.
    """
    must_be_allowed_on_group(by, group, CohortPermission.CHANGE)
    with writing(by, reason):
        locked: CrimeGroup = CrimeGroup.unscoped.visible_to(by).select_for_update(of=("self",)).get(pk=group.pk)
        if locked.version != version:
            raise edit_conflict(locked)
        changed = sorted(name for name, value in changes.items() if getattr(locked, name) != value)
        if not changed:
            raise NothingChanged("Your answers are what is kept of the group already. Change an answer or cancel.")
        _say(by, locked, changes)
        locked.version += 1
        locked.save()
        audit.record(by, Operation.ALTER, kind="crime_group", ref=locked.shown_reference, fields=changed)
    return locked


def add_member(
    *,
    by: Viewer,
    group: CrimeGroup,
    individual: Individual,
    role: GroupRole,
    from_on: date | None,
    until_on: date | None = None,
    grading: Mapping[str, str],
) -> GroupMember:
    """Record that somebody on the list belongs to a group.

    Args:
        by: who records it.
        group: the group.
        individual: who belongs to it.
        role: in which role.
        from_on: since when, None if nobody knows.
        until_on: until when, None while the person belongs to it.
        grading: 3x5x2 and the reference, by the names of the fields.

    Raises:
        BadRequest: the person is a victim or a witness, has left the list, or belongs to the group already; or the
            days are in the wrong order.
        Individual.DoesNotExist: the record has moved out of the viewer's sight.
        Refused: the viewer may not change the group or the record.
    """
    must_be_allowed_on_group(by, group, CohortPermission.CHANGE)
    must_be_allowed_on(by, individual, CohortPermission.CHANGE)
    must_be_in_order(from_on, until_on)
    with writing(by, "Added to a group"):
        locked = lock_individual(by, individual)
        must_be_fit(locked)
        known = GroupMember.unscoped.visible_to(by).filter(group=group, individual=locked, until_on=None)
        if until_on is None and known.exists():
            raise BadRequest(f"{locked.shown_reference} belongs to this group already. Change that membership instead.")
        member = GroupMember(
            group=group, individual=locked, role=role, from_on=from_on, until_on=until_on, **grading
        )  # fmt: skip
        member.save(force_insert=True)
        _record(by, member, "joined a group")
    return member


def change_member(
    *, by: Viewer, member: GroupMember, role: GroupRole, from_on: date | None, reason: str, grading: Mapping[str, str]
) -> GroupMember:
    """Change what is recorded of somebody's membership.

    Args:
        by: who changes it.
        member: the membership.
        role: in which role.
        from_on: since when, None if nobody knows.
        reason: why, in the person's own words.
        grading: 3x5x2 and the reference, by the names of the fields.

    Raises:
        BadRequest: it would begin after it ended, or in the future.
        Http404: it is out of the viewer's sight by now.
        NothingChanged: the record says so already.
        Refused: the viewer may not change the record.
    """
    changes = {"role": role, "from_on": from_on, **grading}
    with writing(by, reason):
        locked = _lock_member(by, member)
        must_be_in_order(from_on, locked.until_on)
        if all(getattr(locked, name) == value for name, value in changes.items()):
            raise NothingChanged("Your answers are what the record says already. Change an answer or cancel.")
        for name, value in changes.items():
            setattr(locked, name, value)
        locked.save()
        _record(by, locked, "membership of a group changed")
    return locked


def end_member(*, by: Viewer, member: GroupMember, until_on: date, reason: str) -> GroupMember:
    """Record that somebody no longer belongs to a group; the membership stays as a past one.

    Raises:
        BadRequest: it has ended already, or would end before it began or in the future.
        Http404: it is out of the viewer's sight by now.
        Refused: the viewer may not change the record.
    """
    with writing(by, reason):
        locked = _lock_member(by, member)
        if locked.until_on:
            raise BadRequest("This membership has ended already. Nothing was changed.")
        must_be_in_order(locked.from_on, until_on)
        locked.until_on = until_on
        locked.save(update_fields=["until_on"])
        _record(by, locked, "left a group")
    return locked


def must_be_fit(individual: Individual) -> None:
    """Hold what links people in crime to those who may be shown in it.

    Raises:
        BadRequest: the person is a victim or a witness, or has left the list.
    """
    category = SubjectCategory(individual.category)
    if category in HELD_APART:
        raise BadRequest(
            f"{individual.shown_reference} is recorded as a {category.label.lower()}. Victims and witnesses are never"
            " shown among those suspected or convicted."
        )
    if individual.left_on:
        raise BadRequest(f"{individual.shown_reference} has left the list. Nothing can be added to that record.")


def must_be_in_order(from_on: date | None, until_on: date | None) -> None:
    """Hold two days to their order, and to the past.

    Raises:
        BadRequest: the last day is before the first, or one of them lies in the future.
    """
    if any(day and day > clock.today() for day in (from_on, until_on)):
        raise BadRequest("Both days must be today or in the past.")
    if from_on and until_on and until_on < from_on:
        raise BadRequest("The day it ended must be on or after the day it began.")


def _say(by: Viewer, group: CrimeGroup, said: Mapping[str, Any]) -> None:
    if unknown := said.keys() - OF_GROUP:
        raise ValueError(f"These are not fields of a group: {', '.join(sorted(unknown))}.")
    for name, value in said.items():
        setattr(group, name, value)
    group.name_key = name_key(group.name, *group.other_names)
    if group.status_since > clock.today():
        raise BadRequest("The day since which the status holds must be today or in the past.")
    same = CrimeGroup.unscoped.visible_to(by).filter(owning_hub=group.owning_hub, name__iexact=group.name)
    if same.exclude(pk=group.pk).exists():
        raise BadRequest("Your hub keeps a group of this name already. Open that one, or choose another name.")


def _lock_member(by: Viewer, member: GroupMember) -> GroupMember:
    """Return a membership locked with the record it is about, which another hub may have taken over meanwhile."""
    must_be_allowed_on(by, lock_individual(by, member.individual), CohortPermission.CHANGE)
    return get_group_member(by, member.group, member.pk)


def _record(by: Viewer, member: GroupMember, change: str) -> None:
    reference, group = member.individual.shown_reference, member.group.shown_reference
    audit.record(by, Operation.ALTER, kind="individual", ref=reference, change=change, group=group)
