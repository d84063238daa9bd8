"""The answer to a person's request for the own data: one document, from which the letter and the file are made.

Whoever is on no list and whoever is neither confirmed nor denied is answered in the same words.
"""

import hashlib
import json
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from django.conf import settings

from cohort.enums import ItemDecision, ItemGroup, Outcome, Regime
from cohort.models import SubjectAccessItem, SubjectAccessRequest
from cohort.queries.subject_access_items import items_of
from marsoc.kit import clock
from sharing.errors import BadRequest
from sharing.viewer import Viewer

_LAW = {
    Regime.PART3: "section 45 of the Data Protection Act 2018 (law enforcement processing)",
    Regime.GDPR: "Article 15 of the UK GDPR",
}
_GIVEN = (
    "Below is what we can give you of what we hold about you, as it stood on {collected}."
    " Where something is left out, the ground in law is stated beside it."
)
_NOTHING = (
    "We have searched for what is held and considered your request. There is nothing in answer to it that we are"
    " required to give you. This neither confirms nor denies that anything is held about you: everybody to whom we give"
    " nothing is answered in these words."
)
_RIGHTS = [
    (
        "If you think that something is wrong, you can ask us to correct it. If you are not content with this answer,"
        " you can ask us to look at it again."
    ),
    (
        "You can also ask the Information Commissioner to check whether we have dealt with your request lawfully, and"
        " you can apply to a court. The Commissioner's address is at ico.org.uk."
    ),
]
_GIVEN_AS = {ItemDecision.DISCLOSE: "in full", ItemDecision.REDACT: "in part", ItemDecision.WITHHOLD: "withheld"}


def answer_of(request: SubjectAccessRequest, items: Sequence[SubjectAccessItem], dated: date) -> dict[str, Any]:
    """Return the answer as it would be given on a day.

    Args:
        request: with its outcome.
        items: what was collected, with its decisions; not looked at unless the outcome is to give it.
        dated: the day.
    """
    given = list(_items(items)) if request.outcome == Outcome.GIVE else []
    return {
        "title": "Answer to your request for your personal data",
        "marking": settings.MARKING,
        "reference": str(request),
        "to": request.applicant,
        "law": _LAW[Regime(request.regime)],
        "received": request.received_on.isoformat(),
        "dated": dated.isoformat(),
        "paragraphs": [_GIVEN.format(collected=_collected(request)) if given else _NOTHING],
        "items": given,
        "rights": _RIGHTS,
    }


def _collected(request: SubjectAccessRequest) -> str:
    return clock.day_of(request.matched_at).isoformat() if request.matched_at else ""


def _items(items: Sequence[SubjectAccessItem]) -> Iterator[dict[str, str]]:
    for item in items:
        text = {ItemDecision.DISCLOSE: item.text, ItemDecision.REDACT: item.remains}.get(
            ItemDecision(item.decision), ""
        )
        yield {
            "group": ItemGroup(item.group).label,
            "label": item.label,
            "given": _GIVEN_AS[ItemDecision(item.decision)],
            "text": text,
            "source": item.source if item.decision == ItemDecision.DISCLOSE else "",
            "ground": f"{item.exemption.name} ({item.exemption.basis})" if item.exemption else "",
        }


def as_json(answer: dict[str, Any]) -> bytes:
    """Return the machine-readable file of an answer."""
    return json.dumps(answer, ensure_ascii=False, indent=2).encode()


def sha256_of(answer: dict[str, Any]) -> str:
    """Return the digest of the machine-readable file in hexadecimal."""
    return hashlib.sha256(as_json(answer)).hexdigest()


def given_though_withheld(items: Sequence[SubjectAccessItem]) -> list[SubjectAccessItem]:
    """Return the items that give a text which another item withholds whole."""
    withheld = {item.text.casefold() for item in items if item.decision == ItemDecision.WITHHOLD}
    return [
        item
        for item in items
        if item.decision in (ItemDecision.DISCLOSE, ItemDecision.REDACT)
        and any(text in (item.remains or item.text).casefold() for text in withheld)
    ]


def approved_answer(viewer: Viewer, request: SubjectAccessRequest) -> dict[str, Any]:
    """Return the answer that was approved, made again from what was fixed then.

    Args:
        viewer: who handles the request.
        request: whose answer was approved.

    Raises:
        BadRequest: what is made now is not what was approved.
    """
    assert request.approved_at
    answer = answer_of(request, items_of(viewer, request), clock.day_of(request.approved_at))
    if sha256_of(answer) != request.answer_sha256:
        raise BadRequest("The answer is no longer the one that was approved. Decide on it again and have it approved.")
    return answer
