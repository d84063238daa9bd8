"""The custody record in words: tables, and each fact in one sentence for timelines and histories."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any, NamedTuple

from django.urls import reverse

from cohort.enums import SpellKind
from cohort.models import Absence, Categorisation, CustodyPlace, CustodySpell, Sentence
from cohort.presenters.custody_words import NAMES, WORDS
from cohort.presenters.individuals import Row, as_at
from cohort.queries.custody import CustodyRecord
from cohort.queries.record import Record
from marsoc.govuk.jinja import long_date
from sharing.enums import Phase

_FIELDS: dict[type[Any], str] = {
    CustodySpell: "custody_spell", Sentence: "sentence", CustodyPlace: "custody_place",
    Categorisation: "categorisation", Absence: "absence",
}  # fmt: skip


class Line(NamedTuple):
    """One fact: the cell that names it, the other cells, where it comes from and how old that is."""

    name: str
    cells: list[str]
    source: str
    as_at: str
    remove: str | None


@dataclass(frozen=True, slots=True)
class Table:
    """All facts of one kind, and the field whose history they have."""

    title: str
    field: str
    heads: list[str]
    lines: list[Line]
    empty: str


class Link(NamedTuple):
    """An act that is open."""

    text: str
    href: str


def called(fact: Any) -> str:
    """Return what kind of fact it is, inside a sentence."""
    return _name(fact).lower()


def fact_rows(fact: Any) -> list[Row]:
    """Return what one fact says, for the page that asks whether to remove it."""
    return [Row(_name(fact), WORDS[_FIELDS[type(fact)]](fact)), Row("Source", fact.source)]


def _name(fact: Any) -> str:
    return NAMES[_FIELDS[type(fact)]]


def acts(record: Record, custody: CustodyRecord) -> list[Link]:
    """Return the acts that a viewer may record, those that the record has room for."""
    if not record.may_change:
        return []
    inside = record.individual.phase in {Phase.REM, Phase.CUS, Phase.FUG} or bool(custody.open_spells)
    texts = {"sentence": "A sentence", "remand": "A remand", "default-term": "A default term", "recall": "A recall"}
    if inside:
        texts["release"] = "A release"
    texts |= {"move": "A move to another prison", "category": "A security category", "absence": "An absence"}
    if custody.open_absence:
        texts["return"] = "A return to custody"
    reference = record.individual.shown_reference
    return [Link(text, reverse("individual_custody_record", args=[reference, act])) for act, text in texts.items()]


def tables(record: Record, custody: CustodyRecord, today: date) -> list[Table]:
    """Return the custody record as tables, the latest first.

    Args:
        record: whose it is, and what the viewer may do.
        custody: the record.
        today: the day from which ages are told.
    """

    def lines(kind: str, facts: Iterable[Any], cells: Any) -> list[Line]:
        return [
            Line(first, rest, fact.source, as_at(fact.as_at, today), _remove(record, kind, fact))
            for fact in reversed(list(facts))
            for first, *rest in [cells(fact)]
        ]

    return [
        Table(
            "Spells in custody", "custody_spell", ["Spell", "From", "To", "Court or order"],
            lines("spell", custody.spells, _spell), "No spell in custody is recorded.",
        ),
        Table(
            "Sentences", "sentence", ["Sentence", "Passed on", "Court"],
            lines("sentence", custody.sentences, lambda each: (each.length, long_date(each.imposed_on), each.court)),
            "No sentence is recorded.",
        ),
        Table(
            "Prisons", "custody_place", ["Prison", "From", "To", "What the move was for"],
            lines("place", custody.places, _place), "No prison is recorded.",
        ),
        Table(
            "Security categories", "categorisation", ["Category", "Given on", "Review due"],
            lines("category", custody.categories, partial(_category, present=custody.present_category, today=today)),
            "No security category is recorded.",
        ),
        Table(
            "Absences", "absence", ["Absence", "From", "To"],
            lines("absence", custody.absences, lambda each: (each.get_kind_display(), *_days(each))),
            "No absence is recorded.",
        ),
    ]  # fmt: skip


def _spell(spell: CustodySpell) -> tuple[str, ...]:
    return spell_name(spell), *_days(spell), spell.authority


def spell_name(spell: CustodySpell) -> str:
    """Return what a spell is; a recall by its kind."""
    return spell.recall_kind.name if spell.recall_kind else SpellKind(spell.kind).label


def _place(place: CustodyPlace) -> tuple[str, ...]:
    arrived = long_date(place.arrived_on) if place.arrived_on else f"Not known; there by {long_date(place.as_at)}"
    return place.establishment.name, arrived, long_date(place.left_on) if place.left_on else "Now", place.why


def _category(given: Categorisation, *, present: Categorisation | None, today: date) -> tuple[str, ...]:
    due = long_date(given.review_on) if given.review_on else ""
    late = " (overdue)" if given is present and given.review_on and given.review_on < today else ""
    return given.category.name, long_date(given.decided_on), due + late


def _days(span: Any) -> tuple[str, str]:
    return long_date(span.started_on), long_date(span.ended_on) if span.ended_on else "Now"


def _remove(record: Record, kind: str, fact: Any) -> str | None:
    if not record.may_change:
        return None
    return reverse("individual_custody_remove", args=[record.individual.shown_reference, kind, fact.pk])


def phase_to_check(record: Record, proposed: Phase | None) -> str:
    """Return in words that another phase follows from the custody record than the record is in, empty if not."""
    if proposed is None or proposed == record.individual.phase:
        return ""
    return (
        f"The record is in the phase '{Phase(record.individual.phase).label}', but its custody record says"
        f" '{proposed.label}'."
    )


def things(custody: CustodyRecord) -> Iterator[tuple[str, str, str]]:
    """Yield every fact as what it is, what it says and where it comes from."""
    for fact in (
        *custody.spells, *custody.sentences, *custody.places, *custody.categories, *custody.absences,
    ):  # fmt: skip
        yield _name(fact), WORDS[_FIELDS[type(fact)]](fact), fact.source
