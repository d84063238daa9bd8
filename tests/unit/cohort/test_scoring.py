"""The arithmetic of the method: what must hold for every framework and every set of answers."""

from decimal import Decimal
from itertools import pairwise, product

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from cohort.scoring import (
    SWING,
    TOP,
    Answer,
    Range,
    band_of,
    faults_of,
    score_of,
    shares_of,
    span_of,
    stability_of,
)

BANDS = (
    Range("Low", Decimal(0), Decimal(45)),
    Range("High", Decimal(45), Decimal(70)),
    Range("Top", Decimal(70), Decimal(100)),
)
weights = st.integers(1, 400).map(lambda tenths: Decimal(tenths) / 10)
levels = st.integers(0, TOP)


def answered(least: int = 1, most: int = 11, *, unknown: bool = True) -> st.SearchStrategy[list[Answer]]:
    """Draw answers to some dimensions, at least one of them known."""
    level = st.none() | levels if unknown else levels
    drawn = st.lists(st.tuples(weights, level), min_size=least, max_size=most)
    return drawn.map(lambda rows: [Answer(f"d{i}", *row) for i, row in enumerate(rows)]).filter(
        lambda answers: any(each.level is not None for each in answers)
    )


def test_the_worked_example() -> None:
    """As in docs/method.md, worked out there by hand: 40 x 3 + 35 x 2 of 4 x 75 is 63.3."""
    answers = [
        Answer("intent", Decimal(40), 3),
        Answer("reach", Decimal(35), 2),
        Answer("influence", Decimal(25), None),
    ]

    assert score_of(answers, unknowns_allowed=1) == Decimal("63.3")
    assert span_of(answers) == (Decimal("47.5"), Decimal("72.5"))
    assert band_of(Decimal("63.3"), BANDS).name == "High"
    assert shares_of(answers) == {"intent": Decimal(40), "reach": 100 * Decimal(70) / 300}


@given(answered(), st.data())
def test_a_higher_level_never_lowers_the_score(answers: list[Answer], data: st.DataObject) -> None:
    place = data.draw(st.sampled_from([i for i, each in enumerate(answers) if each.level is not None]))
    level = answers[place].level
    assume(level is not None and level < TOP)
    higher = [*answers]
    higher[place] = answers[place]._replace(level=data.draw(st.integers((level or 0) + 1, TOP)))

    before, after = score_of(answers, len(answers)), score_of(higher, len(answers))
    assert before is not None
    assert after is not None
    assert after >= before
    assert band_of(after, BANDS).starts_at >= band_of(before, BANDS).starts_at


@given(answered(), st.data())
def test_the_order_of_the_dimensions_does_not_matter(answers: list[Answer], data: st.DataObject) -> None:
    mixed = data.draw(st.permutations(answers))

    assert score_of(mixed, len(answers)) == score_of(answers, len(answers))
    assert stability_of(mixed, BANDS) == stability_of(answers, BANDS)


@given(answered())
def test_the_size_of_all_weights_together_does_not_matter(answers: list[Answer]) -> None:
    doubled = [each._replace(weight=each.weight * 2) for each in answers]

    assert score_of(doubled, len(answers)) == score_of(answers, len(answers))


@given(answered(unknown=False), weights)
def test_an_unknown_is_left_out_and_is_never_a_zero(answers: list[Answer], weight: Decimal) -> None:
    """The score is that of what is known; a zero would lower it wherever it is above zero."""
    with_unknown = score_of([*answers, Answer("x", weight, None)], 1)
    with_zero = score_of([*answers, Answer("x", weight, 0)], 1)
    known = score_of(answers, 0)

    assert with_unknown == known
    assert with_zero is not None
    assert known is not None
    assert with_zero <= known
    if all(each.level for each in answers) and weight >= sum(each.weight for each in answers) / 10:
        assert with_zero < known


@given(answered())
def test_whatever_the_unknowns_turn_out_to_be_the_score_lies_within_the_span(answers: list[Answer]) -> None:
    low, high = span_of(answers)
    score = score_of(answers, len(answers))
    assert score is not None
    assert low <= score <= high
    unknown = [i for i, each in enumerate(answers) if each.level is None][:3]
    for drawn in product((0, 2, TOP), repeat=len(unknown)):
        told = [*answers]
        for place, level in zip(unknown, drawn, strict=True):
            told[place] = answers[place]._replace(level=level)
        found = score_of(told, len(answers))
        assert found is not None
        assert low <= found <= high


@given(answered(), st.integers(0, 11))
def test_too_many_unknowns_leave_no_score(answers: list[Answer], allowed: int) -> None:
    unknown = sum(each.level is None for each in answers)

    assert (score_of(answers, allowed) is None) == (unknown > allowed)


def test_nothing_known_is_no_score_whatever_is_allowed() -> None:
    assert score_of([Answer("x", Decimal(100), None)], 5) is None


@given(answered())
def test_the_shares_make_up_the_score(answers: list[Answer]) -> None:
    score = score_of(answers, len(answers))
    assert score is not None
    assert abs(sum(shares_of(answers).values()) - score) <= Decimal("0.0501")


@given(st.integers(0, 1000).map(lambda tenths: Decimal(tenths) / 10))
def test_the_band_is_a_function_of_the_score(score: Decimal) -> None:
    """Exactly one band holds each score, and a higher score is never in a lower band."""
    holding = [each for each in BANDS if each.starts_at <= score < each.ends_at or score == each.ends_at == 100]

    assert [band_of(score, BANDS)] == holding


def _all_bands(answers: list[Answer]) -> set[str]:
    """Return every band that some corner of the box of weights leads to; the extremes of a mean lie in corners."""
    found = set()
    for signs in product((1 - SWING, 1 + SWING), repeat=len(answers)):
        moved = [each._replace(weight=each.weight * sign) for each, sign in zip(answers, signs, strict=True)]
        score = score_of(moved, len(answers))
        assert score is not None
        found.add(band_of(score, BANDS).name)
    return found


@given(answered(most=6))
def test_stability_is_what_trying_every_corner_finds(answers: list[Answer]) -> None:
    """The closed form against brute force, in both directions."""
    score = score_of(answers, len(answers))
    assert score is not None
    order = [each.name for each in BANDS]
    own, found = order.index(band_of(score, BANDS).name), {order.index(name) for name in _all_bands(answers)}
    stability = stability_of(answers, BANDS)

    assert bool(stability.falls) == any(place < own for place in found)
    assert bool(stability.rises) == any(place > own for place in found)
    assert stability.stable == (found == {own})


@given(answered(most=8))
def test_the_changes_named_do_what_is_said_and_one_fewer_does_not(answers: list[Answer]) -> None:
    score = score_of(answers, len(answers))
    assert score is not None
    own = band_of(score, BANDS)
    stability = stability_of(answers, BANDS)
    for changes in filter(None, (stability.falls, stability.rises)):
        moved = {each.code: 1 + SWING if each.raised else 1 - SWING for each in changes}
        for left_out, leaves in ((None, True), *((each.code, False) for each in changes[-1:])):
            told = [
                each._replace(weight=each.weight * (1 if each.code == left_out else moved.get(each.code, Decimal(1))))
                for each in answers
            ]
            found = score_of(told, len(answers))
            assert found is not None
            assert (band_of(found, BANDS) != own) == leaves


SCALE = ("none", "little", "some", "much", "most")


@pytest.mark.parametrize(
    ("given_weights", "scales", "bands", "fault"),
    [
        ({"Intent": 60, "Reach": 30}, {}, BANDS, "The weights add up to 90. Change them so that they add up to 100."),
        ({"Intent": 100, "Reach": 0}, {}, BANDS, "Give Reach a weight of more than 0, or remove it."),
        ({}, {}, BANDS, "Add at least one dimension."),
        (
            {"Intent": 100}, {"Intent": ("none", "", "some", "much", "most")}, BANDS,
            "Describe every level of Intent from 0 to 4 in words.",
        ),
        ({"Intent": 100}, {"Intent": SCALE[:4]}, BANDS, "Describe every level of Intent from 0 to 4 in words."),
        ({"Intent": 100}, {}, (), "Add at least one band."),
        (
            {"Intent": 100}, {}, (Range("Low", Decimal(0), Decimal(50)), Range("Top", Decimal(45), Decimal(100))),
            "Low and Top overlap: end Low at 45.",
        ),
        (
            {"Intent": 100}, {}, (Range("Low", Decimal(0), Decimal(40)), Range("Top", Decimal(45), Decimal(100))),
            "Scores from 40 to 45 lie in no band. End Low where Top starts.",
        ),
        ({"Intent": 100}, {}, (Range("All", Decimal(1), Decimal(100)),), "The lowest band, All, must start at 0."),
        ({"Intent": 100}, {}, (Range("All", Decimal(0), Decimal(99)),), "The highest band, All, must end at 100."),
    ],
)  # fmt: skip
def test_a_framework_that_makes_no_sense_is_told_so_in_one_sentence(
    given_weights: dict[str, int], scales: dict[str, tuple[str, ...]], bands: tuple[Range, ...], fault: str
) -> None:
    found = list(faults_of({name: Decimal(each) for name, each in given_weights.items()}, scales, bands))

    assert found == [fault]


def test_a_framework_that_makes_sense_has_no_faults() -> None:
    assert list(faults_of({"Intent": Decimal("99.5"), "Reach": Decimal("0.5")}, {"Intent": SCALE}, BANDS)) == []
    assert all(lower.ends_at == upper.starts_at for lower, upper in pairwise(BANDS))
