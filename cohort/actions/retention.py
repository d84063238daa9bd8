"""Deciding how long a record is kept: until a next review, while a legal reason holds it, or not at all."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from django.db import connection

from cohort.access import must_be_allowed_on
from cohort.actions.individuals import changing, lock_individual, save_next_version
from cohort.enums import ProposalState, RetentionKind
from cohort.models import DisposalCertificate, Individual, RetentionDecision, RetentionGroup
from cohort.permissions import CohortPermission
from cohort.queries.merging import merged_into
from cohort.queries.retention import in_unfinished_import, open_hold, waiting_erasing
from marsoc.kit import clock
from sharing import audit
from sharing.actions.writing import writing
from sharing.enums import Operation
from sharing.errors import BadRequest, Refused
from sharing.viewer import Viewer

_DISPOSE, _REDUCE = "select dispose_of_record(%s, %s)", "select reduce_record(%s, %s)"


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


def propose_erasing(*, by: Viewer, individual: Individual, kind: RetentionKind, words: str) -> RetentionDecision:
    """Propose to reduce the record of somebody who has left the list, or to dispose of it.

    Args:
        by: who proposes it; somebody else approves.
        individual: the record.
        kind: ``REDUCE`` or ``DISPOSE``.
        words: why, in the person's own words.

    Raises:
        BadRequest: the person is on the list, the record is held, named in an unfinished import, or it is proposed.
        Refused: the viewer does not decide about this record.
    """
    must_be_allowed_on(by, individual, CohortPermission.RETENTION)
    with writing(by, words):
        locked = lock_individual(by, individual)
        must_be_allowed_on(by, locked, CohortPermission.RETENTION)
        _must_be_erasable(by, locked)
        if waiting_erasing(by, locked):
            raise BadRequest("It is proposed already to erase this record or parts of it. Decide that first.")
        proposed = RetentionDecision(
            individual=locked, kind=kind, words=words, proposed_by=by.user, proposed_at=clock.now()
        )
        proposed.save(force_insert=True)
        _record(by, locked, f"{kind.lower()} proposed", proposed)
    return proposed


def approve_erasing(*, by: Viewer, individual: Individual) -> DisposalCertificate | None:
    """Reduce a record or dispose of it, as somebody else proposed; of a disposal the certificate is returned.

    Args:
        by: somebody else than who proposed it.
        individual: the record.

    Raises:
        BadRequest: it is not proposed any more, or the record may not be disposed of now; the sentence says why.
        Refused: the viewer does not decide about this record, or proposed it.
    """
    with _deciding_erasing(by, individual) as (locked, proposed):
        if by.user is None or proposed.proposed_by_id == by.user.pk:
            raise Refused("You proposed this yourself. Somebody else must approve it.")
        if proposed.kind == RetentionKind.DISPOSE:
            return dispose(by, locked, proposed)
        _reduce(by, locked, proposed)
        return None


def refuse_erasing(*, by: Viewer, individual: Individual, words: str) -> RetentionDecision:
    """Keep a record as it is that was to be reduced or disposed of; its review stays due.

    Raises:
        BadRequest: it is not proposed any more.
        Refused: the viewer does not decide about this record.
    """
    with _deciding_erasing(by, individual, words) as (locked, proposed):
        own = by.user is not None and proposed.proposed_by_id == by.user.pk
        proposed.state = ProposalState.WITHDRAWN if own else ProposalState.REFUSED
        proposed.decided_by, proposed.decided_at, proposed.decision_reason = by.user, clock.now(), words
        proposed.save(update_fields=["state", "decided_by", "decided_at", "decision_reason"])
        _record(by, locked, f"{proposed.kind.lower()} refused", proposed)
    return proposed


@contextmanager
def _deciding_erasing(
    by: Viewer, individual: Individual, reason: str = ""
) -> Iterator[tuple[Individual, RetentionDecision]]:
    """Run a block as the one decision about what was proposed to be erased."""
    must_be_allowed_on(by, individual, CohortPermission.RETENTION)
    with writing(by, reason):
        locked = Individual.unscoped.visible_to(by).select_for_update(of=("self",)).filter(pk=individual.pk).first()
        proposed = waiting_erasing(by, locked) if locked else None
        if locked is None or proposed is None:
            raise BadRequest("This has been decided already. Nothing was changed.")
        must_be_allowed_on(by, locked, CohortPermission.RETENTION)
        yield locked, proposed


def dispose(by: Viewer, individual: Individual, proposed: RetentionDecision) -> DisposalCertificate:
    """Erase a locked record, as proposed by somebody and approved by the viewer; return the certificate.

    Args:
        by: who approves.
        individual: locked by the caller.
        proposed: by somebody else; it goes with the record.

    Raises:
        BadRequest: the record may not be disposed of now; the sentence says why.
    """
    certificate = DisposalCertificate.objects.get(pk=_erase(by, individual, proposed, _DISPOSE))
    audit.record(
        by, Operation.ERASE, kind="disposal", ref=individual.shown_reference, certificate=certificate.pk,
        rows=certificate.total,
    )  # fmt: skip
    return certificate


def _reduce(by: Viewer, individual: Individual, proposed: RetentionDecision) -> None:
    """Strip a locked record to what must be kept, and have its keeping reviewed again."""
    _erase(by, individual, proposed, _REDUCE)
    reduced = lock_individual(by, individual)
    assert reduced.retention_group
    reduced.retention_due = clock.months_after(clock.today(), reduced.retention_group.review_months)
    save_next_version(by, reduced, ["retention_due"])
    audit.record(by, Operation.ERASE, kind="individual", ref=individual.shown_reference, decision=proposed.pk)


def _erase(by: Viewer, individual: Individual, proposed: RetentionDecision, statement: str) -> int:
    _must_be_erasable(by, individual)
    for merged in merged_into(by, individual):
        _dispose_of_merged(by, merged, proposed)
    proposed.state, proposed.decided_by, proposed.decided_at = ProposalState.APPROVED, by.user, clock.now()
    proposed.save()
    with connection.cursor() as cursor:
        cursor.execute(statement, [proposed.pk, clock.now()])
        result: int = cursor.fetchone()[0] or 0
    return result


def _dispose_of_merged(by: Viewer, merged: Individual, proposed: RetentionDecision) -> None:
    """Dispose of a record that was merged into the one being erased: it is of the same person."""
    decided = RetentionDecision(
        individual=merged, kind=RetentionKind.DISPOSE, words=proposed.words, proposed_by=proposed.proposed_by,
        proposed_at=proposed.proposed_at,
    )  # fmt: skip
    decided.save(force_insert=True)
    dispose(by, merged, decided)


def _must_be_erasable(by: Viewer, individual: Individual) -> None:
    if individual.left_on is None:
        raise BadRequest("This person is on the list. Take the person off the list first, which ends every share.")
    if open_hold(by, individual):
        raise BadRequest("This record is held for a legal reason. End the hold first.")
    if in_unfinished_import(individual):
        raise BadRequest("An import that is not finished names this person. Finish or cancel that import first.")


def _keep(
    by: Viewer, individual: Individual, version: int, decided: RetentionDecision, group: RetentionGroup | None
) -> RetentionDecision:
    must_be_allowed_on(by, individual, CohortPermission.RETENTION)
    assert decided.next_on
    assert by.user
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
    ends = [clock.months_after(today, group.review_months)]
    if individual.left_on and group.most_months:
        ends.append(clock.months_after(individual.left_on, group.most_months))
    if individual.date_of_birth and group.until_age:
        ends.append(clock.months_after(individual.date_of_birth, 12 * group.until_age))
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
