"""What is open about somebody who moves to another hub: line by line to somebody there, or closed with a reason."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine

from cohort.actions import access_requests, assessments, transfers
from cohort.actions.transfers import Answer
from cohort.enums import RequestState, ShareState, WorkKind
from cohort.models import (
    AccessRequest,
    Assessment,
    Correction,
    CorrectionNotice,
    Individual,
    Merge,
    NamedShare,
    PossibleMatch,
    Transfer,
    TransferLine,
)
from cohort.queries.transfers import work_to_hand_over
from cohort.tasks import take_due_transfers as job
from marsoc.kit import clock
from sharing.enums import DataCategory, Existence, RoleCode
from sharing.errors import BadRequest
from sharing.models import Notice
from sharing.viewer import Viewer
from tests import factories
from tests.factories import merging, method
from tests.factories.transfers import accepted, answers, managed, manager, offered
from tests.integration.cohort.test_leaving import again, three_ways

pytestmark = pytest.mark.django_db


def fresh(row: Any) -> Any:
    """Return a row as the database has it."""
    return type(row).unscoped.get(pk=row.pk)


def asked(of: Individual) -> AccessRequest:
    """Return a request for access to somebody."""
    factories.agreement("DVLA", hubs=["WM", "EM"], categories=[DataCategory.PLAN], existence=Existence.POINTER)
    return factories.access_request(of, factories.membership(role=RoleCode.AGENCY_CONTRIB, hub=None, agency="DVLA"))


def moved(of: Individual, given: dict[str, Answer] | None = None, *, by: Viewer | None = None) -> Transfer:
    """Return somebody handed over to the East Midlands today, with answers that hold but for those given."""
    by, offer = by or manager("EM"), offered(of)
    return transfers.accept_transfer(
        by=by, transfer=offer, answers={**answers(by, offer), **(given or {})}, lead_agency=None, officer="DS Invented"
    )


def line(kind: WorkKind) -> TransferLine:
    """Return what was decided about the only piece of a kind."""
    return TransferLine.unscoped.get(kind=kind)


def test_a_request_for_access_is_asked_of_the_new_hub() -> None:
    """The old hub's notice is settled, the new hub is asked, and a member of it answers."""
    of, new = managed(existence=Existence.POINTER), manager("EM")
    request = asked(of)
    moved(of, by=new)
    open_now = Notice.objects.filter(route="access_request", argument=str(request.pk), settled_at=None)
    assert [each.hub_id for each in open_now] == ["EM"]
    assert line(WorkKind.REQUEST).holder == new.user
    refused = access_requests.refuse_request(by=again(new), request=fresh(request), reason="Not needed")
    assert refused.state == RequestState.REFUSED


def test_a_request_for_access_that_is_closed_tells_the_agency_why() -> None:
    of = managed(existence=Existence.POINTER)
    request = asked(of)
    moved(of, {f"request_{request.pk}": Answer(reason="Ask the force instead")})
    assert (fresh(request).state, fresh(request).decision_reason) == (RequestState.REFUSED, "Ask the force instead")
    assert Notice.objects.filter(agency="DVLA", route="access_request", argument=str(request.pk)).exists()


def test_a_share_goes_on_only_under_a_clause_that_covers_the_new_hub() -> None:
    """Without one it must be closed, and the agency no longer sees the person; with one it goes on seeing."""
    here, both = factories.named_only("HMRC", hubs=["WM"]), factories.named_only("DWP", hubs=["WM", "EM"])
    of, new = managed(), manager("EM")
    ends, goes_on = factories.share(of, "HMRC", clause=here), factories.share(of, "DWP", clause=both)
    offer = offered(of)
    wrong = {**answers(new, offer), f"share_{ends.pk}": Answer(new.user)}
    with pytest.raises(BadRequest, match="Nobody of the receiving hub can go on with this"):
        transfers.accept_transfer(by=new, transfer=offer, answers=wrong, lead_agency=None, officer="DS Invented")
    accepted(offer, new)
    assert (fresh(ends).state, fresh(goes_on).state) == (ShareState.ENDED, ShareState.ACCEPTED)
    spocs = [factories.viewer(RoleCode.AGENCY_SPOC, agency) for agency in ("HMRC", "DWP")]
    assert [three_ways(each, of)[0] for each in spocs] == [False, True]
    assert Notice.objects.filter(agency="HMRC", route="share_detail", argument=str(ends.pk)).exists()


def test_an_assessment_that_is_begun_is_closed_and_one_that_waits_for_a_second_assessor_goes_on() -> None:
    method.framework(review_sample=100)
    waits, begun, new = managed(), managed(), manager("EM")
    method.first(waits, {"intent": 3})
    assessments.open_assessment(by=method.officer(), individual=begun)
    moved(waits, by=new)
    moved(begun, by=new)
    first, other = Assessment.unscoped.get(individual=waits), Assessment.unscoped.get(individual=begun)
    assert (first.withdrawn_at, other.withdrawal_reason) == (None, "Begun anew")
    assert assessments.begin_second_scoring(by=again(new), assessment=first)
    assert assessments.open_assessment(by=again(new), individual=fresh(begun))


def test_found_pairs_and_corrections_go_to_somebody_at_the_new_hub() -> None:
    """Also where the other record is the old hub's: the new one is not told whose it is."""
    of, twin, new = managed(), factories.individual(surname="Zqtwin"), manager("EM")
    factories.save(PossibleMatch(first=of, second=twin, score=80, reasons=["Same surname"]))
    _corrected(of)
    offer = offered(of)
    work = work_to_hand_over(new, of, "EM")
    assert [each.kind for each in work] == [WorkKind.REVIEW, WorkKind.MATCH, WorkKind.CORRECTION]
    assert not any("Zqtwin" in each.words or twin.shown_reference in each.words for each in work)
    assert work == work_to_hand_over(manager("WM"), of, "EM")
    accepted(offer, new)
    assert {each.holder for each in TransferLine.unscoped.all()} == {new.user}


def _corrected(of: Individual) -> None:
    correction = Correction(
        individual=of, field="surname", category=DataCategory.IDENTITY, written=1, since=clock.now(), nature="FACT",
        source="Fingerprints", corrected_at=clock.now(),
    )  # fmt: skip
    factories.save(correction)
    factories.save(
        CorrectionNotice(
            individual=of, correction=correction, agency_id="HMRC", reference=of.shown_reference, field="surname",
            category=DataCategory.IDENTITY, made_at=clock.now(),
        )
    )  # fmt: skip


def test_what_comes_up_or_is_finished_between_the_acceptance_and_the_day() -> None:
    """The first goes to whoever accepted, or is closed where nobody can go on; the second stays as it ended."""
    method.framework()
    of, old, new = managed(existence=Existence.POINTER), manager("WM"), manager("EM")
    finished = asked(of)
    accepted(offered(of, on=clock.today() + timedelta(days=3), by=old), new)
    access_requests.refuse_request(by=old, request=fresh(finished), reason="Not needed")
    assessments.open_assessment(by=method.officer(), individual=of)
    factories.save(PossibleMatch(first=of, second=factories.individual(), score=80, reasons=["Same surname"]))
    with time_machine.travel(clock.start_of(clock.today() + timedelta(days=3)), tick=False):
        job()
    assert line(WorkKind.REQUEST).handed_over_at is None
    assert fresh(finished).state == RequestState.REFUSED
    assert line(WorkKind.ASSESSMENT).reason == "Nobody of the receiving hub can go on with it."
    assert Assessment.unscoped.get().withdrawn_at
    assert (line(WorkKind.MATCH).holder, line(WorkKind.REVIEW).handed_over_at is not None) == (new.user, True)


def test_records_merged_into_the_persons_go_along() -> None:
    """They lead to a record of the new hub and are, like it, no longer the old hub's to read."""
    one, other = managed(surname="Zqone"), factories.individual(surname="Zqtwo")
    merge = merging.merged(one, other)
    assert merge.stands
    old = manager("WM")
    moved(fresh(one))
    assert fresh(other).owning_hub_id == "EM"
    assert three_ways(again(old), other) == (False, False, False)
    assert Merge.unscoped.get().stands


def test_nothing_is_half_done_where_a_line_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    """A fault while the work goes over leaves owner, work and transfer as they were."""
    of, new = managed(existence=Existence.POINTER), manager("EM")
    request = asked(of)
    offer = offered(of)
    chosen = {**answers(new, offer), f"request_{request.pk}": Answer(reason="Ask the force")}

    def fail(**_: Any) -> None:
        raise RuntimeError

    monkeypatch.setattr("cohort.actions.handing_over.save_next_version", lambda *_: fail())
    with pytest.raises(RuntimeError):
        transfers.accept_transfer(by=new, transfer=offer, answers=chosen, lead_agency=None, officer="")
    assert (fresh(of).owning_hub_id, fresh(offer).state, fresh(request).state) == ("WM", "OFFERED", RequestState.OPEN)
    assert not TransferLine.unscoped.exists()
    assert NamedShare.unscoped.count() == 0
