"""How near words and names come to what was typed."""

import pytest

from cohort.word_likeness import Alike, Likeness, near_to


@pytest.mark.parametrize(
    ("typed", "word", "sounds", "likeness"),
    [
        ("mansoor", "mansoor", False, Likeness.SAME),
        ("mansor", "mansoor", False, Likeness.SPELLED),
        ("masnor", "mansoor", False, Likeness.SPELLED),
        ("mans", "mansfield", False, Likeness.BEGINS),
        ("kuznetsov", "kouznetzoff", True, Likeness.SOUNDS),
        ("mnr", "mansoor", False, None),
        ("li", "lu", False, None),
        ("lee", "leo", False, Likeness.SPELLED),
        ("lee", "lio", False, None),
        ("j", "j", False, Likeness.SAME),
        ("ma", "mansfield", False, None),
        ("abcdef", "uvwxyz", True, None),
    ],
)
def test_words_are_alike_by_slips_by_their_beginning_or_by_sound(
    typed: str, word: str, sounds: bool, likeness: Likeness | None
) -> None:
    """Up to two letters wrong, of three letters one, of two none; no sound of another word entirely."""
    found = near_to(typed, word, sounds=sounds)

    assert (found.likeness if found else None) == likeness


def alike(*typed: str) -> Alike:
    """Return words that are on record as they were typed."""
    return Alike([{word: found} for word in typed if (found := near_to(word, word, sounds=False))])


def test_of_three_words_one_may_be_missing_of_two_none() -> None:
    """Each word of a name stands for one that was typed, not for two."""
    assert alike("ana", "maria", "petrenko").of("ana petrenko")
    assert alike("ana", "petrenko").of("ana maria petrenko")
    assert not alike("ana", "petrenko").of("ana")
    assert not Alike([alike("ana").by_place[0]] * 2).of("ana petrenko")


def test_the_same_order_and_no_further_word_come_first() -> None:
    """As written, turned about, then with a word more."""
    typed = alike("ana", "petrenko")
    nearness = [met[0] for whole in ("ana petrenko", "petrenko ana", "ana maria petrenko") if (met := typed.of(whole))]

    assert nearness == sorted(nearness, reverse=True)
    assert len(set(nearness)) == 3
