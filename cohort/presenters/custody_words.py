"""Each fact of the custody record in one phrase, from its row or from a row of its history."""

from collections.abc import Callable
from typing import Any

from cohort.enums import AbsenceKind, SpellKind
from marsoc.govuk.jinja import long_date

TITLES = {
    "custody_spell": "Spells in custody",
    "sentence": "Sentences",
    "custody_place": "Prisons",
    "categorisation": "Security categories",
    "absence": "Absences",
}


def _spell(row: Any) -> str:
    kind = row.recall_kind.name if row.recall_kind else SpellKind(row.kind).label
    return f"{kind} {_days(row.started_on, row.ended_on)}" + (f", {row.authority}" if row.authority else "")


def _sentence(row: Any) -> str:
    return f"{row.length}, passed on {long_date(row.imposed_on)} by {row.court}"


def _place(row: Any) -> str:
    if row.arrived_on:
        return f"{row.establishment.name} {_days(row.arrived_on, row.left_on)}"
    until = f" until {long_date(row.left_on)}" if row.left_on else ""
    return f"{row.establishment.name}, there by {long_date(row.as_at)}{until}"


def _categorisation(row: Any) -> str:
    due = f", review due {long_date(row.review_on)}" if row.review_on else ""
    return f"{row.category.name} from {long_date(row.decided_on)}{due}"


def _absence(row: Any) -> str:
    return f"{AbsenceKind(row.kind).label} {_days(row.started_on, row.ended_on)}"


def _days(first: Any, last: Any) -> str:
    return f"from {long_date(first)}" + (f" until {long_date(last)}" if last else "")


WORDS: dict[str, Callable[[Any], str]] = {
    "custody_spell": _spell,
    "sentence": _sentence,
    "custody_place": _place,
    "categorisation": _categorisation,
    "absence": _absence,
}
"""How each kind of fact is said, by the name that its history goes by."""
NAMES = {
    "custody_spell": "Spell in custody",
    "sentence": "Sentence",
    "custody_place": "Prison",
    "categorisation": "Security category",
    "absence": "Absence",
}
