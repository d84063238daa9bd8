"""Organised crime groups: a hub keeps them, and each viewer sees of one what its visible members let be seen."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, timedelta
from typing import Any

import pytest
from django.http import Http404
from django.test import Client
from django.urls import reverse

from cohort import access
from cohort.actions import networks as actions
from cohort.enums import GroupStatus, SubjectCategory
from cohort.errors import EditConflict, NothingChanged
from cohort.models import CrimeGroup, GroupMember, GroupRole, Individual
from cohort.queries import networks as queries
from cohort.queries.disclosures import recipients_of
from cohort.reference_numbers import new_reference
from marsoc.kit import clock
from sharing.enums import DataCategory, Operation, RoleCode
from sharing.errors import BadRequest, Refused
from sharing.models import AuditEvent, Hub
from sharing.seeing import seeing
from sharing.viewer import Viewer
from tests import factories
from tests.factories import by_name, networks
from tests.factories.networks import GRADED
from tests.unit.govuk.markup import document, words

pytestmark = pytest.mark.django_db
SignIn = Callable[..., Any]
FULL = (DataCategory.IDENTITY, DataCategory.INTELLIGENCE)


def agency(*categories: DataCategory, hub: str = "WM") -> Viewer:
    """Return somebody of an agency to which an agreement gives categories of a hub's people."""
    factories.agreement("NCA", hubs=[hub], categories=categories)
    return factories.viewer(RoleCode.AGENCY_CONTRIB, "NCA")


def seen(viewer: Viewer, group: CrimeGroup) -> list[str] | None:
    """Return the surnames of the members that a viewer is shown, None if the group is not there."""
    with seeing(viewer):
        try:
            read = queries.read_group(viewer, access.get_crime_group(viewer, group.reference))
        except Http404:
            return None
        return [member.individual.surname for member in read.members]


def test_a_hub_keeps_a_group_with_a_reference_of_its_own() -> None:
    """Names, threat areas and status with its day; the act is in the trail and in the history."""
    group = networks.group(name="Harbour Crew", other_names=["Dockers"], threats=["DRUGS", "FIREARMS"])

    assert (len(group.reference), group.owning_hub_id, group.version) == (8, "WM", 1)
    assert AuditEvent.objects.get(operation=Operation.COLLECT, subject_kind="crime_group").subject_ref == str(group)
    assert CrimeGroup.history.get(id=group.pk).history_change_reason == "Seen in reports"


def test_a_change_is_held_to_the_version_that_was_seen() -> None:
    group, by = networks.group(), networks.manager()
    changes = {"status": GroupStatus.DORMANT, "status_since": date(2026, 1, 1)}

    actions.change_group(by=by, group=group, version=1, changes=changes, reason="Quiet since January")
    with pytest.raises(EditConflict):
        actions.change_group(by=by, group=group, version=1, changes={"name": "Other"}, reason="Slow")
    with pytest.raises(NothingChanged):
        actions.change_group(by=by, group=group, version=2, changes=changes, reason="Again")
    group.refresh_from_db()
    assert (group.status, group.version, group.name.startswith("Invented")) == (GroupStatus.DORMANT, 2, True)


def test_what_stands_in_the_way_of_a_group_is_said() -> None:
    networks.group(name="Harbour Crew")
    tomorrow = clock.today() + timedelta(days=1)
    for said, sentence in (
        ({"name": "harbour crew"}, "keeps a group of this name already"),
        ({"status_since": tomorrow}, "must be today or in the past"),
    ):
        with pytest.raises(BadRequest, match=sentence):
            networks.group(**said)
    assert networks.group("EM", name="Harbour Crew").owning_hub_id == "EM"  # another hub may know one by that name
    with pytest.raises(Refused, match="your own hub only"):
        actions.add_group(by=networks.manager("EM"), hub=Hub.objects.get(pk="WM"), reason="Not ours", name="X")
    assert CrimeGroup.unscoped.count() == 2


def test_what_stands_in_the_way_of_a_member_is_said() -> None:
    """A victim or a witness, who has left, twice, the wrong order, the future; nothing is written."""
    group, person = networks.group(), factories.individual()
    victim, witness = (
        factories.individual(category=each) for each in (SubjectCategory.VICTIM, SubjectCategory.WITNESS)
    )
    left = factories.individual(left_on=clock.today())
    networks.member(group, person)
    new = factories.individual()
    refused: list[tuple[Individual, dict[str, Any], str]] = [
        (victim, {}, "recorded as a victim"),
        (witness, {}, "recorded as a witness"),
        (left, {}, "has left the list"),
        (person, {}, "belongs to this group already"),
        (new, {"until_on": date(2025, 3, 2)}, "on or after the day it began"),
        (new, {"from_on": clock.today() + timedelta(days=1)}, "today or in the past"),
    ]
    for individual, given, sentence in refused:
        with pytest.raises(BadRequest, match=sentence):
            networks.member(group, individual, **given)
    assert GroupMember.unscoped.count() == 1


def test_a_membership_is_changed_and_ended_by_the_hub_of_the_record_and_may_begin_again() -> None:
    member, by = networks.member(networks.group(), factories.individual()), networks.manager()
    role = GroupRole.objects.get(pk="FINANCE")

    changed = actions.change_member(by=by, member=member, role=role, from_on=None, reason="Report 12", grading=GRADED)
    assert (changed.role_id, changed.from_on) == ("FINANCE", None)
    with pytest.raises(NothingChanged):
        actions.change_member(by=by, member=member, role=role, from_on=None, reason="Again", grading=GRADED)
    ended = actions.end_member(by=by, member=member, until_on=clock.today(), reason="Broke away")
    with pytest.raises(BadRequest, match="ended already"):
        actions.end_member(by=by, member=member, until_on=clock.today(), reason="Again")
    with pytest.raises(Refused):
        actions.end_member(by=agency(*FULL), member=member, until_on=clock.today(), reason="Not ours")
    networks.member(ended.group, ended.individual, from_on=clock.today())

    assert GroupMember.history.filter(id=member.pk).count() == 3
    assert AuditEvent.objects.filter(subject_ref=str(member.individual), details__group=str(member.group)).count() == 4


def test_an_agency_sees_a_group_only_where_a_clause_gives_intelligence_of_a_member() -> None:
    group, person = networks.group(), factories.individual(surname="Quandle")
    networks.member(group, person)

    assert seen(factories.viewer(RoleCode.AGENCY_CONTRIB, "NCA"), group) is None
    assert seen(agency(DataCategory.IDENTITY), group) is None
    assert seen(agency(*FULL), group) == ["Quandle"]
    assert seen(networks.manager("EM"), group) is None
    assert seen(networks.manager(), group) == ["Quandle"]


def test_a_clause_about_one_hub_never_tells_of_the_group_of_another() -> None:
    """The East Midlands' own people see that theirs belongs to it; an agency with a clause on that hub does not."""
    group, theirs = networks.group(), factories.individual(surname="Zeta", owning_hub_id="EM")
    networks.member(group, theirs, by=factories.viewer(RoleCode.CENTRAL_ADMIN, "HMPPS-CENTRAL"))
    partner = agency(*FULL, hub="EM")

    assert seen(networks.manager("EM"), group) == ["Zeta"]
    assert seen(partner, group) is None
    with seeing(partner):
        assert queries.memberships_of(partner, theirs) == []


def test_what_is_handled_on_conditions_is_not_seen_by_agreement() -> None:
    """Not the membership, and so not the group either."""
    group = networks.group()
    networks.member(group, factories.individual(surname="Quandle"), handling="C", conditions="Ask the originator")

    assert seen(agency(*FULL), group) is None
    assert seen(networks.manager(), group) == ["Quandle"]


@pytest.mark.usefixtures("stopped_clock")
def test_a_member_who_may_not_be_seen_alters_nothing(
    sign_in: SignIn, invisible: Callable[[CrimeGroup], Individual]
) -> None:
    """List, group and person say the same, byte for byte, with and without a restricted member; so does a count."""
    group, person = networks.group(), factories.individual(surname="Quandle")
    networks.member(group, person)
    addresses = [
        reverse("crime_group_list"), reverse("crime_group", args=[group]), reverse("individual_network", args=[person]),
    ]  # fmt: skip
    viewers = [sign_in(RoleCode.HUB_OFFICER, "WM"), sign_in(agency(*FULL).membership)]

    def pages() -> list[bytes]:
        return [bare(client.get(address).content) for client in viewers for address in addresses]

    before = pages()
    assert all(b"Quandle" in page or b"Invented group" in page for page in before)
    invisible(group)
    assert pages() == before


def bare(page: bytes) -> bytes:
    """Return a page without the token that differs each time."""
    from re import sub

    return sub(rb'name="csrfmiddlewaretoken" value="\w+"', b"", page)


@pytest.fixture
def invisible() -> Callable[[CrimeGroup], Individual]:
    """Add a member to a group whom nobody sees who is not named."""

    def add(group: CrimeGroup) -> Individual:
        person = factories.individual(surname="Hidden")
        networks.member(group, person)
        return by_name.restrict(person)

    return add


def test_reading_a_group_leaves_an_event_for_each_person_shown(
    django_assert_num_queries: Callable[..., AbstractContextManager[Any]],
) -> None:
    """And it is in the register of what an agency received; the queries but for those events do not grow."""
    group, people = networks.group(), [factories.individual() for _ in range(3)]
    networks.member(group, people[0])
    by, since = agency(*FULL), clock.now()
    with (
        seeing(by),
        django_assert_num_queries(4),
    ):  # members, links, an event for each of the two
        queries.read_group(by, group)
    for person in people[1:]:
        networks.member(group, person)
    with seeing(by), django_assert_num_queries(6):
        queries.read_group(by, group)
    for person in people:
        assert recipients_of(person, DataCategory.INTELLIGENCE, since, clock.now()) == [("NCA", "")]


def test_the_list_of_groups_counts_visible_members_and_costs_the_same_for_one_and_three(
    django_assert_num_queries: Callable[..., AbstractContextManager[Any]],
) -> None:
    by = networks.manager()
    for number in (1, 3):
        while CrimeGroup.unscoped.count() < number:
            networks.member(networks.group(), factories.individual())
        with seeing(by), django_assert_num_queries(3):
            page = queries.groups(by, 1)
        assert [members for _, members in page.rows] == [1] * number


def test_the_pages_add_change_and_end(sign_in: SignIn) -> None:
    """From an empty list to a past member; wrong input stands beside one sentence."""
    client, person = sign_in(RoleCode.HUB_MANAGER), factories.individual(surname="Quandle", forenames="Ann")
    empty = client.get(reverse("crime_group_list"))
    assert "No group is kept yet" in words(document(empty.content.decode()))
    day = {"status_since-day": "3", "status_since-month": "3", "status_since-year": "2025"}
    facts = {"name": "Harbour Crew", "other_names": "Dockers\nQuay lads", "threats": ["DRUGS"], "status": "ACTIVE"}
    wrong = client.post(reverse("crime_group_add"), {**facts, **day, "name": "", "reason": "Reports"})
    assert "Enter the name" in wrong.content.decode()
    assert "Quay lads" in wrong.content.decode()
    added = client.post(reverse("crime_group_add"), {**facts, **day, "reason": "Reports"})
    group = CrimeGroup.unscoped.get()
    assert added["Location"] == reverse("crime_group", args=[group])
    assert group.other_names == ["Dockers", "Quay lads"]

    joining = {"role": "LEADER", **GRADED, "from_on-day": "", "from_on-month": "", "from_on-year": ""}
    add = reverse("crime_group_member_add", args=[group])
    nobody = client.post(add, {**joining, "person": new_reference()})
    assert "There is no such record on your list" in nobody.content.decode()
    named = client.post(add, {**joining, "person": str(person), "source_reference": "John Smith"})
    assert "Never enter who the source is" in named.content.decode()
    assert client.post(add, {**joining, "person": str(person)}).status_code == 302
    member = GroupMember.unscoped.get()
    page = client.get(reverse("crime_group", args=[group])).content.decode()
    assert "Ann Quandle" in page
    assert "1BP, IR/2026/1" in page
    network = client.get(reverse("individual_network", args=[person])).content.decode()
    assert "Harbour Crew" in network

    change = client.post(
        reverse("crime_group_member_change", args=[group, member.pk]),
        {**joining, "role": "FINANCE", "reason": "Report 12"},
    )
    assert change.status_code == 302
    today = clock.today()
    ending = {"until_on-day": today.day, "until_on-month": today.month, "until_on-year": today.year, "reason": "Left"}
    assert client.post(reverse("crime_group_member_end", args=[group, member.pk]), ending).status_code == 302
    again = client.post(reverse("crime_group_member_end", args=[group, member.pk]), ending)
    assert "This membership has ended already" in again.content.decode()
    edit = reverse("crime_group_edit", args=[group])
    assert client.post(edit, {**facts, **day, "status": "DORMANT", "reason": "Quiet", "version": 1}).status_code == 302
    stale = client.post(edit, {**facts, **day, "name": "Other", "reason": "Slow", "version": 1})
    assert "changed this group on" in stale.content.decode()


def test_the_search_of_the_head_finds_groups_by_any_of_their_names(sign_in: SignIn) -> None:
    """As far as the searcher sees them; for whoever does not, there is no more than for a name that nobody has."""
    networks.member(networks.group(name="Harbour Crew", other_names=["Dockers"]), factories.individual())

    def found(client: Client, text: str) -> str:
        return words(document(client.post(reverse("search"), {"text": text}, follow=True).content.decode()))

    hub, elsewhere = sign_in(RoleCode.HUB_OFFICER, "WM"), sign_in(RoleCode.HUB_OFFICER, "EM")
    assert "Harbour Crew" in found(hub, "dockers")
    assert "Harbour Crew" in found(hub, "crew harbour")
    assert "Harbour Crew" not in found(hub, "harbour gang")
    assert "Harbour Crew" not in found(elsewhere, "dockers")
    assert "Nobody found" in found(elsewhere, "dockers")
