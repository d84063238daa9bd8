"""The life on the list: which act leads from which status to which, and who may do it.

``MOVES`` is the whole of it; whatever is not in it does not happen. What becomes of somebody who is before the panel is
decided there and nowhere else (``actions.panels``). Leaving the list (``actions.leaving``) and moving to another hub
(``TRANSFER_STEPS``) are agreed between two sides and have acts of their own.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from cohort.enums import ListAct, ListStatus, SubjectCategory, TransferAct, TransferState
from cohort.permissions import CohortPermission
from marsoc.kit import clock

_S = ListStatus
FIT = frozenset({SubjectCategory.SUSPECT, SubjectCategory.CONVICTED})
"""Who may be on the list: never somebody who is a victim, a witness or only an associate."""
MANAGED = frozenset({_S.ACCEPTED, _S.MONITORED})
"""Who is managed; from here somebody is offered to another hub."""
DUE = MANAGED | {_S.TRANSFER_PENDING}
"""Whose place on the list is reviewed in time: also while the person is offered to another hub."""
ON_THE_LIST = DUE | {_S.SUSPENDED}
"""Who has a place on the list, and so may be reviewed: also those for whom it was missed."""
MONTHS_TO_REVIEW = 3
"""Longest time from acceptance or a review to the next one."""
SOON = 14
"""Days within which somebody is reviewed whose circumstances have changed."""


@dataclass(frozen=True, slots=True)
class Move:
    """From which statuses an act leads to which, and the permission it needs."""

    sources: frozenset[ListStatus]
    target: ListStatus
    permission: CohortPermission = CohortPermission.CHANGE


MOVES: Mapping[ListAct, Move] = {
    ListAct.RESEARCH: Move(frozenset({_S.NOMINATED, _S.SCORED, _S.DEFERRED}), _S.RESEARCH),
    ListAct.SCORE: Move(frozenset({_S.RESEARCH}), _S.SCORED),
    ListAct.TABLE: Move(frozenset({_S.SCORED}), _S.PANEL),
    ListAct.ACCEPT: Move(frozenset({_S.PANEL}), _S.ACCEPTED, CohortPermission.DECIDE),
    ListAct.DEFER: Move(frozenset({_S.RESEARCH, _S.SCORED, _S.PANEL}), _S.DEFERRED, CohortPermission.DECIDE),
    ListAct.REJECT: Move(
        frozenset({_S.NOMINATED, _S.RESEARCH, _S.SCORED, _S.PANEL, _S.DEFERRED}), _S.REJECTED, CohortPermission.DECIDE
    ),
    ListAct.SUSPEND: Move(MANAGED, _S.SUSPENDED, CohortPermission.DECIDE),
    ListAct.MONITOR: Move(frozenset({_S.ACCEPTED}), _S.MONITORED, CohortPermission.DECIDE),
    ListAct.RESUME: Move(frozenset({_S.MONITORED}), _S.ACCEPTED, CohortPermission.DECIDE),
    ListAct.RENOMINATE: Move(frozenset({_S.REJECTED, _S.EXITED, _S.ARCHIVED}), _S.NOMINATED),
    ListAct.ARCHIVE: Move(frozenset({_S.REJECTED, _S.EXITED}), _S.ARCHIVED, CohortPermission.DECIDE),
}


@dataclass(frozen=True, slots=True)
class TransferStep:
    """From which states of a transfer an act leads to which, and which hub does it: the offering or the receiving."""

    sources: frozenset[TransferState]
    target: TransferState
    receives: bool


OPEN_TRANSFER = frozenset({TransferState.OFFERED, TransferState.ACCEPTED})
"""A transfer that may still take effect."""
TRANSFER_STEPS: Mapping[TransferAct, TransferStep] = {
    TransferAct.ACCEPT: TransferStep(frozenset({TransferState.OFFERED}), TransferState.ACCEPTED, receives=True),
    TransferAct.REFUSE: TransferStep(OPEN_TRANSFER, TransferState.REFUSED, receives=True),
    TransferAct.WITHDRAW: TransferStep(OPEN_TRANSFER, TransferState.WITHDRAWN, receives=False),
    TransferAct.TAKE_EFFECT: TransferStep(frozenset({TransferState.ACCEPTED}), TransferState.DONE, receives=True),
}


def latest_effect(today: date) -> date:
    """Return the last day on which a transfer offered today may take effect."""
    return clock.months_after(today, MONTHS_TO_REVIEW)


def acts_from(status: ListStatus) -> list[ListAct]:
    """Return the acts that a status allows, in their fixed order."""
    return [act for act, move in MOVES.items() if status in move.sources]


def by_hand(status: ListStatus) -> list[ListAct]:
    """Return the acts that one person takes from a status: none from the panel, which decides together."""
    return [] if status == _S.PANEL else acts_from(status)


def latest_review(today: date) -> date:
    """Return the last day on which a review done today may set the next one."""
    return clock.months_after(today, MONTHS_TO_REVIEW)


def sooner_review(status: str, due: date | None, today: date) -> date | None:
    """Return the day by which somebody is reviewed whose circumstances have changed, None if it stays as it is.

    Args:
        status: on the list; only those on it are reviewed.
        due: the day of the next review so far.
        today: on which the change became known.
    """
    soon = today + timedelta(days=SOON)
    return soon if status in DUE and (due is None or due > soon) else None


def sharing_stopped(status: str, due: date | None, day: date) -> bool:
    """Say whether no agency sees somebody on a day: suspended, or the review was not done in time.

    The database holds the same rule (``database``), so that it needs no job.
    """
    return status == ListStatus.SUSPENDED or (status in DUE and due is not None and due < day)
