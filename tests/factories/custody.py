"""Facts of custody records for tests, written as they are told, without an act."""

from datetime import date
from typing import Any

from cohort.enums import AbsenceKind, SpellKind
from cohort.models import Absence, Categorisation, CustodyPlace, CustodySpell, Individual, Sentence
from tests import factories

_TOLD = {"source": "HMPPS", "as_at": date(2026, 11, 1)}


def spell(
    of: Individual, kind: SpellKind, started_on: date, ended_on: date | None = None, **given: Any
) -> CustodySpell:
    """Return a new spell of an individual."""
    made = CustodySpell(individual=of, kind=kind, started_on=started_on, ended_on=ended_on, **{**_TOLD, **given})
    factories.save(made)
    return made


def sentence(of: CustodySpell, imposed_on: date, **given: Any) -> Sentence:
    """Return a new sentence served in a spell."""
    told = {"court": "Leeds Crown Court", "length": "12 years", **_TOLD, **given}
    made = Sentence(individual=of.individual, spell=of, imposed_on=imposed_on, **told)
    factories.save(made)
    return made


def place(
    of: Individual, establishment: str, arrived_on: date | None, left_on: date | None = None, **given: Any
) -> CustodyPlace:
    """Return a new place where an individual was or is held; the record says so too if it goes on."""
    told = {**_TOLD, **given}
    made = CustodyPlace(individual=of, establishment_id=establishment, arrived_on=arrived_on, left_on=left_on, **told)
    factories.save(made)
    if left_on is None:
        of.establishment_id = establishment
        factories.save(of)
    return made


def category(of: Individual, code: str, decided_on: date, review_on: date | None = None) -> Categorisation:
    """Return a new security category of an individual."""
    made = Categorisation(individual=of, category_id=code, decided_on=decided_on, review_on=review_on, **_TOLD)
    factories.save(made)
    return made


def absence(of: Individual, kind: AbsenceKind, started_on: date, ended_on: date | None = None) -> Absence:
    """Return a new absence of an individual."""
    made = Absence(individual=of, kind=kind, started_on=started_on, ended_on=ended_on, **_TOLD)
    factories.save(made)
    return made


def one_of_each(of: Individual) -> dict[str, int]:
    """Return one new fact of every kind about an individual, by the kind that its page goes by."""
    served = spell(of, SpellKind.SENTENCE, date(2024, 3, 1), authority="Zqcourt")
    return {
        "spell": served.pk,
        "sentence": sentence(served, date(2024, 3, 1), court="Zqcourt").pk,
        "place": place(of, "LEI", date(2024, 3, 1), date(2025, 3, 1)).pk,
        "category": category(of, "C", date(2024, 4, 1)).pk,
        "absence": absence(of, AbsenceKind.LEAVE, date(2025, 1, 1), date(2025, 1, 3)).pk,
    }
