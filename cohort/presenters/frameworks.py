"""The method in words."""

from collections.abc import Iterable
from typing import NamedTuple

from cohort.enums import Area, Confidence
from cohort.models import Dimension, Framework
from cohort.presenters.individuals import Row
from cohort.queries.frameworks import NOT_SCORABLE, Effect
from marsoc.govuk.jinja import long_date


class Version(NamedTuple):
    """A version as the list shows it."""

    number: int
    title: str
    state: tuple[str, str]
    by: str


class OfArea(NamedTuple):
    """The dimensions of one area."""

    name: str
    dimensions: list[Dimension]


class BandRow(NamedTuple):
    """How many are in a band now and would be."""

    name: str
    before: int
    after: int


def versions(found: Iterable[Framework]) -> list[Version]:
    """Return the versions, the newest first; the first that is published is in force."""
    rows, current = [], True
    for each in found:
        shown = state(each)
        if each.published_at and current:
            shown, current = ("In force", "green"), False
        by = each.published_by or each.proposed_by or each.drafted_by
        rows.append(Version(each.version, each.title, shown, f"{by.full_name}{_on(each)}"))
    return rows


def _on(framework: Framework) -> str:
    return f", {long_date(framework.published_at)}" if framework.published_at else ""


def state(framework: Framework) -> tuple[str, str]:
    """Return where a version stands, with a colour."""
    if framework.published_at:
        return "Published", "blue"
    return ("Proposed", "purple") if framework.proposed_at else ("Draft", "grey")


def areas(framework: Framework) -> list[OfArea]:
    """Return the dimensions under what they are about."""
    found = [OfArea(area.label, [each for each in framework.dimensions.all() if each.area == area]) for area in Area]
    return [each for each in found if each.dimensions]


def terms(framework: Framework) -> list[Row]:
    """Return the limits of a version and what confidence means in it."""
    steps = framework.panel_steps
    return [
        Row("What it rests on", framework.basis),
        Row("Unknowns allowed", f"{framework.unknowns_allowed}; with more, a case is not scorable"),
        Row(
            "To the panel",
            f"Two assessors {steps} {'step' if steps == 1 else 'steps'} or more apart on a dimension, or"
            f" {framework.panel_points} points or more in all",
        ),
        Row("Scored twice", f"Every acceptance, and {framework.review_sample}% of reviews"),
        *(Row(f"{each.label} confidence", framework.means(each)) for each in Confidence),
        *([Row("Proposed by", framework.proposed_by.full_name)] if framework.proposed_by else []),
        *(
            [Row("Approved by", f"{framework.published_by.full_name}{_on(framework)}")]
            if framework.published_by
            else []
        ),
    ]


def bands(framework: Framework, effect: Effect) -> list[BandRow]:
    """Return every band that anybody is in or would be, the highest of the new version first."""
    names = [*(band.name for band in framework.bands.all()), *sorted(effect.before), NOT_SCORABLE]
    return [BandRow(name, effect.before[name], effect.after[name]) for name in dict.fromkeys(names)]
