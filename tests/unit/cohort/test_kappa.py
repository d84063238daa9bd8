"""Weighted kappa against values that others have published, and against what must hold of any table."""

from collections import Counter
from random import Random
from statistics import stdev

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cohort.kappa import weighted_kappa

tables = st.dictionaries(st.tuples(st.integers(0, 4), st.integers(0, 4)), st.integers(1, 30), min_size=2, max_size=25)
# The data set "anxiety" of the R package irr: the second and the third of three raters of twenty people, whose levels
# 1, 2, 3, 4 and 6 count as the first to the fifth.
SECOND = (3, 6, 4, 6, 2, 4, 2, 4, 3, 3, 2, 3, 3, 3, 2, 2, 1, 3, 3, 4)
THIRD = (2, 1, 4, 4, 3, 2, 1, 6, 1, 1, 1, 2, 3, 3, 1, 1, 3, 3, 2, 2)


def counted(first: tuple[int, ...], second: tuple[int, ...], levels: tuple[int, ...]) -> dict[tuple[int, int], int]:
    pairs: dict[tuple[int, int], int] = {}
    for one, other in zip(first, second, strict=True):
        place = levels.index(one), levels.index(other)
        pairs[place] = pairs.get(place, 0) + 1
    return pairs


def test_it_is_what_the_r_package_irr_gives() -> None:
    """``kappa2(anxiety[,2:3], "squared")`` is 0.2520325."""
    kappa = weighted_kappa(counted(SECOND, THIRD, (1, 2, 3, 4, 6)), 5)

    assert kappa
    assert kappa.value == pytest.approx(0.2520325, abs=1e-7)
    assert kappa.pairs == 20


def test_the_interval_is_wide_for_few_and_narrow_for_many() -> None:
    """A hundred times the pairs make it a tenth as wide."""
    few = counted(SECOND, THIRD, (1, 2, 3, 4, 6))
    small, great = weighted_kappa(few, 5), weighted_kappa({each: 100 * n for each, n in few.items()}, 5)

    assert small
    assert great
    assert great.value == pytest.approx(small.value)
    assert great.error == pytest.approx(small.error / 10)
    assert small.low < great.low < great.value < great.high < small.high


def test_the_error_is_that_of_samples_drawn_again_and_again() -> None:
    """The formula for large samples against the spread of the values of a thousand samples."""
    counts = counted(SECOND, THIRD, (1, 2, 3, 4, 6))
    chance, drawn = Random(1969), []
    for _ in range(1000):
        sample = chance.choices([*counts], [*counts.values()], k=400)
        found = weighted_kappa(Counter(sample), 5)
        assert found
        drawn.append(found.value)
    whole = weighted_kappa({each: 20 * n for each, n in counts.items()}, 5)

    assert whole
    assert whole.pairs == 400
    assert stdev(drawn) == pytest.approx(whole.error, rel=0.07)
    assert sum(whole.low <= value <= whole.high for value in drawn) == pytest.approx(950, abs=25)


@given(tables)
def test_it_does_not_matter_who_is_first(pairs: dict[tuple[int, int], int]) -> None:
    one, other = weighted_kappa(pairs, 5), weighted_kappa({(j, i): n for (i, j), n in pairs.items()}, 5)

    assert (one is None) == (other is None)
    if one and other:
        assert one.value == pytest.approx(other.value)
        assert one.error == pytest.approx(other.error, abs=1e-6)
        assert -1 <= one.low <= one.value + 1e-9
        assert one.value - 1e-9 <= one.high <= 1


@given(st.dictionaries(st.integers(0, 4), st.integers(1, 9), min_size=2))
def test_always_agreeing_is_one_without_doubt(levels: dict[int, int]) -> None:
    kappa = weighted_kappa({(level, level): n for level, n in levels.items()}, 5)

    assert kappa
    assert kappa.value == pytest.approx(1)
    assert kappa.error == pytest.approx(0, abs=1e-6)


def test_chance_is_nothing() -> None:
    """Every combination as often as every other."""
    kappa = weighted_kappa({(i, j): 4 for i in range(5) for j in range(5)}, 5)

    assert kappa
    assert kappa.value == pytest.approx(0)


@pytest.mark.parametrize("pairs", [{}, {(1, 2): 1}, {(3, 3): 40}, {(3, 0): 5, (3, 1): 9}])
def test_it_says_nothing_for_too_few_or_where_one_never_varies(pairs: dict[tuple[int, int], int]) -> None:
    assert weighted_kappa(pairs, 5) is None
