"""What a row of a sheet would change on a record, with edits made here protected.

Three versions meet: what the record says now, what the sheet said at its last import, and what it says today. A field
changes only if the sheet changed and the record did not. If both changed, the record stands and the difference is put
before a person. What the sheet leaves blank says nothing; nothing is ever removed.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from cohort.names import name_key
from cohort.sheets.rows import SheetRow

SCALARS = {
    "surname": "Surname",
    "forenames": "Forenames",
    "date_of_birth": "Date of birth",
    "year_of_birth": "Year of birth",
    "phase": "Custody phase",
    "establishment": "Prison",
    "threats": "Threat areas",
    "crime_group": "Organised crime group",
    "lead_agency": "Lead agency",
    "officer": "Officer in the case",
    "provisional_score": "Provisional score",
    "notes": "Notes",
}
IDENTIFIER_SEPARATOR = " "
COLLECTIONS = {"aliases": "Alias", "identifiers": "Identifier"}
KEY_DATE_PREFIX = "key_dates."

_SAME_BY: Mapping[str, Callable[[str], str]] = {"aliases": name_key, "identifiers": str}
_NOTHING: tuple[Any, ...] = (None, "", [])

Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Change:
    """One field that differs.

    ``kept`` is True where the record was edited here since the last import, so that the sheet's value is not taken
    unless a person says so.
    """

    field: str
    label: str
    before: Any
    after: Any
    kept: bool = False

    def to_json(self) -> dict[str, Any]:
        """Return the change as JSON holds it."""
        return asdict(self)


def compare(said: Values | None, record: Values, sheet: Values) -> list[Change]:
    """Return what the sheet would change.

    Args:
        said: what the sheet said at its last import, None if it was never imported.
        record: what the record says now.
        sheet: what the sheet says today. All three hold JSON values by the names of ``SCALARS``, lists under
            ``aliases`` and ``identifiers``, and ``key_dates`` as a mapping of code to ISO date.
    """
    before = said or {}
    return [
        *_scalars(before, record, sheet),
        *_additions(before, record, sheet),
        *_key_dates(before.get("key_dates", {}), record["key_dates"], sheet["key_dates"]),
    ]


def _scalars(said: Values, record: Values, sheet: Values) -> Iterator[Change]:
    for field, label in SCALARS.items():
        if field == "year_of_birth" and record["date_of_birth"]:
            continue  # the year is part of the date that is known
        before = said.get(field)
        edited_here = not _alike(before, record[field])
        if field == "date_of_birth" and not record[field]:
            edited_here = edited_here or _year_was_edited(said, record, sheet[field])
        yield from _change(field, label, before, record[field], sheet[field], edited_here=edited_here)


def _year_was_edited(said: Values, record: Values, born: str | None) -> bool:
    """Say whether somebody entered a year of birth here that a date on the sheet would contradict."""
    year = record["year_of_birth"]
    return year not in (None, said.get("year_of_birth")) and not (born or "").startswith(str(year))


def _key_dates(said: Values, record: Values, sheet: Values) -> Iterator[Change]:
    for kind, on in sheet.items():
        before, present = said.get(kind), record.get(kind)
        edited_here = not _alike(before, present)
        yield from _change(f"{KEY_DATE_PREFIX}{kind}", kind, before, present, on, edited_here=edited_here)


def _change(field: str, label: str, said: Any, present: Any, new: Any, *, edited_here: bool) -> Iterator[Change]:
    if new not in _NOTHING and new not in (present, said):
        yield Change(field, label, present, new, kept=edited_here)


def _alike(said: Any, present: Any) -> bool:
    return said == present or (said in _NOTHING and present in _NOTHING)


def _additions(said: Values, record: Values, sheet: Values) -> Iterator[Change]:
    for field, label in COLLECTIONS.items():
        for value in _new(field, [*record[field], *said.get(field, [])], sheet[field]):
            yield Change(field, label, None, value)


def _new(field: str, known: Iterable[str], values: Iterable[str]) -> Iterator[str]:
    """Yield the values that are not known, each once; names that differ in case or accents only are the same."""
    same_by = _SAME_BY[field]
    seen = set(map(same_by, known))
    for value in values:
        if same_by(value) not in seen:
            seen.add(same_by(value))
            yield value


def after(record: Values, changes: Iterable[Change]) -> dict[str, Any]:
    """Return what a record says once changes have been made to it."""
    result = {**record, "key_dates": {**record["key_dates"]}, **{field: [*record[field]] for field in COLLECTIONS}}
    for change in changes:
        if change.field in COLLECTIONS:
            result[change.field].append(change.after)
        elif change.field.startswith(KEY_DATE_PREFIX):
            result["key_dates"][change.field.removeprefix(KEY_DATE_PREFIX)] = change.after
        else:
            result[change.field] = change.after
    if result["date_of_birth"]:
        result["year_of_birth"] = None
    return result


def sheet_values(row: SheetRow) -> dict[str, Any]:
    """Return what a row of a sheet says, as JSON values by the names that ``compare`` uses.

    ``hub``, ``updated_on`` and ``as_given`` (identifiers as written) come along for whoever writes.
    """
    numbers = {f"{kind}{IDENTIFIER_SEPARATOR}{value}": given for kind, value, given in row.identifiers}
    return {
        "surname": row.surname or "",
        "forenames": row.forenames or "",
        "date_of_birth": row.date_of_birth.isoformat() if row.date_of_birth else None,
        "year_of_birth": row.year_of_birth,
        "phase": row.phase,
        "establishment": row.establishment,
        "threats": sorted(row.threats),
        "crime_group": row.group or "",
        "lead_agency": row.lead_agency,
        "officer": row.officer or "",
        "provisional_score": row.score,
        "notes": row.notes or "",
        "aliases": list(row.aliases),
        "identifiers": list(numbers),
        "key_dates": {kind: on.isoformat() for kind, on in row.key_dates},
        "hub": row.hub,
        "updated_on": row.updated_on.isoformat() if row.updated_on else None,
        "as_given": numbers,
    }


def parsed_date(text: str | None) -> date | None:
    """Return the date that a JSON value holds."""
    return date.fromisoformat(text) if text else None


def parsed_identifier(text: str) -> tuple[str, str]:
    """Return kind and number of an identifier as ``sheet_values`` writes it."""
    kind, _, value = text.partition(IDENTIFIER_SEPARATOR)
    return kind, value


def now_said(said: Values | None, sheet: Values) -> dict[str, Any]:
    """Return what is to be remembered of the sheet: what it says today, else what it said before."""
    before = said or {}
    scalars = {field: sheet[field] if sheet[field] not in _NOTHING else before.get(field) for field in SCALARS}
    lists = {
        field: [*before.get(field, []), *_new(field, before.get(field, []), sheet[field])] for field in COLLECTIONS
    }
    return {**scalars, **lists, "key_dates": {**before.get("key_dates", {}), **sheet["key_dates"]}}
