"""The list in order of priority, in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from cohort.enums import ListStatus, Moment
from cohort.models import Panel
from cohort.presenters.individuals import STATUS_COLOURS
from cohort.queries.prioritised import JUST_BELOW, Changes, Prioritised, Ranked
from marsoc.govuk.jinja import long_date, long_datetime
from marsoc.kit import clock

NOT_ASSESSED = "No result yet"
NOT_SCORABLE = "Not scorable"


@dataclass(frozen=True, slots=True)
class ShownRank:
    """One line of the list; ``line`` is the sentence above it where the hub's capacity ends."""

    rank: int
    reference: str
    name: str
    hub: str
    band: str
    by_panel: bool
    score: str
    stability: str
    time: str
    next: list[str]
    status: str
    colour: str
    line: str
    just_below: bool


class ShownChange(NamedTuple):
    """Somebody of whom something changed."""

    reference: str
    name: str
    hub: str
    what: str


class MeetingRow(NamedTuple):
    """A meeting as its table shows it."""

    pk: int
    opened: str
    hub: str
    closed: str


def meeting_row(panel: Panel) -> MeetingRow:
    """Return a meeting as a row."""
    closed = long_datetime(panel.closed_at) if panel.closed_at else ""
    return MeetingRow(panel.pk, long_datetime(panel.opened_at), panel.hub.name, closed)


def meeting(panel: Panel, moment: str) -> str:
    """Return a moment of a meeting in words, to follow another."""
    if moment == Moment.OPENED or panel.closed_at is None:
        return f"the opening of the panel of {long_datetime(panel.opened_at)}"
    return f"the close of the panel of {long_datetime(panel.opened_at)}"


def rows(found: Prioritised, hubs: Mapping[str, str], at: datetime | None = None) -> list[ShownRank]:
    """Return the lines of a page of the list.

    Args:
        found: the page.
        hubs: names by code.
        at: the instant at which it stood so, None for the present.
    """
    first = found.page.first
    return [_row(found, each, rank, hubs, at or clock.now()) for rank, each in enumerate(found.page.rows, first)]


def _row(found: Prioritised, each: Ranked, rank: int, hubs: Mapping[str, str], at: datetime) -> ShownRank:
    capacity, today = found.capacity, clock.day_of(at)
    beyond = 0 if capacity is None else rank - capacity
    return ShownRank(
        rank=rank,
        reference=each.shown_reference,
        name=_name(each),
        hub=hubs.get(each.hub, each.hub),
        band=_band(each),
        by_panel=each.panel_band is not None,
        score="" if each.score is None else str(each.score),
        stability=_stability(each),
        time=_time(found.accepted.get(each.pk, each.created_at), today),
        next=_next(each, found.dates.get(each.pk)),
        status=ListStatus(each.status).label,
        colour=STATUS_COLOURS.get(ListStatus(each.status), "grey"),
        line=f"The hub can manage {capacity} people. Whoever follows is beyond that." if beyond == 1 else "",
        just_below=0 < beyond <= JUST_BELOW,
    )


def changes(found: Changes, hubs: Mapping[str, str]) -> list[tuple[str, list[ShownChange]]]:
    """Return what changed, by kind; kinds of which there is nothing are left out."""
    kinds = [
        ("Came onto the list", [_change(each, hubs, _band(each)) for each in found.joined]),
        ("Went from the list", [_change(each, hubs, f"Was {_band(each)}") for each in found.left]),
        ("Rose to a higher band", _moves(found.raised, hubs)),
        ("Fell to a lower band", _moves(found.lowered, hubs)),
        ("Other changes of the band", _moves(found.other, hubs)),
    ]
    return [(title, lines) for title, lines in kinds if lines]


def _moves(pairs: Sequence[tuple[Ranked, Ranked]], hubs: Mapping[str, str]) -> list[ShownChange]:
    return [_change(now, hubs, f"{_band(then)} to {_band(now)}") for then, now in pairs]


def _change(each: Ranked, hubs: Mapping[str, str], what: str) -> ShownChange:
    return ShownChange(each.shown_reference, _name(each), hubs.get(each.hub, each.hub), what)


def _name(each: Ranked) -> str:
    return ", ".join(part for part in (each.surname, each.forenames) if part)


def _band(each: Ranked) -> str:
    return each.panel_band or each.band or (NOT_ASSESSED if each.assessed_at is None else NOT_SCORABLE)


def _stability(each: Ranked) -> str:
    if each.stable is None:
        return ""
    return "Stable" if each.stable else "Not stable"


def _time(since: datetime, today: date) -> str:
    begun = clock.day_of(since)
    months = (today.year - begun.year) * 12 + today.month - begun.month - (today.day < begun.day)
    days = max(0, (today - begun).days)
    if months >= 1:
        return f"{months} month{'s' if months > 1 else ''}"
    return f"{days} day{'' if days == 1 else 's'}"


def _next(each: Ranked, key_date: tuple[date, str] | None) -> list[str]:
    dated = [(each.review_due, "Review")] if each.review_due else []
    dated += [key_date] if key_date else []
    return [f"{kind}: {long_date(on)}" for on, kind in sorted(dated)]
