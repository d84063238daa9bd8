"""An import in words."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from cohort.comparison import Change, parsed_date
from cohort.enums import ImportState, RowOutcome, Verdict
from cohort.models import ImportBatch, ImportRow, Individual
from cohort.presenters.individual_list import Vocabularies, day
from cohort.queries.imports import ROW_KINDS
from sharing.enums import Phase

STATE_COLOURS = {
    ImportState.MAPPING: "yellow",
    ImportState.COMPARING: "blue",
    ImportState.PREVIEW: "yellow",
    ImportState.APPLYING: "blue",
    ImportState.DONE: "green",
    ImportState.REFUSED: "red",
    ImportState.CANCELLED: "grey",
}
OUTCOME_COLOURS = {
    RowOutcome.IMPORTED: "green",
    RowOutcome.UPDATED: "blue",
    RowOutcome.UNCHANGED: "grey",
    RowOutcome.REJECTED: "red",
}
_FIGURES = {
    "new": "imported",
    "changed": "updated",
    "edited": "edited",
    "likely": "likely",
    "problems": "problems",
    "unchanged": "unchanged",
}


@dataclass(frozen=True, slots=True)
class Section:
    """A kind of rows with how many there are."""

    kind: str
    text: str
    href: str
    current: bool


@dataclass(frozen=True, slots=True)
class ShownChange:
    """A field with its value before and after, in words."""

    label: str
    before: str
    after: str
    kept: bool
    taken: bool


@dataclass(frozen=True, slots=True)
class ShownRow:
    """One row of the preview."""

    line: int
    ref: str
    name: str
    outcome: str
    colour: str
    reference: str
    changes: list[ShownChange]
    problems: list[Mapping[str, str]]
    candidates: list[Mapping[str, Any]]
    to_decide: bool


def state_colour(batch: ImportBatch) -> str:
    """Return the tag colour of an import's state."""
    return STATE_COLOURS[ImportState(batch.state)]


def sections(batch: ImportBatch, current: str) -> list[Section]:
    """Return the kinds of rows an import has, with their figures."""
    return [
        Section(kind, f"{text} ({batch.counts[_FIGURES[kind]]})", f"?show={kind}", kind == current)
        for kind, text in ROW_KINDS.items()
    ]


def first_kind(batch: ImportBatch) -> str:
    """Return the kind of rows to begin with: the first that has any."""
    return next((kind for kind in ROW_KINDS if batch.counts.get(_FIGURES[kind])), "new")


def row_words(row: ImportRow, names: Vocabularies) -> ShownRow:
    """Return a row of the preview in words."""
    outcome = RowOutcome(row.outcome)
    changes = [change_words(Change(**change), names, row.taken) for change in row.changes]
    return ShownRow(
        line=row.line,
        ref=row.ref or "none",
        name=row.name or "No name",
        outcome=outcome.label,
        colour=OUTCOME_COLOURS[outcome],
        reference=row.individual.shown_reference if row.individual else "",
        changes=changes,
        problems=row.problems,
        candidates=[{**each, "decision": _decision(each["verdict"])} for each in row.candidates],
        to_decide=bool(row.candidates) or any(change.kept for change in changes),
    )


def _decision(verdict: str) -> str:
    return "" if verdict == Verdict.OPEN else Verdict(verdict).label


def change_words(change: Change, names: Vocabularies, taken: Collection[str]) -> ShownChange:
    """Return a change in words.

    Args:
        change: the change.
        names: the vocabularies.
        taken: names of the fields whose value on the sheet is taken although they were edited here.
    """
    return ShownChange(
        label=change.label,
        before=_value(change.field, change.before, names),
        after=_value(change.field, change.after, names),
        kept=change.kept,
        taken=change.field in taken,
    )


def _value(field: str, value: Any, names: Vocabularies) -> str:
    if value in (None, "", []):
        return "Not recorded"
    match field:
        case "phase":
            return Phase(value).label
        case "threats":
            return ", ".join(names.threats.get(code, code) for code in value)
        case "establishment":
            return names.establishments.get(value, value)
        case "lead_agency":
            return names.agencies.get(value, value)
        case _:
            return day(_date(field, value)) or str(value)


def _date(field: str, value: Any) -> date | None:
    return parsed_date(value) if field == "date_of_birth" or field.startswith("key_dates.") else None


@dataclass(frozen=True, slots=True)
class Beside:
    """One fact as the sheet has it and as each likely record has it."""

    label: str
    sheet: str
    records: list[str]


def beside(values: Mapping[str, Any], records: Iterable[Individual]) -> list[Beside]:
    """Return a row of the sheet beside the records that may be of the same person.

    Args:
        values: the row as read; see ``cohort.comparison.sheet_values``.
        records: with aliases and identifiers loaded.
    """
    columns = [_facts_of(record) for record in records]
    return [
        Beside(label, sheet or "Not recorded", [column[place] or "Not recorded" for column in columns])
        for place, (label, sheet) in enumerate(_facts_on(values))
    ]


def _facts_on(values: Mapping[str, Any]) -> list[tuple[str, str]]:
    return [
        ("Surname", values["surname"]),
        ("Forenames", values["forenames"]),
        ("Born", day(parsed_date(values["date_of_birth"])) or str(values["year_of_birth"] or "")),
        ("Aliases", ", ".join(values["aliases"])),
        ("Identifiers", ", ".join(values["identifiers"])),
    ]


def _facts_of(record: Individual) -> list[str]:
    return [
        record.surname,
        record.forenames,
        day(record.date_of_birth) or str(record.year_of_birth or ""),
        ", ".join(alias.name for alias in record.aliases.all()),
        ", ".join(f"{each.kind} {each.value}" for each in record.identifiers.all()),
    ]
