"""Two people acting on the same share at the same time: one act after the other, and never more than either gives."""

import threading
from collections.abc import Callable

import pytest
from django.db import connection

from cohort.actions import access_requests, shares
from cohort.actions.shares import Terms
from cohort.enums import RequestState, ShareState
from cohort.models import AccessRequest, IndividualGrant, NamedShare
from marsoc.kit import clock
from sharing.enums import DataCategory, Existence, RoleCode
from sharing.errors import BadRequest
from tests import factories

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*acts: Callable[[], object]) -> list[str]:
    """Run acts in threads of their own that start together; return how each ended."""
    start, ended = threading.Barrier(len(acts)), [""] * len(acts)

    def run(place: int, act: Callable[[], object]) -> None:
        try:
            start.wait()
            act()
            ended[place] = "done"
        except BadRequest:
            ended[place] = "refused"
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=each) for each in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    return ended


def test_accepting_and_withdrawing_at_once_leaves_one_of_both() -> None:
    """If the withdrawal came second it ended the share; if it came first nothing could be accepted."""
    made = factories.share(factories.individual(), "NCA", accepted=False)
    spoc, officer = factories.viewer(RoleCode.AGENCY_SPOC, "NCA"), factories.viewer(RoleCode.HUB_OFFICER, "ROCU", "WM")
    ended = at_once(
        lambda: shares.accept_shares(by=spoc, shares=[made]),
        lambda: shares.end_share(by=officer, share=made, reason="A mistake"),
    )

    share = NamedShare.unscoped.get()
    assert share.state == ShareState.ENDED
    assert ended in (["done", "done"], ["refused", "done"])
    assert IndividualGrant.unscoped.count() == (1 if ended[0] == "done" else 0)
    assert not IndividualGrant.unscoped.filter(ends_at__gt=share.ended_at).exists()


def test_two_who_accept_at_once_accept_once() -> None:
    made = factories.share(factories.individual(), "NCA", accepted=False)
    first, second = (factories.viewer(RoleCode.AGENCY_SPOC, "NCA") for _ in range(2))
    ended = at_once(*(lambda by=by: shares.accept_shares(by=by, shares=[made]) for by in (first, second)))

    assert sorted(ended) == ["done", "refused"]
    assert IndividualGrant.unscoped.count() == 1


def test_granting_and_refusing_at_once_decides_once() -> None:
    factories.agreement("NCA", categories=[DataCategory.PLAN], existence=Existence.POINTER)
    nca = factories.membership(role=RoleCode.AGENCY_CONTRIB, hub=None, agency="NCA")
    request = factories.access_request(factories.individual(existence=Existence.POINTER), nca)
    terms = Terms(factories.named_only("NCA"), [], "Planning the release", clock.today())
    first, second = (factories.viewer(RoleCode.HUB_OFFICER, "ROCU", "WM") for _ in range(2))
    ended = at_once(
        lambda: access_requests.grant_request(by=first, request=request, terms=terms),
        lambda: access_requests.refuse_request(by=second, request=request, reason="Not needed"),
    )

    assert sorted(ended) == ["done", "refused"]
    state = AccessRequest.unscoped.get().state
    assert state == (RequestState.GRANTED if ended[0] == "done" else RequestState.REFUSED)
    assert IndividualGrant.unscoped.exists() == (state == RequestState.GRANTED)
