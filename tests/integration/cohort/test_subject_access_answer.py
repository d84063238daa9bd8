"""The answer to a person who asks for the own data: what it holds, what it never holds, and that two people made it."""

import hashlib
import io
import json
import re
from collections.abc import Callable
from typing import Any

import pypdf
import pytest
from django.test import Client
from django.urls import reverse

from cohort.actions import subject_access_answer as answers
from cohort.actions.subject_access_items import decide_item
from cohort.enums import ItemDecision, Outcome, Regime, SubjectAccessState
from cohort.models import Individual, SubjectAccessItem, SubjectAccessRequest
from sharing.actions.writing import writing
from sharing.enums import Operation, RoleCode
from sharing.errors import BadRequest
from sharing.models import AuditEvent
from sharing.seeing import seeing
from sharing.viewer import Viewer
from tests import factories
from tests.factories import subject_access
from tests.unit.govuk.markup import document, words

SignIn = Callable[..., Client]
CHANGING = re.compile(r"SAR-\d+|\d{4}-\d\d-\d\d|\d{1,2} \w+ 20\d\d")

pytestmark = pytest.mark.django_db


@pytest.fixture
def ig() -> Viewer:
    """Information governance."""
    return subject_access.governance()


@pytest.fixture
def second() -> Viewer:
    """A second person of information governance."""
    return subject_access.governance()


@pytest.fixture
def manager(db: None) -> Viewer:
    """Whoever manages the West Midlands hub."""
    return factories.viewer(RoleCode.HUB_MANAGER, "ROCU", "WM")


@pytest.fixture
def quill(db: None) -> Individual:
    """Somebody on the list of the West Midlands."""
    return factories.individual(
        forenames="Quentin", surname="Quill", notes="Seen with Zeno Zander", place="Xanadu Yard", name_source="Ybsource"
    )


def decided(by: Viewer, individual: Individual) -> SubjectAccessRequest:
    """Return a request of which every item is decided: most given, the place withheld, the notes given in part."""
    request = subject_access.collected(subject_access.governance(), individual, applicant="Quentin Quill")
    with seeing(by):
        items = list(SubjectAccessItem.unscoped.visible_to(by))
    for item in items:
        given: dict[str, Any] = {"decision": ItemDecision.DISCLOSE, "considered": True}
        if "Xanadu" in item.text:
            given = {"decision": ItemDecision.WITHHOLD, "exemption": "S45_CRIME", "words": "Zqreason"}
        if "Zander" in item.text:
            given = {
                "decision": ItemDecision.REDACT, "exemption": "S45_OTHERS", "remains": "Seen with [redacted]",
                "considered": True,
            }  # fmt: skip
        decide_item(by=by, item=item, **given)
    return request


def files(client: Client, request: SubjectAccessRequest) -> tuple[str, str]:
    """Return the text of the PDF and the JSON of an answer, without reference and dates."""
    pdf, told = (
        client.get(reverse("subject_access_download", args=[request.pk, kind])).content for kind in ("pdf", "json")
    )
    text = "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages)
    return CHANGING.sub("-", text), CHANGING.sub("-", told.decode())


def test_what_is_withheld_or_left_out_is_in_neither_file_and_what_is_given_is_in_both(
    ig: Viewer, second: Viewer, manager: Viewer, quill: Individual, sign_in: SignIn
) -> None:
    request = decided(manager, quill)
    answers.decide_outcome(by=ig, request=request, outcome=Outcome.GIVE, reason="Zqreason")
    answers.approve_outcome(by=second, request=request)

    for text in files(sign_in(ig.membership), request):
        for given in ("Quentin", "Quill", "Ybsource", "Seen with [redacted]", "s.45(4)(b)", "s.45(4)(e)"):
            assert given in text, given
        for left_out in ("Xanadu", "Zander", "Zqreason"):
            assert left_out not in text, left_out


@pytest.mark.usefixtures("stopped_clock")
def test_neither_confirmed_nor_denied_reads_word_for_word_like_nobody(
    ig: Viewer, second: Viewer, quill: Individual, sign_in: SignIn
) -> None:
    client = sign_in(ig.membership)
    listed = subject_access.collected(ig, quill, applicant="Quentin Quill")
    unlisted = subject_access.collected(ig, applicant="Quentin Quill")
    neither = subject_access.collected(ig, applicant="Quentin Quill")
    for request, outcome in ((listed, Outcome.NEITHER), (unlisted, Outcome.NOTHING), (neither, Outcome.NEITHER)):
        answers.decide_outcome(by=ig, request=request, outcome=outcome, reason="Weighed")
        answers.approve_outcome(by=second, request=request)

    assert files(client, listed) == files(client, unlisted) == files(client, neither)
    pages = [
        CHANGING.sub(
            "-", words(document(client.get(reverse("subject_access_letter", args=[each.pk])).content.decode()))
        )
        for each in (listed, unlisted)
    ]
    assert re.sub(r"\d+", "", pages[0]) == re.sub(r"\d+", "", pages[1])


def test_a_second_person_approves_and_until_then_nothing_can_be_downloaded_or_sent(
    ig: Viewer, second: Viewer, sign_in: SignIn
) -> None:
    request = subject_access.collected(ig)
    address = reverse("subject_access_download", args=[request.pk, "pdf"])
    with pytest.raises(BadRequest, match="no decision to approve"):
        answers.approve_outcome(by=second, request=request)
    answers.decide_outcome(by=ig, request=request, outcome=Outcome.NOTHING, reason="On no list")
    assert sign_in(ig.membership).get(address).status_code == 404
    with pytest.raises(BadRequest, match="Somebody else"):
        answers.approve_outcome(by=ig, request=request)
    with pytest.raises(BadRequest, match="not been approved"):
        answers.send_answer(by=ig, request=request, words="By post")

    answers.approve_outcome(by=second, request=request)
    assert sign_in(ig.membership).get(address).status_code == 200
    assert answers.send_answer(by=ig, request=request, words="By post").state == SubjectAccessState.ANSWERED


def test_an_outcome_must_fit_what_was_found_and_decided(ig: Viewer, manager: Viewer, quill: Individual) -> None:
    listed, unlisted = subject_access.collected(ig, quill), subject_access.collected(ig)
    for request, outcome, says in (
        (listed, Outcome.NOTHING, "record of the applicant was found"),
        (listed, Outcome.GIVE, "Items not decided yet"),
        (unlisted, Outcome.GIVE, "nothing to give"),
    ):
        with pytest.raises(BadRequest, match=says):
            answers.decide_outcome(by=ig, request=request, outcome=outcome, reason="Weighed")


def test_after_approval_no_item_is_decided_and_another_outcome_needs_approval_again(
    ig: Viewer, second: Viewer, manager: Viewer, quill: Individual
) -> None:
    request = decided(manager, quill)
    answers.decide_outcome(by=ig, request=request, outcome=Outcome.GIVE, reason="Weighed")
    answers.approve_outcome(by=second, request=request)
    with seeing(manager):
        item = SubjectAccessItem.unscoped.visible_to(manager).earliest("pk")
    with pytest.raises(BadRequest, match="decided no more"):
        decide_item(by=manager, item=item, decision=ItemDecision.WITHHOLD, exemption="S45_CRIME")

    changed = answers.decide_outcome(by=ig, request=request, outcome=Outcome.NEITHER, reason="Weighed again")
    assert (changed.approved_at, changed.answer_sha256) == (None, "")


def test_each_download_is_an_export_with_its_start_its_count_and_its_digest(
    ig: Viewer, manager: Viewer, second: Viewer, quill: Individual, sign_in: SignIn
) -> None:
    request = decided(manager, quill)
    answers.decide_outcome(by=ig, request=request, outcome=Outcome.GIVE, reason="Weighed")
    approved = answers.approve_outcome(by=second, request=request)
    client = sign_in(ig.membership)
    bodies = [
        client.get(reverse("subject_access_download", args=[request.pk, kind])).content for kind in ("pdf", "json")
    ]

    events = AuditEvent.objects.filter(operation=Operation.EXPORT).order_by("pk")
    number = len(json.loads(bodies[1])["items"])
    digests = [hashlib.sha256(each).hexdigest() for each in bodies]
    assert [each.details for each in events] == [
        {"step": "started", "file": "pdf"},
        {"step": "finished", "file": "pdf", "rows": number, "sha256": digests[0]},
        {"step": "started", "file": "json"},
        {"step": "finished", "file": "json", "rows": number, "sha256": digests[1]},
    ]
    assert digests[1] == approved.answer_sha256


def test_an_answer_that_is_no_longer_what_was_approved_is_not_handed_out(
    ig: Viewer, second: Viewer, manager: Viewer, quill: Individual, sign_in: SignIn
) -> None:
    request = decided(manager, quill)
    answers.decide_outcome(by=ig, request=request, outcome=Outcome.GIVE, reason="Weighed")
    answers.approve_outcome(by=second, request=request)
    with writing(ig, "Tampering"):
        SubjectAccessItem.unscoped.visible_to(ig).filter(label="Surname").update(text="Else")

    response = sign_in(ig.membership).get(reverse("subject_access_download", args=[request.pk, "pdf"]))
    assert response.status_code == 400
    assert "no longer the one that was approved" in response.content.decode()


def test_the_letter_warns_where_a_given_item_says_what_another_withholds(
    ig: Viewer, manager: Viewer, quill: Individual, sign_in: SignIn
) -> None:
    request = decided(manager, quill)
    with writing(ig, "Tests"):
        SubjectAccessItem.unscoped.visible_to(ig).filter(label="Surname").update(text="Quill of Xanadu Yard")
    answers.decide_outcome(by=ig, request=request, outcome=Outcome.GIVE, reason="Weighed")

    page = words(
        document(sign_in(ig.membership).get(reverse("subject_access_letter", args=[request.pk])).content.decode())
    )
    assert "give words that another item withholds" in page
    assert "Identity: Surname" in page


@pytest.mark.parametrize("regime", Regime)
def test_the_answer_names_its_law(ig: Viewer, sign_in: SignIn, regime: Regime) -> None:
    request = subject_access.approved(ig, regime=regime)
    law = {Regime.PART3: "section 45 of the Data Protection Act 2018", Regime.GDPR: "Article 15 of the UK GDPR"}

    assert law[regime] in files(sign_in(ig.membership), request)[1]
