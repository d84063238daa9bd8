"""The panel: who takes part, what it takes to decide, and that nobody decides alone."""

from typing import Any

import pytest

from cohort.actions import panels as actions
from cohort.actions.assessments import open_assessment, withdraw_assessment
from cohort.actions.list_life import review_individual
from cohort.deciding import Said, Votes
from cohort.enums import ListAct, ListStatus, Place, ProposalState, ReviewOutcome, SubjectCategory
from cohort.models import (
    Band,
    Individual,
    ListMove,
    Panel,
    PanelAttendance,
    PanelDecision,
    Recusal,
    RejectionReason,
    Standing,
)
from cohort.moves import latest_review
from cohort.queries.as_it_stood import assessed_then, read_as_it_stood
from cohort.queries.assessments import read_assessments
from cohort.queries.panels import agenda_of, meeting_of
from cohort.queries.prioritised import changes_since, listed_at, prioritised
from marsoc.kit import clock
from sharing.enums import RoleCode
from sharing.errors import BadRequest, Refused
from sharing.models import Agency, AuditEvent, Hub, Notice
from sharing.seeing import seeing
from sharing.viewer import Viewer
from tests import factories
from tests.factories import by_name, method, panels
from tests.integration.cohort.test_list_life import moved

pytestmark = pytest.mark.django_db
FAR, NEAR = {"intent": 4, "reach": 4, "influence": 4}, {"intent": 1, "reach": 1, "influence": 1}
EVERYBODY = Votes(3, 0, 0)


def before_panel(**given: Any) -> Individual:
    """Return somebody who is before the panel."""
    return factories.individual(**{"status": ListStatus.PANEL, **given})


def disputed(**given: Any) -> Individual:
    """Return somebody whom two assessors have scored far apart."""
    of = factories.individual(**{"status": ListStatus.ACCEPTED, **given})
    method.framework(review_sample=100)
    assert method.assessment(of, FAR, NEAR).for_panel
    return of


def status_of(of: Individual) -> str:
    """Return where somebody stands now."""
    return Individual.unscoped.get(pk=of.pk).status


def band(name: str) -> Band:
    """Return a band of the version in force."""
    return Band.objects.filter(name=name).latest("framework__version")


def attendance(of: Panel, agency: str) -> PanelAttendance:
    """Return who takes part for an agency."""
    found: PanelAttendance = PanelAttendance.unscoped.get(panel=of, agency=agency)
    return found


def people_on(viewer: Viewer, hub: str = "WM") -> list[Individual]:
    """Return whom a viewer reads on the agenda."""
    with seeing(viewer):
        return [case.individual for case in agenda_of(viewer, hub)]


def test_the_agenda_is_who_is_before_the_panel_and_whose_assessors_are_far_apart() -> None:
    tabled, apart, there = before_panel(), disputed(), before_panel(owning_hub_id="EM")
    closed = disputed(status=ListStatus.REJECTED)
    hidden = before_panel()
    by_name.restrict(hidden)
    for status in (ListStatus.SCORED, ListStatus.ACCEPTED):
        factories.individual(status=status)

    assert {each.pk for each in people_on(panels.chair())} == {tabled.pk, apart.pk}
    assert {each.pk for each in people_on(panels.chair("EM"), "EM")} == {there.pk}
    assert closed.pk not in {each.pk for each in people_on(method.central())}


@pytest.mark.parametrize(
    ("act", "status"),
    [(ListAct.ACCEPT, ListStatus.ACCEPTED), (ListAct.DEFER, ListStatus.DEFERRED), (ListAct.REJECT, "REJECTED")],
)
def test_a_panel_with_a_quorum_decides_with_reasons_and_it_takes_effect(act: ListAct, status: str) -> None:
    of, by = before_panel(), panels.chair()
    rejection = RejectionReason.objects.get(pk="BELOW") if act == ListAct.REJECT else None
    made = panels.decision(of, act, by=by, rejection=rejection, words="Seen to direct others", votes=Votes(2, 1, 0))

    assert status_of(of) == status
    move = ListMove.unscoped.get(individual=of)
    assert (move.act, move.words, move.rejection) == (act, "Seen to direct others", rejection)
    assert (made.state, made.agencies) == (ProposalState.APPROVED, ["HMPPS-PRI", "HMPPS-PS", "ROCU"])
    assert (made.manner, made.in_favour, made.against, made.abstained) == ("VOTE", 2, 1, 0)
    event = AuditEvent.objects.filter(subject_ref=of.shown_reference, details__change="panel decided").get()
    assert event.details["decision"] == made.pk
    assert PanelDecision.history.get(id=made.pk).history_user == by.user


@pytest.mark.parametrize(
    ("others", "sentence"),
    [
        ({}, "nobody takes part for HM Prison Service"),
        ({"HMPPS-PS": "Owen Marsh", "NCA": "Ada Quill"}, "nobody takes part for HM Prison Service"),
        ({"HMPPS-PRI": "Iris Vale"}, "it takes people of 3 agencies, and 2 take part"),
    ],
)
def test_without_a_quorum_nothing_is_decided(others: dict[str, str], sentence: str) -> None:
    of, by = before_panel(), panels.chair()
    held = panels.panel(by, others=others)
    with pytest.raises(BadRequest, match=sentence):
        panels.decision(of, by=by, at=held)
    assert nothing_was_decided(of)


def nothing_was_decided(of: Individual) -> bool:
    """Say whether a refused decision has left everything as it was."""
    as_before = (status_of(of), Individual.unscoped.get(pk=of.pk).version) == (ListStatus.PANEL, of.version)
    left = [each.unscoped.filter(individual=of).exists() for each in (PanelDecision, ListMove)]
    return as_before and left == [False, False] and not Notice.objects.filter(kind="PANEL").exists()


def test_several_of_one_agency_count_for_one() -> None:
    of, by = before_panel(), panels.chair()
    held = panels.panel(by, others={"HMPPS-PRI": "Iris Vale"})
    actions.record_attendance(by=by, panel=held, agency=Agency.objects.get(pk="ROCU"), name="Ned Rook")
    with pytest.raises(BadRequest, match="it takes people of 3 agencies, and 2 take part"):
        panels.decision(of, by=by, at=held)


def test_whoever_steps_out_counts_neither_for_the_quorum_nor_for_the_votes_of_that_person() -> None:
    of, other, by = before_panel(), before_panel(), panels.chair()
    held = panels.panel(by)
    out = attendance(held, "HMPPS-PS")
    actions.step_out(by=by, panel=held, individual=of, attendance=out, reason="A relative")
    with pytest.raises(BadRequest, match="has stepped out already"):
        actions.step_out(by=by, panel=held, individual=of, attendance=out, reason="Again")
    with pytest.raises(BadRequest, match="it takes people of 3 agencies, and 2 take part"):
        panels.decision(of, by=by, at=held)
    assert nothing_was_decided(of)

    actions.record_attendance(by=by, panel=held, agency=Agency.objects.get(pk="NCA"), name="Ada Quill")
    with pytest.raises(BadRequest, match="The votes add up to 4, and 3 people take part"):
        panels.decision(of, by=by, at=held, votes=Votes(4, 0, 0))
    assert panels.decision(of, by=by, at=held, votes=EVERYBODY).agencies == ["HMPPS-PRI", "NCA", "ROCU"]
    assert panels.decision(other, by=by, at=held, votes=Votes(4, 0, 0)).agencies == [
        "HMPPS-PRI", "HMPPS-PS", "NCA", "ROCU",
    ]  # fmt: skip
    assert Recusal.unscoped.get().reason == "A relative"


def test_a_chair_who_has_stepped_out_does_not_record_the_decision() -> None:
    of, by = before_panel(), panels.chair()
    held = panels.panel(by, others={**panels.OTHERS, "NCA": "Ada Quill"})
    actions.record_attendance(by=by, panel=held, agency=Agency.objects.get(pk="ROCU"), name="Ned Rook")
    out = PanelAttendance.unscoped.get(panel=held, user=by.user)
    actions.step_out(by=by, panel=held, individual=of, attendance=out, reason="A relative")
    with pytest.raises(BadRequest, match="You stepped out for this person"):
        panels.decision(of, by=by, at=held)
    assert nothing_was_decided(of)
    panels.decision(of, by=panels.chair(), at=held)
    assert status_of(of) == ListStatus.ACCEPTED


@pytest.mark.parametrize("votes", [Votes(1, 1, 1), Votes(1, 2, 0), Votes(0, 0, 3)])
def test_a_vote_without_a_majority_decides_nothing(votes: Votes) -> None:
    of = before_panel()
    with pytest.raises(BadRequest, match="The vote did not carry this"):
        panels.decision(of, votes=votes)
    assert nothing_was_decided(of)


def said_otherwise() -> list[tuple[dict[str, Any], str]]:
    """Return what is not an answer about somebody who is before the panel, each with the sentence that says so."""
    below = RejectionReason.objects.get(pk="BELOW")
    return [
        ({"act": ListAct.DEFER, "band": Band.objects.first(), "band_reason": "Worse"}, "There is no result"),
        ({"act": None}, "Say whether the person is accepted, deferred or rejected"),
        ({"act": ListAct.SUSPEND}, "Say whether the person is accepted, deferred or rejected"),
        ({"act": ListAct.REJECT}, "A rejection has a reason from the list"),
        ({"act": ListAct.ACCEPT, "rejection": below}, "A rejection has a reason from the list"),
        ({"act": ListAct.ACCEPT, "settled": Place.FIRST}, "just where two assessors were too far apart"),
    ]


def test_a_panel_decides_what_there_is_to_decide_and_nothing_else() -> None:
    method.framework()
    of, by = before_panel(), panels.chair()
    held = panels.panel(by)
    for said, sentence in said_otherwise():
        with pytest.raises(BadRequest, match=sentence):
            panels.decision(of, by=by, at=held, **said)
    for nobody in (factories.individual(status=ListStatus.SCORED), before_panel(owning_hub_id="EM")):
        with pytest.raises((BadRequest, Refused)):
            panels.decision(nobody, by=by, at=held)
    assert nothing_was_decided(of)


def one_assessor(of: Individual) -> None:
    """Score somebody as the first assessor alone."""
    method.first(of, NEAR)


def withdrawn(of: Individual) -> None:
    """Begin to assess somebody, and withdraw it."""
    by = method.officer()
    scoring = open_assessment(by=by, individual=of)
    withdraw_assessment(by=by, assessment=scoring.assessment, reason="Too early")


def too_little_known(of: Individual) -> None:
    """Have both assessors find that most is unknown."""
    method.assessment(of, {"intent": 3})


def of_an_earlier_nomination(of: Individual) -> None:
    """Assess somebody who is then rejected and nominated anew."""
    method.assessment(of, NEAR)
    of.status = ListStatus.REJECTED
    factories.save(of)
    moved(panels.chair(), of, ListAct.RENOMINATE)
    of.refresh_from_db()
    of.status = ListStatus.PANEL
    factories.save(of)


@pytest.mark.parametrize(
    ("assess", "sentence"),
    [
        (withdrawn, "There is no result by the method since this person was nominated.*under Assessment on the record"),
        (one_assessor, "nobody is accepted on one assessor alone.*under Assessment on the record"),
        (of_an_earlier_nomination, "There is no result by the method since this person was nominated"),
        (too_little_known, "nobody is accepted without a band.*Assess the person again, or set a band"),
    ],
)
def test_nobody_is_accepted_without_a_result_by_the_method(assess: Any, sentence: str) -> None:
    """Whatever was assessed, a panel that only defers needs none."""
    method.framework()
    of, by = before_panel(), panels.chair()
    assess(of)
    of, held = Individual.unscoped.get(pk=of.pk), panels.panel(by)
    with pytest.raises(BadRequest, match=sentence):
        panels.decision(of, by=by, at=held)
    assert Individual.unscoped.get(pk=of.pk).version == of.version
    assert not PanelDecision.unscoped.exists()
    panels.decision(of, ListAct.DEFER, by=by, at=held)
    assert status_of(of) == ListStatus.DEFERRED


def test_somebody_too_little_known_for_a_score_is_accepted_in_a_band_that_the_panel_sets() -> None:
    method.framework()
    of = before_panel()
    too_little_known(of)
    made = panels.decision(of, band=band("Tier 2"), band_reason="Convicted of directing others")
    assert (made.state, status_of(of)) == (ProposalState.PROPOSED, ListStatus.PANEL)
    actions.approve_decision(by=panels.chair(), decision=made)
    assert (status_of(of), str(Standing.unscoped.get().counting_band)) == (ListStatus.ACCEPTED, "Tier 2")


@pytest.mark.parametrize("category", [SubjectCategory.VICTIM, SubjectCategory.WITNESS, SubjectCategory.OTHER])
def test_a_victim_a_witness_or_an_associate_is_not_accepted(category: SubjectCategory) -> None:
    of = before_panel(category=category)
    with pytest.raises(BadRequest, match="is not accepted onto the list"):
        panels.decision(of)
    assert nothing_was_decided(of)


def put_before(by: Viewer) -> Individual:
    """Return somebody whom a viewer has put before the panel."""
    return moved(by, factories.individual(status=ListStatus.SCORED), ListAct.TABLE)


def nominated(by: Viewer) -> Individual:
    """Return somebody before the panel whom a viewer nominated again."""
    of = moved(by, factories.individual(status=ListStatus.REJECTED), ListAct.RENOMINATE)
    of.status = ListStatus.PANEL
    factories.save(of)
    return of


@pytest.mark.parametrize("make", [put_before, nominated])
def test_the_chair_does_not_decide_alone_about_an_own_nomination(make: Any) -> None:
    """What the panel decided waits until somebody else approves it, who was neither in the chair nor nominated."""
    chair, other = panels.chair(), panels.chair()
    of = make(chair)
    made = panels.decision(of, by=chair)
    assert (made.state, status_of(of)) == (ProposalState.PROPOSED, ListStatus.PANEL)
    waits = Notice.objects.filter(kind="PANEL", settled_at=None)
    assert {(each.hub_id, each.role_id) for each in waits} == {("WM", "HUB_MANAGER"), (None, "CENTRAL_ADMIN")}

    with pytest.raises(Refused, match="Somebody else must approve it"):
        actions.approve_decision(by=chair, decision=made)
    for by in (factories.viewer(RoleCode.HUB_OFFICER, "ROCU", "WM"), panels.chair("EM")):
        with pytest.raises(Refused):
            actions.approve_decision(by=by, decision=made)
    with pytest.raises(BadRequest, match="waits for approval"):
        panels.decision(of, by=other)
    actions.approve_decision(by=other, decision=made)
    assert status_of(of) == ListStatus.ACCEPTED
    assert not waits.all().exists()


def test_whoever_nominated_does_not_approve_what_a_chair_in_the_same_case_may_not_decide() -> None:
    """Also where somebody else records the decision, and whoever nominated is asked to approve it."""
    nominator, chair = panels.chair(), panels.chair()
    of = put_before(nominator)
    assert panels.decision(of, by=chair).state == ProposalState.APPROVED

    again = put_before(nominator)
    made = panels.decision(again, by=nominator)
    with pytest.raises(Refused):
        actions.approve_decision(by=nominator, decision=made)


def test_a_decision_that_is_not_approved_leaves_the_person_on_the_agenda() -> None:
    chair = panels.chair()
    of = put_before(chair)
    for by, state in ((panels.chair(), ProposalState.REFUSED), (chair, ProposalState.WITHDRAWN)):
        made = panels.decision(of, by=chair)
        assert actions.refuse_decision(by=by, decision=made, reason="Evidence is missing").state == state
        with pytest.raises(BadRequest, match="answered already"):
            actions.approve_decision(by=panels.chair(), decision=made)
    assert status_of(of) == ListStatus.PANEL
    assert of.pk in {each.pk for each in people_on(panels.chair())}


def test_an_approval_holds_only_while_the_person_stands_where_the_panel_saw_them() -> None:
    chair = panels.chair()
    of = put_before(chair)
    made = panels.decision(of, by=chair)
    of = Individual.unscoped.get(pk=of.pk)
    of.category = SubjectCategory.VICTIM
    factories.save(of)
    with pytest.raises(BadRequest, match="is not accepted onto the list"):
        actions.approve_decision(by=panels.chair(), decision=made)
    of.category, of.status = SubjectCategory.SUSPECT, ListStatus.DEFERRED
    factories.save(of)
    with pytest.raises(BadRequest, match="stands elsewhere by now"):
        actions.approve_decision(by=panels.chair(), decision=made)
    assert status_of(of) == ListStatus.DEFERRED


@pytest.mark.parametrize(("place", "name"), [(Place.FIRST, "Tier 1"), (Place.SECOND, "Below threshold")])
def test_the_panel_settles_whose_scoring_stands_and_both_are_kept(place: Place, name: str) -> None:
    of, by = disputed(), panels.chair()
    assert not Standing.unscoped.exists()
    panels.decision(of, None, by=by, settled=place)

    standing = Standing.unscoped.get(individual=of)
    assert (standing.place, str(standing.band)) == (place, name)
    assert status_of(of) == ListStatus.ACCEPTED
    assert of.pk not in {each.pk for each in people_on(by)}
    with seeing(by):
        found = read_assessments(by, of)
    assert found.standing
    assert str(found.standing.assessment.band) == name
    assert {each.place for each in found.standing.scorings} == {Place.FIRST, Place.SECOND}
    assert found.disputed is None


def test_a_settled_result_is_what_the_next_one_is_compared_with() -> None:
    of, by = disputed(), panels.chair()
    held = panels.panel(by)
    with pytest.raises(BadRequest, match="This is the band that the score gives"):
        panels.decision(
            of, None, by=by, at=held, settled=Place.SECOND, band=band("Below threshold"), band_reason="Dying"
        )
    panels.decision(of, None, by=by, at=held, settled=Place.SECOND)
    method.assessment(of, NEAR)
    with seeing(by):
        found = read_assessments(by, of)
    assert found.before
    assert str(found.before.assessment.band) == "Below threshold"


def test_somebody_before_the_panel_whose_assessors_are_far_apart_is_decided_about_in_one() -> None:
    of, by = disputed(status=ListStatus.PANEL), panels.chair()
    held = panels.panel(by)
    with pytest.raises(BadRequest, match="Say whose scoring stands"):
        panels.decision(of, by=by, at=held)
    panels.decision(of, by=by, at=held, settled=Place.SECOND)
    assert (status_of(of), str(Standing.unscoped.get().band)) == (ListStatus.ACCEPTED, "Below threshold")


def overridden() -> tuple[Individual, PanelDecision]:
    """Return somebody whom the panel put into the lowest band, and the decision that waits."""
    of = before_panel()
    return of, panels.band_that_waits(of)


def test_another_band_needs_a_reason_and_a_second_person_and_ends_with_the_next_review() -> None:
    of, made = overridden()
    with pytest.raises(BadRequest, match="waits for approval"):
        panels.decision(of, band=band("Tier 2"), band_reason=" ")
    assert (made.state, Standing.unscoped.get().panel_band) == (ProposalState.PROPOSED, None)
    before, by = clock.now(), panels.chair()
    actions.approve_decision(by=by, decision=made)

    standing = Standing.unscoped.get()
    assert (str(standing.band), str(standing.panel_band)) == ("Tier 1", "Below threshold")
    set_at = clock.now()
    of = Individual.unscoped.get(pk=of.pk)
    review_individual(
        by=by, individual=of, changed="Recovered", outcome=ReviewOutcome.KEEP, next_due=latest_review(clock.today())
    )
    assert Standing.unscoped.get().panel_band is None
    with seeing(by):
        assert [(each.panel_band, each.band) for each in listed_at(by, "WM", set_at)] == [("Below threshold", "Tier 1")]
        assert listed_at(by, "WM", before) == []
        assert [then.panel_band for then, _ in changes_since(by, "WM", set_at).raised] == ["Below threshold"]
        then = assessed_then(by, read_as_it_stood(by, of.shown_reference, set_at, page="assessment"))
        now = read_assessments(by, of)
    assert (str(then.panel_band), then.set_by) == ("Below threshold", made)
    assert (now.panel_band, now.set_by) == (None, None)


def test_a_band_without_a_reason_or_of_another_version_or_the_same_is_refused() -> None:
    method.framework()
    old = band("Tier 2")
    method.framework()
    of, by = before_panel(), panels.chair()
    held = panels.panel(by)
    method.assessment(of, FAR)
    refused = (
        (band("Tier 2"), " ", "Say why the band"),
        (old, "Dying", "another version"),
        (band("Tier 1"), "Dying", "This is the band that the score gives"),
    )
    for wanted, reason, sentence in refused:
        with pytest.raises(BadRequest, match=sentence):
            panels.decision(of, by=by, at=held, band=wanted, band_reason=reason)
    assert nothing_was_decided(of)


def test_another_band_ends_with_the_next_result_as_well() -> None:
    of, made = overridden()
    actions.approve_decision(by=panels.chair(), decision=made)
    method.assessment(Individual.unscoped.get(pk=of.pk), {**FAR, "reach": 3})
    assert Standing.unscoped.get().panel_band is None


def test_the_list_is_in_the_order_of_the_bands_that_count() -> None:
    of, made = overridden()
    other = factories.individual(status=ListStatus.ACCEPTED)
    method.assessment(other, {"intent": 2, "reach": 2, "influence": 2})
    actions.approve_decision(by=panels.chair(), decision=made)
    by = panels.chair()
    with seeing(by):
        rows = prioritised(by, "WM", 1).page.rows
        then = listed_at(by, "WM", clock.now())
    assert [row.pk for row in rows] == [each.pk for each in then] == [other.pk, of.pk]


def test_one_panel_of_a_hub_at_a_time_opened_by_its_manager_and_nothing_goes_on_in_a_closed_one() -> None:
    by, hub, of = panels.chair(), Hub.objects.get(pk="WM"), before_panel()
    for other in (factories.viewer(RoleCode.HUB_OFFICER, "ROCU", "WM"), panels.chair("EM")):
        with pytest.raises(Refused):
            actions.open_panel(by=other, hub=hub)
    held = panels.panel(by)
    with pytest.raises(BadRequest, match="open already"):
        actions.open_panel(by=panels.chair(), hub=hub)
    with pytest.raises(BadRequest, match="is recorded already"):
        actions.record_attendance(by=by, panel=held, agency=Agency.objects.get(pk="NCA"), name="iris vale")
    out = attendance(held, "HMPPS-PS")
    actions.close_panel(by=by, panel=held)
    late = (
        lambda: actions.close_panel(by=by, panel=held),
        lambda: actions.record_attendance(by=by, panel=held, agency=Agency.objects.get(pk="NCA"), name="Ada Quill"),
        lambda: actions.step_out(by=by, panel=held, individual=of, attendance=out, reason="Late"),
        lambda: actions.decide_case(by=by, panel=held, individual=of, said=Said("Late", ListAct.ACCEPT)),
    )
    for act in late:
        with pytest.raises(BadRequest, match="has been closed"):
            act()
    assert nothing_was_decided(of)


def test_partners_and_other_hubs_see_nothing_of_a_panel() -> None:
    of, by = before_panel(), panels.chair()
    held = panels.panel(by, others={**panels.OTHERS, "NCA": "Ada Quill"})
    actions.step_out(by=by, panel=held, individual=of, attendance=attendance(held, "NCA"), reason="A neighbour")
    panels.decision(of, by=by, at=held)
    factories.agreement("NCA")
    for viewer in (panels.chair("EM"), factories.viewer(RoleCode.AGENCY_CONTRIB, "NCA")):
        with seeing(viewer):
            for model in (Panel, PanelAttendance, Recusal, PanelDecision):
                assert not model.unscoped.exists()
                assert not model.unscoped.visible_to(viewer).exists()


def take_back(of: Panel, agency: str, by: Viewer) -> PanelAttendance:
    """Take back that somebody takes part for an agency."""
    held = PanelAttendance.unscoped.select_related("panel").get(panel=of, agency=agency, taken_back_at=None)
    return actions.take_back_attendance(by=by, attendance=held)


def test_an_attendance_that_is_taken_back_counts_for_no_quorum_and_no_stepping_out() -> None:
    """The history keeps it, and the same person is recorded again if that was the mistake."""
    of, by = before_panel(), panels.chair()
    held = panels.panel(by)
    out = attendance(held, "HMPPS-PS")
    actions.step_out(by=by, panel=held, individual=of, attendance=out, reason="A neighbour")
    with seeing(by):
        assert len(meeting_of(by, held).recusals) == 1
    taken = take_back(held, "HMPPS-PS", by)
    with pytest.raises(BadRequest, match="it takes people of 3 agencies, and 2 take part"):
        panels.decision(of, by=by, at=held)
    with pytest.raises(BadRequest, match="does not take part"):
        actions.step_out(by=by, panel=held, individual=of, attendance=taken, reason="A neighbour")
    with seeing(by):
        shown = meeting_of(by, held)
    assert ([each.agency_id for each in shown.attendances], shown.recusals) == (["ROCU", "HMPPS-PRI"], [])
    assert PanelAttendance.history.filter(id=taken.pk).earliest().history_user == by.user

    actions.record_attendance(by=by, panel=held, agency=Agency.objects.get(pk="HMPPS-PS"), name="Owen Marsh")
    assert panels.decision(of, by=by, at=held).agencies == ["HMPPS-PRI", "HMPPS-PS", "ROCU"]


def test_what_the_panel_decided_with_somebody_keeps_who_took_part() -> None:
    """Whoever came later or had stepped out took no part in it; the chair and a closed panel stay as they are."""
    of, by = before_panel(), panels.chair()
    held = panels.panel(by, others={**panels.OTHERS, "NCA": "Ada Quill"})
    actions.step_out(by=by, panel=held, individual=of, attendance=attendance(held, "NCA"), reason="A neighbour")
    panels.decision(of, by=by, at=held)
    actions.record_attendance(by=by, panel=held, agency=Agency.objects.get(pk="HMRC"), name="Finn Lowe")
    refused = (("HMPPS-PS", "The panel has decided with Owen Marsh"), ("ROCU", "in the chair takes part until"))
    for agency, sentence in refused:
        with pytest.raises(BadRequest, match=sentence):
            take_back(held, agency, by)
    gone = [take_back(held, agency, by) for agency in ("NCA", "HMRC")]
    with pytest.raises(BadRequest, match="taken back already"):
        actions.take_back_attendance(by=by, attendance=gone[0])
    for other in (factories.viewer(RoleCode.HUB_OFFICER, "ROCU", "WM"), factories.viewer(RoleCode.AUDITOR, "POL")):
        with pytest.raises(Refused):
            take_back(held, "HMPPS-PS", other)
    actions.close_panel(by=by, panel=held)
    with pytest.raises(BadRequest, match="has been closed"):
        take_back(held, "HMPPS-PRI", by)
    assert PanelDecision.unscoped.get().agencies == ["HMPPS-PRI", "HMPPS-PS", "ROCU"]
