"""Moves and reviews in words."""

from typing import NamedTuple

from cohort.enums import ListAct, ListStatus, ReviewOutcome
from cohort.models import ListMove, ListReview
from marsoc.govuk.jinja import long_date, long_datetime


class MoveRow(NamedTuple):
    """One move as its table shows it."""

    when: str
    what: str
    why: str
    who: str


class ReviewRow(NamedTuple):
    """One review as its table shows it."""

    when: str
    changed: str
    outcome: str
    next_due: str
    who: str


def move_row(move: ListMove) -> MoveRow:
    """Return a move as a row."""
    before, after = (ListStatus(each).label for each in (move.status_before, move.status_after))
    rejection = f"{move.rejection.name}. " if move.rejection else ""
    return MoveRow(
        when=long_datetime(move.moved_at),
        what=f"{ListAct(move.act).label}: {before} to {after.lower()}",
        why=f"{rejection}{move.words}",
        who=move.moved_by.full_name if move.moved_by else "The system",
    )


def review_row(review: ListReview) -> ReviewRow:
    """Return a review as a row."""
    return ReviewRow(
        when=long_datetime(review.reviewed_at),
        changed=review.changed,
        outcome=ReviewOutcome(review.outcome).label,
        next_due=long_date(review.next_due),
        who=review.reviewed_by.full_name,
    )
