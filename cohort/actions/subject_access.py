"""A person's request for the own data: registered, identity verified, clock paused or extended."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import date

from cohort.access import get_subject_access
from cohort.enums import Channel, Regime, SubjectAccessState
from cohort.models import SubjectAccessMatch, SubjectAccessRequest
from cohort.named_access import known_as
from cohort.permissions import CohortPermission
from cohort.reference_numbers import parse_reference
from marsoc.kit import clock, locks
from sharing import audit
from sharing.actions.notices import settle_all_notices, settle_notices_about, tell
from sharing.actions.writing import writing
from sharing.enums import NoticeKind, Operation, RoleCode
from sharing.errors import BadRequest, Refused
from sharing.permissions import PROVIDER
from sharing.viewer import Viewer

_S = SubjectAccessState
_OPEN = frozenset(_S) - {_S.CLOSED}
MOVES: dict[str, tuple[frozenset[SubjectAccessState], SubjectAccessState | None]] = {
    "identity": (frozenset({_S.RECEIVED}), _S.IDENTITY),
    "verify": (frozenset({_S.RECEIVED, _S.IDENTITY}), _S.COLLECTING),
    "pause": (frozenset({_S.COLLECTING}), _S.PAUSED),
    "resume": (frozenset({_S.PAUSED}), _S.COLLECTING),
    "match": (frozenset({_S.COLLECTING}), None),
    "collect": (frozenset({_S.COLLECTING}), _S.DECIDING),
    "reopen": (frozenset({_S.DECIDING}), _S.COLLECTING),
    "decide": (frozenset({_S.DECIDING}), None),
    "approve": (frozenset({_S.DECIDING}), None),
    "answer": (frozenset({_S.DECIDING}), _S.ANSWERED),
    "extend": (frozenset({_S.COLLECTING, _S.DECIDING}), None),
    "close": (_OPEN, _S.CLOSED),
}
"""From which states each act may be done, and to which it leads; None stays where it is."""
STEPS = (10, 3, -1)
"""How many days before the last one somebody is reminded; -1 is the day after it."""


def register_request(
    *,
    by: Viewer,
    regime: Regime,
    applicant: str,
    channel: Channel,
    received_on: date,
    date_of_birth: date | None = None,
    particulars: str = "",
) -> SubjectAccessRequest:
    """Register a request that has come in.

    Args:
        by: who registers it.
        regime: under which law it is made.
        applicant: the name as given.
        channel: how it came.
        received_on: when.
        date_of_birth: as given, if it was.
        particulars: who the applicant says to be: other names, addresses, numbers; and what is asked for.

    Raises:
        Refused: the viewer does not handle such requests.
        BadRequest: the day of receipt is still to come.
    """
    if not by.governs or not by.may(CohortPermission.SUBJECT_ACCESS) or by.user is None:
        raise Refused("Only information governance, held nationally, handles the requests of people for their data.")
    if received_on > clock.today():
        raise BadRequest("The day of receipt is still to come. Enter the day on which the request came in.")
    with writing(by, "Request received"):
        request = SubjectAccessRequest(
            regime=regime, applicant=applicant, date_of_birth=date_of_birth, particulars=particulars, channel=channel,
            received_on=received_on, registered_by=by.user, registered_at=clock.now(),
        )  # fmt: skip
        request.save(force_insert=True)
        audit.record(by, Operation.COLLECT, kind="subject_access", ref=str(request.pk), step="registered")
    return request


def ask_for_identity(*, by: Viewer, request: SubjectAccessRequest, words: str) -> SubjectAccessRequest:
    """Ask the applicant for proof of identity; the clock starts when it is verified.

    Raises:
        BadRequest: the request has moved on.
    """
    with moving(by, request, "identity", words) as locked:
        locked.identity_asked_on = clock.today()
    return locked


def verify_identity(*, by: Viewer, request: SubjectAccessRequest, how: str, on: date) -> SubjectAccessRequest:
    """Record how and when the identity of the applicant was verified.

    Args:
        by: who records it.
        request: received, or waiting for proof of identity.
        how: by what it was verified.
        on: when.

    Raises:
        BadRequest: the request has moved on, or the day cannot be right.
    """
    with moving(by, request, "verify", "Identity verified") as locked:
        if not locked.received_on <= on <= clock.today():
            raise BadRequest("The identity is verified on a day from the receipt until today. Enter the day again.")
        locked.identity_check, locked.verified_on = how, on
    return locked


def pause_clock(*, by: Viewer, request: SubjectAccessRequest, words: str) -> SubjectAccessRequest:
    """Stop the clock while the applicant is asked what is wanted.

    Raises:
        BadRequest: the request is not being collected for.
    """
    with moving(by, request, "pause", words) as locked:
        locked.paused_on = clock.today()
    return locked


def resume_clock(*, by: Viewer, request: SubjectAccessRequest, words: str) -> SubjectAccessRequest:
    """Let the clock go on; the days on which it stood still are added.

    Raises:
        BadRequest: it does not stand still.
    """
    with moving(by, request, "resume", words) as locked:
        assert locked.paused_on
        locked.paused_days += (clock.today() - locked.paused_on).days
        locked.paused_on = None
    return locked


def mark_matches(*, by: Viewer, request: SubjectAccessRequest, references: Collection[str]) -> SubjectAccessRequest:
    """Record which records are the applicant's, or that none is, in place of what was recorded before.

    Args:
        by: who has searched.
        request: being collected for.
        references: of the records, none where the applicant is on no list.

    Raises:
        BadRequest: a reference leads to no record, or the request has moved on.
    """
    with moving(by, request, "match", "Searched the lists") as locked:
        assert by.user
        told = [known_as(parse_reference(each) or "", by.user.pk) for each in references]
        found = [each for each in told if each]
        if len(found) < len(references):
            raise BadRequest("One of the records is not there any more. Search again.")
        at = locked.matched_at = clock.now()
        SubjectAccessMatch.unscoped.visible_to(by).filter(request=locked).delete()
        for known in found:
            SubjectAccessMatch(request=locked, individual_id=known.pk, marked_by=by.user, marked_at=at).save()
    return locked


def extend_time(*, by: Viewer, request: SubjectAccessRequest, reason: str) -> SubjectAccessRequest:
    """Take two further months, once, with the reason that the applicant is told.

    Raises:
        BadRequest: the law of this request knows no extension, it was extended already, its time is over, or it has
            moved on.
    """
    with moving(by, request, "extend", reason) as locked:
        if locked.regime != Regime.GDPR:
            raise BadRequest("Only a request under the UK GDPR can be extended. Answer this one within its month.")
        if locked.extension_reason:
            raise BadRequest("This request has been extended already. It cannot be extended again.")
        if locked.due_on and locked.due_on < clock.today():
            raise BadRequest("The time for this request is over. It can be extended only within its first month.")
        locked.extension_reason = reason
    return locked


@contextmanager
def moving(by: Viewer, request: SubjectAccessRequest, act: str, reason: str) -> Iterator[SubjectAccessRequest]:
    """Run a block as one act on a request that may be done in its state, and save it with what the block set.

    Args:
        by: who acts; anybody but information governance is told that there is no such request.
        request: the request.
        act: a key of ``MOVES``.
        reason: why, for the history.

    Raises:
        BadRequest: the request is in a state in which the act is not done.
    """
    allowed, state = MOVES[act]
    with writing(by, reason):
        get_subject_access(by, request.pk)
        rows = SubjectAccessRequest.unscoped.visible_to(by).select_for_update(of=("self",))
        locked: SubjectAccessRequest = rows.get(pk=request.pk)
        if locked.state not in allowed:
            raise BadRequest("This request has moved on. Nothing was changed: open it again to see how it stands.")
        yield locked
        locked.state = state or locked.state
        locked.save()
        if not locked.is_open or act in {"pause", "extend"}:
            settle_notices_about(by=by, route="subject_access", argument=str(locked.pk))
        audit.record(by, Operation.ALTER, kind="subject_access", ref=str(locked.pk), step=act)


def remind_of_requests(*, by: Viewer) -> None:
    """Remind information governance of each request whose last day comes near or is over, once for each step.

    Args:
        by: the job that reminds.
    """
    with writing(by):
        locks.wait_for("subject access reminders")
        for request in SubjectAccessRequest.unscoped.visible_to(by).exclude(state__in=[_S.ANSWERED, _S.CLOSED]):
            if request.due_on is None:
                continue
            left = (request.due_on - clock.today()).days
            due = [step for step in STEPS if left <= step]
            if due:
                _remind(by, request, min(due))


def _remind(by: Viewer, request: SubjectAccessRequest, step: int) -> None:
    sentence = f"{request} is overdue." if step < 0 else f"{request} must be answered within {step} days."
    tell(
        by=by, key=_key(request, step), kind=NoticeKind.RIGHTS, sentence=sentence, route="subject_access",
        argument=str(request.pk), agency=PROVIDER, role=RoleCode.DPO_IG,
    )  # fmt: skip
    settle_all_notices(by=by, keys=[_key(request, earlier) for earlier in STEPS if earlier > step])


def _key(request: SubjectAccessRequest, step: int) -> str:
    return f"subject:{request.pk}:{request.due_on}:{step}"
