"""The search of the page head: how long it takes, and whom it finds in spite of slips, another order or script.

Misspellings are made at random; transliterations are other forms of a name in the lists that the package
``name-variants`` publishes, for the scripts that are written in Latin letters one letter after another.
"""

import random
import statistics
import string
import time
from collections.abc import Iterator
from itertools import permutations

from faker import Faker
from name_variants import ALL_TABLES

from cohort.models import Alias, Individual
from cohort.names import name_key
from cohort.queries.search import search
from marsoc.kit import bulk
from sharing.actions.writing import writing
from sharing.enums import RoleCode
from sharing.seeing import seeing
from sharing.viewer import Viewer, system_viewer
from tests.bench import world
from tests.bench.harness import Figure, benchmark
from tests.bench.reads import member

NAMES = 138_000
ASKED = 400
WITHIN = 10
LOCALES = (
    "en_GB",
    "en_IE",
    "en_IN",
    "pl_PL",
    "ro_RO",
    "tr_TR",
    "es_ES",
    "it_IT",
    "fr_FR",
    "nl_NL",
    "de_DE",
    "hr_HR",
    "cs_CZ",
)
FORENAMES = ("arabic", "hebrew", "persian")
SURNAMES = ("russian", "indian_bengali", "indian_hindi", "indian_tamil")
Asked = tuple[str, str]


@benchmark
def searching() -> Iterator[Figure]:
    """Search 138,000 names as somebody who sees every hub."""
    chance = random.Random(12)
    transliterated = _variants(chance)
    names = _fill(chance, [on_record for on_record, _ in transliterated])
    targets = chance.sample(names, ASKED)
    kinds = {
        "edits": ("two letters wrong", 0.97, [(name, _misspelt(chance, name)) for name in targets]),
        "swapped": ("surname first", 0.99, [(name, _swapped(name)) for name in targets]),
        "transliterated": ("another form in a published list", 0.93, transliterated),
    }
    viewer, seconds = member("search", RoleCode.CENTRAL_ADMIN, None, "HMPPS-CENTRAL"), list[float]()
    for kind, (what, goal, asked) in kinds.items():
        share = statistics.mean(_is_found(viewer, *each, seconds) for each in asked)
        yield Figure(f"B12_{kind}", f"found among the first {WITHIN}: {what}", share, goal, "higher", len(asked))
    p95 = statistics.quantiles(seconds, n=20)[-1] * 1000
    middle = statistics.median(seconds) * 1000
    what = f"p95 in milliseconds of these searches at {NAMES} names (median {middle:.1f})"
    yield Figure("B12", what, p95, 15, "lower", len(seconds))


def _is_found(viewer: Viewer, name: str, typed: str, seconds: list[float]) -> bool:
    """Search, note how long it took, and say whether somebody of that very name is among the first."""
    with seeing(viewer):
        began = time.perf_counter()
        hits, _ = search(viewer, typed)
        seconds.append(time.perf_counter() - began)
    own = {name_key(hit.row.forenames, hit.row.surname) for hit in hits[:WITHIN]}
    return name_key(name) in own | {name_key(match.detail) for hit in hits[:WITHIN] for match in hit.matches}


def _variants(chance: random.Random) -> list[Asked]:
    """Return every ordered pair of forms of a name, as a whole name on record and as it is typed."""
    faker = Faker(LOCALES)
    faker.seed_instance(chance.random())
    pairs = list[Asked]()
    for table in (*FORENAMES, *SURNAMES):
        for entry in ALL_TABLES[table].values():
            forms = [form for form in entry["forms"] if " " not in form]
            for both in permutations(forms, 2):
                named = "{} " + faker.last_name() if table in FORENAMES else faker.first_name() + " {}"
                pairs.append((named.format(both[0]), named.format(both[1])))
    return pairs


def _fill(chance: random.Random, more: list[str]) -> list[str]:
    """Give people further names until there are ``NAMES``; return those that were given."""
    faker = Faker(LOCALES)
    faker.seed_instance(chance.random())
    with writing(system_viewer("bench")):
        individuals = list(Individual.unscoped.order_by("pk").values_list("pk", flat=True))
        missing = NAMES - len(individuals) - Alias.unscoped.count()
        names = [f"{faker.first_name()} {faker.last_name()}" for _ in range(missing - len(more))]
        given = {(chance.choice(individuals), name_key(name)): name for name in (*more, *names)}
        rows = [(pk, name, key, "ALIAS", "Synthetic") for (pk, key), name in given.items()]
        for start in range(0, len(rows), 10_000):
            bulk.insert_rows(
                Alias, ["individual_id", "name", "name_key", "kind", "source"], rows[start : start + 10_000]
            )
    world.vacuum()
    return names


def _misspelt(chance: random.Random, name: str) -> str:
    """Return a name with two slips at random places: a letter more, less, another, or two swapped."""
    for _ in range(2):
        at = chance.choice([place for place, letter in enumerate(name) if letter.isalpha()])
        other = chance.choice(string.ascii_lowercase)
        match chance.randrange(4):
            case 0:
                name = name[:at] + other + name[at:]
            case 1:
                name = name[:at] + name[at + 1 :]
            case 2:
                name = name[:at] + other + name[at + 1 :]
            case _ if name[at + 1 : at + 2].isalpha():
                name = name[:at] + name[at + 1] + name[at] + name[at + 2 :]
    return name


def _swapped(name: str) -> str:
    forename, _, surname = name.partition(" ")
    return f"{surname} {forename}"
