"""Bars as server-rendered SVG: horizontal, from zero, each labelled where it is; ``components/bar_chart.html`` draws.

No script and no style of their own: lengths are shares of the width, so that nothing is scaled and text stays readable
on a phone; colours come from the stylesheet, for print and forced colours as well.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

ROW, BAR, TEXT = 44, 16, 16
"""Heights in pixels: of a row, of its bar, and from the top of the row to the foot of its text."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One value: what it is of, how much, and how it is written."""

    label: str
    value: Decimal
    shown: str


@dataclass(frozen=True, slots=True)
class Placed:
    """A bar where it is drawn: heights in pixels, its length as a share of the width."""

    label: str
    shown: str
    text_y: int
    bar_y: int
    length: str


@dataclass(frozen=True, slots=True)
class BarChart:
    """A chart of bars.

    ``title`` states what it shows, not what it is of. ``label`` and ``value`` head the columns of its table. Bars are
    drawn from zero; ``full`` is the value of a bar across the whole width, the greatest value unless it is given.
    """

    name: str
    title: str
    label: str
    value: str
    bars: Sequence[Bar]
    full: Decimal | None = None

    def __post_init__(self) -> None:
        """Refuse what bars from zero cannot show."""
        if any(bar.value < 0 for bar in self.bars):
            raise ValueError("A bar from zero cannot show a negative value.")
        if self.full is not None and any(bar.value > self.full for bar in self.bars):
            raise ValueError("A bar is longer than the chart is wide.")

    @property
    def height(self) -> int:
        """Height of the drawing in pixels."""
        return ROW * len(self.bars)

    @property
    def placed(self) -> list[Placed]:
        """The bars where they are drawn."""
        full = self.full or max((bar.value for bar in self.bars), default=Decimal(0)) or Decimal(1)
        return [
            Placed(bar.label, bar.shown, ROW * row + TEXT, ROW * row + TEXT + 6, f"{100 * bar.value / full:.1f}%")
            for row, bar in enumerate(self.bars)
        ]

    @property
    def described(self) -> str:
        """The values in one sentence, for those who do not see the drawing."""
        return "; ".join(f"{bar.label}: {bar.shown}" for bar in self.bars) + "."
