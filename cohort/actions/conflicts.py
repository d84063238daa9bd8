"""Conflicts of interest: keeping somebody out of one record, whatever else would let them in."""

from cohort.access import get_conflict_mark, must_be_allowed_on
from cohort.actions.individuals import lock_individual
from cohort.actions.restriction import must_leave_somebody
from cohort.models import ConflictMark, Individual
from cohort.permissions import CohortPermission
from marsoc.kit import clock
from sharing import audit
from sharing.actions.writing import writing
from sharing.enums import Operation
from sharing.errors import BadRequest
from sharing.models import User
from sharing.viewer import Viewer


def mark_conflict(*, by: Viewer, individual: Individual, person: User, reason: str) -> ConflictMark:
    """Keep somebody out of a record from now on: role, agreement, share, naming and emergency open it no more.

    Args:
        by: who marks it.
        individual: the record.
        person: who is kept out; may be the viewer.
        reason: why, in the person's own words.

    Raises:
        BadRequest: the person is kept out already, or nobody of the owning hub would see the restricted record.
        Refused: the viewer may not mark the record.
    """
    must_be_allowed_on(by, individual, CohortPermission.RESTRICT)
    with writing(by, reason):
        locked = lock_individual(by, individual)
        known = ConflictMark.unscoped.visible_to(by).filter(individual=locked, user=person, ends_at=None)
        if known.exists():
            raise BadRequest(f"{person.full_name} is kept out of this record already.")
        mark = ConflictMark(individual=locked, user=person, reason=reason, made_by=by.user, starts_at=clock.now())
        mark.save(force_insert=True)
        if locked.restricted:
            must_leave_somebody(by, locked)
        _record(by, locked, "conflict of interest", person.pk)
    return mark


def lift_conflict(*, by: Viewer, individual: Individual, mark: ConflictMark, reason: str) -> ConflictMark:
    """Let somebody see a record again as far as anything else lets them.

    Raises:
        Http404: it has been lifted already.
        Refused: the viewer may not mark the record.
    """
    must_be_allowed_on(by, individual, CohortPermission.RESTRICT)
    with writing(by, reason):
        mark = get_conflict_mark(by, individual, mark.pk)
        mark.ends_at = clock.now()
        mark.save(update_fields=["ends_at"])
        _record(by, individual, "conflict of interest lifted", mark.user_id)
    return mark


def _record(by: Viewer, individual: Individual, change: str, person: int) -> None:
    reference = individual.shown_reference
    audit.record(by, Operation.PERMISSION, kind="individual", ref=reference, change=change, people=[person])
