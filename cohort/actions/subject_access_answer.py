"""The answer to a person's request for the own data: one decides, another approves, then it goes out."""

from cohort.actions.subject_access import moving
from cohort.actions.subject_access_items import settle_items_notices
from cohort.enums import Outcome
from cohort.models import SubjectAccessItem, SubjectAccessMatch, SubjectAccessRequest
from cohort.queries.subject_access_answer import answer_of, sha256_of
from cohort.queries.subject_access_items import items_of
from marsoc.kit import clock
from sharing.errors import BadRequest
from sharing.viewer import Viewer


def decide_outcome(*, by: Viewer, request: SubjectAccessRequest, outcome: Outcome, reason: str) -> SubjectAccessRequest:
    """Decide how the request as a whole is answered; an earlier decision, and its approval, no longer hold.

    Args:
        by: who decides.
        request: for which everything was collected.
        outcome: what the answer is.
        reason: why; the applicant does not read it.

    Raises:
        BadRequest: the outcome does not fit what was found or decided, or the request has moved on.
    """
    with moving(by, request, "decide", reason) as locked:
        _check(by, locked, outcome)
        _settle(by, locked, settled=False)
        locked.forget_outcome()
        locked.outcome, locked.outcome_reason = outcome, reason
        locked.outcome_by, locked.outcome_at = by.user, clock.now()
    return locked


def approve_outcome(*, by: Viewer, request: SubjectAccessRequest) -> SubjectAccessRequest:
    """Approve the outcome that somebody else decided, and fix the answer: its items are decided no more.

    Raises:
        BadRequest: nothing is decided, the same person decided it, it no longer fits, or the request has moved on.
    """
    with moving(by, request, "approve", "Approved the answer") as locked:
        if not locked.outcome:
            raise BadRequest("There is no decision to approve yet.")
        if by.user is None or locked.outcome_by_id == by.user.pk:
            raise BadRequest("You have decided this. Somebody else of information governance must approve it.")
        if locked.approved_at:
            raise BadRequest("The answer has been approved already.")
        _check(by, locked, Outcome(locked.outcome))
        _settle(by, locked, settled=True)
        settle_items_notices(by, locked)
        locked.approved_by, locked.approved_at = by.user, clock.now()
        locked.answer_sha256 = sha256_of(answer_of(locked, items_of(by, locked), clock.today()))
    return locked


def send_answer(*, by: Viewer, request: SubjectAccessRequest, words: str) -> SubjectAccessRequest:
    """Record that the approved answer was sent, and how.

    Raises:
        BadRequest: it has not been approved, or the request has moved on.
    """
    with moving(by, request, "answer", words) as locked:
        if locked.approved_at is None:
            raise BadRequest("The answer has not been approved yet.")
    return locked


def _settle(by: Viewer, request: SubjectAccessRequest, *, settled: bool) -> None:
    SubjectAccessItem.unscoped.visible_to(by).filter(request=request).update(settled=settled)


def _check(by: Viewer, request: SubjectAccessRequest, outcome: Outcome) -> None:
    matched = SubjectAccessMatch.unscoped.visible_to(by).filter(request=request).exists()
    if outcome == Outcome.NOTHING and matched:
        raise BadRequest("A record of the applicant was found. Decide to give it, or neither to confirm nor to deny.")
    if outcome != Outcome.GIVE:
        return
    if not matched:
        raise BadRequest("No record of the applicant was found. There is nothing to give.")
    rows = SubjectAccessItem.unscoped.visible_to(by).filter(request=request).select_for_update(of=("self",))
    waiting = sum(not item.decision for item in rows)
    if waiting:
        raise BadRequest(f"Items not decided yet: {waiting}. Their owners must decide first.")
