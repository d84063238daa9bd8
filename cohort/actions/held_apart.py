"""Holding victims, witnesses and associates apart from the list, for a short time and for a stated need."""

from datetime import date

from django.db import connection

from cohort.access import get_held_apart, must_be_allowed_on, must_be_allowed_on_group
from cohort.actions.individuals import lock_individual
from cohort.enums import ApartCategory
from cohort.models import CrimeGroup, HeldApart, Individual
from cohort.permissions import CohortPermission
from cohort.reference_numbers import shown_reference
from marsoc.kit import clock
from sharing import audit
from sharing.actions.writing import writing
from sharing.enums import Operation
from sharing.errors import BadRequest, Refused
from sharing.models import User
from sharing.viewer import Viewer

REVIEW_MONTHS, MOST_MONTHS = 6, 12
"""After how long the need is to be stated again, and how long a name is held without that."""


def hold_apart(
    *,
    by: Viewer,
    of: Individual | CrimeGroup,
    name: str,
    category: ApartCategory,
    relation: str,
    necessity: str,
    source_reference: str,
) -> HeldApart:
    """Hold somebody apart from the list, for an individual or a group.

    Args:
        by: who records it, for the owning hub.
        of: the individual or the group.
        name: of the person.
        category: whether a victim, a witness or an associate.
        relation: to the individual or the group, in a few words.
        necessity: why the name has to be held.
        source_reference: where that is kept; never who the source is.

    Raises:
        BadRequest: no need is stated, the individual has left the list, or the person is held for it already.
        Refused: the viewer may not change the record or the group.
    """
    if not necessity.strip():
        raise BadRequest("Enter why this person has to be held.")
    with writing(by, necessity):
        individual, group = _locked(by, of)
        same = HeldApart.unscoped.visible_to(by).filter(individual=individual, group=group, name__iexact=name)
        if same.exists():
            raise BadRequest("Somebody of this name is held apart here already. Review that entry instead.")
        held = HeldApart(
            individual=individual, group=group, name=name, category=category, relation=relation, necessity=necessity,
            source_reference=source_reference, recorded_by=_person(by), recorded_on=clock.today(),
        )  # fmt: skip
        _set_days(held)
        held.save(force_insert=True)
        audit.record(by, Operation.COLLECT, kind="held_apart", ref=str(held.pk), of=str(of), category=category)
    return held


def keep_held_apart(*, by: Viewer, held: HeldApart, necessity: str) -> HeldApart:
    """State anew why somebody has to be held apart, and for how long from today.

    Raises:
        BadRequest: no need is stated, or the individual has left the list.
        Http404: nobody is held any more.
        Refused: the viewer may not change the record or the group.
    """
    if not necessity.strip():
        raise BadRequest("Enter why this person still has to be held.")
    with writing(by, necessity):
        _locked(by, held.of)
        found = get_held_apart(by, held.pk)
        found.necessity = necessity
        _set_days(found)
        found.save(update_fields=["necessity", "review_due", "delete_on"])
        audit.record(by, Operation.ALTER, kind="held_apart", ref=str(found.pk), of=str(found.of), change="kept")
    return found


def remove_held_apart(*, by: Viewer, held: HeldApart, reason: str) -> None:
    """Stop holding somebody apart; nothing of who it was remains.

    Raises:
        Http404: nobody is held any more.
        Refused: the viewer may not change the record or the group.
    """
    with writing(by, reason):
        found = get_held_apart(by, held.pk)
        _must_be_allowed(by, found.of)
        audit.record(by, Operation.ERASE, kind="held_apart", ref=str(found.pk), of=str(found.of))
        found.delete()


def discard_held_apart(*, by: Viewer) -> int:
    """Delete those whose day has come, also of restricted records; running it again deletes nobody else.

    Args:
        by: a system job.

    Returns:
        How many were deleted.
    """
    with writing(by, "The time of holding somebody apart is over"), connection.cursor() as cursor:
        cursor.execute("select held, reference from discard_held_apart()")
        gone = cursor.fetchall()
        for held, reference in gone:
            audit.record(by, Operation.ERASE, kind="held_apart", ref=str(held), of=shown_reference(reference))
    return len(gone)


def _locked(by: Viewer, of: Individual | CrimeGroup) -> tuple[Individual | None, CrimeGroup | None]:
    if isinstance(of, CrimeGroup):
        _must_be_allowed(by, of)
        found: CrimeGroup = CrimeGroup.unscoped.visible_to(by).select_for_update(of=("self",)).get(pk=of.pk)
        return None, found
    locked = lock_individual(by, of)
    _must_be_allowed(by, locked)
    if locked.left_on:
        raise BadRequest(f"{locked.shown_reference} has left the list. Nobody more is held for that record.")
    return locked, None


def _must_be_allowed(by: Viewer, of: Individual | CrimeGroup) -> None:
    if isinstance(of, CrimeGroup):
        must_be_allowed_on_group(by, of, CohortPermission.CHANGE)
    else:
        must_be_allowed_on(by, of, CohortPermission.CHANGE)


def _set_days(held: HeldApart) -> None:
    """Set when the need is to be stated again, and the last day, before that of the individual's own record."""
    last = clock.months_after(clock.today(), MOST_MONTHS)
    until: date | None = held.individual.retention_due if held.individual else None
    held.delete_on = min(last, until) if until else last
    held.review_due = min(clock.months_after(clock.today(), REVIEW_MONTHS), held.delete_on)


def _person(by: Viewer) -> User:
    if by.user is None:
        raise Refused("Only a person holds somebody apart.")
    return by.user
