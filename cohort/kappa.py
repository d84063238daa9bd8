"""How far two assessors agree beyond chance: Cohen's kappa with quadratic weights, and a 95% interval.

Weights as Fleiss and Cohen (1973), standard error for large samples as Fleiss, Cohen and Everitt (1969). Ours, because
the libraries that have it bring hundreds of megabytes for it; tests hold it to values that others have published.
"""

from collections.abc import Mapping
from math import sqrt
from typing import NamedTuple

LEAST_PAIRS = 2
_NORMAL_95 = 1.959964


class Kappa(NamedTuple):
    """Agreement from -1 to 1, where 0 is chance and 1 is always, with its interval and how many pairs it rests on."""

    value: float
    low: float
    high: float
    pairs: int
    error: float


def weighted_kappa(pairs: Mapping[tuple[int, int], int], levels: int) -> Kappa | None:
    """Return the agreement of two assessors, None where it says nothing: too few pairs, or one never varies the level.

    Args:
        pairs: how often the first chose one level and the second another, both counted from 0.
        levels: how many levels there are.
    """
    number = sum(pairs.values())
    if number < LEAST_PAIRS or min(len({each[side] for each in pairs}) for side in (0, 1)) == 1:
        return None
    places = range(levels)
    share = {(i, j): pairs.get((i, j), 0) / number for i in places for j in places}
    weight = {(i, j): 1 - ((i - j) / (levels - 1)) ** 2 for i in places for j in places}
    rows = [sum(share[i, j] for j in places) for i in places]
    columns = [sum(share[i, j] for i in places) for j in places]
    chance = sum(weight[i, j] * rows[i] * columns[j] for i in places for j in places)
    value = (sum(weight[each] * share[each] for each in share) - chance) / (1 - chance)
    by_row = [sum(columns[j] * weight[i, j] for j in places) for i in places]
    by_column = [sum(rows[i] * weight[i, j] for i in places) for j in places]
    spread = sum(share[i, j] * (weight[i, j] - (by_row[i] + by_column[j]) * (1 - value)) ** 2 for i, j in share)
    variance = (spread - (value - chance * (1 - value)) ** 2) / (number * (1 - chance) ** 2)
    error = sqrt(max(0.0, variance))
    reach = _NORMAL_95 * error
    return Kappa(value, max(-1.0, value - reach), min(1.0, value + reach), number, error)
