"""The table of moves on the list: every status and act, and what a date of review means."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cohort.enums import ListAct, ListStatus
from cohort.moves import DUE, MANAGED, MOVES, SOON, acts_from, latest_review, sharing_stopped, sooner_review
from tests.contracts.tree import ROOT

PAGE = ROOT / "docs" / "list.md"
DAYS = st.dates(date(2020, 1, 1), date(2040, 12, 31))


def test_every_act_leads_somewhere_else() -> None:
    """No act is a move to where somebody is already."""
    assert set(MOVES) == set(ListAct)
    assert [act for act, move in MOVES.items() if move.target in move.sources] == []


def test_every_status_is_left_and_reached_by_an_act_but_those_agreed_between_two_sides() -> None:
    """Nobody is stuck: leaving the list and moving hubs have acts of their own, a missed review its job."""
    reached = {move.target for move in MOVES.values()}
    left = {status for status in ListStatus if acts_from(status)}

    assert set(ListStatus) - reached == {ListStatus.EXITED, ListStatus.TRANSFER_PENDING}
    assert set(ListStatus) - left == {ListStatus.TRANSFER_PENDING, ListStatus.SUSPENDED}


def test_the_only_way_onto_the_list_is_through_the_panel() -> None:
    """From a nomination it takes research, a score and a panel."""
    reachable = {ListStatus.NOMINATED}
    for _ in ListStatus:
        reachable |= {move.target for act, move in MOVES.items() if move.sources & reachable and act != ListAct.TABLE}

    assert not reachable & (MANAGED | {ListStatus.SUSPENDED})


@given(DAYS)
def test_a_review_is_due_within_three_months(today: date) -> None:
    """Also at the end of a month, where the month three later is shorter."""
    last = latest_review(today)

    assert today + timedelta(days=88) < last <= today + timedelta(days=92)
    assert last.day == today.day or (last + timedelta(days=1)).day == 1


@given(st.sampled_from(ListStatus), st.none() | DAYS, DAYS)
def test_a_change_never_puts_a_review_off(status: ListStatus, due: date | None, today: date) -> None:
    """It brings the review of somebody on the list forward, and touches nobody else."""
    sooner = sooner_review(status, due, today)

    if status not in DUE:
        assert sooner is None
    else:
        effective = due if sooner is None else sooner
        assert effective is not None
        assert effective <= today + timedelta(days=SOON)
        assert due is None or effective <= due


@pytest.mark.parametrize(
    ("status", "due", "stopped"),
    [
        (ListStatus.SUSPENDED, None, True),
        (ListStatus.ACCEPTED, date(2026, 5, 1), True),
        (ListStatus.MONITORED, date(2026, 5, 1), True),
        (ListStatus.TRANSFER_PENDING, date(2026, 5, 1), True),
        (ListStatus.ACCEPTED, date(2026, 5, 2), False),
        (ListStatus.ACCEPTED, None, False),
        (ListStatus.NOMINATED, date(2026, 5, 1), False),
    ],
)
def test_sharing_stops_the_day_after_a_review_was_due(status: ListStatus, due: date | None, stopped: bool) -> None:
    """On the day itself it may still be done."""
    assert sharing_stopped(status, due, date(2026, 5, 2)) is stopped


def test_the_page_tells_every_step_with_its_statuses() -> None:
    """docs/list.md has the table as the code has it."""
    told = {
        cells[0]: (set(cells[1].split(", ")), cells[2])
        for cells in ([cell.strip() for cell in row.split("|")[1:-1]] for row in PAGE.read_text().splitlines())
        if len(cells) == 4
    }
    assert {label: told.get(label) for label in ListAct.labels} == {
        act.label: ({status.label for status in move.sources}, move.target.label) for act, move in MOVES.items()
    }
