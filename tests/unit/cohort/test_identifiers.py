import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from cohort.enums import IdentifierKind
from cohort.identifiers import CHECK_LETTERS, InvalidIdentifier, check_letter, normalise, search_keys

PNC, CRO, PRISON = IdentifierKind.PNC, IdentifierKind.CRO, IdentifierKind.PRISON
CRN, HOME_OFFICE, PASSPORT = IdentifierKind.CRN, IdentifierKind.HOME_OFFICE, IdentifierKind.PASSPORT

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def _pncs() -> st.SearchStrategy[str]:
    def canonical(year: int, serial: int) -> str:
        return f"{year}/{serial:07d}{check_letter(year, serial, 7)}"

    return st.builds(canonical, st.integers(1940, 2025), st.integers(0, 9_999_999))


def _cros() -> st.SearchStrategy[str]:
    def canonical(year: int, serial: int, filed: bool) -> str:
        letter = check_letter(year, serial, 6)
        return f"SF{year:02d}/{serial}{letter}" if filed else f"{serial}/{year:02d}{letter}"

    return st.builds(canonical, st.integers(0, 99), st.integers(1, 999_999), st.booleans())


CANONICAL = {
    PNC: _pncs(),
    CRO: _cros(),
    PRISON: st.from_regex(r"[A-Z][0-9]{4}[A-Z]{2}", fullmatch=True),
    CRN: st.from_regex(r"[A-Z][0-9]{6}", fullmatch=True),
    HOME_OFFICE: st.from_regex(r"[A-Z][0-9]{7,8}(/[1-9][0-9]?)?|[0-9]{7,9}|([0-9]{4}-){3}[0-9]{4}", fullmatch=True),
    PASSPORT: st.from_regex(r"[A-Z]{0,2}[0-9]{6,7}", fullmatch=True),
}


@pytest.mark.parametrize("kind", CANONICAL)
def test_a_canonical_spelling_normalises_to_itself(kind: IdentifierKind) -> None:
    @given(CANONICAL[kind])
    def holds(canonical: str) -> None:
        assert normalise(kind, canonical) == canonical
        assert normalise(kind, f"  {canonical.lower()} ") == canonical
        assert (kind, canonical) in search_keys(canonical)

    holds()


@pytest.mark.parametrize(
    ("kind", "given_as", "canonical"),
    [
        (PNC, "2002/0073319Z", "2002/0073319Z"),
        (PNC, "02/73319Z", "2002/0073319Z"),
        (PNC, " 2002/0073319z ", "2002/0073319Z"),
        (PNC, "2002 / 73319 Z", "2002/0073319Z"),
        (PNC, "20140363153U", "2014/0363153U"),
        (PNC, "020073319Z", "2002/0073319Z"),
        (PNC, "2002-0073319Z", "2002/0073319Z"),
        (PNC, "94/655415M", "1994/0655415M"),
        (CRO, "265416/21G", "265416/21G"),
        (CRO, " 265416 / 21g", "265416/21G"),
        (CRO, "SF05/482703J", "SF05/482703J"),
        (CRO, "sf05/482703j", "SF05/482703J"),
        (PRISON, "a1234bc", "A1234BC"),
        (CRN, "x 123 456", "X123456"),
        (HOME_OFFICE, "a1234567/02", "A1234567/2"),
        (HOME_OFFICE, "1234567890123456", "1234-5678-9012-3456"),
        (PASSPORT, "123-456-789", "123456789"),
    ],
)
def test_other_spellings(kind: IdentifierKind, given_as: str, canonical: str) -> None:
    assert normalise(kind, given_as) == canonical


@pytest.mark.parametrize(
    ("kind", "given_as"),
    [
        (PNC, "2002/0073319A"),
        (PNC, "2002/73319"),
        (PNC, "2002/12345678Z"),
        (PNC, "1873/0000001A"),
        (PNC, "2999/0000001A"),
        (PNC, "=1+1"),
        (PNC, "٢٠٠٢/0073319Z"),
        (CRO, "265416/21H"),
        (CRO, "SF05/482703K"),
        (CRO, "2654161/21G"),
        (PRISON, "A123BC"),
        (PRISON, "AB1234C"),
        (CRN, "XX12345"),
        (HOME_OFFICE, "12345"),
        (PASSPORT, "PASSPORT"),
        (PASSPORT, "12345678901"),
    ],
)
def test_what_is_not_a_number_of_its_kind(kind: IdentifierKind, given_as: str) -> None:
    with pytest.raises(InvalidIdentifier) as refusal:
        normalise(kind, given_as)
    assert refusal.value.problem.endswith(".")
    assert refusal.value.remedy.endswith(".")


@given(_pncs(), st.sampled_from(LETTERS))
def test_only_one_check_letter_is_right(canonical: str, letter: str) -> None:
    if letter == canonical[-1]:
        assert normalise(PNC, canonical[:-1] + letter) == canonical
    else:
        with pytest.raises(InvalidIdentifier, match="check letter"):
            normalise(PNC, canonical[:-1] + letter)


def test_check_letters_leave_out_those_mistaken_for_digits() -> None:
    assert set(LETTERS) - set(CHECK_LETTERS) == {"I", "O", "S"}


@time_machine.travel("2026-11-22")
def test_a_two_digit_year_lies_within_the_hundred_years_up_to_now() -> None:
    assert normalise(PNC, f"26/1{check_letter(26, 1, 7)}").startswith("2026/")
    assert normalise(PNC, f"27/1{check_letter(27, 1, 7)}").startswith("1927/")


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("02/73319z", [(PNC, "2002/0073319Z")]),
        ("A1234BC", [(PRISON, "A1234BC")]),
        ("x123456", [(CRN, "X123456"), (PASSPORT, "X123456")]),
        ("A1234567", [(HOME_OFFICE, "A1234567"), (PASSPORT, "A1234567")]),
        ("McGinley-Ross", []),
        ("", []),
    ],
)
def test_kinds_that_a_typed_text_could_be(text: str, keys: list[tuple[IdentifierKind, str]]) -> None:
    assert search_keys(text) == keys
