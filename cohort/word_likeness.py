"""How near words and names on record come to those that somebody typed."""

from collections import defaultdict
from collections.abc import Mapping
from enum import Enum, auto
from typing import NamedTuple

from rapidfuzz.distance import OSA

# What takes a name away from 1, which is the name as it was typed.
_EDIT, _OTHER_ORDER, _FURTHER_WORD = 0.12, 0.02, 0.05
_PREFIX, _SOUND, _SOUND_SIMILARITY = 0.9, 0.6, 0.3


class Likeness(Enum):
    """How what was typed and what is on record agree."""

    SAME = auto()
    BEGINS = auto()
    SPELLED = auto()
    SOUNDS = auto()


class Word(NamedTuple):
    """How near a word on record comes to one typed, how many bear it, up to a hundred, and if a group does."""

    near: float
    likeness: Likeness
    bearers: int = 0
    of_group: bool = False


def near_to(typed: str, word: str, *, sounds: bool) -> Word | None:
    """Return how near one word comes to another, None if they are not alike.

    Args:
        typed: a folded word as somebody typed it.
        word: one on record.
        sounds: whether their consonants sound the same.
    """
    allowed = max(0, min(2, max(len(typed), len(word)) - 2))
    edits = OSA.distance(typed, word, score_cutoff=allowed)
    readings = []
    if edits <= allowed:
        readings.append(Word(1 - _EDIT * edits, Likeness.SPELLED if edits else Likeness.SAME))
    if word.startswith(typed) and len(typed) > 2:
        readings.append(Word(_PREFIX, Likeness.BEGINS))
    if sounds and (similarity := OSA.normalized_similarity(typed, word)) >= _SOUND_SIMILARITY:
        readings.append(Word(_SOUND + 0.3 * similarity, Likeness.SOUNDS))
    return max(readings, default=None, key=lambda each: each.near)


class Alike(NamedTuple):
    """The words on record that are like each of those typed, by the place of the word typed."""

    by_place: list[Mapping[str, Word]]

    @property
    def needed(self) -> int:
        """How many of the words typed a name must have: of three or more one may be missing."""
        return len(self.by_place) - (len(self.by_place) > 2)

    def as_typed(self) -> "Alike":
        """Return only the words that are on record as they were typed."""
        return Alike([{w: each for w, each in near.items() if each.near == 1} for near in self.by_place])

    @property
    def rarest(self) -> list[int]:
        """The places of the words that fewest bear: no name has enough of the words typed without one of these."""
        places = sorted(range(len(self.by_place)), key=self._bearers_at)
        return places[: len(places) - self.needed + 1]

    def _bearers_at(self, place: int) -> int:
        return sum(word.bearers for word in self.by_place[place].values())

    @property
    def may_be_group(self) -> bool:
        """Whether any of the words is in the name of a group."""
        return any(word.of_group for near in self.by_place for word in near.values())

    def beside(self, place: int) -> list[str]:
        """Return the words like any that was typed at another place."""
        return sorted({word for at, near in enumerate(self.by_place) if at != place for word in near})

    def by_nearness(self, place: int) -> list[tuple[int, list[str]]]:
        """Return the words like one typed in a few groups, the nearest first."""
        groups: defaultdict[int, list[str]] = defaultdict(list)
        for word, each in self.by_place[place].items():
            groups[int(10 * (1 - each.near))].append(word)
        return sorted(groups.items())

    def of(self, whole: str) -> tuple[float, Likeness] | None:
        """Return how near a name comes to what was typed, None if too few of its words do."""
        words = whole.split()
        best = [
            max(((near[word], at) for at, word in enumerate(words) if word in near), key=_nearest, default=None)
            for near in self.by_place
        ]
        met = [each for each in best if each]
        places = [at for _, at in met]
        if len(set(places)) < self.needed:
            return None
        off = _FURTHER_WORD * abs(len(words) - len(self.by_place)) + _OTHER_ORDER * (places != sorted(places))
        least = min((word for word, _ in met), key=lambda word: word.near)
        return sum(word.near for word, _ in met) / len(self.by_place) - off, least.likeness


def _nearest(each: tuple[Word, int]) -> float:
    return each[0].near
