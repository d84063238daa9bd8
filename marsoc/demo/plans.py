"""Plans for people of two hubs, in every custody phase: open, reached, given up and overdue objectives."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.db import transaction

from cohort.actions import plans
from cohort.enums import ListStatus, ObjectiveState, PlanPart
from cohort.models import Individual, Objective, PlanDomain, Tool
from marsoc.demo.acting import acting
from marsoc.kit import clock
from sharing.enums import Phase, RoleCode
from sharing.models import Agency
from sharing.seeing import seeing
from sharing.viewer import Viewer

HUBS = ("WM", "EM")
# Part, domain, what is to be reached, measure, agency, tools, in how many days, what has come of it.
OBJECTIVES = (
    ("BEFORE", "CRIME", "Is charged for the supply, not for possession alone", "Charging decision", "CPS",
     ["SCPO_CC", "RESTRAINT"], -200, "Charged with conspiracy (synthetic)"),
    ("BEFORE", "BUSINESS", "Cannot move the money of the car wash", "Accounts frozen", "HMRC", ["AFO"], -120, ""),
    ("DURING", "CUSTODY", "Does not direct the group from his cell", "No illicit phone found for six months",
     "HMPPS-PRI", ["PIN", "SEARCH"], 60, ""),
    ("DURING", "BEHAVIOUR", "Takes part in a programme", "Programme completed", "HMPPS-PS", ["PREV"], 240, ""),
    ("AFTER", "RELEASE", "Is released with conditions that fit the risk", "Conditions served before release",
     "HMPPS-PS", ["LIC_ADD", "EM_EXCL"], 150, ""),
    ("AFTER", "TRAVEL", "Does not travel to suppliers abroad", "Passport surrendered", "CPS", ["TRO"], 400, ""),
    ("AFTER", "LIFESTYLE", "Lives on lawful income", "Income explained at each quarterly check", "DWP", ["BEN"],
     500, ""),
)  # fmt: skip
GIVEN_UP = "Both accounts were closed by the bank before (synthetic)"


@transaction.atomic
def prepare_plans() -> None:
    """Make the plans of some people, unless there are any."""
    for hub in HUBS:
        by = acting(RoleCode.HUB_OFFICER, hub) if hub == "WM" else acting(RoleCode.CENTRAL_ADMIN)
        with seeing(by):
            if Objective.unscoped.filter(individual__owning_hub=hub).exists():
                continue
            people = list(_people(by, hub))
        for number, person in enumerate(people):
            _plan(by, person, number)


def _people(by: Viewer, hub: str) -> Iterator[Individual]:
    """Yield two people of each phase who are on the list."""
    listed = Individual.unscoped.visible_to(by).filter(owning_hub=hub, status=ListStatus.ACCEPTED)
    for phase in Phase:
        yield from listed.filter(phase=phase).order_by("pk")[:2]


def _plan(by: Viewer, person: Individual, number: int) -> None:
    """Set the objectives; each person's begin at another, so that no two plans are the same."""
    for part, domain, words, measure, owner, tools, days, outcome in OBJECTIVES[number % 3 :]:
        made = plans.set_objective(
            by=by, individual=person, version=_version(by, person), part=PlanPart(part),
            domain=PlanDomain._default_manager.get(pk=domain), words=words, measure=measure,
            owner=Agency.objects.get(pk=owner), tools=list(Tool._default_manager.filter(pk__in=tools)),
            due_on=_day(days), reason="Agreed at the case conference (synthetic)",
        )  # fmt: skip
        if outcome:
            _close(by, person, made, ObjectiveState.DONE, outcome)
        elif tools == ["AFO"] and number % 2:
            _close(by, person, made, ObjectiveState.OBSOLETE, GIVEN_UP)
    plans.set_safeguards(
        by=by, individual=person, version=_version(by, person), part=PlanPart.AFTER, reason="Case conference",
        said={
            "risks": "A former partner has been threatened; the police force holds a safety plan (synthetic)",
            "equality": "No effect on a community is expected; asked again at each review (synthetic)",
            "contingency": "Recall, and an application for an order without notice (synthetic)",
        },
    )  # fmt: skip


def _close(by: Viewer, person: Individual, made: Objective, state: ObjectiveState, outcome: str) -> None:
    plans.close_objective(
        by=by, individual=person, version=_version(by, person), objective=made, state=state, outcome=outcome
    )


def _version(by: Viewer, person: Individual) -> int:
    with seeing(by):
        version: int = Individual.unscoped.visible_to(by).values_list("version", flat=True).get(pk=person.pk)
    return version


def _day(days: int) -> date:
    return clock.today() + timedelta(days=days)
