"""The phase that follows from a custody record."""

from dataclasses import dataclass
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from cohort.custody_phase import TERMS, follows_from, runs_on
from cohort.enums import AbsenceKind, SpellKind
from sharing.enums import Phase

DAYS = st.dates(date(2024, 1, 1), date(2026, 12, 31))
TODAY = date(2026, 6, 1)


@dataclass
class Span:
    """A spell or an absence."""

    kind: str
    started_on: date
    ended_on: date | None = None


@st.composite
def spans(draw: st.DrawFn, kinds: type[SpellKind] | type[AbsenceKind]) -> Span:
    """Draw a span that has ended or runs."""
    first = draw(DAYS)
    length = draw(st.none() | st.integers(0, 400))
    last = None if length is None else first + timedelta(days=length)
    return Span(draw(st.sampled_from([*kinds])), first, last)


SPELLS, ABSENCES = st.lists(spans(SpellKind), max_size=4), st.lists(spans(AbsenceKind), max_size=2)


def test_nothing_recorded_proposes_nothing() -> None:
    assert follows_from([], [], None, TODAY) is None


def test_what_runs_decides_and_a_sentence_outweighs_a_remand() -> None:
    remand = Span(SpellKind.REMAND, date(2026, 1, 1))

    assert follows_from([remand], [], None, TODAY) == Phase.REM
    assert follows_from([remand, Span(SpellKind.SENTENCE, date(2026, 5, 1))], [], None, TODAY) == Phase.CUS


def test_after_a_term_the_recorded_end_of_supervision_decides_and_nothing_is_guessed_without_it() -> None:
    served = Span(SpellKind.RECALL, date(2026, 1, 1), date(2026, 2, 1))

    assert follows_from([served], [], TODAY, TODAY) == Phase.REL
    assert follows_from([served], [], TODAY - timedelta(days=1), TODAY) == Phase.POST
    assert follows_from([served], [], None, TODAY) is None


def test_a_remand_that_ended_without_a_sentence_leads_back() -> None:
    assert follows_from([Span(SpellKind.REMAND, date(2026, 1, 1), date(2026, 2, 1))], [], None, TODAY) == Phase.PRE


def test_temporary_release_is_custody_and_not_returning_is_not() -> None:
    serving = Span(SpellKind.SENTENCE, date(2026, 1, 1))

    assert follows_from([serving], [Span(AbsenceKind.LEAVE, date(2026, 5, 30))], None, TODAY) == Phase.CUS
    assert follows_from([serving], [Span(AbsenceKind.NON_RETURN, date(2026, 5, 30))], None, TODAY) == Phase.FUG


@given(SPELLS, ABSENCES, st.none() | DAYS, DAYS)
def test_inside_only_while_something_runs_and_never_otherwise(
    spells: list[Span], absences: list[Span], until: date | None, day: date
) -> None:
    """In custody exactly while a term runs and nobody is away without leave."""
    away = any(each.kind != AbsenceKind.LEAVE and runs_on(each, day) for each in absences)
    serving = any(each.kind in TERMS and runs_on(each, day) for each in spells)
    phase = follows_from(spells, absences, until, day)

    assert (phase == Phase.FUG) == away
    assert (phase == Phase.CUS) == (serving and not away)


@given(SPELLS, ABSENCES, st.none() | DAYS, DAYS)
def test_what_is_still_to_come_says_nothing_of_today(
    spells: list[Span], absences: list[Span], until: date | None, day: date
) -> None:
    begun = [each for each in spells if each.started_on <= day]

    assert follows_from(spells, absences, until, day) == follows_from(begun, absences, until, day)
