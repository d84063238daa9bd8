"""Calibration in words and bars."""

from decimal import Decimal
from typing import NamedTuple

from cohort.queries.calibration import Agreement, AssessorDrift, HubDrift
from cohort.scoring import rounded
from marsoc.govuk.charts import Bar, BarChart


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
    downgraded: str


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
        HubRow(
            each.hub, each.assessed, _mean(each.recent), _mean(each.before),
            _rate(each.to_panel, each.scored_twice), _rate(each.downgraded, each.compared),
        )
        for each in found
    ]  # fmt: skip


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


def _rate(part: int, whole: int) -> str:
    return f"{part:,} of {whole:,}"
