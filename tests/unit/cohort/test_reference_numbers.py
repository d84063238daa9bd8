"""References survive being typed, said and misheard."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cohort.reference_numbers import ALPHABET, LENGTH, new_reference, parse_reference, shown_reference

references = st.builds(new_reference)


@given(references)
def test_a_reference_is_read_as_shown_and_in_any_case_or_spacing(reference: str) -> None:
    """What is read out or typed leads back to the same reference."""
    shown = shown_reference(reference)

    assert [parse_reference(text) for text in (shown, shown.lower(), f" {reference} ", shown.replace("-", " - "))] == [
        reference
    ] * 4


@given(references, st.integers(0, LENGTH - 1), st.sampled_from(ALPHABET))
def test_one_wrong_character_is_always_noticed(reference: str, place: int, wrong: str) -> None:
    """The check character catches every single mistake."""
    misheard = reference[:place] + wrong + reference[place + 1 :]

    assert (parse_reference(misheard) == misheard) is (misheard == reference)


def test_neighbours_that_are_swapped_are_nearly_always_noticed() -> None:
    """Over many references fewer than one swap in a hundred slips through."""
    drawn = [new_reference() for _ in range(2000)]
    swaps = [(r, r[:i] + r[i + 1] + r[i] + r[i + 2 :]) for r in drawn for i in range(LENGTH - 1) if r[i] != r[i + 1]]
    slipped = [swapped for _, swapped in swaps if parse_reference(swapped)]

    assert len(slipped) < len(swaps) / 100


@pytest.mark.parametrize("text", ["", "HK47", "HK47-2MRX9", "OOOO-OOOO", "2002/0073319Z", "HK47-2MR\u00d8"])
def test_what_is_no_reference_is_none(text: str) -> None:
    """Other numbers and halves of references lead nowhere."""
    assert parse_reference(text) is None


def test_no_two_characters_sound_alike() -> None:
    """No letters of the rhyming groups, and not both five and nine."""
    for group in ("BCDEGPTV3", "AJK8", "FSX", "IY59", "MN", "QU2", "0O"):
        assert len(set(group) & set(ALPHABET)) <= 2
    assert not {"5", "9"} <= set(ALPHABET)
    assert not {"M", "N"} <= set(ALPHABET)
