"""Named shares and requests for access in words."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from cohort.enums import RequestState, ShareState
from cohort.models import AccessRequest, NamedShare
from cohort.presenters.individuals import Row
from cohort.queries.existence import Told
from cohort.queries.shares import Requested, Shared
from marsoc.govuk.jinja import long_date, long_datetime
from sharing.enums import AccessReason, DataCategory, Existence, Phase
from sharing.models import Hub, User
from sharing.queries.names import names

ON_HOLD = "On hold"
_SHARE_COLOURS = {
    "Waits for an answer": "blue", "In force": "green", ON_HOLD: "red", "Declined": "grey", "Ended": "grey",
    "Withdrawn": "grey", "Lapsed": "grey", "Over": "grey",
}  # fmt: skip
_REQUEST_COLOURS = {
    RequestState.OPEN: "blue", RequestState.ASKED: "purple", RequestState.GRANTED: "green",
    RequestState.REFUSED: "red", RequestState.WITHDRAWN: "grey",
}  # fmt: skip


_EXISTENCE = {
    Existence.NOTHING: "Nothing",
    Existence.POINTER: "That another agency holds an interest, and whom to ask",
    Existence.SUMMARY: "That another agency holds an interest, whom to ask, the hub and the custody phase",
}


class ShareRow(NamedTuple):
    """One share as lists show it."""

    pk: int
    reference: str
    hub: str
    agency: str
    categories: str
    purpose: str
    clause: str
    until: str
    state: str
    colour: str
    waits: bool
    opens: bool


class RequestRow(NamedTuple):
    """One request as lists show it; the reference is the owner's to read."""

    pk: int
    reference: str
    agency: str
    purpose: str
    asked: str
    state: str
    colour: str


class InterestRow(NamedTuple):
    """An interest of another agency as a search and a link tell it; and the agency's own request that waits."""

    rows: list[Row]
    request: int | None


def share_state(shown: Shared, today: date) -> str:
    """Return where a share stands, in words: its state, its last day and its clause decide."""
    share = shown.share
    match share.state:
        case ShareState.OFFERED:
            return "Lapsed" if share.is_over(today) else "Waits for an answer"
        case ShareState.ACCEPTED:
            return "Over" if share.is_over(today) else "In force" if shown.in_force else ON_HOLD
        case ShareState.DECLINED:
            return "Declined"
    return "Ended" if share.decided_at else "Withdrawn"


def share_row(shown: Shared, today: date) -> ShareRow:
    """Return a share as lists show it."""
    share, state = shown.share, share_state(shown, today)
    return ShareRow(
        pk=share.pk,
        reference=shown.subject.reference,
        hub=names(Hub)[shown.subject.hub],
        agency=share.agency.name,
        categories=_categories(share),
        purpose=share.purpose,
        clause=_clause(share),
        until=long_date(share.ends_on),
        state=state,
        colour=_SHARE_COLOURS[state],
        waits=share.state == ShareState.OFFERED and not share.is_over(today),
        opens=state == "In force",
    )


def share_rows(shown: Shared, today: date) -> list[Row]:
    """Return all that both sides read of a share."""
    share = shown.share
    rows = [
        Row("Individual", shown.subject.reference),
        Row("Owning hub", names(Hub)[shown.subject.hub]),
        Row("Shared with", share.agency.name),
        Row("What is shared", _categories(share)),
        Row("What for", share.purpose),
        Row("Rests on", _clause(share)),
        Row("Last day", long_date(share.ends_on)),
        Row("Offered", long_datetime(share.offered_at)),
    ]
    if share.decided_at:
        verb = "Declined" if share.state == ShareState.DECLINED else "Accepted"
        rows.append(Row(verb, long_datetime(share.decided_at)))
    if share.ended_at:
        rows.append(Row("Ended", long_datetime(share.ended_at)))
    return [*rows, Row("Reason", share.end_reason)] if share.end_reason else rows


def request_row(shown: Requested) -> RequestRow:
    """Return a request as lists show it."""
    request, state = shown.request, RequestState(shown.request.state)
    return RequestRow(
        pk=request.pk,
        reference=shown.subject.reference,
        agency=request.agency.name,
        purpose=AccessReason(request.purpose).label,
        asked=long_date(request.asked_at),
        state=state.label,
        colour=_REQUEST_COLOURS[state],
    )


def request_rows(request: AccessRequest, contact: User | None) -> list[Row]:
    """Return what both sides read of a request: neither a name nor a reference.

    Args:
        request: the request.
        contact: whom the agency may ask; None for the owner's own page.
    """
    rows = [
        Row("Asked by", f"{request.membership.user.full_name}, {request.agency.name}"),
        Row("Asked", long_datetime(request.asked_at)),
        Row("Needed for", AccessReason(request.purpose).label),
        Row("Why", request.words.splitlines()),
    ]
    if contact:
        rows.append(Row("Contact", [contact.full_name, contact.email]))
    said = (
        ("Question of the hub", request.question),
        ("Answer", request.reply),
        ("Why refused", request.decision_reason),
    )
    rows += [Row(key, words.splitlines()) for key, words in said if words]
    return [*rows, Row("Decided", long_datetime(request.decided_at))] if request.decided_at else rows


def interest_rows(told: Iterable[Told]) -> list[InterestRow]:
    """Return interests in words: whom to ask, and what a summary tells beside; no name and no reference."""
    return [InterestRow(_interest(each), each.request) for each in told]


def _interest(told: Told) -> list[Row]:
    contact = [told.contact.full_name, told.contact.email] if told.contact else ["The central MARSOC team"]
    known = [Row("What is known", summary)] if (summary := _summary(told)) else []
    return [Row("Whom to ask", contact), *known]


def _summary(told: Told) -> str:
    interest = told.interest
    if interest.level != Existence.SUMMARY:
        return ""
    phase = Phase(interest.phase).label
    return f"{names(Hub)[interest.hub]} hub, {phase[:1].lower()}{phase[1:]}"


def existence_rows(level: str) -> list[Row]:
    """Return what the owner lets others know of an individual's existence."""
    return [Row("What those may know who may not see the record", _EXISTENCE[Existence(level)])]


def _categories(share: NamedShare) -> str:
    return ", ".join(category.label for category in DataCategory if category in share.categories)


def _clause(share: NamedShare) -> str:
    agreement = share.clause.agreement
    return f"{agreement.reference} version {agreement.version}, clause {share.clause.number}"
