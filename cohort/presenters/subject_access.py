"""People's requests for their own data in words."""

from datetime import date
from typing import NamedTuple

from django.urls import reverse

from cohort.actions.subject_access import MOVES
from cohort.enums import Channel, Outcome, Regime, SubjectAccessState
from cohort.models import SubjectAccessRequest
from cohort.presenters.individuals import Row
from marsoc.govuk.jinja import long_date

_S = SubjectAccessState
_COLOURS = {
    _S.RECEIVED: "blue", _S.IDENTITY: "purple", _S.PAUSED: "purple", _S.COLLECTING: "blue", _S.DECIDING: "blue",
    _S.ANSWERED: "green", _S.CLOSED: "grey",
}  # fmt: skip
_SOON = 10


class RequestRow(NamedTuple):
    """One request as lists show it."""

    pk: int
    reference: str
    applicant: str
    regime: str
    received: str
    state: str
    colour: str
    due: str
    due_colour: str


class Task(NamedTuple):
    """One step of a request, as the task list shows it; without an address it cannot be done now."""

    text: str
    hint: str
    href: str | None
    status: str
    colour: str


def request_row(request: SubjectAccessRequest, today: date) -> RequestRow:
    """Return a request in words."""
    state = SubjectAccessState(request.state)
    due, colour = due_words(request, today)
    return RequestRow(
        request.pk, str(request), request.applicant, Regime(request.regime).name.replace("PART3", "Part 3"),
        long_date(request.received_on), state.label, _COLOURS[state], due, colour,
    )  # fmt: skip


def due_words(request: SubjectAccessRequest, today: date) -> tuple[str, str]:
    """Return until when an answer is owed, and the colour of that; no colour where nothing presses."""
    if not request.is_open:
        return "", ""
    if request.due_on is None:
        return "Clock not running", ""
    left = (request.due_on - today).days
    if left < 0:
        return f"Overdue by {_days(-left)}, since {long_date(request.due_on)}", "red"
    return f"{long_date(request.due_on)}, {_days(left)} left", "purple" if left <= _SOON else ""


def _days(number: int) -> str:
    return f"{number} day{'' if number == 1 else 's'}"


def facts(request: SubjectAccessRequest) -> list[Row]:
    """Return what was registered of a request."""
    verified = f"{request.identity_check} ({long_date(request.verified_on)})" if request.verified_on else "Not verified"
    rows = [
        Row("Applicant", request.applicant),
        Row("Date of birth", long_date(request.date_of_birth) or "Not given"),
        Row("Particulars", request.particulars or "None given"),
        Row("Made under", Regime(request.regime).label),
        Row("Came by", Channel(request.channel).label),
        Row("Received", long_date(request.received_on)),
        Row("Identity", verified),
    ]
    if request.paused_days:
        rows.append(Row("Clock stood still", _days(request.paused_days)))
    if request.extension_reason:
        rows.append(Row("Extended by two months", request.extension_reason))
    if request.outcome_by:
        decided = f"{Outcome(request.outcome).label}. {request.outcome_reason} ({request.outcome_by.full_name})"
        rows.append(Row("Decided", decided))
    if request.approved_by:
        rows.append(Row("Approved", f"{long_date(request.approved_at)}, by {request.approved_by.full_name}"))
        rows.append(Row("SHA-256 of the answer", request.answer_sha256))
    return [*rows, Row("Registered by", request.registered_by.full_name)]


def tasks(request: SubjectAccessRequest, waiting: int) -> list[Task]:
    """Return the steps of a request; they are the same whoever the applicant is.

    Args:
        request: the request.
        waiting: how many items have not been decided.
    """
    collected = request.state in {_S.DECIDING, _S.ANSWERED}
    collect = act_href(request, "collect") if may(request, "collect") and request.matched_at else None
    items = reverse("subject_access_collected", args=[request.pk]) if collected else None
    decided = "To do" if not collected else f"{waiting} to decide" if waiting else "Completed"
    return [
        _identity(request),
        _search(request),
        _task("Collect what is held", collect, "Completed" if collected else "To do"),
        _task("Have each item decided by its owner", items, decided),
        *_answer(request),
    ]


def _identity(request: SubjectAccessRequest) -> Task:
    if request.verified_on:
        return Task("Verify the identity", "", None, "Completed", "")
    waits = request.state == _S.IDENTITY
    hint = "Proof has been asked for. The clock starts when it is verified." if waits else ""
    return Task("Verify the identity", hint, act_href(request, "verify"), "Waiting" if waits else "To do", "blue")


def _search(request: SubjectAccessRequest) -> Task:
    done = "Completed" if request.matched_at else "To do"
    href = reverse("subject_access_search", args=[request.pk]) if may(request, "match") else None
    return _task("Search the lists of every hub", href, done)


def _answer(request: SubjectAccessRequest) -> list[Task]:
    deciding = request.state == _S.DECIDING
    outcome = Outcome(request.outcome).label if request.outcome else "To do"
    approved = "Completed" if request.approved_at else "To do"
    sent = "Completed" if request.state == _S.ANSWERED else "To do"
    letter = reverse("subject_access_letter", args=[request.pk]) if has_outcome(request) else None
    return [
        _task("Decide how the request is answered", act_href(request, "decide") if deciding else None, outcome),
        _task("Read the answer", letter, "To read" if letter else "To do"),
        _task(
            "Have the answer approved by a second person",
            act_href(request, "approve") if deciding and request.outcome and not request.approved_at else None,
            approved,
        ),
        _task("Send the answer", act_href(request, "answer") if deciding and request.approved_at else None, sent),
    ]


def has_outcome(request: SubjectAccessRequest) -> bool:
    """Say whether there is an answer to read."""
    return bool(request.outcome) and request.state in {_S.DECIDING, _S.ANSWERED}


def _task(text: str, href: str | None, status: str, hint: str = "") -> Task:
    """Return a step; what is to do and cannot be done yet says so."""
    if status != "To do":
        return Task(text, hint, href, status, "")
    return Task(text, hint, href, status, "blue") if href else Task(text, hint, None, "Cannot start yet", "")


def may(request: SubjectAccessRequest, act: str) -> bool:
    """Say whether something may be done in the state that a request is in."""
    return request.state in MOVES[act][0]


def act_href(request: SubjectAccessRequest, act: str) -> str:
    """Return the address at which something is done to a request."""
    return reverse("subject_access_act", args=[request.pk, act])


def further_acts(request: SubjectAccessRequest) -> list[tuple[str, str]]:
    """Return what else may be done in the state that a request is in: words and address."""
    texts = {
        "identity": "Ask for proof of identity", "resume": "Let the clock go on",
        "pause": "Pause the clock for clarification", "extend": "Extend the time by two months",
        "reopen": "Search and collect again", "close": "Close the request",
    }  # fmt: skip
    extendable = request.regime == Regime.GDPR and not request.extension_reason
    return [
        (text, act_href(request, act))
        for act, text in texts.items()
        if may(request, act) and (act != "extend" or extendable)
    ]
