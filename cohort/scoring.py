"""How answers become a score and a band; docs/method.md has the formula with a worked example.

Pure arithmetic on decimals: nothing here reads or writes anything. What is unknown is left out of numerator and
denominator alike, so that it counts neither as nothing nor as harm; too many unknowns leave no score.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise
from typing import NamedTuple, Protocol

TOP = 4
"""The highest level of every dimension; the lowest is 0."""
WHOLE = Decimal(100)
STEP = Decimal("0.1")
SWING = Decimal("0.1")
"""By which share of itself each weight is moved to see whether a band survives."""


class Answer(NamedTuple):
    """What was answered on one dimension; ``level`` is None for unknown."""

    code: str
    weight: Decimal
    level: int | None


class Range(NamedTuple):
    """A band: from its first score until before its last; the highest band holds 100 itself."""

    name: str
    starts_at: Decimal
    ends_at: Decimal


class Limits(Protocol):
    """What a framework says is too much."""

    unknowns_allowed: int
    panel_steps: int
    panel_points: Decimal


class Change(NamedTuple):
    """A weight that is moved, and whether upwards."""

    code: str
    raised: bool


class Stability(NamedTuple):
    """Whether a band survives any change of the weights by up to a tenth of each, and if not, which would end it.

    ``falls`` and ``rises`` are the fewest changes that lead below or above the band, none where nothing does.
    """

    falls: tuple[Change, ...]
    rises: tuple[Change, ...]

    @property
    def stable(self) -> bool:
        """Whether the band survives."""
        return not (self.falls or self.rises)


def score_of(answers: Iterable[Answer], unknowns_allowed: int) -> Decimal | None:
    """Return the weighted mean of the levels that are known, from 0 to 100 with one decimal; None if not scorable.

    Args:
        answers: one for each dimension.
        unknowns_allowed: with more unknowns than this, or nothing known, there is no score.
    """
    answers = list(answers)
    unknown = sum(answer.level is None for answer in answers)
    if unknown > unknowns_allowed or unknown == len(answers):
        return None
    return rounded(_mean(answers))


def span_of(answers: Iterable[Answer]) -> tuple[Decimal, Decimal]:
    """Return the lowest and the highest score there could be, whatever the unknowns turn out to be."""
    answers = list(answers)
    lowest, highest = (
        [answer if answer.level is not None else answer._replace(level=level) for answer in answers]
        for level in (0, TOP)
    )
    return rounded(_mean(lowest)), rounded(_mean(highest))


def band_of(score: Decimal, bands: Sequence[Range]) -> Range:
    """Return the band that a score lies in.

    Args:
        score: from 0 to 100.
        bands: that cover 0 to 100 without a gap.
    """
    return next(band for band in reversed(_in_order(bands)) if band.starts_at <= score)


def shares_of(answers: Iterable[Answer]) -> dict[str, Decimal]:
    """Return how many points of the score each known dimension gives, by its code; together they are the score."""
    known = _known(answers)
    total = sum((weight for _, weight, _ in known), Decimal(0))
    return {code: WHOLE * weight * level / (TOP * total) for code, weight, level in known}


def stability_of(answers: Iterable[Answer], bands: Sequence[Range]) -> Stability:
    """Say whether the band survives every change of the weights by up to a tenth of each, exactly.

    The score is at least a threshold just when the sum of weight times (level in points less threshold) is not
    negative. That sum is linear in each weight, so the worst case moves each weight by its whole swing in the
    direction of its own term, and the fewest changes that cross are those with the greatest terms.

    Args:
        answers: that have a score.
        bands: that cover 0 to 100 without a gap.
    """
    known = _known(answers)
    band = band_of(rounded(_mean(known)), bands)
    falls = _crossing(known, band.starts_at, down=True) if band.starts_at > 0 else ()
    rises = _crossing(known, band.ends_at, down=False) if band.ends_at < WHOLE else ()
    return Stability(falls, rises)


def apart(first: Iterable[Answer], second: Iterable[Answer], steps: int) -> list[str]:
    """Return the codes of dimensions on which two assessors' known levels are so many steps apart, or more."""
    others = {answer.code: answer.level for answer in second}
    return [
        code
        for code, _, level in first
        if level is not None and (other := others.get(code)) is not None and abs(level - other) >= steps
    ]


def needs_panel(first: Sequence[Answer], second: Sequence[Answer], limits: Limits) -> bool:
    """Say whether two assessors are too far apart: on a dimension, in all, or on whether there is a score."""
    scores = [score_of(each, limits.unknowns_allowed) for each in (first, second)]
    if (scores[0] is None) != (scores[1] is None) or apart(first, second, limits.panel_steps):
        return True
    return scores[0] is not None and scores[1] is not None and abs(scores[0] - scores[1]) >= limits.panel_points


def faults_of(
    weights: Mapping[str, Decimal], scales: Mapping[str, Sequence[str]], bands: Sequence[Range]
) -> Iterator[str]:
    """Yield what keeps a framework from being published, one sentence each.

    Args:
        weights: by the name of the dimension.
        scales: the words for each level, by the name of the dimension.
        bands: in any order.
    """
    yield from faults_of_weights(weights)
    for name, words in scales.items():
        if len(words) != TOP + 1 or not all(each.strip() for each in words):
            yield f"Describe every level of {name} from 0 to {TOP} in words."
    yield from faults_of_bands(bands)


def faults_of_weights(weights: Mapping[str, Decimal]) -> Iterator[str]:
    """Yield what is wrong with weights, by the name of the dimension."""
    if not weights:
        yield "Add at least one dimension."
        return
    for name, weight in weights.items():
        if weight <= 0:
            yield f"Give {name} a weight of more than 0, or remove it."
    if (total := sum(weights.values(), Decimal(0))) != WHOLE:
        yield f"The weights add up to {total.normalize():f}. Change them so that they add up to 100."


def faults_of_bands(bands: Sequence[Range]) -> Iterator[str]:
    """Yield what is wrong with bands, which must cover 0 to 100 once."""
    if not bands:
        yield "Add at least one band."
        return
    ordered = _in_order(bands)
    for band in ordered:
        if band.starts_at >= band.ends_at:
            yield f"{band.name} ends at {band.ends_at}, which is not above its start. Change one of them."
    if ordered[0].starts_at != 0:
        yield f"The lowest band, {ordered[0].name}, must start at 0."
    if ordered[-1].ends_at != WHOLE:
        yield f"The highest band, {ordered[-1].name}, must end at 100."
    for lower, upper in pairwise(ordered):
        if lower.ends_at > upper.starts_at:
            yield f"{lower.name} and {upper.name} overlap: end {lower.name} at {upper.starts_at}."
        if lower.ends_at < upper.starts_at:
            gap = f"Scores from {lower.ends_at} to {upper.starts_at} lie in no band."
            yield f"{gap} End {lower.name} where {upper.name} starts."


def rounded(score: Decimal) -> Decimal:
    """Return a score with one decimal; what lies half-way goes up."""
    return score.quantize(STEP, ROUND_HALF_UP)


class _Known(NamedTuple):
    code: str
    weight: Decimal
    level: int


def _known(answers: Iterable[Answer | _Known]) -> list[_Known]:
    return [_Known(code, weight, level) for code, weight, level in answers if level is not None]


def _mean(answers: Iterable[Answer | _Known]) -> Decimal:
    known = _known(answers)
    total = sum((weight for _, weight, _ in known), Decimal(0))
    return WHOLE * sum((weight * level for _, weight, level in known), Decimal(0)) / (TOP * total)


def _in_order(bands: Sequence[Range]) -> list[Range]:
    return sorted(bands, key=lambda band: (band.starts_at, band.ends_at))


def _crossing(known: Sequence[_Known], threshold: Decimal, *, down: bool) -> tuple[Change, ...]:
    """Return the fewest changes that take the rounded score across a threshold, none if all together do not."""
    least = threshold - STEP / 2  # what rounds to the threshold or above
    terms = [(each.code, each.weight * (WHOLE * each.level / TOP - least)) for each in known]
    margin = sum((term for _, term in terms), Decimal(0))
    changes = []
    for code, term in sorted(terms, key=lambda each: (-abs(each[1]), each[0])):
        if term == 0:
            break
        changes.append(Change(code, raised=(term < 0) == down))
        margin += -SWING * abs(term) if down else SWING * abs(term)
        if (margin < 0) if down else (margin >= 0):
            return tuple(changes)
    return ()
