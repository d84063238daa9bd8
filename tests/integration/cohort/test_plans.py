"""A plan: what is to be reached before, during and after custody, with which tools, and what has to be minded."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from cohort.actions import plans
from cohort.enums import ObjectiveState, PlanPart
from cohort.errors import EditConflict, NothingChanged
from cohort.models import Individual, Objective, PlanDomain, PlanSafeguards, Tool
from cohort.queries.plans import plan_for, tools_for
from marsoc.kit import clock
from sharing.enums import DataCategory, Phase, RoleCode
from sharing.errors import BadRequest, Refused
from sharing.models import Agency
from sharing.viewer import Viewer
from tests import factories
from tests.unit.govuk.markup import document, words

pytestmark = pytest.mark.django_db
Viewers = Callable[..., Viewer]
SignIn = Callable[..., Client]


def objective(by: Viewer, of: Individual, **given: Any) -> Objective:
    """Set an objective by the product's own action."""
    of.refresh_from_db()
    return plans.set_objective(
        **{
            "by": by, "individual": of, "version": of.version, "part": PlanPart.AFTER,
            "domain": PlanDomain._default_manager.get(pk="CRIME"), "words": "Leaves the group",
            "measure": "No contact for a year", "owner": Agency.objects.get(pk="POL"), "tools": [tool("BREACH")],
            "due_on": None, "reason": "Agreed by the hub", **given,
        }
    )  # fmt: skip


def tool(code: str) -> Tool:
    """Return a tool of the catalogue."""
    return Tool._default_manager.get(pk=code)


def test_a_plan_has_three_parts_and_says_which_is_now(viewer: Viewers) -> None:
    someone = factories.individual(phase=Phase.CUS)
    by = viewer()
    objective(by, someone, part=PlanPart.DURING, tools=[tool("PIN")])
    objective(by, someone)

    plan = plan_for(by, someone)

    assert [(each.part, each.is_now, len(each.objectives)) for each in plan.parts] == [
        (PlanPart.BEFORE, False, 0),
        (PlanPart.DURING, True, 1),
        (PlanPart.AFTER, False, 1),
    ]
    assert {each.name for each in plan.tools.values()} == {tool("PIN").name, tool("BREACH").name}


@pytest.mark.parametrize("phase", Phase)
def test_every_phase_is_of_one_part(phase: Phase) -> None:
    before, during = {Phase.PRE, Phase.REM}, {Phase.CUS}

    meant = PlanPart.BEFORE if phase in before else PlanPart.DURING if phase in during else PlanPart.AFTER
    assert PlanPart.of(phase) == meant


def test_a_tool_is_possible_where_the_catalogue_says(viewer: Viewers) -> None:
    someone = factories.individual()

    with pytest.raises(BadRequest, match="cannot be used before custody"):
        objective(viewer(), someone, part=PlanPart.BEFORE, tools=[tool("RECALL")])
    with pytest.raises(BadRequest, match="'Financial reporting order' cannot be used any more"):
        objective(viewer(), someone, tools=[tool("FRO")])
    assert not Objective.unscoped.exists()


def test_an_objective_is_changed_with_its_history_and_closed_with_what_came_of_it(viewer: Viewers) -> None:
    someone, by = factories.individual(), viewer()
    made = objective(by, someone)
    changed = objective(by, someone, objective=made, measure="Two clean reports", due_on=clock.today())
    someone.refresh_from_db()
    closed = plans.close_objective(
        by=by, individual=someone, version=someone.version, objective=changed, state=ObjectiveState.DONE,
        outcome="Moved away",
    )  # fmt: skip

    assert [each.measure for each in closed.history.order_by("history_id")] == [
        "No contact for a year", "Two clean reports", "Two clean reports",
    ]  # fmt: skip
    assert closed.history.latest().history_change_reason == "Moved away"
    with pytest.raises(BadRequest, match="This objective is closed"):
        objective(by, someone, objective=closed, words="Leaves for good")


def test_the_same_again_and_no_change_are_refused_in_words(viewer: Viewers) -> None:
    someone, by = factories.individual(), viewer()
    made = objective(by, someone)

    with pytest.raises(BadRequest, match="The plan has this objective already"):
        objective(by, someone, words="LEAVES the group")
    with pytest.raises(NothingChanged, match="The plan says this already"):
        objective(by, someone, objective=made)
    with pytest.raises(EditConflict):
        objective(by, someone, words="Another", version=someone.version - 1)
    assert Objective.unscoped.count() == 1


def test_safeguards_are_said_once_for_each_part(viewer: Viewers) -> None:
    someone, by = factories.individual(), viewer()
    said = {"risks": "Threat to a witness", "equality": "", "contingency": "Recall"}
    for part in PlanPart:
        for equality in ("None known", "A faith group"):
            someone.refresh_from_db()
            plans.set_safeguards(
                by=by, individual=someone, version=someone.version, part=part, said={**said, "equality": equality},
                reason="Panel of May",
            )  # fmt: skip

    assert {(each.part, each.equality) for each in PlanSafeguards.unscoped.all()} == {
        (part, "A faith group") for part in PlanPart
    }


def test_only_staff_of_the_owning_hub_change_a_plan(viewer: Viewers) -> None:
    factories.agreement("NCA", categories=[DataCategory.IDENTITY, DataCategory.PLAN])
    someone = factories.individual()

    with pytest.raises(Refused):
        objective(viewer(RoleCode.AGENCY_CONTRIB, None, "NCA"), someone)
    with pytest.raises(Individual.DoesNotExist):
        objective(viewer(RoleCode.HUB_OFFICER, "NW"), someone)


def test_an_agency_sees_a_plan_by_a_clause_about_plans_alone(sign_in: SignIn) -> None:
    factories.agreement("NCA", categories=[DataCategory.IDENTITY, DataCategory.PLAN])
    factories.agreement("HMRC", categories=[DataCategory.IDENTITY, DataCategory.CUSTODY])
    someone = factories.individual()
    factories.objective(someone, words="Leaves the group")
    page = reverse("individual_plan", args=[someone.shown_reference])

    seen = sign_in(RoleCode.AGENCY_CONTRIB, None, "NCA").get(page)
    assert "Leaves the group" in seen.content.decode()
    assert "Set an objective" not in seen.content.decode()
    assert sign_in(RoleCode.AGENCY_CONTRIB, None, "HMRC").get(page).status_code == 404
    overview = sign_in(RoleCode.AGENCY_CONTRIB, None, "HMRC").get(
        reverse("individual_overview", args=[someone.shown_reference])
    )
    assert page not in overview.content.decode()


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_asks_the_same_number_of_questions(
    number: int, sign_in: SignIn, django_assert_num_queries: Any
) -> None:
    someone = factories.individual()
    for each in range(number):
        factories.objective(someone, words=f"Objective {each}", tools=["BREACH"])
    client = sign_in(RoleCode.HUB_OFFICER)
    page = reverse("individual_plan", args=[someone.shown_reference])
    client.get(page)

    with django_assert_num_queries(21):
        client.get(page)


def test_the_page_warns_of_what_is_overdue_and_of_a_tool_that_has_ended(sign_in: SignIn) -> None:
    someone = factories.individual()
    factories.objective(someone, words="Late", due_on=clock.today() - timedelta(days=1))
    factories.objective(someone, words="Ended", tools=["FRO"])
    factories.objective(
        someone, words="Past", due_on=date(2020, 1, 1), state=ObjectiveState.OBSOLETE, outcome="Moved abroad"
    )

    page = sign_in(RoleCode.HUB_OFFICER).get(reverse("individual_plan", args=[someone.shown_reference]))

    rows = {words(row.find("th")): words(row) for row in document(page.content.decode()).xpath("//tbody/tr")}
    late, ended, past = (next(text for head, text in rows.items() if head.startswith(each)) for each in
                         ("Late", "Ended", "Past"))  # fmt: skip
    assert "This is overdue." in late
    assert "Financial reporting order cannot be used any more." in ended
    assert "overdue" not in past
    assert "Moved abroad" in past


def test_an_objective_is_set_changed_and_closed_on_its_pages(sign_in: SignIn) -> None:
    someone, client = factories.individual(), sign_in(RoleCode.HUB_OFFICER)
    plan = reverse("individual_plan", args=[someone.shown_reference])
    said = {
        "part": "AFTER", "domain": "CRIME", "words": "Leaves the group", "measure": "No contact", "owner": "POL",
        "tools": ["BREACH", "PIN"], "due_on_0": "", "reason": "Agreed", "version": someone.version,
    }  # fmt: skip
    add = reverse("individual_objective_set", args=[someone.shown_reference])
    refused = client.post(add, said).content.decode()
    assert "cannot be used after custody" in refused

    assert client.post(add, {**said, "tools": ["BREACH"]}).headers["Location"] == plan
    (made,) = Objective.unscoped.all()
    change = reverse("individual_objective_change", args=[someone.shown_reference, made.pk])
    stale = client.post(change, {**said, "tools": ["BREACH"], "measure": "No calls"})
    assert (stale.status_code, "was changed while you were writing" in stale.content.decode()) == (409, True)
    someone.refresh_from_db()
    close = reverse("individual_objective_close", args=[someone.shown_reference, made.pk])
    client.post(close, {"state": "DONE", "reason": "No contact since May", "version": someone.version})

    made.refresh_from_db()
    assert (made.state, made.outcome, made.measure) == (ObjectiveState.DONE, "No contact since May", "No contact")


def test_the_catalogue_holds_what_is_possible_now(sign_in: SignIn) -> None:
    someone = factories.individual(phase=Phase.CUS)

    page = sign_in(RoleCode.HUB_OFFICER).get(reverse("individual_plan_tools", args=[someone.shown_reference]))

    shown = [words(each) for each in document(page.content.decode()).xpath("//*[@class='govuk-summary-card__title']")]
    assert shown == [each.name for each in tools_for(PlanPart.DURING)]
    assert tool("PIN").name in shown
    assert tool("BREACH").name not in shown


def test_the_catalogue_names_agencies_and_parts_that_there_are() -> None:
    known = set(Agency.objects.values_list("pk", flat=True))

    for each in Tool._default_manager.all():
        assert set(each.agencies) <= known, each
        assert each.agencies, each
        assert set(each.parts) <= set(PlanPart), each
    assert tool("FRO") not in tools_for(None)
    assert {each.pk for each in tools_for(PlanPart.DURING, "HMPPS-PRI")} >= {"PIN", "SEG"}
