"""Spans and days on one line of time as server-rendered SVG; ``components/time_chart.html`` draws it, with its table.

As with bars, lengths are shares of the width, so that nothing is scaled and text stays readable on a phone, and colours
come from the stylesheet.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

LANE, LABEL, BAR, FOOT = 46, 16, 14, 26
"""Heights in pixels: of a lane, from its top to the foot of its label, of its bars, and of the years below all."""
_MOST_YEARS = 6


@dataclass(frozen=True, slots=True)
class Mark:
    """A span from one day to another, or a single day; ``last`` is None while a span goes on.

    ``ahead`` says that it is expected and has not happened.
    """

    label: str
    first: date
    last: date | None = None
    is_day: bool = False
    ahead: bool = False


@dataclass(frozen=True, slots=True)
class Lane:
    """What is alike, one below the other kind."""

    label: str
    marks: Sequence[Mark]


@dataclass(frozen=True, slots=True)
class PlacedMark:
    """A mark where it is drawn: its name, and shares of the width."""

    name: str
    x: str
    width: str
    is_day: bool
    ahead: bool


@dataclass(frozen=True, slots=True)
class PlacedLane:
    """A lane where it is drawn: heights in pixels."""

    label: str
    text_y: int
    bar_y: int
    marks: list[PlacedMark]


@dataclass(frozen=True, slots=True)
class TimeChart:
    """A chart of time with today marked; lanes without a mark are left out.

    ``title`` states what it shows.
    """

    name: str
    title: str
    lanes: Sequence[Lane]
    today: date

    @property
    def filled(self) -> list[Lane]:
        """The lanes that have something to show."""
        return [lane for lane in self.lanes if lane.marks]

    @property
    def height(self) -> int:
        """Height of the drawing in pixels."""
        return LANE * len(self.filled) + FOOT

    @property
    def ends(self) -> tuple[date, date]:
        """The first and the last day drawn: whole years around everything and today."""
        days = [self.today]
        for lane in self.lanes:
            for mark in lane.marks:
                days += [mark.first, mark.last or mark.first]
        return date(min(days).year, 1, 1), date(max(days).year + 1, 1, 1)

    @property
    def placed(self) -> list[PlacedLane]:
        """The lanes where they are drawn."""
        return [
            PlacedLane(
                lane.label, LANE * row + LABEL, LANE * row + LABEL + 6, [self._placed(each) for each in lane.marks]
            )
            for row, lane in enumerate(self.filled)
        ]

    @property
    def today_x(self) -> str:
        """Where today is."""
        return f"{self._share(self.today):.2f}%"

    @property
    def years(self) -> list[tuple[str, str]]:
        """The years below the lanes, each with where it begins; every few where there are many."""
        first, last = self.ends
        step = max(1, -(-(last.year - first.year) // _MOST_YEARS))
        return [(str(year), f"{self._share(date(year, 1, 1)):.2f}%") for year in range(first.year, last.year, step)]

    def _placed(self, mark: Mark) -> PlacedMark:
        begins = self._share(mark.first)
        width = 0.0 if mark.is_day else self._share(mark.last or max(self.today, mark.first)) - begins
        return PlacedMark(named(mark), f"{begins:.2f}%", f"{max(width, 0.4):.2f}%", mark.is_day, mark.ahead)

    def _share(self, day: date) -> float:
        first, last = self.ends
        return 100 * (day - first).days / (last - first).days


def named(mark: Mark) -> str:
    """Return a mark in words: what it is and when."""
    if mark.is_day:
        return f"{mark.label}: {_day(mark.first)}"
    return f"{mark.label}: {_day(mark.first)} to {_day(mark.last) if mark.last else 'now'}"


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
