"""The records that the matcher compares, the suggestions it returns, and its own normalised copy of a record."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from anyascii import anyascii


@dataclass(frozen=True, slots=True)
class Person:
    """What the matcher compares: one record about one person, as a list or the database holds it."""

    key: str
    """Names the record to the caller; unique among the newcomers and among the known, and never compared."""
    surname: str
    forenames: str
    aliases: tuple[str, ...]
    """Other full names ("John Smith" or "Smith, John") and street names ("Tank")."""
    date_of_birth: date | None
    year_of_birth: int | None
    """Looked at only when the date is unknown."""
    identifiers: tuple[tuple[str, str], ...]
    """Pairs of kind (as in `cohort.enums.IdentifierKind`, or any other word) and value in canonical spelling."""
    addresses: tuple[str, ...] = ()
    """In any layout; one without a number names no dwelling and is left out."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A suggestion that two records are about one person."""

    newcomer: str
    known: str
    """The key of the known person, or of the earlier of two newcomers."""
    score: int
    """0 to 100; see `cohort.matching.weights` for how it is made up."""
    reasons: tuple[str, ...]
    """Sentences, the strongest reason first, the reasons against last."""


@dataclass(frozen=True, slots=True)
class Name:
    """A name folded to lower-case ASCII letters; an empty surname or no forenames means unknown."""

    surname: str
    surname_parts: frozenset[str]
    forenames: tuple[str, ...]

    @property
    def tokens(self) -> tuple[str, ...]:
        """Surname and forenames, each as one word."""
        return (self.surname, *self.forenames) if self.surname else self.forenames


@dataclass(frozen=True, slots=True)
class Prepared:
    """A person made ready to compare, so that the work on each record is done once and not once per pair."""

    name: Name
    alias_names: tuple[Name, ...]
    street_names: frozenset[str]
    date_of_birth: date | None
    year_of_birth: int | None
    identifiers: Mapping[str, frozenset[str]]
    addresses: tuple[str, ...]


def prepare(person: Person) -> Prepared:
    """Return the normalised copy of a record.

    Args:
        person: the record as the caller holds it.
    """
    aliases = [_alias_name(alias) for alias in person.aliases]
    born = person.date_of_birth
    return Prepared(
        name=_name(person.surname, person.forenames),
        alias_names=tuple(alias for alias in aliases if alias.surname),
        street_names=frozenset(token for alias in aliases if not alias.surname for token in alias.forenames),
        date_of_birth=born,
        year_of_birth=born.year if born else person.year_of_birth,
        identifiers=_by_kind(person.identifiers),
        addresses=tuple(address for address in person.addresses if any(map(str.isdigit, address))),
    )


def _name(surname: str, forenames: str) -> Name:
    parts = _words(surname.replace("-", " "))
    return Name("".join(parts), frozenset(parts), _words(forenames))


def _alias_name(alias: str) -> Name:
    """Read an alias as a full name, the surname first if a comma follows it, else last; one word is a street name."""
    surname, comma, forenames = alias.partition(",")
    if not comma:
        forenames, _, surname = alias.strip().rpartition(" ")
    return _name(surname, forenames) if _words(forenames) and _words(surname) else _name("", alias)


@lru_cache(maxsize=65_536)
def _words(text: str) -> tuple[str, ...]:
    """Split at spaces, fold to lower-case ASCII and keep letters only, so that O'Haire and OHAIRE are one word."""
    folded = ("".join(filter(str.isalpha, anyascii(word).lower())) for word in text.split())
    return tuple(word for word in folded if word)


def _by_kind(identifiers: Iterable[tuple[str, str]]) -> dict[str, frozenset[str]]:
    grouped: dict[str, set[str]] = {}
    for kind, value in identifiers:
        if value:
            grouped.setdefault(kind, set()).add(value)
    return {kind: frozenset(values) for kind, values in grouped.items()}
