"""What is shared with an agency, in the words of the first page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import NamedTuple

from marsoc.govuk.jinja import long_date
from marsoc.kit import clock
from sharing.enums import Ability, DataCategory, Phase
from sharing.queries.shared import Shared
from sharing.viewer import Viewer

SOON = timedelta(days=90)
_INSTANT = timedelta(microseconds=1)


class Row(NamedTuple):
    """A line of a summary."""

    key: str
    value: str
    href: None = None


@dataclass(frozen=True, slots=True)
class Card:
    """One clause."""

    title: str
    rows: list[Row]


class EndsSoon(NamedTuple):
    """What ends within the next three months, and its last day."""

    what: str
    last_day: str


def cards(shared: Sequence[Shared], viewer: Viewer, hubs: Mapping[str, str]) -> list[Card]:
    """Return a card for each clause that shares something.

    Args:
        shared: by ``sharing.queries.shared``.
        viewer: to whom; at a hub only that hub is named.
        hubs: names by code.
    """
    return [Card(_title(each), _rows(each, viewer, hubs)) for each in shared]


def _title(shared: Shared) -> str:
    agreement = shared.clause.agreement
    return f"{agreement.reference}, clause {shared.clause.number}: {agreement.title}"


def _rows(shared: Shared, viewer: Viewer, hubs: Mapping[str, str]) -> list[Row]:
    clause = shared.clause
    named = [code for code in hubs if code in clause.hubs and (viewer.hub is None or viewer.hub.pk == code)]
    rows = [
        Row("What", ", ".join(each.label for each in DataCategory if each in clause.categories)),
        Row("Of which hubs", ", ".join(hubs[code] for code in named)),
        Row("In which custody phases", _phases(clause.phases)),
        Row("What you may do", ", ".join(each.label for each in Ability if each in clause.abilities)),
        Row("For", clause.purpose),
        Row("Until", long_date(shared.until - _INSTANT)),
    ]
    return [*rows, Row("Handling", clause.handling)] if clause.handling else rows


def _phases(phases: Sequence[str]) -> str:
    if len(phases) == len(Phase):
        return "Every custody phase"
    return ", ".join(each.label for each in Phase if each in phases)


def ending_soon(shared: Sequence[Shared]) -> list[EndsSoon]:
    """Return what ends within the next three months, the soonest first."""
    limit = clock.today() + SOON
    soon = sorted(
        (each for each in shared if clock.day_of(each.until - _INSTANT) <= limit), key=lambda each: each.until
    )
    return [EndsSoon(_title(each), long_date(each.until - _INSTANT)) for each in soon]
