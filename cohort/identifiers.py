"""Canonical spellings of the numbers by which agencies know a person.

Two agencies rarely write the same number the same way: `2002/0073319Z`, `02/73319Z` and `20020073319z` are one PNC
ID. Everything that stores or compares a number goes through `normalise` first.

Source: the check letters of PNC IDs and CRO numbers are number-23 remainders, as the Police National Computer
publishes them; the other kinds carry no check and are held to their shape only.
"""

import re
from collections.abc import Callable

from cohort.enums import IdentifierKind
from marsoc.kit import clock

CHECK_LETTERS = "ZABCDEFGHJKLMNPQRTUVWXY"

_PNC = re.compile(r"([0-9]{4}|[0-9]{2})[/\\-]([0-9]{1,7})([A-Z])")
_PNC_UNDIVIDED = re.compile(r"([0-9]{4}|[0-9]{2})([0-9]{7})([A-Z])")
_CRO = re.compile(r"([0-9]{1,6})[/\\-]([0-9]{2})([A-Z])")
_CRO_FILE = re.compile(r"SF([0-9]{2})[/\\-]([0-9]{1,6})([A-Z])")
_PRISON = re.compile(r"[A-Z][0-9]{4}[A-Z]{2}")
_CRN = re.compile(r"[A-Z][0-9]{6}")
_HOME_OFFICE_FILE = re.compile(r"([A-Z][0-9]{7,8})(?:/0*([0-9]{1,3}))?")
_HOME_OFFICE_NUMBER = re.compile(r"[0-9]{7,9}")
_HOME_OFFICE_UNIQUE = re.compile(r"([0-9]{4})-?([0-9]{4})-?([0-9]{4})-?([0-9]{4})")
_PASSPORT = re.compile(r"(?=(?:.*[0-9]){5})[A-Z0-9]{6,9}")


class InvalidIdentifier(ValueError):
    """A number that cannot be one of its kind; `problem` and `remedy` are sentences for the person who wrote it."""

    def __init__(self, problem: str, remedy: str) -> None:
        super().__init__(f"{problem} {remedy}")
        self.problem = problem
        self.remedy = remedy


def normalise(kind: IdentifierKind, given: str) -> str:
    """Return the one spelling under which a number is stored and compared.

    Args:
        kind: which register the number comes from.
        given: the number as somebody wrote it; case, spaces and the short forms of a year do not matter.

    Raises:
        InvalidIdentifier: the number has the wrong shape, or its check letter does not belong to its digits.
    """
    return _NORMALISERS[kind](re.sub(r"\s+", "", given).upper())


def search_keys(text: str) -> list[tuple[IdentifierKind, str]]:
    """Return every kind of number that a typed text could be, each with its canonical spelling.

    Args:
        text: what somebody typed into a search box.

    Returns:
        Kinds from the most to the least distinctive; empty when the text is no number at all.
    """
    keys = []
    for kind in _NORMALISERS:
        try:
            keys.append((kind, normalise(kind, text)))
        except InvalidIdentifier:
            continue
    return keys


def check_letter(year: int, serial: int, digits: int) -> str:
    """Return the check letter of a two-digit `year` followed by `serial` padded to so many `digits`."""
    return CHECK_LETTERS[(year % 100 * 10**digits + serial) % 23]


def _pnc(text: str) -> str:
    found = _PNC.fullmatch(text) or _PNC_UNDIVIDED.fullmatch(text)
    if not found:
        raise InvalidIdentifier(
            "This is not the shape of a PNC ID.",
            "Write year, slash, up to seven digits and a letter, for example 2002/0073319Z.",
        )
    year, serial, letter = _full_year(found[1]), int(found[2]), found[3]
    _check("PNC ID", letter, check_letter(year, serial, 7))
    return f"{year}/{serial:07d}{letter}"


def _full_year(written: str) -> int:
    this_year = clock.today().year
    year = int(written)
    if len(written) == 2:
        return year + (2000 if year <= this_year % 100 else 1900)
    if not 1900 <= year <= this_year:
        raise InvalidIdentifier(
            f"A PNC ID cannot start with the year {written}.", "Check the first four digits against PNC."
        )
    return year


def _check(name: str, written: str, computed: str) -> None:
    if written != computed:
        raise InvalidIdentifier(
            f"The check letter {written} does not belong to these digits, so at least one character of the {name}"
            " is wrong.",
            f"Check every character of the {name} against the police record.",
        )


def _cro(text: str) -> str:
    if found := _CRO_FILE.fullmatch(text):
        year, serial, letter = found[1], int(found[2]), found[3]
        canonical = f"SF{year}/{serial}{letter}"
    elif found := _CRO.fullmatch(text):
        year, serial, letter = found[2], int(found[1]), found[3]
        canonical = f"{serial}/{year}{letter}"
    else:
        raise InvalidIdentifier(
            "This is not the shape of a CRO number.",
            "Write serial, slash, two-digit year and a letter, for example 265416/21G, or the older form SF05/482703J.",
        )
    _check("CRO number", letter, check_letter(int(year), serial, 6))
    return canonical


def _prison(text: str) -> str:
    return _shaped(_PRISON, text, "a prison number", "a letter, four digits and two letters, for example A1234BC")


def _crn(text: str) -> str:
    return _shaped(_CRN, text, "a probation CRN", "a letter and six digits, for example X123456")


def _passport(text: str) -> str:
    undivided = text.replace("-", "")
    return _shaped(_PASSPORT, undivided, "a passport number", "six to nine letters and digits, for example 123456789")


def _shaped(shape: re.Pattern[str], text: str, name: str, wanted: str) -> str:
    if not shape.fullmatch(text):
        raise InvalidIdentifier(f"This is not the shape of {name}.", f"Write {wanted}.")
    return text


def _home_office(text: str) -> str:
    if found := _HOME_OFFICE_UNIQUE.fullmatch(text):
        return "-".join(found.groups())
    if found := _HOME_OFFICE_FILE.fullmatch(text):
        return found[1] + (f"/{found[2]}" if found[2] else "")
    if _HOME_OFFICE_NUMBER.fullmatch(text):
        return text
    raise InvalidIdentifier(
        "This is not the shape of a Home Office reference.",
        "Write a letter and seven digits (A1234567), seven to nine digits, or 16 digits (1234-5678-9012-3456).",
    )


# From the most to the least distinctive shape: search_keys answers in this order.
_NORMALISERS: dict[IdentifierKind, Callable[[str], str]] = {
    IdentifierKind.PNC: _pnc,
    IdentifierKind.CRO: _cro,
    IdentifierKind.PRISON: _prison,
    IdentifierKind.CRN: _crn,
    IdentifierKind.HOME_OFFICE: _home_office,
    IdentifierKind.PASSPORT: _passport,
}
