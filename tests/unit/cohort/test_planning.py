"""Which work falls due: each date on its own."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from cohort.planning import Due, Moment, due_on, falls_due


@dataclass(unsafe_hash=True)
class Trigger:
    """Work that rests on dates and events."""

    code: str
    dates: Collection[str] = ()
    events: Collection[str] = ()
    lead_months: int = 0
    lead_days: int = 0
    position: int = field(default=1)


CODES = ("CRD", "PED", "SED", "RELEASE", "RECALL")
FIRST, LAST = date(2000, 1, 1), date(2100, 1, 1)
DAYS = st.integers(0, 7000).map(lambda number: date(2020, 1, 1) + timedelta(days=number))
TRIGGERS = st.lists(
    st.builds(
        Trigger, st.just(""), st.sampled_from([(), ("CRD",), ("CRD", "PED"), ("SED",)]),
        st.sampled_from([(), ("RELEASE",), ("RECALL",)]), st.integers(-12, 0), st.integers(-28, 28),
    ),
    max_size=4,
)  # fmt: skip
MOMENTS = st.dictionaries(st.sampled_from(CODES), DAYS, min_size=1).map(
    lambda days: [Moment(code, day, "") for code, day in days.items()]
)


def test_months_before_end_on_a_day_that_there_is() -> None:
    assert due_on(Trigger("x", lead_months=-6), date(2026, 8, 31)) == date(2026, 2, 28)
    assert due_on(Trigger("x", lead_days=-28), date(2026, 3, 1)) == date(2026, 2, 1)


def test_both_ends_of_the_time_count() -> None:
    triggers, moments = [Trigger("x", ("CRD",))], [Moment("CRD", date(2026, 5, 5), "")]

    assert falls_due(moments, triggers, date(2026, 5, 5), date(2026, 5, 5))
    assert not falls_due(moments, triggers, date(2026, 5, 6), date(2026, 6, 1))


@given(MOMENTS, TRIGGERS, st.integers(-400, 400))
def test_a_moved_date_moves_exactly_its_own(moments: list[Moment], triggers: list[Trigger], days: int) -> None:
    moving = moments[-1]
    moved = moving._replace(on=moving.on + timedelta(days=days))
    after = falls_due([moved if each is moving else each for each in moments], triggers, FIRST, LAST)
    before = falls_due(moments, triggers, FIRST, LAST)

    assert _others(before, moving) == _others(after, moving)
    assert {(each.trigger, due_on(each.trigger, moved.on)) for each in before if each.moment.code == moving.code} == {
        (each.trigger, each.on) for each in after if each.moment.code == moving.code
    }


def _others(due: list[Due], moving: Moment) -> list[Due]:
    return [each for each in due if each.moment.code != moving.code]
