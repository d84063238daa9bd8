"""Writes to somebody's plan: its objectives, and what has to be minded in each part of it."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from cohort.access import get_objective
from cohort.actions.individuals import changing, save_next_version
from cohort.enums import ObjectiveState, PlanPart
from cohort.errors import NothingChanged
from cohort.models import Individual, Objective, PlanDomain, PlanSafeguards, Tool
from marsoc.kit import clock
from sharing.errors import BadRequest
from sharing.models import Agency
from sharing.viewer import Viewer

SAFEGUARDS = ("risks", "equality", "contingency")


def set_objective(
    *,
    by: Viewer,
    individual: Individual,
    version: int,
    part: PlanPart,
    domain: PlanDomain,
    words: str,
    measure: str,
    owner: Agency,
    tools: Sequence[Tool],
    due_on: date | None,
    reason: str,
    objective: Objective | None = None,
) -> Objective:
    """Set an objective of a plan, or change one that is open.

    Args:
        by: who sets it.
        individual: whose plan.
        version: of the record that the person saw.
        part: of the plan.
        domain: the side of the person's life that it is about.
        words: what is to be reached.
        measure: by which it is seen that it was.
        owner: the agency that answers for it.
        tools: of the catalogue; each possible in the part today.
        due_on: when it is to be reached, None for no day.
        reason: why, in the person's own words.
        objective: to change; None for a new one.

    Raises:
        BadRequest: a tool cannot be used in the part or any more, or the objective is closed or there already.
        EditConflict: somebody else changed the record since.
        Http404: the objective is out of the viewer's sight.
        NothingChanged: the plan says all of it already.
        Refused: the viewer may not change individuals.
    """
    said = {"part": part, "domain": domain, "words": words, "measure": measure, "owner": owner, "due_on": due_on}
    with changing(by, individual, version, reason) as locked:
        for tool in tools:
            _must_be_possible(tool, part)
        own = _open_objective(by, locked, objective) if objective else Objective(individual=locked)
        _must_be_new(by, locked, own, part, words)
        _take(own, {**said, "tools": [tool.pk for tool in tools]})
        own.save()
        save_next_version(by, locked, ["plan"])
    return own


def close_objective(
    *, by: Viewer, individual: Individual, version: int, objective: Objective, state: ObjectiveState, outcome: str
) -> Objective:
    """Close an objective that was reached or is given up.

    Args:
        by: who closes it.
        individual: whose plan.
        version: of the record that the person saw.
        objective: to close.
        state: reached or given up.
        outcome: what came of it, or why it is given up.

    Raises:
        BadRequest: it is closed already.
        EditConflict: somebody else changed the record since.
        Http404: the objective is out of the viewer's sight.
        Refused: the viewer may not change individuals.
        ValueError: the state closes nothing.
    """
    if state == ObjectiveState.OPEN:
        raise ValueError("An objective is closed as reached or as given up.")
    with changing(by, individual, version, outcome) as locked:
        own = _open_objective(by, locked, objective)
        own.state, own.outcome = state, outcome
        own.save()
        save_next_version(by, locked, ["plan"])
    return own


def set_safeguards(
    *, by: Viewer, individual: Individual, version: int, part: PlanPart, said: Mapping[str, str], reason: str
) -> PlanSafeguards:
    """Say what has to be minded in one part of a plan.

    Args:
        by: who says it.
        individual: whose plan.
        version: of the record that the person saw.
        part: of the plan.
        said: texts by the names of ``SAFEGUARDS``.
        reason: why, in the person's own words.

    Raises:
        EditConflict: somebody else changed the record since.
        NothingChanged: the plan says all of it already.
        Refused: the viewer may not change individuals.
    """
    with changing(by, individual, version, reason) as locked:
        of_part = PlanSafeguards.unscoped.visible_to(by).filter(individual=locked, part=part).first()
        own = of_part or PlanSafeguards(individual=locked, part=part)
        _take(own, {name: said[name] for name in SAFEGUARDS})
        own.save()
        save_next_version(by, locked, ["plan"])
    return own


def _take(row: Objective | PlanSafeguards, said: Mapping[str, Any]) -> None:
    before = {name: getattr(row, name) for name in said} if row.pk else None
    if before == dict(said):
        raise NothingChanged("The plan says this already. Change an answer or cancel.")
    for name, value in said.items():
        setattr(row, name, value)


def _open_objective(by: Viewer, individual: Individual, objective: Objective) -> Objective:
    found = get_objective(by, individual, objective.pk)
    if found.state != ObjectiveState.OPEN:
        raise BadRequest("This objective is closed. Set a new one if there is more to reach.")
    return found


def _must_be_new(by: Viewer, individual: Individual, own: Objective, part: PlanPart, words: str) -> None:
    same = Objective.unscoped.visible_to(by).filter(individual=individual, part=part, words__iexact=words)
    if same.filter(state=ObjectiveState.OPEN).exclude(pk=own.pk).exists():
        raise BadRequest("The plan has this objective already")


def _must_be_possible(tool: Tool, part: PlanPart) -> None:
    if not tool.is_valid_on(clock.today()):
        raise BadRequest(f"'{tool.name}' cannot be used any more. Take it out of the objective.")
    if part not in tool.parts:
        raise BadRequest(f"'{tool.name}' cannot be used {part.label.lower()}. Take it out or choose another part.")
