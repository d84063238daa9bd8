"""Finds the pairs worth comparing among very many, and returns those that score."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from itertools import product
from typing import Final

from cohort.matching.names import sound
from cohort.matching.people import Candidate, Person, Prepared, prepare
from cohort.matching.scoring import MOST, total, weigh

DEFAULT_THRESHOLD: Final = 60
"""Points: a full name with a near date of birth reaches it, so does a shared identifier alone; a full name does not."""

LARGEST_BLOCK: Final = 200
"""Records: a value that more than these share tells nobody apart and would cost millions of comparisons."""

SHORTEST_WORD: Final = 4
"""Letters or digits of an address: shorter words and house numbers are everywhere."""


def find_candidates(
    newcomers: Iterable[Person],
    known: Iterable[Person],
    *,
    threshold: int = DEFAULT_THRESHOLD,
) -> list[Candidate]:
    """Return the pairs of records that are likely to be about the same person.

    Each newcomer is compared with every known person and every earlier newcomer that shares with it an identifier, a
    date of birth (also with day and month swapped), or one word of a name together with two of day, month and year or
    with one word of an address.
    Hardly any other pair could reach the default threshold; a lower one does not return every pair of its score. A
    value that more than `LARGEST_BLOCK` records share is not followed.

    Args:
        newcomers: records about to be added.
        known: records already held; they are not compared with each other.
        threshold: the lowest score returned, 0 to 100 points.

    Returns:
        Candidates, the highest score first, then by key.

    Raises:
        ValueError: the threshold is not within 0 to 100.
    """
    if not 0 <= threshold <= MOST:
        raise ValueError(f"The threshold is {threshold}, which is not within 0 to {MOST}.")
    held = list(known)
    people = [*held, *newcomers]
    found = _candidates(people, len(held), threshold)
    return sorted(found, key=lambda candidate: (-candidate.score, candidate.newcomer, candidate.known))


def _candidates(people: Sequence[Person], held: int, threshold: int) -> Iterator[Candidate]:
    """Compare those from index `held` on with all before them."""
    records = [prepare(person) for person in people]
    for newcomer, others in _pairs(records, held):
        for other in others:
            findings = weigh(records[newcomer], records[other], threshold=threshold)
            score = total(findings)
            if score >= threshold:
                reasons = tuple(finding.reason for finding in findings)
                yield Candidate(people[newcomer].key, people[other].key, score, reasons)


def _pairs(records: Sequence[Prepared], held: int) -> Iterator[tuple[int, set[int]]]:
    """Yield each newcomer's index with the indexes before it that are worth comparing."""
    blocks = _blocks(records)
    for newcomer in range(held, len(records)):
        others: set[int] = set()
        for key in _keys(records[newcomer]):
            others.update(index for index in blocks.get(key, ()) if index < newcomer)
        yield newcomer, others


def _blocks(records: Sequence[Prepared]) -> Mapping[Hashable, Sequence[int]]:
    """Group the indexes of records by blocking key, leaving out keys that only one or far too many share."""
    blocks: defaultdict[Hashable, list[int]] = defaultdict(list)
    for index, record in enumerate(records):
        for key in _keys(record):
            blocks[key].append(index)
    return {key: members for key, members in blocks.items() if 1 < len(members) <= LARGEST_BLOCK}


def _keys(record: Prepared) -> set[Hashable]:
    """Return the blocking keys of a record: pairs are compared only if they share one."""
    keys: set[Hashable] = {(kind, value) for kind, values in record.identifiers.items() for value in values}
    names = (record.name, *record.alias_names)
    codes = {sound(token) for name in names for token in name.tokens}
    keys.update(product(codes, _address_words(record)))
    born = record.date_of_birth
    if born is None:
        return keys
    keys.add((born.year, *sorted((born.month, born.day))))
    for code in codes:
        keys.add((code, "year and month", born.year, born.month))
        keys.add((code, "year and day", born.year, born.day))
        keys.add((code, "month and day", born.month, born.day))
    return keys


def _address_words(record: Prepared) -> set[str]:
    return {word for address in record.addresses for word in address.lower().split() if len(word) >= SHORTEST_WORD}
