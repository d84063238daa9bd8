"""Requests for access: who may ask for whom, what each answer gives, and that every act has its stage."""

from collections.abc import Callable
from datetime import timedelta
from itertools import product

import pytest
from django.http import Http404

from cohort import access
from cohort.actions import access_requests as actions
from cohort.actions.access_requests import MOVES
from cohort.actions.shares import Terms
from cohort.enums import RequestState, ShareState
from cohort.existence import Interest
from cohort.models import AccessRequest, Individual
from marsoc.kit import clock
from sharing import seeing
from sharing.enums import AccessReason, DataCategory, Existence, NoticeKind, Operation, RoleCode
from sharing.errors import BadRequest, Refused
from sharing.models import AuditEvent, Membership, Notice
from sharing.viewer import Viewer, viewer_in
from tests import factories
from tests.factories import by_name

pytestmark = pytest.mark.django_db
IDENTITY, PLAN = DataCategory.IDENTITY, DataCategory.PLAN


@pytest.fixture
def nca() -> Membership:
    """Somebody at the National Crime Agency, which may know of the West Midlands' individuals and sees their plans."""
    factories.agreement("NCA", categories=[PLAN], existence=Existence.POINTER)
    return factories.membership(role=RoleCode.AGENCY_CONTRIB, hub=None, agency="NCA")


@pytest.fixture
def officer(db: None) -> Viewer:
    """Somebody of the owning hub."""
    return factories.viewer(RoleCode.HUB_OFFICER, "ROCU", "WM")


@pytest.fixture
def person(db: None) -> Individual:
    """Somebody of whom others may know."""
    return factories.individual(existence=Existence.POINTER)


def terms(*categories: DataCategory) -> Terms:
    """Return terms on a clause that lets the National Crime Agency see nobody but by name."""
    clause = factories.named_only("NCA", categories=categories)
    return Terms(clause, categories, "Planning the release", clock.today() + timedelta(days=30))


ACTS: dict[str, Callable[[Viewer, AccessRequest], object]] = {
    "granted": lambda by, request: actions.grant_request(by=by, request=request, terms=terms()),
    "refused": lambda by, request: actions.refuse_request(by=by, request=request, reason="Not needed"),
    "questioned": lambda by, request: actions.question_request(by=by, request=request, question="Which prison?"),
    "answered": lambda by, request: actions.answer_question(by=by, request=request, reply="Leicester"),
    "withdrawn": lambda by, request: actions.withdraw_request(by=by, request=request),
}
OF_AGENCY = {"answered", "withdrawn"}


def test_granting_shares_by_name_at_once(nca: Membership, officer: Viewer, person: Individual) -> None:
    """The chosen categories of this individual; the asking stands for the acceptance."""
    factories.individual(existence=Existence.POINTER)
    request = factories.access_request(person, nca)
    granted = actions.grant_request(by=officer, request=request, terms=terms(PLAN))

    assert viewer_in(nca).sight.named == {IDENTITY: {person.pk}, PLAN: {person.pk}}
    assert granted.share is not None
    assert (granted.share.state, granted.share.decided_by) == (ShareState.ACCEPTED, nca.user)


@pytest.mark.parametrize("act", ["refused", "questioned", "withdrawn"])
def test_anything_else_gives_nothing(nca: Membership, officer: Viewer, person: Individual, act: str) -> None:
    request = factories.access_request(person, nca)
    ACTS[act](viewer_in(nca) if act in OF_AGENCY else officer, request)

    assert viewer_in(nca).sight.named == {}


@pytest.mark.parametrize(("state", "act"), list(product(RequestState, MOVES)))
def test_each_act_has_its_stage(
    nca: Membership, officer: Viewer, person: Individual, state: RequestState, act: str
) -> None:
    """Every state and act: it leads where the table says, or nothing changes and the sentence says so."""
    request = factories.access_request(person, nca)
    request.state = state
    factories.save(request)
    allowed, leads_to = MOVES[act]
    by = viewer_in(nca) if act in OF_AGENCY else officer

    if state in allowed:
        ACTS[act](by, request)
    else:
        with pytest.raises(BadRequest, match="has moved on"):
            ACTS[act](by, request)
    request.refresh_from_db()
    assert request.state == (leads_to if state in allowed else state)


@pytest.mark.parametrize("act", MOVES)
def test_who_may_not_act_is_refused(nca: Membership, officer: Viewer, person: Individual, act: str) -> None:
    request = factories.access_request(person, nca)
    other = factories.viewer(RoleCode.AGENCY_CONTRIB, "HMRC")
    wrong = [other, officer] if act in OF_AGENCY else [other, viewer_in(nca)]
    for by in [*wrong, factories.viewer(RoleCode.CENTRAL_ANALYST, "HMPPS-CENTRAL")]:
        with pytest.raises(Refused):
            ACTS[act](by, request)


def test_only_those_may_be_asked_for_of_whom_the_agency_may_know(nca: Membership, person: Individual) -> None:
    """Also where somebody makes up what the search had not given."""
    secret = factories.individual()
    made_up = Interest(secret.pk, secret.shown_reference, "WM", "", Existence.POINTER)
    with pytest.raises(BadRequest, match="nothing to ask for"):
        actions.request_access(by=viewer_in(nca), interest=made_up, purpose=AccessReason.CASELOAD, words="A release")
    assert not AccessRequest.unscoped.exists()


def test_one_request_of_an_agency_waits_at_a_time(nca: Membership, officer: Viewer, person: Individual) -> None:
    """A colleague's counts too; once it is decided another may be made."""
    request = factories.access_request(person, nca)
    colleague = factories.membership(role=RoleCode.AGENCY_CONTRIB, hub=None, agency="NCA")
    with pytest.raises(BadRequest, match="has asked for this already"):
        factories.access_request(person, colleague)

    actions.refuse_request(by=officer, request=request, reason="Not needed")
    assert factories.access_request(person, colleague)


def test_a_hub_or_the_central_lead_does_not_ask(officer: Viewer, person: Individual) -> None:
    interest = Interest(person.pk, person.shown_reference, "WM", "", Existence.POINTER)
    for by in (officer, factories.viewer(RoleCode.CENTRAL_ADMIN, "HMPPS-CENTRAL")):
        with pytest.raises(Refused):
            actions.request_access(by=by, interest=interest, purpose=AccessReason.CASELOAD, words="A release")


def test_each_act_leaves_its_event_and_tells_the_other_side(
    nca: Membership, officer: Viewer, person: Individual
) -> None:
    """The hub reads the reference, the agency never does; what is dealt with is settled."""
    request = factories.access_request(person, nca)
    ACTS["questioned"](officer, request)
    ACTS["answered"](viewer_in(nca), request)
    ACTS["refused"](officer, request)

    trail = AuditEvent.objects.filter(operation=Operation.PERMISSION, subject_kind="access request").order_by("id")
    assert [event.details["change"] for event in trail] == ["asked", "questioned", "answered", "refused"]
    assert {event.subject_ref for event in trail} == {person.shown_reference}
    told = Notice.objects.filter(kind=NoticeKind.REQUEST).order_by("id")
    assert [(each.hub_id or each.agency_id, each.sentence) for each in told] == [
        ("WM", f"National Crime Agency asks to see {person.shown_reference}."),
        ("NCA", "The owning hub has a question about your agency's request for access."),
        ("WM", f"National Crime Agency has answered your question about {person.shown_reference}."),
        ("NCA", "The owning hub has refused your agency's request for access."),
    ]
    assert [each.settled_at is None for each in told] == [False, False, False, True]
    assert [each.asks for each in told] == [True, True, True, False], "an answer asks for nothing and is dismissed"


def test_a_request_follows_its_individual_to_another_hub(nca: Membership, officer: Viewer, person: Individual) -> None:
    """The new owner decides; the old one no longer sees it."""
    request = factories.access_request(person, nca)
    person.owning_hub_id = "EM"
    factories.save(person)
    new = factories.viewer(RoleCode.HUB_OFFICER, "ROCU", "EM")

    with pytest.raises(BadRequest, match="has moved on"):
        ACTS["refused"](officer, request)
    with seeing.seeing(officer), pytest.raises(Http404):
        access.get_access_request(officer, request.pk)
    ACTS["refused"](new, request)


def test_a_request_about_somebody_restricted_meanwhile_is_not_there(nca: Membership, person: Individual) -> None:
    request = factories.access_request(person, nca)
    by_name.restrict(person)
    asker = viewer_in(nca)

    with seeing.seeing(asker), pytest.raises(Http404):
        access.get_access_request(asker, request.pk)
    with pytest.raises(BadRequest, match="has moved on"):
        ACTS["withdrawn"](asker, request)
