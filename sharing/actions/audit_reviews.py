"""Recording what people made of the audit trail."""

from datetime import date

from marsoc.kit import clock
from marsoc.kit.locks import wait_for
from sharing import audit
from sharing.access import check_reviewing_trail
from sharing.actions.writing import writing
from sharing.enums import FindingOutcome, Operation
from sharing.errors import BadRequest, Refused
from sharing.models import FindingReview, LogReview
from sharing.permissions import SharingPermission
from sharing.queries.unusual import Finding, reviews_of
from sharing.viewer import Viewer


def review_finding(*, by: Viewer, finding: Finding, outcome: FindingOutcome, words: str) -> FindingReview:
    """Record what somebody made of a finding of unusual access, once.

    Args:
        by: who looked into it.
        finding: one that the reviewer sees.
        outcome: what it was.
        words: what was looked at, and what was found.

    Raises:
        Refused: the reviewer's role does not review access.
        BadRequest: it is the reviewer's own access, or somebody else has reviewed it meanwhile.
    """
    if by.user is None or not by.may(SharingPermission.REVIEW_ACCESS):
        raise Refused("Your role does not review unusual access.")
    if finding.actor == by.user.pk:
        raise BadRequest("This is your own access. Somebody else must review it.")
    with writing(by, words):
        wait_for(f"finding {finding.key}")
        if reviews_of([finding.key]):
            raise BadRequest("Somebody has reviewed this meanwhile. Open it again to read the review.")
        review = FindingReview(
            key=finding.key, outcome=outcome, words=words, reviewed_by=by.user, reviewed_at=clock.now()
        )
        review.save(force_insert=True)
        audit.record(by, Operation.ALTER, kind="finding", ref=finding.key, outcome=outcome.value)
    return review


def record_log_review(*, by: Viewer, covers_from: date, covers_until: date, findings: str) -> LogReview:
    """Record that the audit trail was reviewed.

    Args:
        by: who reviewed it.
        covers_from: the first day that was looked at.
        covers_until: the last.
        findings: what was found.

    Raises:
        Refused: the reviewer does not read the whole trail.
        BadRequest: the days are the wrong way round.
    """
    check_reviewing_trail(by)
    if covers_until < covers_from:
        raise BadRequest("The first day must not come after the last. Enter the days again.")
    with writing(by, "Reviewed the audit trail"):
        review = LogReview(
            covers_from=covers_from, covers_until=covers_until, findings=findings, reviewed_by=by.user,
            reviewed_at=clock.now(),
        )  # fmt: skip
        review.save(force_insert=True)
        audit.record(
            by, Operation.ALTER, kind="log_review", ref=str(review.pk), first=covers_from.isoformat(),
            last=covers_until.isoformat(),
        )  # fmt: skip
    return review
