"""Deciding how long a record is kept: it is kept until a next review, or held for a legal reason."""

from datetime import date

from cohort.access import must_be_allowed_on
from cohort.actions.individuals import changing, lock_individual, save_next_version
from cohort.enums import ProposalState, RetentionKind
from cohort.models import Individual, RetentionDecision, RetentionGroup
from cohort.permissions import CohortPermission
from cohort.queries.retention import later, open_hold
from marsoc.kit import clock
from sharing import audit
from sharing.actions.writing import writing
from sharing.enums import Operation
from sharing.errors import BadRequest
from sharing.viewer import Viewer


def retain_record(
    *, by: Viewer, individual: Individual, version: int, group: RetentionGroup, words: str, next_on: date
) -> RetentionDecision:
    """Keep a record until a next review.

    Args:
        by: who decides.
        individual: the record.
        version: of the record that the person saw.
        group: under which it is kept from now on.
        words: why, in the person's own words.
        next_on: the last day of the next review.

    Raises:
        BadRequest: the day is past or later than the group allows.
        EditConflict: somebody else changed the record since.
        Refused: the viewer does not decide about this record.
    """
    decided = RetentionDecision(kind=RetentionKind.RETAIN, words=words, next_on=next_on)
    return _keep(by, individual, version, decided, group)


def hold_record(*, by: Viewer, individual: Individual, version: int, words: str, next_on: date) -> RetentionDecision:
    """Hold a record for a legal reason: nothing of it is disposed of until the hold is ended.

    Args:
        by: who decides.
        individual: the record.
        version: of the record that the person saw.
        words: the legal reason.
        next_on: the last day on which the hold itself is looked at again.

    Raises:
        BadRequest: it is held already, or the day is past or later than the group allows.
        EditConflict: somebody else changed the record since.
        Refused: the viewer does not decide about this record.
    """
    decided = RetentionDecision(kind=RetentionKind.HOLD, words=words, next_on=next_on)
    return _keep(by, individual, version, decided, None)


def end_hold(*, by: Viewer, individual: Individual, words: str) -> RetentionDecision:
    """End the hold on a record; its review stays due when it was.

    Raises:
        BadRequest: it is not held.
        Refused: the viewer does not decide about this record.
    """
    must_be_allowed_on(by, individual, CohortPermission.RETENTION)
    with writing(by, words):
        locked = lock_individual(by, individual)
        must_be_allowed_on(by, locked, CohortPermission.RETENTION)
        held = open_hold(by, locked)
        if held is None:
            raise BadRequest("This record is not held.")
        held.ended_by, held.ended_at, held.end_reason = by.user, clock.now(), words
        held.save(update_fields=["ended_by", "ended_at", "end_reason"])
        _record(by, locked, "hold ended", held)
    return held


def _keep(
    by: Viewer, individual: Individual, version: int, decided: RetentionDecision, group: RetentionGroup | None
) -> RetentionDecision:
    must_be_allowed_on(by, individual, CohortPermission.RETENTION)
    assert decided.next_on
    with changing(by, individual, version, decided.words) as locked:
        must_be_allowed_on(by, locked, CohortPermission.RETENTION)
        locked.retention_group = group or locked.retention_group
        _must_be_in_time(locked, decided.next_on)
        if decided.kind == RetentionKind.HOLD and open_hold(by, locked):
            raise BadRequest("This record is held already. End that hold first.")
        decided.individual, decided.state, now = locked, ProposalState.APPROVED, clock.now()
        decided.proposed_by, decided.proposed_at, decided.decided_by, decided.decided_at = by.user, now, by.user, now
        decided.save(force_insert=True)
        locked.retention_due = decided.next_on
        save_next_version(by, locked, ["retention_group", "retention_due"])
        _record(by, locked, decided.kind.lower(), decided)
    return decided


def _must_be_in_time(individual: Individual, next_on: date) -> None:
    """Hold a next review to what the group allows: its period, and the end of all keeping."""
    today, group = clock.today(), individual.retention_group
    ends = [later(today, group.review_months)]
    if individual.left_on and group.most_months:
        ends.append(later(individual.left_on, group.most_months))
    if individual.date_of_birth and group.until_age:
        ends.append(later(individual.date_of_birth, 12 * group.until_age))
    last = min(ends)
    if last <= today:
        raise BadRequest(f"{group.name} does not let this record be kept any longer. Choose another group.")
    if not today < next_on <= last:
        raise BadRequest(f"The day of the next review must be after today and by {last.day} {last:%B %Y}")


def _record(by: Viewer, individual: Individual, change: str, decided: RetentionDecision) -> None:
    audit.record(
        by, Operation.ALTER, kind="individual", ref=individual.shown_reference, change=change, decision=decided.pk,
        fields=["retention_due"],
    )  # fmt: skip
