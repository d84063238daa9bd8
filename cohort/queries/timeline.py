"""What happened to one individual's record, from the history that the database keeps."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

from cohort.models import Alias, Identifier, Individual, KeyDate, PhasePeriod, ThreatArea
from cohort.queries.masking import category_of
from marsoc.kit.pagination import Page
from sharing.enums import DataCategory
from sharing.models import Membership
from sharing.queries.names import names

PAGE_SIZE = 20
_TOGETHER = timedelta(minutes=1)  # an import writes the parts of one record some seconds apart
_NAMED = ("owning_hub", "home_region", "establishment", "probation_region", "lead_agency")
_TRACKED = (
    "surname",
    "forenames",
    "name_source",
    "date_of_birth",
    "year_of_birth",
    "birth_source",
    "category",
    "status",
    "phase",
    *_NAMED,
    "place",
    "threats",
    "crime_group",
    "officer",
    "provisional_score",
    "score_source",
    "review_due",
    "notes",
)

_FACTS: Mapping[str, tuple[Any, tuple[str, ...]]] = {
    "phase_period": (PhasePeriod, ()),
    "alias": (Alias, ()),
    "identifier": (Identifier, ()),
    "key_date": (KeyDate, ("kind",)),
}


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that was written: what about, what it said before and after; None where there was or is nothing.

    ``field`` is the name of a field of the individual, or ``alias``, ``identifier``, ``key_date`` or ``phase_period``
    with history rows as values, or ``record`` for the individual itself.
    """

    field: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class Event:
    """What one person wrote at one time, in which membership and why; ``job`` names a system job instead."""

    at: datetime
    person: str
    membership: str
    job: str
    reason: str
    differences: tuple[Difference, ...]


@dataclass(frozen=True, slots=True)
class _Written:
    """One history row, told as differences; not ``whole`` if some of them are withheld."""

    row: Any
    differences: tuple[Difference, ...]
    whole: bool = True

    @property
    def writer(self) -> tuple[Any, ...]:
        row = self.row
        return (row.history_user_id, row.history_membership_id, row.history_job, row.history_change_reason)


def timeline(individual: Individual, categories: frozenset[DataCategory], number: int) -> Page[Event]:
    """Return one page of an individual's timeline, the newest first.

    What changed of a withheld category is left out, and with it the reason given, which may speak of it.

    Args:
        individual: whose record; the viewer has been given it.
        categories: what of it the viewer may see.
        number: the page, from 1; one past the end gives the last page.
    """
    written = sorted(_written(individual, categories), key=lambda entry: entry.row.history_date)
    groups = _together(written)
    groups.reverse()
    number = min(number, max(1, -(-len(groups) // PAGE_SIZE)))
    shown = groups[(number - 1) * PAGE_SIZE : number * PAGE_SIZE]
    memberships = _memberships(shown)
    return Page([_event(group, memberships) for group in shown], number, PAGE_SIZE, len(groups))


def _written(individual: Individual, categories: frozenset[DataCategory]) -> Iterator[_Written]:
    yield from _about_the_record(individual, categories)
    for name, (model, related) in _FACTS.items():
        if model.data_category in categories:
            yield from _about_facts(name, model, related, individual)


def _about_the_record(individual: Individual, categories: frozenset[DataCategory]) -> Iterator[_Written]:
    history = Individual.history.filter(id=individual.pk)
    rows = list(history.select_related("history_user", *_NAMED).order_by("history_id"))
    if not rows:
        return
    threats = names(ThreatArea)
    yield _Written(rows[0], (Difference("record", None, None),))
    for before, after in pairwise(rows):
        changed = [name for name in _TRACKED if before.serializable_value(name) != after.serializable_value(name)]
        shown = [name for name in changed if category_of(name) in categories]
        if shown:
            found = tuple(
                Difference(name, _value(before, name, threats), _value(after, name, threats)) for name in shown
            )
            yield _Written(after, found, whole=shown == changed)


def _value(row: Any, field: str, threats: Mapping[str, str]) -> Any:
    value = getattr(row, field)
    if field == "threats":
        return [threats.get(code, code) for code in value]
    shown = getattr(row, f"get_{field}_display", None)
    return shown() if shown else value


def _about_facts(name: str, model: Any, related: tuple[str, ...], individual: Individual) -> Iterator[_Written]:
    history = model.history.filter(individual_id=individual.pk)
    previous: dict[int, Any] = {}
    for row in history.select_related("history_user", *related).order_by("history_id"):
        after = None if row.history_type == "-" else row
        yield _Written(row, (Difference(name, previous.get(row.id), after),))
        previous[row.id] = row


def _together(written: list[_Written]) -> list[list[_Written]]:
    """Group what the same person wrote for the same reason at the same time, the oldest first."""
    groups: list[list[_Written]] = []
    for entry in written:
        last = groups[-1][-1] if groups else None
        if last and last.writer == entry.writer and entry.row.history_date - last.row.history_date < _TOGETHER:
            groups[-1].append(entry)
        else:
            groups.append([entry])
    return groups


def _memberships(groups: list[list[_Written]]) -> dict[int, str]:
    wanted = {group[0].row.history_membership_id for group in groups}
    found = Membership.objects.filter(pk__in=wanted - {None}).named()
    return {membership.pk: str(membership) for membership in found}


def _event(group: list[_Written], memberships: Mapping[int, str]) -> Event:
    row = group[-1].row
    differences = [difference for entry in group for difference in entry.differences]
    return Event(
        at=row.history_date,
        person=row.history_user.full_name if row.history_user else "",
        membership=memberships.get(row.history_membership_id, ""),
        job=row.history_job,
        reason=(row.history_change_reason or "") if all(entry.whole for entry in group) else "",
        differences=tuple(sorted(differences, key=lambda difference: difference.field in _FACTS)),
    )
