"""What is collected for a person who asks for the own data, and that each thing is decided by whom it belongs to."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.http import Http404
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cohort.access import get_subject_access_item
from cohort.actions.subject_access_items import close_request, decide_item
from cohort.enums import IdentifierKind, ItemDecision, ItemGroup
from cohort.models import Individual, SubjectAccessItem, SubjectAccessRequest
from sharing.actions.writing import writing
from sharing.enums import NoticeKind, Operation, RoleCode
from sharing.errors import BadRequest, Refused
from sharing.models import AuditEvent, Notice
from sharing.seeing import seeing
from sharing.viewer import Viewer, viewer_in
from tests import factories
from tests.factories import by_name, subject_access
from tests.unit.govuk.markup import document, words

SignIn = Callable[..., Client]

pytestmark = pytest.mark.django_db


@pytest.fixture
def ig() -> Viewer:
    """Information governance."""
    return subject_access.governance()


@pytest.fixture
def manager(db: None) -> Viewer:
    """Whoever manages the West Midlands hub."""
    return factories.viewer(RoleCode.HUB_MANAGER, "ROCU", "WM")


@pytest.fixture
def contact(db: None) -> Viewer:
    """The single point of contact of HMRC."""
    return factories.viewer(RoleCode.AGENCY_SPOC, "HMRC")


@pytest.fixture
def quill(db: None) -> Individual:
    """Somebody on the list of the West Midlands, to whose record two agencies have contributed."""
    made = factories.individual(
        forenames="Quentin", surname="Quill", notes="Seen with Zeno Zander", officer="DC Odd", crime_group="Group Nine"
    )
    factories.identifier(made, IdentifierKind.PNC, "2001/4711390Q")
    factories.alias(made, "Tobias Farnaby", contributed_by_id="HMRC")
    factories.alias(made, "Una Vexley", contributed_by_id="NCA")
    return made


def seen(by: Viewer, **kept: Any) -> list[SubjectAccessItem]:
    """Return the items that somebody sees."""
    with seeing(by):
        return list(SubjectAccessItem.unscoped.visible_to(by).filter(**kept))


def counted(by: Viewer, table: str) -> int:
    """Return how many rows of a table the database lets somebody see."""
    with seeing(by), connection.cursor() as cursor:
        cursor.execute(f"select count(*) from {table}")
        return int(cursor.fetchone()[0])


def told(response: Any) -> str:
    """Return the words of a page."""
    return words(document(response.content.decode()))


def test_everything_on_the_record_is_an_item_of_its_own_with_its_owner(
    ig: Viewer, manager: Viewer, contact: Viewer, quill: Individual
) -> None:
    subject_access.collected(ig, quill)
    items = {(each.group, each.label, each.text): each for each in seen(ig)}

    for group, label, text in (
        (ItemGroup.IDENTITY, "Forenames", "Quentin"),
        (ItemGroup.IDENTITY, "Surname", "Quill"),
        (ItemGroup.NAMES, "Other name", "Tobias Farnaby (Also known as)"),
        (ItemGroup.NUMBERS, "Identifier", "PNC ID 2001/4711390Q"),
        (ItemGroup.CUSTODY, "Custody phase", "In custody from 5 January 2026"),
        (ItemGroup.ASSESSMENT, "Status", "Nominated"),
        (ItemGroup.CRIME, "Notes", "Seen with Zeno Zander"),
    ):
        assert (group, label, text) in items, text
    assert any(group == ItemGroup.TIMELINE and "Record made" in text for group, _, text in items)
    owners = {each.text: (each.hub_id, each.agency_id) for each in items.values() if each.group == ItemGroup.NAMES}
    assert owners == {
        "Tobias Farnaby (Also known as)": ("WM", "HMRC"),
        "Una Vexley (Also known as)": ("WM", None),  # nobody at the agency could be asked
    }
    third = {each.label for each in items.values() if each.third_party and each.group != ItemGroup.TIMELINE}
    assert third == {"Notes", "Officer in the case", "Organised crime group"}


def test_what_is_said_of_a_contribution_in_the_timeline_is_the_contributors_too(
    ig: Viewer, contact: Viewer, quill: Individual
) -> None:
    subject_access.collected(ig, quill)

    told_of = [each for each in seen(ig) if "Tobias Farnaby" in each.text]
    assert len(told_of) == 2
    assert {each.agency_id for each in told_of} == {"HMRC"}


def test_each_owner_sees_its_items_and_nothing_of_the_request(
    ig: Viewer, manager: Viewer, contact: Viewer, quill: Individual, sign_in: SignIn
) -> None:
    subject_access.collected(ig, quill, applicant="Quentin Quill of Nowhere", particulars="Letter of the applicant")
    hubs, agencys = seen(manager), seen(contact)

    assert {each.agency_id for each in hubs} == {None}
    assert {each.agency_id for each in agencys} == {"HMRC"}
    assert len(hubs) + len(agencys) == len(seen(ig))
    for owner in (manager, contact):
        assert counted(owner, "cohort_subjectaccessrequest") == counted(owner, "cohort_subjectaccessmatch") == 0
        page = told(sign_in(owner.membership).get(reverse("subject_access_items")))
        assert "of Nowhere" not in page
        assert "Letter of the applicant" not in page
    assert quill.shown_reference in told(sign_in(manager.membership).get(reverse("subject_access_items")))


@pytest.mark.parametrize(
    "acting",
    [
        (RoleCode.HUB_OFFICER, "ROCU", "WM"),
        (RoleCode.HUB_MANAGER, "ROCU", "EM"),
        (RoleCode.CENTRAL_ADMIN, "HMPPS-CENTRAL", None),
        (RoleCode.AGENCY_SPOC, "NCA", None),
        (RoleCode.AGENCY_CONTRIB, "HMRC", None),
        (RoleCode.AUDITOR, "HMICFRS", None),
    ],
)
def test_nobody_else_sees_an_item_not_even_in_the_database(
    ig: Viewer, contact: Viewer, quill: Individual, acting: tuple[RoleCode, str, str | None]
) -> None:
    subject_access.collected(ig, quill)
    other = factories.viewer(*acting)

    assert seen(other) == []
    assert counted(other, "cohort_subjectaccessitem") == counted(other, "cohort_historicalsubjectaccessitem") == 0
    with seeing(other), pytest.raises(Http404):
        get_subject_access_item(other, seen(ig)[0].pk)


def test_a_restricted_record_is_collected_and_its_hub_is_told_nothing(
    ig: Viewer, manager: Viewer, quill: Individual
) -> None:
    """Whoever manages the hub and is not named for the record may not know of it: information governance decides."""
    by_name.restrict(quill)
    subject_access.collected(ig, quill)

    assert seen(manager) == []
    assert not Notice.objects.filter(kind=NoticeKind.RIGHTS).exists()
    surname = next(each for each in seen(ig) if each.label == "Surname")
    assert decide_item(by=ig, item=surname, decision=ItemDecision.DISCLOSE).decision == ItemDecision.DISCLOSE
    assert manager.user
    by_name.named_person(quill, manager.user)
    with pytest.raises(Refused, match="decided by whom it belongs to"):
        decide_item(by=ig, item=surname, decision=ItemDecision.DISCLOSE)


def test_a_manager_with_a_conflict_of_interest_sees_none_of_it(ig: Viewer, manager: Viewer, quill: Individual) -> None:
    assert manager.user
    by_name.conflict_mark(quill, manager.user)
    subject_access.collected(ig, quill)

    assert manager.membership
    assert seen(viewer_in(manager.membership)) == []
    assert seen(factories.viewer(RoleCode.HUB_MANAGER, "ROCU", "WM")) != []


def test_owners_are_asked_by_a_notice_without_a_name_until_everything_is_decided(
    ig: Viewer, manager: Viewer, contact: Viewer, quill: Individual
) -> None:
    subject_access.collected(ig, quill)
    notices = {each.role_id: each for each in Notice.objects.filter(kind=NoticeKind.RIGHTS, settled_at=None)}

    assert {(each.role_id, each.hub_id, each.agency_id, each.asks) for each in notices.values()} == {
        (RoleCode.HUB_MANAGER, "WM", None, True), (RoleCode.AGENCY_SPOC, None, "HMRC", True),
    }  # fmt: skip
    for notice in notices.values():
        assert "Quill" not in notice.sentence
        assert quill.shown_reference not in notice.sentence
        assert "may be given to the person concerned" in notice.sentence
    for item in seen(contact):
        decide_item(by=contact, item=item, decision=ItemDecision.DISCLOSE, considered=True)
    assert [each.role_id for each in Notice.objects.filter(kind=NoticeKind.RIGHTS, settled_at=None)] == [
        RoleCode.HUB_MANAGER
    ]


def item_of(by: Viewer, label: str) -> SubjectAccessItem:
    """Return the item of a label."""
    return next(each for each in seen(by) if each.label == label)


@pytest.mark.parametrize(
    ("label", "given", "says"),
    [
        ("Surname", {"decision": ItemDecision.WITHHOLD}, "Select the ground"),
        ("Surname", {"decision": ItemDecision.WITHHOLD, "exemption": "SCH2_CRIME"}, "Select the ground"),
        ("Surname", {"decision": ItemDecision.REDACT, "exemption": "S45_CRIME"}, "Enter the text that remains"),
        (
            "Surname",
            {"decision": ItemDecision.REDACT, "exemption": "S45_CRIME", "remains": "Quill"},
            "Enter the text that remains",
        ),
        ("Surname", {"decision": ItemDecision.REDACT, "remains": "Q"}, "Select the ground"),
        ("Notes", {"decision": ItemDecision.DISCLOSE}, "weighed the rights of everybody else"),
        (
            "Notes",
            {"decision": ItemDecision.REDACT, "exemption": "S45_OTHERS", "remains": "Seen with [redacted]"},
            "weighed the rights of everybody else",
        ),
    ],
)
def test_a_decision_says_all_that_it_must(
    manager: Viewer, quill: Individual, label: str, given: dict[str, Any], says: str
) -> None:
    subject_access.collected(subject_access.governance(), quill)
    with pytest.raises(BadRequest, match=says):
        decide_item(by=manager, item=item_of(manager, label), **given)

    assert item_of(manager, label).decision == ""


def test_the_owner_decides_again_until_the_request_is_done_with(ig: Viewer, manager: Viewer, quill: Individual) -> None:
    request = subject_access.collected(ig, quill)
    notes = item_of(manager, "Notes")
    decide_item(by=manager, item=notes, decision=ItemDecision.WITHHOLD, exemption="S45_OTHERS", words="A third party")
    decide_item(
        by=manager, item=notes, decision=ItemDecision.REDACT, exemption="S45_OTHERS", considered=True,
        remains="Seen with [redacted]",
    )  # fmt: skip
    assert item_of(manager, "Notes").remains == "Seen with [redacted]"
    close_request(by=ig, request=request, words="Withdrawn")

    with pytest.raises(BadRequest, match="decided no more"):
        decide_item(by=manager, item=notes, decision=ItemDecision.DISCLOSE, considered=True)


def test_collecting_and_deciding_leave_nothing_of_the_record_in_the_trail(
    ig: Viewer, manager: Viewer, quill: Individual
) -> None:
    subject_access.collected(ig, quill)
    decide_item(by=manager, item=item_of(manager, "Surname"), decision=ItemDecision.DISCLOSE)

    assert not AuditEvent.objects.filter(subject_ref=quill.shown_reference).exists()
    events = AuditEvent.objects.filter(subject_kind="subject_access")
    assert [each.operation for each in events.order_by("pk")][-3:] == [
        Operation.CONSULT, Operation.ALTER, Operation.ALTER,
    ]  # fmt: skip
    said = str([each.details for each in events])
    assert "Quill" not in said
    assert quill.shown_reference not in said


def test_without_a_match_nothing_is_collected_by_the_same_steps(ig: Viewer, manager: Viewer, quill: Individual) -> None:
    found, none = subject_access.collected(ig, quill), subject_access.collected(ig)

    def trail(request: SubjectAccessRequest) -> list[tuple[str, list[str]]]:
        events = AuditEvent.objects.filter(subject_kind="subject_access", subject_ref=str(request.pk)).order_by("pk")
        return [(each.operation, sorted(each.details)) for each in events]

    assert found.state == none.state
    assert seen(ig, request=none) == []
    assert trail(found) == trail(none)


def test_the_pages_decide_an_item_and_keep_what_was_typed(
    ig: Viewer, manager: Viewer, quill: Individual, sign_in: SignIn
) -> None:
    subject_access.collected(ig, quill)
    client, item = sign_in(manager.membership), item_of(manager, "Notes")
    address = reverse("subject_access_item", args=[item.pk])
    refused = client.post(address, {"decision": "REDACT", "remains": "Seen with nobody", "exemption": "S45_OTHERS"})
    assert "weighed the rights of everybody else" in told(refused)
    assert "Seen with nobody</textarea>" in refused.content.decode()

    saved = client.post(
        address,
        {"decision": "REDACT", "remains": "Seen with nobody", "exemption": "S45_OTHERS", "considered": "on"},
    )
    assert saved["Location"] == reverse("subject_access_items")
    listed = told(client.get(saved["Location"]))
    assert "Disclose in part" in listed
    assert "s.45(4)(e)" in listed


def test_the_lists_ask_the_database_as_often_for_three_as_for_one(
    ig: Viewer, manager: Viewer, quill: Individual, sign_in: SignIn
) -> None:
    client, handler = sign_in(manager.membership), sign_in(ig.membership)
    request = subject_access.collected(ig, quill)
    pks = [each.pk for each in seen(manager)]
    counts = []
    for item in seen(manager)[:3]:
        decide_item(by=manager, item=item, decision=ItemDecision.WITHHOLD, exemption="S45_CRIME")
    for kept in (1, 3, 3, 1):
        with writing(ig, "Tests"):
            SubjectAccessItem.unscoped.visible_to(ig).filter(pk__in=pks).exclude(pk__in=pks[:3]).delete()
            SubjectAccessItem.unscoped.visible_to(ig).filter(pk__in=pks[:kept]).update(settled=False)
            SubjectAccessItem.unscoped.visible_to(ig).filter(pk__in=pks[kept:]).update(settled=True)
        with CaptureQueriesContext(connection) as asked:
            client.get(reverse("subject_access_items"))
        counts.append(len(asked))
    assert len(set(counts[1:])) == 1
    handler.get(reverse("subject_access_collected", args=[request.pk]))
    with CaptureQueriesContext(connection) as for_three:
        handler.get(reverse("subject_access_collected", args=[request.pk]))
    with writing(ig, "Tests"):
        SubjectAccessItem.unscoped.visible_to(ig).exclude(pk=pks[0]).delete()
    with CaptureQueriesContext(connection) as for_one:
        handler.get(reverse("subject_access_collected", args=[request.pk]))
    assert len(for_one) == len(for_three)
