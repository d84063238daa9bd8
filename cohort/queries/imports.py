"""Reads for imports: what the records say now, in the terms in which a sheet is compared with them."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import Q, QuerySet

from cohort.comparison import IDENTIFIER_SEPARATOR
from cohort.enums import ImportState, RowOutcome
from cohort.matching import Person
from cohort.models import (
    Alias,
    ColumnMeaning,
    Establishment,
    Identifier,
    ImportBatch,
    ImportRow,
    Individual,
    KeyDate,
    KeyDateKind,
    SheetReference,
    ThreatArea,
)
from cohort.queries.masking import column
from cohort.reference_numbers import new_reference, shown_reference
from cohort.sheets.vocabulary import Vocabulary
from marsoc.kit.pagination import Page
from sharing.models import Agency, Hub, Reference
from sharing.viewer import Viewer

_RECORD_FIELDS = (
    "surname",
    "forenames",
    "date_of_birth",
    "year_of_birth",
    "phase",
    "establishment_id",
    "threats",
    "crime_group",
    "lead_agency_id",
    "officer",
    "provisional_score",
    "notes",
)


def vocabulary() -> Vocabulary:
    """Return the spellings of the reference tables."""
    return Vocabulary.of(
        hubs=_spellings(Hub),
        threats=_spellings(ThreatArea),
        establishments=_spellings(Establishment),
        agencies=_spellings(Agency),
    )


def _spellings(model: type[Reference]) -> Iterator[tuple[str, str, list[str]]]:
    yield from model._default_manager.values_list("code", "name", "also_known_as")


def release_ranks() -> dict[str, int]:
    """Return the rank of each kind of key date that is a release date."""
    ranks = KeyDateKind._default_manager.values_list("code", "release_rank")
    return {code: rank for code, rank in ranks if rank is not None}


def free_references(count: int) -> list[str]:
    """Return references that nobody has yet; among tens of thousands drawn by chance a few are taken.

    Args:
        count: how many are wanted.
    """
    free: set[str] = set()
    while len(free) < count:
        drawn = [new_reference() for _ in range(count - len(free))]
        with connection.cursor() as cursor:  # one array parameter: thousands of single ones take seconds to parse
            cursor.execute("select reference from cohort_individual where reference = any(%s)", [drawn])
            free |= set(drawn).difference(row[0] for row in cursor.fetchall())
    return list(free)


def column_meanings(agency: Agency | None) -> dict[str, str]:
    """Return what an agency's headings were last said to mean."""
    return dict(ColumnMeaning.objects.filter(agency=agency).values_list("header", "field")) if agency else {}


def sheet_references(viewer: Viewer, hubs: Iterable[str]) -> dict[tuple[str, str], SheetReference]:
    """Return the hubs' own references in sight, by hub and reference in lower case."""
    found = SheetReference.unscoped.visible_to(viewer).filter(hub__in=hubs)
    return {(reference.hub_id, reference.ref.casefold()): reference for reference in found}


def references_in_use(hubs: Iterable[str]) -> set[tuple[str, str]]:
    """Return every reference of the hubs, in lower case, those of people out of sight included.

    A person who moved to another hub or was restricted keeps the reference: nobody else may be given it.
    """
    with connection.cursor() as cursor:
        cursor.execute("select hub, ref from references_in_use(%s)", [sorted(hubs)])
        return {(hub, ref.casefold()) for hub, ref in cursor.fetchall()}


def record_values(ids: Iterable[int], *, locked: bool = False) -> dict[int, dict[str, Any]]:
    """Return what records say now, as JSON values by the names of ``cohort.comparison``, by primary key.

    ``version``, ``owning_hub`` and whether the person has ``left`` the list come along for whoever writes.

    Args:
        ids: which records.
        locked: whether to hold them to the end of the transaction, as whoever edits one does.
    """
    wanted = list(ids)
    found = Individual.unscoped.filter(pk__in=wanted).order_by("pk")
    if locked:
        found = found.select_for_update()
    values = {
        row["id"]: {
            **{field.removesuffix("_id"): _json(row[field]) for field in _RECORD_FIELDS},
            "version": row["version"],
            "left": row["left_on"] is not None,
            "owning_hub": row["owning_hub_id"],
            "aliases": [],
            "identifiers": [],
            "key_dates": {},
        }
        for row in found.values("id", "version", "left_on", "owning_hub_id", *_RECORD_FIELDS)
    }
    for pk, name in _facts(Alias, wanted, "name"):
        values[pk]["aliases"].append(name)
    for pk, kind, number in _facts(Identifier, wanted, "kind", "value"):
        values[pk]["identifiers"].append(f"{kind}{IDENTIFIER_SEPARATOR}{number}")
    for pk, kind, on in _facts(KeyDate, wanted, "kind_id", "date").filter(aside=False):
        values[pk]["key_dates"][kind] = on.isoformat()
    return values


def _facts(model: Any, ids: list[int], *columns: str) -> QuerySet[Any]:
    rows: QuerySet[Any] = model.unscoped.filter(individual__in=ids).values_list("individual_id", *columns)
    return rows


def _json(value: Any) -> Any:
    if isinstance(value, list):
        return sorted(value)
    return value.isoformat() if isinstance(value, date) else value


def people(viewer: Viewer, *, born_near: date | None = None, among: Collection[int] | None = None) -> list[Person]:
    """Return everybody the viewer may see, as the matcher compares them; the key is the primary key.

    Args:
        viewer: who asks.
        born_near: leave out those who share too little of a date of birth with this one for the matcher to compare.
        among: ids of those alone that are wanted.
    """
    visible = Individual.unscoped.visible_to(viewer)
    names, identifiers = Alias.unscoped.visible_to(viewer), Identifier.unscoped.visible_to(viewer)
    if born_near:
        visible = visible.filter(_born_near(born_near))
    if among is not None:
        visible = visible.filter(pk__in=among)
    if born_near or among is not None:
        names, identifiers = names.filter(individual__in=visible), identifiers.filter(individual__in=visible)
    aliases = _grouped(names.values_list("individual_id", "name"))
    numbers = _grouped(
        (pk, (kind, value)) for pk, kind, value in identifiers.values_list("individual_id", "kind", "value")
    )
    columns = ("id", "surname", "forenames", "date_of_birth", "year_of_birth", column(viewer, "place"))
    return [
        Person(
            key=str(pk),
            surname=surname,
            forenames=forenames,
            aliases=tuple(aliases.get(pk, ())),
            date_of_birth=born,
            year_of_birth=year,
            identifiers=tuple(numbers.get(pk, ())),
            addresses=(place,) if place else (),
        )
        for pk, surname, forenames, born, year, place in visible.values_list(*columns)
    ]


def _born_near(day: date) -> Q:
    """Keep those born on two of the day's three parts, or on the day with its day and month swapped."""
    parts = {"year": day.year, "month": day.month, "day": day.day}
    near = Q(date_of_birth__year=day.year, date_of_birth__month=day.day, date_of_birth__day=day.month)
    for left_out in parts:
        near |= Q(**{f"date_of_birth__{part}": value for part, value in parts.items() if part != left_out})
    return near


class Listed(NamedTuple):
    """How an individual is named to people: by reference, by the hub's own reference, and the hub."""

    reference: str
    hub: str
    ref: str | None


def directory(viewer: Viewer) -> dict[int, Listed]:
    """Return how everybody the viewer may see is named, by primary key."""
    refs = dict(SheetReference.unscoped.visible_to(viewer).values_list("individual_id", "ref"))
    rows = Individual.unscoped.visible_to(viewer).values_list("pk", "reference", "owning_hub_id")
    return {pk: Listed(shown_reference(reference), hub, refs.get(pk)) for pk, reference, hub in rows}


def _grouped(pairs: Iterable[tuple[int, Any]]) -> Mapping[int, list[Any]]:
    groups: dict[int, list[Any]] = {}
    for key, value in pairs:
        groups.setdefault(key, []).append(value)
    return groups


def imports(viewer: Viewer, number: int, size: int = 25) -> Page[ImportBatch]:
    """Return a page of the imports the viewer may work on, newest first."""
    found = ImportBatch.unscoped.visible_to(viewer).select_related("hub", "membership__user")
    start = (number - 1) * size
    return Page(list(found[start : start + size]), number, size, found.count())


ROW_KINDS = {
    "new": "New",
    "changed": "Changed",
    "edited": "Edited here",
    "likely": "Likely same person",
    "problems": "To correct",
    "unchanged": "Unchanged",
}


def import_rows(batch: ImportBatch, kind: str, number: int, size: int = 50) -> Page[ImportRow]:
    """Return a page of the rows of an import.

    Args:
        batch: an import the viewer has been given.
        kind: a key of ``ROW_KINDS``.
        number: the page, from 1.
        size: rows per page.
    """
    rows = rows_of_kind(batch, kind)
    start = (number - 1) * size
    return Page(list(rows.select_related("individual")[start : start + size]), number, size, rows.count())


def rows_of_kind(batch: ImportBatch, kind: str) -> QuerySet[ImportRow]:
    """Return the rows of an import of one kind; see ``ROW_KINDS``."""
    rows: QuerySet[ImportRow] = ImportRow.unscoped.filter(batch=batch)
    match kind:
        case "new":
            return rows.filter(outcome=RowOutcome.IMPORTED)
        case "changed":
            return rows.filter(outcome=RowOutcome.UPDATED)
        case "edited":
            return rows.filter(changes__contains=[{"kept": True}])
        case "likely":
            return rows.exclude(candidates=[])
        case "problems":
            return rows.exclude(problems=[])
        case _:
            return rows.filter(outcome=RowOutcome.UNCHANGED)


def candidates_of(viewer: Viewer, row: ImportRow) -> dict[int, Individual]:
    """Return the individuals a row may be the same person as, those the viewer may see, by primary key."""
    ids = [candidate["id"] for candidate in row.candidates if candidate["id"]]
    found = Individual.unscoped.visible_to(viewer).filter(pk__in=ids)
    return {individual.pk: individual for individual in found.prefetch_related("aliases", "identifiers")}


def missing_from(viewer: Viewer, batch: ImportBatch) -> list[Individual]:
    """Return the individuals of the hub whose reference the sheet no longer has."""
    return list(Individual.unscoped.visible_to(viewer).filter(pk__in=batch.missing).order_by("surname", "forenames"))


def unfinished_imports() -> QuerySet[ImportBatch]:
    """Return the imports that a worker should be at, for the job that resumes them."""
    found: QuerySet[ImportBatch] = ImportBatch.unscoped.filter(state__in=[ImportState.COMPARING, ImportState.APPLYING])
    return found


def waiting_import(pk: int, state: ImportState) -> ImportBatch | None:
    """Return an import with who asked for it, if it is in a state; for the worker, who then acts as that person."""
    found = ImportBatch.unscoped.select_related(
        "membership__user", "membership__agency", "membership__hub", "membership__role"
    )
    batch: ImportBatch | None = found.filter(pk=pk, state=state).first()
    return batch


def report_rows(batch: ImportBatch) -> QuerySet[ImportRow]:
    """Return the rows of an import that say something to a person, with their individuals."""
    lines = {
        candidate["line"]
        for candidates in ImportRow.unscoped.filter(batch=batch)
        .exclude(candidates=[])
        .values_list("candidates", flat=True)
        for candidate in candidates
        if candidate["line"]
    }
    rows: QuerySet[ImportRow] = ImportRow.unscoped.filter(batch=batch).select_related("individual")
    return rows.filter(~Q(problems=[]) | ~Q(candidates=[]) | Q(line__in=lines))


def outcomes(batch: ImportBatch) -> dict[int, RowOutcome]:
    """Return what became of each line of an import; nothing has while it is not done."""
    if batch.state != ImportState.DONE:
        return {}
    rows = ImportRow.unscoped.filter(batch=batch).values_list("line", "outcome")
    return {line: RowOutcome(outcome) for line, outcome in rows}
