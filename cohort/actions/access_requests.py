"""Requests for access: an agency asks for an individual of whom it may know; the owning hub grants, refuses or asks.

To grant is to share by name; that the agency asked stands for its acceptance. Every act holds the lock of what is
shared by name with the agency.
"""

from collections.abc import Collection, Iterator
from contextlib import contextmanager

from cohort.access import subjects
from cohort.actions.shares import Terms, checked, give, make_share, sharing_with
from cohort.enums import RequestState
from cohort.existence import Interest, interest_of
from cohort.models import AccessRequest, Individual
from cohort.named_access import Subject
from cohort.permissions import CohortPermission
from marsoc.kit import clock
from sharing import audit
from sharing.actions.notices import settle_notices_about, tell
from sharing.actions.writing import writing
from sharing.enums import AccessReason, NoticeKind, Operation
from sharing.errors import BadRequest, Refused
from sharing.viewer import Viewer

_WAITING = frozenset({RequestState.OPEN, RequestState.ASKED})
MOVES = {
    "granted": (_WAITING, RequestState.GRANTED),
    "refused": (_WAITING, RequestState.REFUSED),
    "questioned": (frozenset({RequestState.OPEN}), RequestState.ASKED),
    "answered": (frozenset({RequestState.ASKED}), RequestState.OPEN),
    "withdrawn": (_WAITING, RequestState.WITHDRAWN),
}
"""From which states each act may be done, and to which it leads."""


def request_access(*, by: Viewer, interest: Interest, purpose: AccessReason, words: str) -> AccessRequest:
    """Ask to see an individual of whom the agency may know.

    Args:
        by: who asks, for the agency acted for.
        interest: whom the viewer may know of.
        purpose: what the record is needed for.
        words: the same in words.

    Raises:
        BadRequest: the agency's earlier request waits, or nothing may be known of the individual any more.
        Refused: the viewer's role does not ask.
    """
    if not by.may(CohortPermission.REQUEST) or by.agency is None:
        raise Refused("Your role does not let you ask for access. Ask the single point of contact of your agency.")
    with sharing_with(by.agency, by):
        known = interest_of(by.sight, individual=interest.individual)
        if known is None:
            raise BadRequest("There is nothing to ask for any more. Search again.")
        about = AccessRequest.unscoped.visible_to(by).filter(individual=known.individual, agency=by.agency)
        if about.filter(state__in=_WAITING).exists():
            raise BadRequest("Your agency has asked for this already, and the hub has not decided yet.")
        request = AccessRequest(
            individual_id=known.individual, agency=by.agency, membership=by.membership, purpose=purpose, words=words,
            asked_at=clock.now(),
        )  # fmt: skip
        request.save(force_insert=True)
        subject = Subject(known.reference, known.hub)
        _record(by, request, subject, "asked")
        _tell_hub(by, request, subject, f"{by.agency.name} asks to see {subject.reference}.")
    return request


def grant_request(*, by: Viewer, request: AccessRequest, terms: Terms) -> AccessRequest:
    """Grant a request as a named share, which holds at once: the agency has asked for it.

    Raises:
        BadRequest: it no longer waits, or its terms do not hold; the sentence says why.
        Refused: the viewer's role does not share.
    """
    with _moving(by, request, "granted") as (locked, _):
        (individual,) = checked(by, [locked.individual], locked.agency, terms)
        locked.share = make_share(
            by, individual, locked.agency, terms, at=clock.now(), accepted_by=locked.membership.user_id
        )
        give([locked.share], locked.share.offered_at)
        _decided(by, locked, "granted")
    return locked


def refuse_request(*, by: Viewer, request: AccessRequest, reason: str) -> AccessRequest:
    """Refuse a request, with a reason that the agency reads.

    Raises:
        BadRequest: it no longer waits.
        Refused: the viewer's role does not share.
    """
    with _moving(by, request, "refused") as (locked, _):
        locked.decision_reason = reason
        _decided(by, locked, "refused")
    return locked


def close_requests(*, by: Viewer, individual: Individual, reason: str, only: Collection[int] | None = None) -> None:
    """Refuse the requests that wait about an individual who leaves the list or the hub.

    Args:
        by: whoever takes the person off the list.
        individual: locked by the caller.
        reason: why, which the agencies read.
        only: ids of those to refuse, None for every one.
    """
    with writing(by):
        found = AccessRequest.unscoped.visible_to(by).filter(individual=individual, state__in=_WAITING)
        found = found if only is None else found.filter(pk__in=only)
        for request in found.select_for_update(of=("self",)).order_by("pk"):
            request.decision_reason, request.state = reason, RequestState.REFUSED
            settle_notices_about(by=by, route="access_request", argument=str(request.pk))
            _decided(by, request, "refused")
            request.save()
            _record(by, request, Subject(individual.shown_reference, individual.owning_hub_id), "refused")


def question_request(*, by: Viewer, request: AccessRequest, question: str) -> AccessRequest:
    """Ask the agency something before deciding; an earlier question and its answer stay in the history.

    Raises:
        BadRequest: it no longer waits, or a question waits for its answer.
        Refused: the viewer's role does not share.
    """
    with _moving(by, request, "questioned") as (locked, _):
        locked.question, locked.reply = question, ""
        _tell_agency(by, locked, "The owning hub has a question about your agency's request for access.", asks=True)
    return locked


def answer_question(*, by: Viewer, request: AccessRequest, reply: str) -> AccessRequest:
    """Answer what the owner asked.

    Raises:
        BadRequest: no question waits for an answer.
        Refused: the request is another agency's.
    """
    with _moving(by, request, "answered") as (locked, subject):
        locked.reply = reply
        _tell_hub(by, locked, subject, f"{locked.agency.name} has answered your question about {subject.reference}.")
    return locked


def withdraw_request(*, by: Viewer, request: AccessRequest) -> AccessRequest:
    """Take back a request that has not been decided.

    Raises:
        BadRequest: it no longer waits.
        Refused: the request is another agency's.
    """
    with _moving(by, request, "withdrawn") as (locked, _):
        pass
    return locked


@contextmanager
def _moving(by: Viewer, request: AccessRequest, act: str) -> Iterator[tuple[AccessRequest, Subject]]:
    """Run a block as one act on a request that may be done in its state, and save it with what the block set."""
    _must_have_a_side(by, request, act)
    allowed, state = MOVES[act]
    with sharing_with(request.agency, by):
        found = AccessRequest.unscoped.visible_to(by).filter(pk=request.pk).select_related("agency", "membership")
        locked = found.select_for_update(of=("self",)).first()
        subject = subjects(by, [request.individual_id]).get(request.individual_id)
        if locked is None or subject is None or locked.state not in allowed:
            raise BadRequest("This request has moved on. Nothing was changed: open it again to see how it stands.")
        settle_notices_about(by=by, route="access_request", argument=str(locked.pk))
        yield locked, subject
        locked.state = state
        locked.save()
        _record(by, locked, subject, act)


def _must_have_a_side(by: Viewer, request: AccessRequest, act: str) -> None:
    if act in {"answered", "withdrawn"}:
        if not by.may(CohortPermission.REQUEST) or by.contributor != request.agency_id:
            raise Refused("Only the agency that asked may do this.")
    elif by.contributor or not by.may(CohortPermission.SHARE):
        raise Refused("Only the staff of the owning hub and the central team lead decide about requests.")


def _decided(by: Viewer, request: AccessRequest, act: str) -> None:
    request.decided_by, request.decided_at = by.user, clock.now()
    _tell_agency(by, request, f"The owning hub has {act} your agency's request for access.")


def _record(by: Viewer, request: AccessRequest, subject: Subject, change: str) -> None:
    audit.record(
        by, Operation.PERMISSION, kind="access request", ref=subject.reference, request=request.pk, change=change,
        agency=request.agency_id, purpose=request.purpose,
    )  # fmt: skip


def _tell_hub(by: Viewer, request: AccessRequest, subject: Subject, sentence: str) -> None:
    _tell(by, request, sentence, hub=subject.hub, asks=True)


def _tell_agency(by: Viewer, request: AccessRequest, sentence: str, *, asks: bool = False) -> None:
    _tell(by, request, sentence, agency=request.agency_id, asks=asks)


def _tell(
    by: Viewer,
    request: AccessRequest,
    sentence: str,
    *,
    hub: str | None = None,
    agency: str | None = None,
    asks: bool,
) -> None:
    tell(
        by=by, key=f"request:{request.pk}:{clock.now().timestamp()}", kind=NoticeKind.REQUEST, sentence=sentence,
        route="access_request", argument=str(request.pk), hub=hub, agency=agency, asks=asks,
    )  # fmt: skip
