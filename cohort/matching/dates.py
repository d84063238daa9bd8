"""Evidence from dates of birth: equal, mistyped, day and month swapped, or another date."""

from datetime import date

from rapidfuzz.distance import OSA, Levenshtein

from cohort.matching.people import Prepared
from cohort.matching.weights import Evidence, Finding


def birth_findings(one: Prepared, other: Prepared) -> list[Finding]:
    """Return the evidence of two dates of birth, or of two years where a date is unknown.

    Args:
        one: one record of the pair; the order of the two makes no difference.
        other: the other record.

    Returns:
        One finding, or none if either birth is unknown.
    """
    if one.year_of_birth is None or other.year_of_birth is None:
        return []
    if one.date_of_birth and other.date_of_birth:
        return [_dates(one.date_of_birth, other.date_of_birth).value]
    same = one.year_of_birth == other.year_of_birth
    return [(Evidence.BIRTH_YEAR if same else Evidence.BIRTH_YEAR_DIFFERENT).value]


def _dates(one: date, other: date) -> Evidence:
    if one == other:
        return Evidence.BIRTH_SAME_FIRST_OF_JANUARY if _is_first_of_january(one) else Evidence.BIRTH_SAME
    if one.year == other.year:
        if (one.day, one.month) == (other.month, other.day):
            return Evidence.BIRTH_SWAPPED
        if _is_first_of_january(one) or _is_first_of_january(other):
            return Evidence.BIRTH_YEAR
    return _slip(one, other)


def _is_first_of_january(day: date) -> bool:
    return (day.day, day.month) == (1, 1)


def _slip(one: date, other: date) -> Evidence:
    digits, others = one.strftime("%Y%m%d"), other.strftime("%Y%m%d")
    if OSA.distance(digits, others) == 1:
        typed_wrong = Levenshtein.distance(digits, others) == 1
        return Evidence.BIRTH_ONE_DIGIT if typed_wrong else Evidence.BIRTH_TRANSPOSED
    parts_alike = (one.year == other.year) + (one.month == other.month) + (one.day == other.day)
    return Evidence.BIRTH_TWO_PARTS if parts_alike == 2 else Evidence.BIRTH_DIFFERENT
