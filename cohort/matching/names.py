"""Evidence from names: spelling, sound, short forms, order and aliases."""

from enum import Enum, auto
from functools import lru_cache
from typing import Final

import jellyfish
from rapidfuzz.distance import OSA, JaroWinkler, Levenshtein

from cohort.matching.people import Name, Prepared
from cohort.matching.weights import Evidence, Finding

SHORTEST_TYPO: Final = 4
"""Letters: below this one letter makes another name (Lee, Leo)."""
SHORTEST_TWO_TYPOS: Final = 8
SOUND_SIMILARITY: Final = 0.75
"""Jaro-Winkler, 0 to 1: names of one sound must also look this much alike, since the codes drop every vowel."""
SHORTEST_SOUND: Final = 3
"""Letters of the code: Lee and Leo have one consonant in common, Neil and Noel two, and are not one name."""
ALIKE_SIMILARITY: Final = 0.84
"""Jaro-Winkler, 0 to 1: from here on the names are too alike to count as different."""
SHORTEST_PART: Final = 3


class Likeness(Enum):
    """How alike two words are."""

    SAME = auto()
    ONE_LETTER = auto()
    TRANSPOSED = auto()
    NEAR = auto()
    SOUND = auto()
    ALIKE = auto()
    DIFFERENT = auto()


CLOSE: Final = frozenset(
    {Likeness.SAME, Likeness.ONE_LETTER, Likeness.TRANSPOSED, Likeness.NEAR, Likeness.SOUND},
)


def name_findings(one: Prepared, other: Prepared) -> list[Finding]:
    """Return the evidence of the best way to lay two names beside each other: straight, swapped or by an alias.

    Args:
        one: one record of the pair; the order of the two makes no difference.
        other: the other record.

    Returns:
        Findings with points other than zero, about surname and forename together.
    """
    readings = [
        _straight(one, other),
        _swapped(one.name, other.name),
        _by_alias(one, other),
    ]
    best = max((reading for reading in readings if reading is not None), key=_points)
    if one.street_names & other.street_names or set(one.alias_names) & set(other.alias_names):
        best.append(Evidence.ALIAS_SHARED)
    return [evidence.value for evidence in best if evidence.value.points]


@lru_cache(maxsize=65_536)
def sound(word: str) -> str:
    """Return the phonetic code of a folded word, or the word itself if it has no sound."""
    return jellyfish.metaphone(word) or word


def _points(reading: list[Evidence]) -> int:
    return sum(evidence.value.points for evidence in reading)


def _straight(one: Prepared, other: Prepared) -> list[Evidence]:
    found = [_surnames(one.name, other.name), _forenames(one, other)]
    return [evidence for evidence in found if evidence is not None]


def _surnames(one: Name, other: Name) -> Evidence | None:
    if not one.surname or not other.surname:
        return None
    likeness = _likeness(one.surname, other.surname)
    if likeness not in CLOSE and _is_part(one.surname_parts, other.surname_parts):
        return Evidence.SURNAME_PART
    return Evidence[f"SURNAME_{likeness.name}"]


def _is_part(one: frozenset[str], other: frozenset[str]) -> bool:
    """Tell whether one double-barrelled surname holds the whole other one."""
    return (one < other or other < one) and any(len(part) >= SHORTEST_PART for part in one & other)


def _forenames(one: Prepared, other: Prepared) -> Evidence | None:
    mine, yours = one.name.forenames, other.name.forenames
    if not mine or not yours:
        return None
    likeness = _likeness(mine[0], yours[0])
    if likeness in CLOSE:
        return Evidence[f"FORENAME_{likeness.name}"]
    if mine[0] in yours or yours[0] in mine:
        return Evidence.FORENAME_SECOND
    if mine[0] in other.street_names or yours[0] in one.street_names:
        return Evidence.FORENAME_STREET
    if mine[0].startswith(yours[0]) or yours[0].startswith(mine[0]):
        return Evidence.FORENAME_SHORT
    return Evidence[f"FORENAME_{likeness.name}"]


def _swapped(one: Name, other: Name) -> list[Evidence] | None:
    if not (one.surname and one.forenames and other.surname and other.forenames):
        return None
    if one.surname != other.surname and sorted(one.tokens) == sorted(other.tokens):
        return [Evidence.NAMES_SWAPPED]
    likenesses = {_likeness(one.surname, other.forenames[0]), _likeness(other.surname, one.forenames[0])}
    if likenesses == {Likeness.SAME}:
        return [Evidence.NAMES_SWAPPED]
    return [Evidence.NAMES_SWAPPED_NEAR] if likenesses <= CLOSE else None


def _by_alias(one: Prepared, other: Prepared) -> list[Evidence] | None:
    pairs = [(alias, other.name) for alias in one.alias_names] + [(alias, one.name) for alias in other.alias_names]
    return [Evidence.ALIAS_NAME] if any(_is_same_name(*pair) for pair in pairs) else None


def _is_same_name(alias: Name, name: Name) -> bool:
    if not (name.surname and name.forenames):
        return False
    straight = {_likeness(alias.surname, name.surname), _likeness(alias.forenames[0], name.forenames[0])}
    return straight <= CLOSE or _swapped(alias, name) is not None


def _likeness(one: str, other: str) -> Likeness:
    """Return how alike two folded words are; the order makes no difference."""
    if one == other:
        return Likeness.SAME
    return _compare(one, other) if one < other else _compare(other, one)


@lru_cache(maxsize=262_144)
def _compare(one: str, other: str) -> Likeness:
    typo = _typo(one, other)
    if typo is not None:
        return typo
    similarity = JaroWinkler.similarity(one, other)
    code = sound(one)
    if similarity >= SOUND_SIMILARITY and len(code) >= SHORTEST_SOUND and code == sound(other):
        return Likeness.SOUND
    return Likeness.ALIKE if similarity >= ALIKE_SIMILARITY else Likeness.DIFFERENT


def _typo(one: str, other: str) -> Likeness | None:
    """Return what slip of the pen turns one word into the other, if a small one does.

    The first letter is seldom mistyped, so a difference there takes up one of the slips allowed.
    """
    longest = max(len(one), len(other))
    allowed = (longest >= SHORTEST_TYPO) + (longest >= SHORTEST_TWO_TYPOS)
    slips = OSA.distance(one, other, score_cutoff=allowed)
    if slips + (one[0] != other[0]) > allowed:
        return None
    if slips > 1:
        return Likeness.NEAR
    return Likeness.ONE_LETTER if Levenshtein.distance(one, other) == 1 else Likeness.TRANSPOSED
