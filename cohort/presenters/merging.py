"""Two records that become one, and become two again, in words."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from cohort.combining import BOTH, DATE, GROUPS, MERGED, Kind
from cohort.enums import ProposalState, SubjectCategory
from cohort.models import (
    Alias,
    Assessment,
    ConflictMark,
    Identifier,
    Individual,
    KeyDate,
    Merge,
    NamedShare,
    Nomination,
    SheetReference,
)
from cohort.presenters.individuals import Row, born, whereabouts
from cohort.queries.merge_undoing import Undoing
from cohort.queries.merging import Plan
from cohort.queries.record import Record
from marsoc.govuk.jinja import long_date, long_datetime
from marsoc.kit import clock
from sharing.enums import Phase


class Difference(NamedTuple):
    """What two records say otherwise, and which of it survives; nothing while that is not chosen."""

    question: str
    label: str
    survivor: str
    merged: str
    survives: str = ""


class Pick(NamedTuple):
    """Something recorded since a merge, and whose it is; nothing where somebody has to say."""

    question: str
    label: str
    belongs_to: str = ""


def _threats(record: Record) -> str:
    return ", ".join(record.threats)


_SAID: Mapping[str, Callable[[Record], str]] = {
    "name": lambda record: record.individual.full_name,
    "birth": lambda record: born(record.individual, clock.today()),
    "category": lambda record: SubjectCategory(record.individual.category).label,
    "phase": lambda record: Phase(record.individual.phase).label,
    "location": lambda record: whereabouts(record.individual),
    "home": lambda record: str(record.individual.home_region or ""),
    "probation": lambda record: str(record.individual.probation_region or ""),
    "crime_group": lambda record: record.individual.crime_group,
    "lead": lambda record: ", ".join(filter(None, [_agency(record.individual), record.individual.officer])),
    "score": lambda record: str(record.individual.provisional_score),
    "notes": lambda record: record.individual.notes,
    "threats": _threats,
}


def _agency(individual: Individual) -> str:
    return str(individual.lead_agency) if individual.lead_agency else ""


def differences(plan: Plan, survivor: Record, merged: Record, choices: Mapping[str, str]) -> list[Difference]:
    """Return what two records say otherwise, with what survives of it.

    Args:
        plan: of the merge.
        survivor: the record that survives.
        merged: the other one.
        choices: whose answer survives, by question.
    """
    found = []
    for question in plan.questions:
        code = question.removeprefix(DATE)
        if code == question:
            label, one, other = GROUPS[question].label, _SAID[question](survivor), _SAID[question](merged)
        else:
            dates = plan.dates[code]
            label, one, other = dates[0].kind.name, *(long_date(date.date) for date in dates)
        chosen = {MERGED: other, BOTH: "Both, one below the other", "": ""}.get(choices.get(question, ""), one)
        found.append(Difference(question, label, one, other, chosen))
    return found


def moving(counts: Mapping[str, int]) -> list[Row]:
    """Return how much of what moves, goes back or stays, as rows."""
    return [Row(label, str(number)) for label, number in counts.items()]


def two_records(survivor: Individual, merged: Individual, words: str) -> list[Row]:
    """Return which record survives of two, and how it is known that they are of one person."""
    return [
        Row("Record that survives", f"{survivor.full_name}, {survivor.shown_reference}"),
        Row("Record merged into it", f"{merged.full_name}, {merged.shown_reference}"),
        Row("How it is known that they are of one person", words),
    ]


def facts(merge: Merge) -> list[Row]:
    """Return what was proposed and what became of it."""
    told = [
        *two_records(merge.individual, merge.merged, merge.words),
        Row("Proposed by", f"{merge.proposed_by.full_name}, {long_datetime(merge.proposed_at)}"),
    ]
    if merge.decided_by:
        told += [
            Row("Decision", ProposalState(merge.state).label),
            Row("Decided by", f"{merge.decided_by.full_name}, {long_datetime(merge.decided_at)}"),
        ]
    if merge.decision_reason:
        told.append(Row("Why it was not merged", merge.decision_reason))
    if merge.undone_by:
        told += [
            Row("Undone by", f"{merge.undone_by.full_name}, {long_datetime(merge.undone_at)}"),
            Row("Why it was undone", merge.undo_reason),
        ]
    return told


def chosen(merge: Merge) -> list[Row]:
    """Return whose answers a decided merge has kept, by reference alone."""
    whose = {MERGED: merge.merged.shown_reference, BOTH: "Both, one below the other"}
    dated = [name for name in sorted(merge.choices) if name.startswith(DATE)]
    rows = [
        Row(GROUPS[name].label, whose.get(side, merge.individual.shown_reference))
        for name in GROUPS
        if (side := merge.choices.get(name))
    ]
    return rows + [
        Row(f"Key date {name.removeprefix(DATE)}", whose.get(merge.choices[name], merge.individual.shown_reference))
        for name in dated
    ]


def picks(undoing: Undoing, merge: Merge, survivor: Record) -> list[Pick]:
    """Return all that was recorded since a merge, what somebody has to place first.

    Args:
        undoing: of the merge.
        merge: that stands.
        survivor: the record that survived, as it is now.
    """
    references = {MERGED: merge.merged.shown_reference}
    asked = [
        Pick(name, f"{GROUPS[name].label if name in GROUPS else 'Threat areas'}: {_SAID[name](survivor)}")
        for name in undoing.fields
    ]
    asked += [
        Pick(f"row:{kind.name}:{row.pk}", f"{_words(kind, row)} (changed since)") for kind, row in undoing.rewritten
    ]
    asked += [Pick(each.question, _words(each.kind, each.row)) for each in undoing.since if not each.side]
    return asked + [
        Pick(each.question, _words(each.kind, each.row), references.get(each.side, merge.individual.shown_reference))
        for each in undoing.since
        if each.side and not each.side.startswith("=")
    ]


_WORDS: Mapping[Any, Callable[[Any], str]] = {
    Alias: lambda row: row.name,
    Identifier: str,
    KeyDate: lambda row: f"{row.kind.name}, {long_date(row.date)}",
    SheetReference: lambda row: row.ref,
    Nomination: lambda row: f"by {row.agency.name}, {long_date(row.nominated_at)}",
    Assessment: lambda row: f"begun on {long_date(row.opened_at)}",
    NamedShare: lambda row: f"with {row.agency.name}, until {long_date(row.ends_on)}",
    ConflictMark: lambda row: row.user.full_name,
}


def _words(kind: Kind, row: Any) -> str:
    said = _WORDS.get(kind.model)
    return f"{kind.label}: {said(row)}" if said else kind.label
