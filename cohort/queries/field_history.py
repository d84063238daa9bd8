"""Every value that one field of a record has had, from the history that the database keeps."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import zip_longest
from typing import Any

from cohort.access import get_individual, may_on
from cohort.enums import ChangeKind
from cohort.models import Correction, ThreatArea
from cohort.permissions import CohortPermission
from cohort.queries.masking import category_of
from cohort.queries.record import Record, read_record
from cohort.queries.timeline import (
    FACTS,
    KINDS,
    TRACKED,
    Event,
    Written,
    event_of,
    memberships_of,
    value_of,
    written_about,
)
from sharing.enums import DataCategory
from sharing.queries.names import names
from sharing.viewer import Viewer

FIELDS = frozenset({*TRACKED, *FACTS})
"""The fields that have a history: those of the individual, and the facts about one, all of a kind together."""


@dataclass(frozen=True, slots=True)
class Spell:
    """What a field said from one instant until another, None for now, and who wrote it.

    For facts the values are lists of history rows; ``before`` is None where nothing had been recorded yet.
    ``corrected`` says that what it replaced or removed was inaccurate, ``was_inaccurate`` that the value itself was.
    """

    before: Any
    value: Any
    since: datetime
    until: datetime | None
    event: Event
    corrected: Correction | None = None
    was_inaccurate: bool = False


def read_field_history(viewer: Viewer, reference: str, field: str) -> tuple[Record, list[Spell]] | None:
    """Return a record and all that one of its fields has said, the newest first, and record that it was read.

    None if there is no such field, or not for this viewer.

    Args:
        viewer: who reads.
        reference: the individual's reference as typed.
        field: one of ``FIELDS``.

    Raises:
        Http404: there is no such individual, or the viewer may not see it, or not this field of it.
        AuditUnavailable: the reading cannot be recorded, so it may not happen.
    """
    if field not in FIELDS or (field in _DECIDED and not _decides_access(viewer, reference)):
        return None
    record = read_record(viewer, reference, page=f"history:{field}", showing=_category(field))
    return record, _spells(record, field)


_DECIDED = frozenset({*KINDS[ChangeKind.ACCESS], *KINDS[ChangeKind.LIST]})


def _decides_access(viewer: Viewer, reference: str) -> bool:
    return may_on(viewer, get_individual(viewer, reference), CohortPermission.SHARE)


def _category(field: str) -> DataCategory:
    if field in FACTS:
        category: DataCategory = FACTS[field][0].data_category
        return category
    return DataCategory.IDENTITY if field in _DECIDED else category_of(field)


def _spells(record: Record, field: str) -> list[Spell]:
    told = written_about(record.individual, record.categories, decides_access=record.may_share)
    found = list(_facts(told, field) if field in FACTS else _values(told, field))
    memberships = memberships_of([entry.row for entry, _, _ in found])
    ends = [entry.row.history_date for entry, _, _ in found[1:]]
    marks = [_mark(entry, field) for entry, _, _ in found]
    spells = [
        Spell(
            before,
            value,
            entry.row.history_date,
            until,
            event_of([entry], memberships),
            mark,
            field not in FACTS and following is not None,
        )
        for (entry, before, value), until, mark, following in zip_longest(found, ends, marks, marks[1:])
    ]
    return spells[::-1]


def _mark(entry: Written, field: str) -> Correction | None:
    return next((each.correction for each in entry.differences if each.field == field), None)


def _values(told: Iterator[Written], field: str) -> Iterator[tuple[Written, Any, Any]]:
    for entry in told:
        for difference in entry.differences:
            if difference.field == "record":
                yield entry, None, value_of(entry.row, field, names(ThreatArea))
            elif difference.field == field:
                yield entry, difference.before, difference.after


def _facts(told: Iterator[Written], field: str) -> Iterator[tuple[Written, Any, Any]]:
    there: dict[int, Any] = {}
    for entry in told:
        for difference in entry.differences:
            if difference.field != field:
                continue
            before = list(there.values())
            there[entry.row.id] = difference.after
            if difference.after is None:
                del there[entry.row.id]
            yield entry, before, list(there.values())
