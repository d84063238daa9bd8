"""The clauses of an agreement as a table, agency by data category, and how they work together."""

from collections.abc import Iterator
from dataclasses import dataclass

from marsoc.govuk.jinja import long_date
from marsoc.kit import clock
from sharing.content import Overlap, overlaps_in
from sharing.enums import Ability, DataCategory
from sharing.models import Agreement, Clause
from sharing.presenters.agreement_warnings import in_a_row
from sharing.presenters.agreements import Words, agencies_in_words, coverage, dates_in_words

_DIFFERING = {
    "abilities": "what may be done",
    "existence": "what may be known of others",
    "handling": "handling conditions",
}


@dataclass(frozen=True, slots=True)
class Given:
    """What one clause gives one agency of one category."""

    clause: int
    may: str
    about: str
    dates: str
    conditions: bool


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """What one agency is given, a list for each category."""

    agency: str
    cells: list[list[Given]]


@dataclass(frozen=True, slots=True)
class Matrix:
    """Who is given what; ``unshared`` names the categories that no clause gives anybody though it might."""

    categories: list[str]
    rows: list[MatrixRow]
    unshared: str


def matrix_of(agreement: Agreement, words: Words) -> Matrix:
    """Return the clauses as a table, a row for each receiving party.

    Args:
        agreement: with its parties and clauses loaded.
        words: names of hubs and agencies.
    """
    clauses = list(agreement.clauses.all())
    given = {category for clause in clauses for category in clause.categories}
    shareable = [category for category in DataCategory if category != DataCategory.EQUALITY]
    shared = [category for category in shareable if category in given]
    unshared = [category.label.lower() for category in shareable if category not in given]
    return Matrix(
        categories=[category.label for category in shared],
        rows=[
            MatrixRow(party.agency.name, [_cell(clauses, party.agency_id, category, words) for category in shared])
            for party in agreement.parties.all()
            if party.agency_id != agreement.owner_id
        ],
        unshared=in_a_row(unshared) if unshared else "",
    )


def _cell(clauses: list[Clause], agency: str, category: DataCategory, words: Words) -> list[Given]:
    return [
        Given(
            clause=clause.number,
            may=", ".join(ability.label for ability in Ability if ability in clause.abilities),
            about=coverage(clause, words),
            dates=dates_in_words(clause) if clause.starts_on or clause.ends_on else "",
            conditions=bool(clause.handling.strip()),
        )
        for clause in clauses
        if agency in clause.recipients and category in clause.categories
    ]


def remarks_on(agreement: Agreement, words: Words) -> list[str]:
    """Return how the clauses work together and what becomes of dates in the past, a sentence each.

    Args:
        agreement: with its clauses loaded.
        words: names of hubs and agencies.
    """
    return [*_backdated(agreement), *(_overlap(each, words) for each in overlaps_in(agreement))]


def _backdated(agreement: Agreement) -> Iterator[str]:
    day = clock.day_of(agreement.opened_at) if agreement.opened_at else clock.today()
    if agreement.starts_on < day:
        yield (
            f"The agreement is dated from {long_date(agreement.starts_on)}, before it could be signed. Nothing is"
            " shared in retrospect: what it gives begins when both sides have signed."
        )
    for clause in agreement.clauses.all():
        if clause.starts_on and clause.starts_on < day:
            yield (
                f"Clause {clause.number} is dated from {long_date(clause.starts_on)}, before it could be signed. It"
                " begins when both sides have signed."
            )


def _overlap(overlap: Overlap, words: Words) -> str:
    clauses = f"Clauses {overlap.first.number} and {overlap.second.number}"
    agencies = in_a_row(agencies_in_words(overlap.agencies, words))
    if not overlap.differing:
        return f"{clauses} give {agencies} some of the same. Both hold: when one ends, the other goes on."
    about = in_a_row(_DIFFERING[name] for name in overlap.differing)
    return (
        f"{clauses} say different things about the same people: {about}. Both hold: {agencies} may do and know what"
        " either allows, and must keep the handling conditions of both."
    )
