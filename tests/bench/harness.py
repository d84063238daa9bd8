"""Measuring: results compared first, then timed in turn, medians of many runs, ratios within one run."""

import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

REPEATS = 60


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured figure with its goal; ``better`` says in which direction."""

    id: str
    what: str
    value: float
    goal: float
    better: str
    runs: int

    @property
    def met(self) -> bool:
        """Whether the goal is reached."""
        return self.value <= self.goal if self.better == "lower" else self.value >= self.goal


Benchmark = Callable[[], Iterator[Figure]]
REGISTERED: list[Benchmark] = []


def benchmark(measure: Benchmark) -> Benchmark:
    """Have a function measured by ``make bench``; it yields its figures and raises when it cannot measure."""
    REGISTERED.append(measure)
    return measure


def same(first: Any, second: Any) -> None:
    """Hold two ways of doing a thing to the same result before either is timed.

    Raises:
        ValueError: they differ, so that comparing their times would mean nothing.
    """
    if first != second:
        raise ValueError(f"The results differ, nothing is measured: {str(first)[:200]} and {str(second)[:200]}")


def ratio(product: Callable[[], object], floor: Callable[[], object], repeats: int = REPEATS) -> float:
    """Return how many times as long the product takes as the floor: medians of interleaved runs.

    Args:
        product: what is judged.
        floor: what it is judged by.
        repeats: how often each runs, after three runs that are not counted.
    """
    for _ in range(3):
        product()
        floor()
    timed = [(_seconds(product), _seconds(floor)) for _ in range(repeats)]
    return statistics.median(each[0] for each in timed) / statistics.median(each[1] for each in timed)


def _seconds(run: Callable[[], object]) -> float:
    began = time.perf_counter()
    run()
    return time.perf_counter() - began
