"""A plan in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from cohort.enums import ObjectiveState
from cohort.models import Objective, Tool
from cohort.presenters.individuals import Row
from cohort.queries.plans import PartOfPlan, Plan
from marsoc.govuk.jinja import long_date
from sharing.models import Agency
from sharing.queries.names import names

_COLOURS = {ObjectiveState.OPEN: "blue", ObjectiveState.DONE: "green", ObjectiveState.OBSOLETE: "grey"}


@dataclass(frozen=True, slots=True)
class ShownObjective:
    """An objective as the plan's page shows it; ``warning`` says what is wrong with it today."""

    pk: int
    domain: str
    words: str
    measure: str
    owner: str
    tools: list[str]
    due: str
    state: tuple[str, str]
    outcome: str
    is_open: bool
    warning: str


@dataclass(frozen=True, slots=True)
class ShownPart:
    """A part of the plan as its page shows it."""

    code: str
    label: str
    is_now: bool
    objectives: list[ShownObjective]
    rows: list[Row]


@dataclass(frozen=True, slots=True)
class ShownTool:
    """A tool as the catalogue shows it."""

    name: str
    rows: list[Row]


def parts(plan: Plan, today: date) -> list[ShownPart]:
    """Return a plan part by part.

    Args:
        plan: as the viewer sees it.
        today: the day from which delays are told.
    """
    return [
        ShownPart(
            code=each.part.value,
            label=each.part.label,
            is_now=each.is_now,
            objectives=[objective(one, plan.tools, today) for one in each.objectives],
            rows=_safeguards(each),
        )
        for each in plan.parts
    ]


def objective(one: Objective, tools: Mapping[str, Tool], today: date) -> ShownObjective:
    """Return an objective in words.

    Args:
        one: the objective.
        tools: by their codes, those that it names.
        today: the day from which delays are told.
    """
    state = ObjectiveState(one.state)
    is_open = state == ObjectiveState.OPEN
    return ShownObjective(
        pk=one.pk,
        domain=one.domain.name,
        words=one.words,
        measure=one.measure,
        owner=one.owner.name,
        tools=[tools[code].name for code in one.tools if code in tools],
        due=long_date(one.due_on) if one.due_on else "",
        state=(state.label, _COLOURS[state]),
        outcome=one.outcome,
        is_open=is_open,
        warning=_warning(one, tools, today) if is_open else "",
    )


def _warning(one: Objective, tools: Mapping[str, Tool], today: date) -> str:
    ended = [tools[code].name for code in one.tools if code in tools and not tools[code].is_valid_on(today)]
    if ended:
        return f"{', '.join(ended)} cannot be used any more."
    return "This is overdue." if one.due_on and one.due_on < today else ""


def _safeguards(part: PartOfPlan) -> list[Row]:
    said = part.safeguards
    return [
        Row("Risks to life and to others", said.risks if said else ""),
        Row("Equality and community impact", said.equality if said else ""),
        Row("If the plan does not work out", said.contingency if said else ""),
    ]


def catalogue(tools: list[Tool]) -> list[ShownTool]:
    """Return tools with what the catalogue says of each; what it does not say is left out."""
    agencies = names(Agency)
    return [ShownTool(tool.name, [row for row in _rows(tool, agencies) if row.value]) for tool in tools]


def _rows(tool: Tool, agencies: Mapping[str, str]) -> list[Row]:
    to_check = " (to be checked by a lawyer)" if tool.to_check else ""
    return [
        Row("Who can use it", [agencies.get(code, code) for code in tool.agencies]),
        Row("Possible", ", ".join(label.lower() for label in tool.parts_in_words)),
        Row("Legal basis", f"{tool.legal_basis}{to_check}"),
        Row("What must be so", tool.preconditions),
        Row("Evidence", tool.evidence),
        Row("Who approves", tool.approver),
        Row("Begin", f"{tool.lead_days} days before it is to take effect" if tool.lead_days else ""),
        Row("Watch for", tool.watch_for),
    ]
