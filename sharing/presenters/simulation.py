"""What an agreement would change, for a page, for a terminal and for another program."""

from dataclasses import dataclass
from typing import Any

from sharing.enums import DataCategory
from sharing.presenters.agreement_warnings import warnings_about
from sharing.queries.simulation import AgencyChange, Change, Simulation

WIDTH = 100
"""How wide the widest bar is, in units of the picture."""


@dataclass(frozen=True, slots=True)
class Row:
    """One data category of one agency: its figures, and the lengths of its bar's parts."""

    label: str
    figures: Change
    kept: int
    gained: int
    lost: int


def rows(change: AgencyChange) -> list[Row]:
    """Return the figures of an agency, a row for each category, with bars that can be compared with each other."""
    longest = max((each.then + each.lost for each in change.categories.values()), default=0) or 1

    def length(number: int) -> int:
        return -(-number * WIDTH // longest)  # whatever is not nothing can be seen

    return [
        Row(
            label=_label(category),
            figures=figures,
            kept=length(figures.now - figures.lost),
            gained=length(figures.gained),
            lost=length(figures.lost),
        )
        for category, figures in change.categories.items()
    ]


def _label(category: DataCategory) -> str:
    return "Individuals, by Identity" if category == DataCategory.IDENTITY else category.label


def to_json(simulation: Simulation) -> dict[str, Any]:
    """Return the shape that docs/simulation.md describes."""
    return {
        "agreement": simulation.agreement.reference,
        "version": simulation.agreement.version,
        "state": str(simulation.state),
        "at": simulation.at.isoformat(),
        "agencies": [_agency(change) for change in simulation.agencies],
        "warnings": warnings_about(simulation),
    }


def _agency(change: AgencyChange) -> dict[str, Any]:
    return {
        "agency": change.agency.pk,
        "name": change.agency.name,
        "individuals": _figures(change.individuals),
        "categories": {str(category): _figures(figures) for category, figures in change.categories.items()},
        "sample": {"newly_visible": change.gained_sample, "no_longer_visible": change.lost_sample},
    }


def _figures(change: Change) -> dict[str, int]:
    return {
        "now": change.now, "then": change.then, "newly_visible": change.gained, "no_longer_visible": change.lost,
    }  # fmt: skip


def to_text(simulation: Simulation) -> str:
    """Return the same in words, for a terminal."""
    lines = [f"{simulation.agreement}: what would change if everybody signed"]
    for change in simulation.agencies:
        lines += ["", f"{change.agency.name}"]
        lines += [
            f"  {_label(category):<26} {each.now:>7,} now {each.then:>7,} then {each.gained:>+8,} {-each.lost:>8,}"
            for category, each in change.categories.items()
        ]
        lines += [
            f"  {title}: {', '.join(sample)}"
            for title, sample in (("Newly visible", change.gained_sample), ("No longer", change.lost_sample))
            if sample
        ]
    warnings = warnings_about(simulation)
    return "\n".join([*lines, "", *(f"Warning: {each}" for each in warnings or ["none"])])
