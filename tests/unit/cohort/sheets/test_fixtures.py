import json
from datetime import date
from typing import Any

import pytest

from cohort.sheets import cells
from cohort.sheets.vocabulary import Vocabulary
from tests.unit.cohort.sheets.building import FIXTURES, fixture_entries, vocabulary


def _load(name: str) -> list[dict[str, Any]]:
    return list(json.loads((FIXTURES / f"{name}.json").read_text()))


@pytest.mark.parametrize(
    ("name", "model"), [("threat_areas", "cohort.threatarea"), ("establishments", "cohort.establishment")]
)
def test_the_shape_of_a_fixture(name: str, model: str) -> None:
    entries = _load(name)
    assert {entry["model"] for entry in entries} == {model}
    assert len({entry["pk"] for entry in entries}) == len(entries)
    for entry in entries:
        assert entry["fields"].keys() == {"name", "also_known_as", "valid_from", "valid_to"}
        assert date.fromisoformat(entry["fields"]["valid_from"]) == date(2018, 1, 1)
        assert entry["fields"]["valid_to"] is None


def test_the_threat_areas() -> None:
    assert [entry["pk"] for entry in _load("threat_areas")] == [
        "CSAE", "MSHT", "OIC", "DRUGS", "FIREARMS", "OAC", "ML", "FRAUD", "BRIBERY_CORRUPTION_SANCTIONS", "CYBER",
        "VIOLENCE_TTL", "PRISON_ENABLED",
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["threat_areas", "establishments"])
def test_every_spelling_stands_for_its_own_entry(name: str) -> None:
    found = vocabulary()
    for code, official, also_known_as in fixture_entries(name):
        for spelling in (code, official, *also_known_as):
            read = cells.threats(spelling, found) if name == "threat_areas" else (cells.establishment(spelling, found),)
            assert read == (code,)


def test_a_spelling_that_two_entries_claim_stands_for_neither() -> None:
    entries = [("LEI", "Leeds", ["North"]), ("DMI", "Durham", ["North", "Leeds"])]
    found = Vocabulary.of(hubs=entries, threats=[], establishments=[], agencies=[])
    assert found.hubs == {"leeds": "LEI", "lei": "LEI", "durham": "DMI", "dmi": "DMI"}
