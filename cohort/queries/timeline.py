"""What happened to one individual's record, from the history that the database keeps."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

from cohort.enums import ChangeKind
from cohort.models import (
    Absence,
    Alias,
    Categorisation,
    Correction,
    CustodyPlace,
    CustodySpell,
    Identifier,
    Individual,
    KeyDate,
    PhasePeriod,
    Sentence,
    ThreatArea,
)
from cohort.queries.corrections import Marks, marks_of
from cohort.queries.masking import readable_fields
from marsoc.kit.pagination import Page, page_of
from sharing.enums import DataCategory
from sharing.models import Agency, Membership
from sharing.queries.names import names

PAGE_SIZE = 25
THE_SYSTEM = "system"
_TOGETHER = timedelta(minutes=1)  # an import writes the parts of one record some seconds apart
_NAMED = ("owning_hub", "home_region", "establishment", "probation_region", "lead_agency", "retention_group")
TRACKED = (
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
    "existence",
    "left_on",
    "retention_due",
)
KINDS: Mapping[ChangeKind, tuple[str, ...]] = {
    ChangeKind.RECORD: ("record", "category", "owning_hub"),
    ChangeKind.NAME: ("surname", "forenames", "name_source", "alias"),
    ChangeKind.NUMBER: ("identifier",),
    ChangeKind.BIRTH: ("date_of_birth", "year_of_birth", "birth_source"),
    ChangeKind.DATE: ("key_date", "review_due"),
    ChangeKind.CUSTODY: (
        "phase",
        "phase_period",
        "custody_spell",
        "sentence",
        "custody_place",
        "categorisation",
        "absence",
        "establishment",
        "place",
        "home_region",
        "probation_region",
    ),
    ChangeKind.STATUS: ("status", "provisional_score", "score_source"),
    ChangeKind.CRIME: ("threats", "crime_group", "lead_agency", "officer"),
    ChangeKind.NOTES: ("notes",),
    ChangeKind.ACCESS: ("existence",),
    ChangeKind.LIST: ("left_on", "retention_group", "retention_due"),
}
"""What each kind of change is about: every field of a ``Difference`` once."""
_KIND_OF = {field: kind for kind, fields in KINDS.items() for field in fields}

FACTS: Mapping[str, tuple[Any, tuple[str, ...]]] = {
    "phase_period": (PhasePeriod, ()),
    "alias": (Alias, ()),
    "identifier": (Identifier, ()),
    "key_date": (KeyDate, ("kind",)),
    "custody_spell": (CustodySpell, ("recall_kind",)),
    "sentence": (Sentence, ()),
    "custody_place": (CustodyPlace, ("establishment",)),
    "categorisation": (Categorisation, ("category",)),
    "absence": (Absence, ()),
}


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that was written: what about, what it said before and after; None where there was or is nothing.

    ``field`` is the name of a field of the individual, or one of ``FACTS`` with history rows as values, or ``record``
    for the individual itself. ``correction`` says that what it said before was inaccurate.
    """

    field: str
    before: Any
    after: Any
    correction: Correction | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """What one person wrote at one time, in which membership and why; ``job`` names a system job instead.

    ``user`` is the person's number and ``agency`` the one that the membership is of.
    """

    at: datetime
    person: str
    membership: str
    job: str
    reason: str
    differences: tuple[Difference, ...]
    user: int | None = None
    agency: Agency | None = None

    @property
    def writer(self) -> str:
        """Who wrote, as the filter names them: without the person's name."""
        return THE_SYSTEM if self.job else str(self.user or "")


@dataclass(frozen=True, slots=True)
class TimelineFilter:
    """What a timeline is narrowed to; what is empty narrows nothing."""

    kind: str = ""
    person: str = ""
    agency: str = ""

    def narrow(self, event: Event) -> Event | None:
        """Return what of an event is wanted, None if nothing is."""
        if self.person not in ("", event.writer):
            return None
        if self.agency and (event.agency is None or event.agency.pk != self.agency):
            return None
        found = tuple(each for each in event.differences if self.kind in ("", _KIND_OF[each.field]))
        return replace(event, differences=found) if found else None


@dataclass(frozen=True, slots=True)
class Timeline:
    """All that a viewer may know of what happened to a record, the newest first, and what it can be narrowed by."""

    events: list[Event]

    def page(self, wanted: TimelineFilter, number: int) -> Page[Event]:
        """Return one page of what is wanted; a page past the end gives the last one."""
        found = [narrowed for event in self.events if (narrowed := wanted.narrow(event))]
        return page_of(found, number, PAGE_SIZE)

    @property
    def kinds(self) -> list[ChangeKind]:
        """The kinds of change that there are."""
        there = {_KIND_OF[each.field] for event in self.events for each in event.differences}
        return [kind for kind in ChangeKind if kind in there]

    @property
    def people(self) -> dict[str, str]:
        """The people who wrote, by number, and the system if it did."""
        found = {event.writer: event.person for event in self.events if event.person}
        return dict(sorted(found.items(), key=lambda each: each[1]))

    @property
    def has_jobs(self) -> bool:
        """Whether the system wrote something."""
        return any(event.job for event in self.events)

    @property
    def agencies(self) -> dict[str, str]:
        """The agencies that people wrote for, by code."""
        found = {event.agency.pk: event.agency.name for event in self.events if event.agency}
        return dict(sorted(found.items(), key=lambda each: each[1]))


@dataclass(frozen=True, slots=True)
class Written:
    """One history row, told as differences; not ``whole`` if some of them are withheld."""

    row: Any
    differences: tuple[Difference, ...]
    whole: bool = True

    @property
    def writer(self) -> tuple[Any, ...]:
        """Who wrote the row, in which membership or job, and why; rows with the same were written in one act."""
        row = self.row
        return (row.history_user_id, row.history_membership_id, row.history_job, row.history_change_reason)


def timeline(
    individual: Individual,
    categories: frozenset[DataCategory],
    *,
    decides_access: bool,
    until: datetime | None = None,
) -> Timeline:
    """Return an individual's timeline.

    What changed of a withheld category is left out, and with it the reason given, which may speak of it.

    Args:
        individual: whose record; the viewer has been given it.
        categories: what of it the viewer may see.
        decides_access: whether the viewer decides what others may know of the individual.
        until: the instant after which nothing is told, None for the present.
    """
    whole = written_about(individual, categories, decides_access=decides_access)
    written = [entry for entry in whole if until is None or entry.row.history_date <= until]
    groups = _together(sorted(written, key=lambda entry: entry.row.history_date))
    memberships = memberships_of([group[0].row for group in groups])
    return Timeline([event_of(group, memberships) for group in reversed(groups)])


def written_about(
    individual: Individual, categories: frozenset[DataCategory], *, decides_access: bool
) -> Iterator[Written]:
    """Yield what was written about an individual as far as a viewer may be told: of the record, then of each fact.

    Args:
        individual: see ``timeline``.
        categories: see ``timeline``.
        decides_access: see ``timeline``.
    """
    seen, marks = {*readable_fields(categories)}, marks_of(individual, categories)
    hidden = set() if decides_access else {*KINDS[ChangeKind.ACCESS], *KINDS[ChangeKind.LIST]}
    yield from _about_the_record(individual, seen - hidden, marks)
    for name, (model, related) in FACTS.items():
        if model.data_category in categories:
            yield from _about_facts(name, model, related, individual, marks)


def _about_the_record(individual: Individual, seen: set[str], marks: Marks) -> Iterator[Written]:
    history = Individual.history.filter(id=individual.pk)
    rows = list(history.select_related("history_user", *_NAMED).order_by("history_id"))
    if not rows:
        return
    threats = names(ThreatArea)
    yield Written(rows[0], (Difference("record", None, None),))
    for before, after in pairwise(rows):
        changed = [name for name in TRACKED if before.serializable_value(name) != after.serializable_value(name)]
        shown = [name for name in changed if name in seen]
        if shown:
            found = tuple(
                Difference(
                    name,
                    value_of(before, name, threats),
                    value_of(after, name, threats),
                    marks.get((name, after.history_id)),
                )
                for name in shown
            )
            yield Written(after, found, whole=shown == changed)


def value_of(row: Any, field: str, threats: Mapping[str, str]) -> Any:
    """Return what a history row of the individual says in a field, in words where it is a code."""
    value = getattr(row, field)
    if field == "threats":
        return [threats.get(code, code) for code in value]
    shown = getattr(row, f"get_{field}_display", None)
    return shown() if shown else value


def _about_facts(
    name: str, model: Any, related: tuple[str, ...], individual: Individual, marks: Marks
) -> Iterator[Written]:
    """Yield what was written of each fact; one that a merge moved comes to one record as it leaves the other."""
    its = model.history.filter(individual_id=individual.pk).values("id")
    previous: dict[int, Any] = {}
    for row in model.history.filter(id__in=its).select_related("history_user", *related).order_by("history_id"):
        before = previous.get(row.id)
        after = None if row.history_type == "-" or row.individual_id != individual.pk else row
        if before or after:
            yield Written(row, (Difference(name, before, after, marks.get((name, row.history_id))),))
        previous[row.id] = after


def _together(written: list[Written]) -> list[list[Written]]:
    """Group what the same person wrote for the same reason at the same time, the oldest first."""
    groups: list[list[Written]] = []
    for entry in written:
        last = groups[-1][-1] if groups else None
        if last and last.writer == entry.writer and entry.row.history_date - last.row.history_date < _TOGETHER:
            groups[-1].append(entry)
        else:
            groups.append([entry])
    return groups


def memberships_of(rows: Iterable[Any]) -> dict[int, Membership]:
    """Return the memberships that history rows were written in, by number."""
    wanted = {row.history_membership_id for row in rows}
    return {found.pk: found for found in Membership.objects.filter(pk__in=wanted - {None}).named()}


def event_of(group: list[Written], memberships: Mapping[int, Membership]) -> Event:
    """Return what the same person wrote at one time as one event."""
    row = group[-1].row
    differences = [difference for entry in group for difference in entry.differences]
    membership = memberships.get(row.history_membership_id)
    return Event(
        at=row.history_date,
        person=row.history_user.full_name if row.history_user else "",
        membership=str(membership or ""),
        job=row.history_job,
        reason=(row.history_change_reason or "") if all(entry.whole for entry in group) else "",
        differences=tuple(sorted(differences, key=lambda difference: difference.field in FACTS)),
        user=row.history_user_id,
        agency=membership.agency if membership else None,
    )
