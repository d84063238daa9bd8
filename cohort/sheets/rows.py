"""Reading a sheet row by row into values that can be stored, and problems that can be handed back."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, fields
from datetime import date
from typing import Any, TypeVar

from cohort.enums import IdentifierKind
from cohort.sheets import cells
from cohort.sheets.cells import CellFault, GivenIdentifier
from cohort.sheets.layout import IDENTIFIERS, KEY_DATES, Field, Mapping, records
from cohort.sheets.sheet import Cell, Line, Sheet
from cohort.sheets.vocabulary import Vocabulary
from marsoc.kit import clock

__all__ = ["CellProblem", "GivenIdentifier", "SheetRow", "Vocabulary", "read_rows"]

LONGEST: dict[Field, int] = {
    Field.REF: 60,
    Field.SURNAME: 100,
    Field.FORENAMES: 100,
    Field.FULL_NAME: 100,
    Field.ALIASES: 200,
    Field.GROUP: 120,
    Field.OFFICER: 120,
}
"""Characters that a record holds; of a cell with several names, in each."""

_Value = TypeVar("_Value")


@dataclass(frozen=True, slots=True)
class CellProblem:
    """What is wrong with one cell, and what to do about it, each in one sentence."""

    line: int
    ref: str | None
    column: str
    value: str
    problem: str
    remedy: str

    def to_json(self) -> dict[str, Any]:
        """Return the problem as plain JSON values."""
        return {each.name: getattr(self, each.name) for each in fields(self)}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "CellProblem":
        """Return the problem that `to_json` described."""
        return cls(**data)


@dataclass(frozen=True, slots=True)
class SheetRow:
    """What one row of a sheet says about one person.

    None and the empty tuple mean that the sheet says nothing, never that there is nothing. A rejected row carries the
    reason among its problems; of any other row, the cells named in its problems are left out.
    """

    line: int
    ref: str | None
    surname: str | None
    forenames: str | None
    aliases: tuple[str, ...]
    date_of_birth: date | None
    year_of_birth: int | None
    identifiers: tuple[GivenIdentifier, ...]
    hub: str | None
    group: str | None
    threats: tuple[str, ...]
    phase: str | None
    establishment: str | None
    key_dates: tuple[tuple[str, date], ...]
    lead_agency: str | None
    officer: str | None
    score: int | None
    notes: str | None
    updated_on: date | None
    problems: tuple[CellProblem, ...]
    rejected: bool

    def to_json(self) -> dict[str, Any]:
        """Return the row as plain JSON values; `from_json` returns an equal row."""
        return {each.name: getattr(self, each.name) for each in fields(self)} | {
            "aliases": list(self.aliases),
            "date_of_birth": _iso(self.date_of_birth),
            "identifiers": [[kind.value, canonical, given] for kind, canonical, given in self.identifiers],
            "threats": list(self.threats),
            "key_dates": [[code, day.isoformat()] for code, day in self.key_dates],
            "updated_on": _iso(self.updated_on),
            "problems": [problem.to_json() for problem in self.problems],
        }

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "SheetRow":
        """Return the row that `to_json` described.

        Raises:
            KeyError, TypeError, ValueError: the data is not what `to_json` returns.
        """
        return cls(
            **data
            | {
                "aliases": tuple(data["aliases"]),
                "date_of_birth": _from_iso(data["date_of_birth"]),
                "identifiers": tuple(
                    GivenIdentifier(IdentifierKind(kind), canonical, given)
                    for kind, canonical, given in data["identifiers"]
                ),
                "threats": tuple(data["threats"]),
                "key_dates": tuple((code, date.fromisoformat(day)) for code, day in data["key_dates"]),
                "updated_on": _from_iso(data["updated_on"]),
                "problems": tuple(CellProblem.from_json(problem) for problem in data["problems"]),
            }
        )


def read_rows(
    sheet: Sheet, mapping: Mapping, vocabulary: Vocabulary, *, today: date | None = None
) -> Iterator[SheetRow]:
    """Read the rows below a sheet's header, one at a time.

    Args:
        sheet: an opened sheet.
        mapping: what each of its columns holds.
        vocabulary: the spellings of hubs, threat areas, prisons and agencies.
        today: the day by which dates of birth are judged; the present day in London when left out.

    Raises:
        MappingError: the mapping has no reference or no name column, or a field twice.
    """
    for error in mapping.errors():
        raise error
    return _rows(sheet, mapping, vocabulary, today or clock.today())


def _rows(sheet: Sheet, mapping: Mapping, vocabulary: Vocabulary, today: date) -> Iterator[SheetRow]:
    lines_by_ref: dict[str, int] = {}
    for line in records(sheet):
        reading = _Reading(line, mapping)
        key = (reading.ref or "").casefold()
        reading.reject_unusable(lines_by_ref.get(key))
        row = reading.row(vocabulary, today)
        if not row.rejected:
            lines_by_ref[key] = line.number
        yield row


class _Reading:
    """One row while it is being read: its cells by field, and the problems found so far."""

    def __init__(self, line: Line, mapping: Mapping) -> None:
        self.line = line.number
        self.mapping = mapping
        self.cells: dict[Field, Cell] = dict(zip(mapping.fields, line.cells, strict=False))
        self.problems: list[CellProblem] = []
        self.rejected = False
        self.ref: str | None = None
        self.ref = self._take(Field.REF, cells.known_text)
        self.surname, self.forenames = self._names()

    def reject_unusable(self, earlier_line: int | None) -> None:
        """Reject the row when it has no name or no reference, or a reference that an earlier row has."""
        if not self.ref:
            self._reject(
                "This row has no reference, so it was left out.", "Write the reference of the person.", Field.REF
            )
        if not self.surname and not self.forenames:
            remedy = "Write the surname and forename, or delete the row."
            self._reject("This row has no name, so it was left out.", remedy, Field.SURNAME, Field.FULL_NAME)
        if self.ref and earlier_line:
            problem = f"Row {earlier_line} has the same reference, so this row was left out."
            self._reject(problem, "Give this row its own reference, or delete it.", Field.REF)

    def row(self, vocabulary: Vocabulary, today: date) -> SheetRow:
        """Return what the cells say; a cell that cannot be right becomes a problem instead."""
        born = self._take(Field.DATE_OF_BIRTH, lambda cell: cells.birth(cell, today)) or cells.Birth(None, None)
        return SheetRow(
            line=self.line,
            ref=self.ref,
            surname=self.surname,
            forenames=self.forenames,
            aliases=self._take(Field.ALIASES, cells.aliases) or (),
            date_of_birth=born.day,
            year_of_birth=born.year,
            identifiers=tuple(self._identifiers()),
            hub=self._take(Field.HUB, lambda cell: cells.hub(cell, vocabulary)),
            group=self._take(Field.GROUP, cells.known_text),
            threats=self._take(Field.THREAT, lambda cell: cells.threats(cell, vocabulary)) or (),
            phase=self._take(Field.PHASE, cells.phase),
            establishment=self._take(Field.ESTABLISHMENT, lambda cell: cells.establishment(cell, vocabulary)),
            key_dates=tuple(self._key_dates()),
            lead_agency=self._take(Field.LEAD_AGENCY, lambda cell: cells.agency(cell, vocabulary)),
            officer=self._take(Field.OFFICER, cells.known_text),
            score=self._take(Field.SCORE, cells.score),
            notes=self._take(Field.NOTES, cells.text),
            updated_on=self._take(Field.UPDATED, cells.day),
            problems=tuple(self.problems),
            rejected=self.rejected,
        )

    def _names(self) -> tuple[str | None, str | None]:
        surname, forenames = self._take(Field.SURNAME, cells.name), self._take(Field.FORENAMES, cells.name)
        if surname or forenames:
            return surname, forenames
        return self._take(Field.FULL_NAME, cells.full_name) or (None, None)

    def _take(self, field: Field, read: Callable[[Cell], _Value]) -> _Value | None:
        cell = self.cells.get(field)
        if cell is None:
            return None
        try:
            value = read(cell)
            _check_length(value, LONGEST.get(field))
        except CellFault as fault:
            self._report(field, fault)
            return None
        return value

    def _identifiers(self) -> Iterator[GivenIdentifier]:
        for field in IDENTIFIERS:
            if field not in self.cells:
                continue
            for found in cells.identifiers(IdentifierKind(field.value), self.cells[field]):
                if isinstance(found, CellFault):
                    self._report(field, found)
                else:
                    yield found

    def _key_dates(self) -> Iterator[tuple[str, date]]:
        for field in self._fields_among(KEY_DATES):
            if day := self._take(field, cells.day):
                yield field.value, day

    def _fields_among(self, wanted: Iterable[Field]) -> Iterator[Field]:
        return (field for field in wanted if field in self.cells)

    def _report(self, field: Field, fault: CellFault) -> None:
        written = cells.as_written(self.cells.get(field))
        header = self.mapping.header(field)
        self.problems.append(CellProblem(self.line, self.ref, header, written, fault.problem, fault.remedy))

    def _reject(self, problem: str, remedy: str, *columns: Field) -> None:
        self.rejected = True
        value = next((cells.as_written(self.cells[field]) for field in columns if field in self.cells), "")
        header = self.mapping.header(*columns)
        self.problems.append(CellProblem(self.line, self.ref, header, value, problem, remedy))


def _check_length(value: object, longest: int | None) -> None:
    if longest is None or value is None:
        return
    texts = value if isinstance(value, tuple) else (value,)
    if any(text and len(text) > longest for text in texts):
        raise CellFault(f"This is longer than {longest} characters.", "Shorten it, and move the rest to the notes.")


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _from_iso(written: str | None) -> date | None:
    return date.fromisoformat(written) if written else None
