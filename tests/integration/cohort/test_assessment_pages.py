"""Assessing in the browser's terms: from opening to the result, blind on every page, and explained."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cohort.actions import assessments
from cohort.models import Assessment, Individual
from sharing.enums import Operation, RoleCode
from sharing.models import AuditEvent
from sharing.viewer import viewer_in
from tests import factories
from tests.contracts.world import everything_in, taken_back, without_the_changing
from tests.factories import method
from tests.unit.govuk.markup import document

pytestmark = pytest.mark.django_db
LEVELS = {"intent": 3, "reach": 2, "influence": 2}


@pytest.fixture(autouse=True)
def _framework() -> None:
    method.framework()


def said(content: bytes) -> str:
    """Return the words of a page, those of one cell apart from those of the next."""
    return " ".join(" ".join(document(content.decode()).itertext()).split())


def page(client: Client, individual: Individual, name: str = "", *more: str) -> str:
    route = f"individual_assessment{name and '_'}{name}"
    return said(client.get(reverse(route, args=[individual.shown_reference, *more])).content)


def post(client: Client, individual: Individual, name: str, *more: str, **data: Any) -> Any:
    return client.post(reverse(f"individual_assessment_{name}", args=[individual.shown_reference, *more]), data)


def test_from_opening_to_the_result(sign_in: Callable[..., Client]) -> None:
    """Two people score on the pages; afterwards both see band, drivers, evidence and each other's answers."""
    individual = factories.individual()
    first, second = sign_in(), sign_in()
    graded = {
        "basis": "INTELLIGENCE", "source_grade": "2", "intelligence_grade": "B", "handling": "C",
        "conditions": "Ask the NCA", "summary": "Recruits others", "source_reference": "IR/26/1",
    }  # fmt: skip
    for client, level in ((first, "3"), (second, "4")):
        assert post(client, individual, "start").status_code == 302
        assert "Intent Not answered yet" in page(client, individual, "scoring")
        assert "Intent has no answer" in said(post(client, individual, "scoring").content)
        for code in LEVELS:
            post(client, individual, "dimension", code, level=level, confidence="HIGH", reason="Seen twice")
            assert "has a level but no evidence" in post(client, individual, "scoring").content.decode()
            post(client, individual, "evidence", code, **graded)
        post(client, individual, "dimension", "influence", level="unknown", confidence="LOW", reason="Nobody knows")
        post(client, individual, "scoring")
    shown = page(first, individual)

    assert "Tier 1, 75.0 of 100" in shown
    assert "Intent gives 40.0 points: level 3, much" in shown
    assert "Influence; left out of the score, not counted as zero" in shown
    assert "Whatever is found out, the score lies between 56.3 and 81.3" in shown
    assert "High for 100% of the weight" in shown
    assert "Intelligence: Recruits others (IR/26/1), graded 2BC. Conditions: Ask the NCA" in shown
    assert "Second assessor Level 4" in shown


def test_what_moved_since_last_time_and_how_near_the_next_band_is(sign_in: Callable[..., Client]) -> None:
    individual = factories.individual()
    method.assessment(individual, LEVELS)
    method.second(method.first(individual, {**LEVELS, "reach": 1}, reason="Gave up the boat"), {**LEVELS, "reach": 1})
    shown = page(sign_in(), individual)

    assert "Tier 2, 51.3 of 100" in shown
    assert "Tier 2, 60.0 of 100" in shown
    assert "Reach Level 2 Level 1 Gave up the boat" in shown
    assert "18.7 points below Tier 1, which starts at 70.0" in shown
    assert "6.3 points above the start of Tier 2; lower is Below threshold" in shown
    assert "Stable: the band survives any change of the weights by up to 10% each" in shown


def test_which_weights_would_change_the_band_is_said(sign_in: Callable[..., Client]) -> None:
    """67.5 points, below 70: one change is not enough, these two are."""
    individual = factories.individual()
    method.assessment(individual, {"intent": 4, "reach": 1, "influence": 3})
    changes = "raising the weight of Intent and lowering the weight of Reach by 10%"

    assert f"Not stable: the next higher band would follow from {changes}" in page(sign_in(), individual)


def test_far_apart_waits_for_the_panel_and_both_are_kept(sign_in: Callable[..., Client]) -> None:
    individual = factories.individual()
    method.assessment(individual, LEVELS, {**LEVELS, "reach": 4})
    shown = page(sign_in(), individual)

    assert "Waiting for the panel" in shown
    assert "Reach Far apart First assessor Level 2" in shown
    assert "Second assessor Level 4" in shown


def told(membership: Any, individual: Individual, sign_in: Callable[..., Client]) -> dict[str, str]:
    """Return what somebody is sent by every page that could speak of what another scored."""
    client = sign_in(membership)
    reference = individual.shown_reference
    sent = {}
    for route, given in (
        ("individual_assessment", [reference]), ("individual_assessment_start", [reference]),
        ("individual_assessment_scoring", [reference]), ("individual_assessment_withdraw", [reference]),
        ("individual_assessment_dimension", [reference, "reach"]), ("individual_overview", [reference]),
        ("individual_timeline", [reference]), ("individual_readers", [reference]), ("individual_list", []),
        ("individual_list_print", []), ("home", []), ("calibration", []),
    ):  # fmt: skip
        with taken_back():
            sent[route] = without_the_changing(everything_in(client.get(reverse(route, args=given))))
    with taken_back():
        found = client.post(reverse("individual_list"), {"text": "zzblind"}, follow=True)
        sent["search"] = without_the_changing(everything_in(found))
    return sent


@pytest.mark.parametrize("role", [RoleCode.HUB_OFFICER, RoleCode.HUB_MANAGER, RoleCode.CENTRAL_ADMIN])
def test_what_the_first_scored_changes_nothing_that_anybody_else_is_sent(
    role: RoleCode, sign_in: Callable[..., Client]
) -> None:
    """Two worlds in which the first assessor answered otherwise give the second and everybody else the same pages."""
    individual = factories.individual()
    first = method.officer()
    hub = None if role == RoleCode.CENTRAL_ADMIN else "WM"
    membership = factories.membership(role=role, hub=hub)
    scoring = assessments.open_assessment(by=first, individual=individual)
    with taken_back():
        assessments.begin_second_scoring(by=viewer_in(membership), assessment=scoring.assessment)
        worlds = []
        for levels, reason in ((LEVELS, "Zzblind"), ({"intent": 0, "reach": 4, "influence": 4}, "Other")):
            with taken_back():
                method.answered(first, scoring, levels, reason=reason)
                assessments.submit_scoring(by=first, scoring=scoring)
                worlds.append(told(membership, individual, sign_in))

    assert worlds[0] == worlds[1]
    assert not any("zzblind" in text for route, text in worlds[0].items() if route != "search")


def test_an_assessor_does_not_see_before_submitting_whether_a_second_will_score(
    sign_in: Callable[..., Client],
) -> None:
    """A review that is sampled looks like one that is not until the first has submitted."""
    shown = []
    for sample in (0, 100):
        with taken_back():
            method.framework(review_sample=sample)
            individual = factories.individual(status="ACCEPTED", reference="HK472MRX")
            membership = factories.membership(person=factories.user(full_name="Ann Other"))
            assessments.open_assessment(by=viewer_in(membership), individual=individual)
            client = sign_in(membership)
            shown.append([page(client, individual), page(client, individual, "scoring")])

    assert shown[0] == shown[1]


@pytest.mark.parametrize(
    ("name", "more", "data", "sentence"),
    [
        ("dimension", ["intent"], {}, "Select a level, or Unknown"),
        ("dimension", ["intent"], {"level": "5"}, "Select a level, or Unknown"),
        ("dimension", ["intent"], {"level": "2", "reason": "x"}, "Select how sure you are of the level"),
        ("dimension", ["intent"], {"level": "unknown"}, "Enter why you chose this"),
        ("evidence", ["intent"], {"basis": "FACT", "summary": "x", "source_reference": "John Smith"}, "with a digit"),
        ("evidence", ["intent"], {"basis": "INTELLIGENCE"}, "Select the grade for source"),
        (
            "evidence", ["intent"],
            {
                "basis": "INTELLIGENCE", "source_grade": "1", "intelligence_grade": "A", "handling": "C",
                "summary": "x", "source_reference": "IR/1",
            },
            "Enter the conditions on which it may be shared",
        ),
        ("withdraw", [], {}, "Enter why it is withdrawn"),
    ],
)  # fmt: skip
def test_bad_input_is_answered_with_a_sentence_and_saves_nothing(
    name: str, more: list[str], data: dict[str, str], sentence: str, sign_in: Callable[..., Client]
) -> None:
    individual, client = factories.individual(), sign_in()
    post(client, individual, "start")
    before = Assessment.history.count()
    response = post(client, individual, name, *more, **(data or {"nothing": "1"}))

    assert sentence in response.content.decode()
    assert response.status_code == 200
    assert Assessment.history.count() == before
    assert Assessment.unscoped.get().withdrawn_at is None


def test_reading_and_writing_leave_their_events(sign_in: Callable[..., Client]) -> None:
    individual, client = factories.individual(), sign_in()
    page(client, individual)
    page(client, individual, "start")
    post(client, individual, "start")
    events = AuditEvent.objects.filter(subject_ref=individual.shown_reference).order_by("pk")

    assert [(each.operation, each.details.get("page") or each.details.get("change")) for each in events] == [
        (Operation.CONSULT, "assessment"), (Operation.CONSULT, "assessment"), (Operation.ALTER, "assessment opened"),
    ]  # fmt: skip
    assert set(events[0].details["categories"]) == {"IDENTITY", "ASSESSMENT", "INTELLIGENCE"}


def test_the_page_takes_the_same_queries_for_one_assessment_and_three(sign_in: Callable[..., Client]) -> None:
    individual, client, taken = factories.individual(), sign_in(), []
    page(client, individual)  # the first request of a session asks more
    for rounds in (1, 2):
        for _ in range(rounds):
            method.assessment(individual, LEVELS)
        with CaptureQueriesContext(connection) as captured:
            page(client, individual)
        taken.append(len(captured))

    assert taken[0] == taken[1]


def test_a_draft_of_the_method_is_shown_to_the_central_team_alone(sign_in: Callable[..., Client]) -> None:
    method.draft()
    officer, central = sign_in(), sign_in(RoleCode.CENTRAL_ANALYST, None, "HMPPS-CENTRAL")

    assert [officer.get(reverse("framework_detail", args=[number])).status_code for number in (1, 2)] == [200, 404]
    assert [central.get(reverse("framework_detail", args=[number])).status_code for number in (1, 2)] == [200, 200]
    assert "Version 2" not in officer.get(reverse("framework_list")).content.decode()


def test_a_version_is_edited_proposed_and_published_on_the_pages(sign_in: Callable[..., Client]) -> None:
    one, other = (sign_in(RoleCode.CENTRAL_ADMIN, None, "HMPPS-CENTRAL") for _ in range(2))
    one.post(reverse("framework_start"))
    edit = reverse("framework_edit", args=[2, "weights"])
    wrong = one.post(edit, {"intent": "50", "reach": "35", "influence": "25"})
    assert "The weights add up to 110. Change them so that they add up to 100." in wrong.content.decode()
    assert 'value="50"' in wrong.content.decode()  # what was typed is still there
    one.post(edit, {"intent": "50", "reach": "30", "influence": "20"})
    bands = {"name_1": "High", "starts_1": "50", "ends_1": "100", "name_2": "Low", "starts_2": "0", "ends_2": "40"}
    edit = reverse("framework_edit", args=[2, "bands"])
    assert "lie in no band" in one.post(edit, bands).content.decode()
    one.post(edit, {**bands, "ends_2": "50"})
    one.post(reverse("framework_act", args=[2, "propose"]))
    assert one.post(reverse("framework_act", args=[2, "publish"])).status_code == 403
    other.post(reverse("framework_act", args=[2, "publish"]))
    shown = said(other.get(reverse("framework_list")).content)

    assert "Version 2 Proposal: harm, likelihood, custody and victims In force" in shown
