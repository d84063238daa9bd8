"""Somebody's plan, and the catalogue of tools that it draws on."""

from collections.abc import Mapping
from dataclasses import dataclass

from cohort.enums import PlanPart
from cohort.models import Individual, Objective, PlanSafeguards, Tool
from cohort.queries.reference import choices
from sharing.viewer import Viewer


@dataclass(frozen=True, slots=True)
class PartOfPlan:
    """One part of a plan; ``is_now`` while the person's custody phase is one of it."""

    part: PlanPart
    is_now: bool
    safeguards: PlanSafeguards | None
    objectives: list[Objective]


@dataclass(frozen=True, slots=True)
class Plan:
    """Somebody's plan as far as a viewer may see it, with the tools that it names by their codes."""

    parts: list[PartOfPlan]
    tools: Mapping[str, Tool]


def plan_for(viewer: Viewer, individual: Individual) -> Plan:
    """Return somebody's plan; the caller records the reading.

    Args:
        viewer: who reads, and sees the individual.
        individual: whose plan; with the custody phase, if the viewer may see it.
    """
    objectives = list(
        Objective.unscoped.visible_to(viewer).filter(individual=individual).select_related("domain", "owner")
    )
    safeguards = {each.part: each for each in PlanSafeguards.unscoped.visible_to(viewer).filter(individual=individual)}
    present = None if individual.withholds("phase") else PlanPart.of(individual.phase)
    return Plan(
        parts=[
            PartOfPlan(part, part == present, safeguards.get(part), [each for each in objectives if each.part == part])
            for part in PlanPart
        ],
        tools=Tool._default_manager.in_bulk({code for each in objectives for code in each.tools}),
    )


def tools_for(part: PlanPart | None, agency: str = "") -> list[Tool]:
    """Return the tools of today's catalogue, in its order.

    Args:
        part: of a plan in which they are possible, None for any.
        agency: code of the agency that may use them, empty for any.
    """
    found = choices(Tool)
    if part:
        found = found.filter(parts__contains=[part])
    return list(found.filter(agencies__contains=[agency]) if agency else found)
