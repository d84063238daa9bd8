"""Calibration in words and bars."""

from decimal import Decimal
from typing import NamedTuple

from cohort.queries.calibration import Agreement, AssessorDrift, BandChanges, HubDrift, Rate
from cohort.scoring import rounded
from marsoc.govuk.charts import Bar, BarChart

LEAST = 10
"""Below so many a rate is told without per cent: it says nothing."""


class AgreementRow(NamedTuple):
    """A dimension with its kappa, the interval and the pairs it rests on."""

    name: str
    kappa: str
    interval: str
    pairs: int
    one_unknown: int


class HubRow(NamedTuple):
    """A hub with its means and rates."""

    name: str
    assessed: int
    recent: str
    before: str
    to_panel: str


class BandRow(NamedTuple):
    """A hub with how often its bands came out otherwise, lately and before."""

    name: str
    overridden: str
    overridden_before: str
    lowered: str
    lowered_before: str


def agreement_rows(found: list[Agreement]) -> list[AgreementRow]:
    """Return the dimensions as their table shows them."""
    return [
        AgreementRow(
            each.dimension,
            f"{each.kappa.value:.2f}" if each.kappa else "Not defined",
            f"{each.kappa.low:.2f} to {each.kappa.high:.2f}" if each.kappa else "",
            each.pairs,
            each.one_unknown,
        )
        for each in found
    ]


def agreement_chart(found: list[Agreement]) -> BarChart | None:
    """Return the agreement by dimension as bars, the least first; less than chance is drawn as nothing."""
    known = sorted((each.kappa.value, each.dimension) for each in found if each.kappa)
    if not known:
        return None
    least, name = known[0]
    bars = [Bar(dimension, Decimal(str(round(max(0.0, value), 4))), f"{value:.2f}") for value, dimension in known]
    title = f"Assessors agree least on {name[:1].lower()}{name[1:]} ({least:.2f}, where 1 is always and 0 is chance)"
    return BarChart("agreement", title, "Dimension", "Weighted kappa", bars, full=Decimal(1))


def hub_rows(found: list[HubDrift]) -> list[HubRow]:
    """Return the hubs as their table shows them."""
    return [
        HubRow(each.hub, each.assessed, _mean(each.recent), _mean(each.before), rate(each.to_panel)) for each in found
    ]


def band_rows(found: list[BandChanges]) -> list[BandRow]:
    """Return how often bands came out otherwise, by hub and for all of them."""
    both = [
        Rate(sum(each.part for each in rates), sum(each.whole for each in rates))
        for rates in zip(*(each.rates for each in found), strict=True)
    ]
    return [BandRow(each.hub, *map(rate, each.rates)) for each in [*found, BandChanges("All hubs", *both)]]


def assessor_rows(found: list[AssessorDrift]) -> list[tuple[str, int, str]]:
    """Return the assessors as their table shows them: name, cases, and points above or below the other assessor."""
    return [(each.name, each.cases, _signed(each.above)) for each in found]


def _signed(points: Decimal) -> str:
    shown = rounded(abs(points))
    if not shown:
        return "None"
    return f"{shown} above" if points > 0 else f"{shown} below"


def _mean(score: Decimal | None) -> str:
    return "None" if score is None else f"{rounded(score)}"


def rate(found: Rate) -> str:
    """Return a rate with both its numbers, and in per cent unless they are too few to tell anything."""
    if found.whole < LEAST:
        return f"{found.part:,} of {found.whole:,}, too few to tell" if found.whole else "No cases"
    return f"{found.part:,} of {found.whole:,} ({rounded(Decimal(100 * found.part) / found.whole)}%)"
