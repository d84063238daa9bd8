"""Moving somebody on the list from status to status, and reviewing who is on it."""

from datetime import date, timedelta

from cohort.access import must_be_allowed_on
from cohort.actions.assessments import set_panel_band
from cohort.actions.individuals import lock_individual, save_next_version
from cohort.enums import ListAct, ListStatus, ReviewOutcome
from cohort.models import Individual, ListMove, ListReview, RejectionReason, Transfer
from cohort.moves import MANAGED, MOVES, ON_THE_LIST, OPEN_TRANSFER, by_hand, latest_review
from cohort.permissions import CohortPermission
from cohort.queries.assessments import for_this_nomination
from cohort.queries.list_life import reviews_due
from marsoc.govuk.jinja import long_date
from marsoc.kit import clock, locks
from sharing.actions.notices import settle_all_notices, tell
from sharing.actions.writing import writing
from sharing.enums import NoticeKind, RoleCode
from sharing.errors import BadRequest
from sharing.queries.people import hubs
from sharing.viewer import Viewer

_RESULTS = {ReviewOutcome.KEEP: ListStatus.ACCEPTED, ReviewOutcome.MONITOR: ListStatus.MONITORED}
_AT_ONCE = 200


def move_on_list(
    *, by: Viewer, individual: Individual, act: ListAct, words: str, rejection: RejectionReason | None = None
) -> Individual:
    """Move somebody to the status that an act leads to.

    Args:
        by: who moves.
        individual: the record.
        act: one of those that the present status allows.
        words: why, in the person's own words.
        rejection: the reason from the list, for a rejection and nothing else.

    Raises:
        BadRequest: the status does not allow the act, it is for the panel to decide, or nobody has finished a first
            assessment of somebody who is to be scored.
        Refused: the viewer may not do this.
    """
    move = MOVES[act]
    must_be_allowed_on(by, individual, move.permission)
    with writing(by, f"{rejection.name}. {words}" if rejection else words):
        locked = lock_individual(by, individual)
        must_be_allowed_on(by, locked, move.permission)
        _must_be_open(locked, act)
        if act == ListAct.SCORE:
            _must_be_assessed(by, locked)
        write_move(by, locked, act, words, rejection)
    return locked


def review_individual(
    *, by: Viewer, individual: Individual, changed: str, outcome: ReviewOutcome, next_due: date
) -> ListReview:
    """Record a review of somebody's place on the list; what was suspended for want of it goes on.

    A band that the panel set in place of the score's ends with it.

    Args:
        by: who reviews.
        individual: the record.
        changed: what has changed since the last review.
        outcome: whether the person stays fully managed or is only monitored.
        next_due: the day by which the next review is due, at most three months from today.

    Raises:
        BadRequest: the person is not on the list, or the day is past or too far.
        Refused: the viewer may not review.
    """
    must_be_allowed_on(by, individual, CohortPermission.DECIDE)
    last = latest_review(clock.today())
    if not clock.today() < next_due <= last:
        raise BadRequest(f"The next review must be due after today and by {last.day} {last:%B %Y}")
    with writing(by, changed):
        locked = lock_individual(by, individual)
        must_be_allowed_on(by, locked, CohortPermission.DECIDE)
        if locked.status not in ON_THE_LIST:
            raise BadRequest("Only somebody who has been accepted onto the list is reviewed. Nothing was changed.")
        review = ListReview(
            individual=locked, was_due=locked.review_due, changed=changed, outcome=outcome, next_due=next_due,
            reviewed_by=by.user, reviewed_at=clock.now(),
        )  # fmt: skip
        review.save(force_insert=True)
        set_panel_band(by, locked, None)
        locked.review_due = next_due
        if locked.status == ListStatus.TRANSFER_PENDING:
            _note_for_transfer(by, locked, _RESULTS[outcome])
        else:
            locked.status = _RESULTS[outcome]
        save_next_version(by, locked, ["status", "review_due"])
    return review


def _note_for_transfer(by: Viewer, individual: Individual, status: ListStatus) -> None:
    """Keep the status that a review came to for when somebody is no longer about to move to another hub."""
    moving = Transfer.unscoped.visible_to(by).filter(individual=individual, state__in=OPEN_TRANSFER)
    moving.update(status_before=status)


def suspend_missed_reviews(*, by: Viewer) -> int:
    """Suspend those on the list whose review was not done in time; the next run does what this one could not.

    Args:
        by: the job.

    Returns:
        How many were suspended.
    """
    with writing(by, "The review was not done in time."):
        locks.wait_for("missed reviews")
        missed = Individual.unscoped.visible_to(by).filter(
            status__in=MANAGED, review_due__lt=clock.today(), left_on=None
        )
        found = list(missed.select_for_update(of=("self",)).order_by("pk")[:_AT_ONCE])
        for individual in found:
            write_move(by, individual, ListAct.SUSPEND, "The review was not done in time.", None)
    return len(found)


def remind_of_reviews(*, by: Viewer) -> None:
    """Tell the manager of each hub how many reviews are due next week, and again when that week has begun.

    One notice stands for all reviews of a week; a run that comes late tells what is still to come of it.

    Args:
        by: the job.
    """
    today = clock.today()
    monday = today - timedelta(days=today.weekday())
    with writing(by):
        locks.wait_for("review reminders")
        overtaken = ((monday - timedelta(weeks=1), "begun"), (monday, "ahead"))
        settle_all_notices(by=by, keys=[_reminder(hub.pk, *each) for hub in hubs() for each in overtaken])
        for week, step in ((monday, "begun"), (monday + timedelta(weeks=1), "ahead")):
            first, last = max(week, today), week + timedelta(days=6)
            for hub, number in reviews_due(by, first, last).items():
                tell(
                    by=by, key=_reminder(hub, week, step), kind=NoticeKind.REVIEW, hub=hub,
                    role=RoleCode.HUB_MANAGER, route="individual_list", sentence=_due(number, first, last),
                )  # fmt: skip


def _reminder(hub: str, week: date, step: str) -> str:
    return f"reviews:{hub}:{week}:{step}"


def _due(number: int, first: date, last: date) -> str:
    reviews = "1 review is" if number == 1 else f"{number} reviews are"
    days = f"on {long_date(last)}" if first == last else f"from {long_date(first)} to {long_date(last)}"
    return (
        f"{reviews} due {days}. Whoever is not reviewed in time is suspended, and no agency sees the person until the"
        " review is done."
    )


def _must_be_open(individual: Individual, act: ListAct) -> None:
    status = ListStatus(individual.status)
    if status not in MOVES[act].sources:
        raise BadRequest(
            f"This person's status is '{status.label.lower()}', from which this step does not lead on:"
            f" {act.label.lower()}. Nothing was changed: open the page again."
        )
    if act not in by_hand(status):
        raise BadRequest(
            "The panel decides about this person, and nobody alone. Nothing was changed: record what it decides under"
            " Panels."
        )


def _must_be_assessed(by: Viewer, individual: Individual) -> None:
    if not for_this_nomination(by, individual).filter(first_submitted_at__isnull=False).exists():
        raise BadRequest(
            "Nobody has finished a first assessment of this person since the nomination. Nothing was changed: assess"
            " the person first, under Assessment on the record."
        )


def write_move(by: Viewer, individual: Individual, act: ListAct, words: str, rejection: RejectionReason | None) -> None:
    """Write a move that the caller has found to be allowed.

    Args:
        by: who moves.
        individual: locked by the caller.
        act: what is done.
        words: why.
        rejection: the reason from the list, for a rejection.
    """
    before, changed = individual.status, ["status"]
    individual.status = MOVES[act].target
    if act == ListAct.ACCEPT:
        individual.review_due = latest_review(clock.today())
        changed.append("review_due")
    if act == ListAct.RENOMINATE and individual.left_on:
        individual.left_on = None
        changed.append("left_on")
    ListMove(
        individual=individual, act=act, status_before=before, status_after=individual.status, rejection=rejection,
        words=words, moved_by=by.user, moved_at=clock.now(),
    ).save(force_insert=True)  # fmt: skip
    save_next_version(by, individual, changed)
