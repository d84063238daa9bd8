"""Links between two people on the list: seen by whoever sees the intelligence of both, and by nobody else."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, timedelta
from typing import Any

import pytest

from cohort.actions import links as actions
from cohort.actions.merge_undoing import undo_merge
from cohort.enums import SubjectCategory, Verdict
from cohort.errors import NothingChanged
from cohort.models import GroupMember, Individual, Link
from cohort.presenters import network_drawings as drawings
from cohort.queries import networks as queries
from cohort.reference_numbers import new_reference
from marsoc.kit import clock
from sharing.enums import DataCategory, Phase, RoleCode
from sharing.errors import BadRequest, Refused
from sharing.models import AuditEvent
from sharing.seeing import seeing
from sharing.viewer import Viewer
from tests import factories
from tests.factories import by_name, merging, networks
from tests.factories.networks import GRADED
from tests.unit.govuk.markup import document, words

pytestmark = pytest.mark.django_db
SignIn = Callable[..., Any]
FULL = (DataCategory.IDENTITY, DataCategory.INTELLIGENCE)


def partner(*categories: DataCategory, phases: tuple[Phase, ...] = tuple(Phase)) -> Viewer:
    """Return somebody of an agency to which an agreement gives categories of those in some phases."""
    factories.agreement("NCA", hubs=["WM"], phases=phases, categories=categories)
    return factories.viewer(RoleCode.AGENCY_CONTRIB, "NCA")


def seen(viewer: Viewer, individual: Individual) -> list[str]:
    """Return how the links of somebody read to a viewer."""
    with seeing(viewer):
        found = queries.links_of(viewer, individual)
    return [f"{link.said_of(individual)} {link.other(individual).surname}" for link in found]


def test_a_link_reads_from_both_ends_in_its_own_words() -> None:
    one, other = factories.individual(surname="Quandle"), factories.individual(surname="Zeta")
    networks.link(one, other, kind="SUPPLIES")

    assert seen(networks.manager(), one) == ["Supplies Zeta"]
    assert seen(networks.manager(), other) == ["Is supplied by Quandle"]
    assert {each.subject_ref for each in AuditEvent.objects.filter(details__change="linked")} == {str(one), str(other)}


def test_only_whoever_sees_the_intelligence_of_both_sees_the_link() -> None:
    """Not with one end restricted, not with a clause for one end, not what is handled on conditions."""
    one, other = factories.individual(surname="Quandle"), factories.individual(surname="Zeta", phase=Phase.REM)
    hidden = factories.individual(surname="Hidden")
    networks.link(one, other)
    networks.link(one, hidden)
    networks.link(one, other, kind="FAMILY", handling="C", conditions="Ask the originator")
    by_name.restrict(hidden)

    assert seen(networks.manager(), one) == ["Associate in crime Zeta", "Family Zeta"]
    assert seen(networks.manager("EM"), one) == []
    assert seen(partner(*FULL, phases=(Phase.CUS,)), one) == []
    assert seen(partner(DataCategory.IDENTITY), one) == []
    assert seen(partner(*FULL), one) == ["Associate in crime Zeta"]


def test_what_stands_in_the_way_is_said_and_nothing_is_written() -> None:
    one, other = factories.individual(), factories.individual()
    victim, left = factories.individual(category=SubjectCategory.VICTIM), factories.individual(left_on=clock.today())
    networks.link(one, other, kind="SUPPLIES")
    tomorrow = clock.today() + timedelta(days=1)
    refused: list[tuple[Individual, Individual, dict[str, Any], str]] = [
        (one, one, {}, "with themselves"),
        (one, victim, {}, "recorded as a victim"),
        (one, left, {}, "has left the list"),
        (one, other, {"kind": "SUPPLIES"}, "linked in this way already"),
        (other, one, {"kind": "SUPPLIES"}, "linked in this way already"),
        (one, other, {"until_on": date(2025, 3, 2)}, "on or after the day it began"),
        (one, other, {"from_on": tomorrow}, "today or in the past"),
    ]
    for first, second, given, sentence in refused:
        with pytest.raises(BadRequest, match=sentence):
            networks.link(first, second, **given)
    assert Link.unscoped.count() == 1


def test_a_link_is_changed_and_ended_by_the_hub_of_either_record() -> None:
    """And by nobody else; it stays as a past one, and may begin again."""
    one, other = factories.individual(), factories.individual()
    link, by = networks.link(one, other), networks.manager()

    changed = actions.change_link(by=by, link=link, from_on=None, reason="Report 12", grading=GRADED)
    with pytest.raises(NothingChanged):
        actions.change_link(by=by, link=changed, from_on=None, reason="Again", grading=GRADED)
    with pytest.raises(Refused):
        actions.end_link(by=partner(*FULL), link=link, until_on=clock.today(), reason="Not ours")
    actions.end_link(by=by, link=link, until_on=clock.today(), reason="Fell out")
    with pytest.raises(BadRequest, match="ended already"):
        actions.end_link(by=by, link=link, until_on=clock.today(), reason="Again")
    networks.link(one, other, from_on=clock.today())
    assert Link.history.filter(id=link.pk).count() == 3


def test_the_links_of_somebody_cost_the_same_but_for_the_event_of_each(
    django_assert_num_queries: Callable[..., AbstractContextManager[Any]],
) -> None:
    one, by = factories.individual(), networks.manager()
    for number in (1, 3):
        while Link.unscoped.count() < number:
            networks.link(one, factories.individual())
        with seeing(by), django_assert_num_queries(1 + number):
            assert len(queries.links_of(by, one)) == number


def test_the_drawing_shows_each_person_once_and_the_past_faintly() -> None:
    one, other, third = (factories.individual(surname=name) for name in ("Quandle", "Zeta", "Eta"))
    networks.link(one, other)
    networks.link(one, other, kind="FAMILY")
    networks.link(one, third, until_on=date(2026, 1, 1))
    group, by = networks.group(name="Harbour Crew"), networks.manager()
    networks.member(group, one)
    networks.member(group, other, role="FINANCE")

    with seeing(by):
        members, links = queries.memberships_of(by, one), queries.links_of(by, one)
        drawing = drawings.of_individual(one, members, links)
        of_group = drawings.of_group(queries.read_group(by, group))
    assert [(node.label, node.note) for node in drawing.around] == [
        ("Harbour Crew", "Leader"), ("Alex Zeta", "Associate in crime"), ("Alex Eta", "Associate in crime"),
    ]  # fmt: skip
    assert sorted(edge.faint for edge in drawing.edges) == [False, False, True]
    assert [(node.label, node.note) for node in of_group.around] == [
        ("Alex Quandle", "Leader"),
        ("Alex Zeta", "Finance"),
    ]
    assert sorted(edge.faint for edge in of_group.edges) == [False, False, True]


def test_a_merge_moves_memberships_and_links_once_and_its_undoing_gives_them_back() -> None:
    survivor, merged = (factories.individual(forenames="Ann", surname="Quandle") for _ in range(2))
    third, fourth = factories.individual(), factories.individual()
    group, other_group = networks.group(), networks.group()
    for person, of in ((survivor, group), (merged, group), (merged, other_group)):
        networks.member(of, person)
    networks.link(survivor, third)
    same, moved, between = (
        networks.link(*ends) for ends in ((third, merged), (merged, fourth), (survivor, merged))
    )  # fmt: skip

    merge = merging.merged(survivor, merged)
    ends = {link.pk: (link.first_id, link.second_id) for link in Link.unscoped.all()}
    assert ends[same.pk] == (third.pk, merged.pk)
    assert ends[moved.pk] == (survivor.pk, fourth.pk)
    assert ends[between.pk] == (survivor.pk, merged.pk)
    assert set(GroupMember.unscoped.filter(individual=survivor).values_list("group", flat=True)) == {
        group.pk, other_group.pk,
    }  # fmt: skip
    undo_merge(by=merging.central(), merge=merge, answers={}, verdict=Verdict.OPEN, words="Two people after all")
    assert Link.unscoped.get(pk=moved.pk).first_id == merged.pk
    assert GroupMember.unscoped.filter(individual=merged).count() == 2


def test_the_pages_record_change_and_end_a_link(sign_in: SignIn) -> None:
    """Wrong input stands beside one sentence; a record that may not be seen is as absent as none."""
    client, one = sign_in(RoleCode.HUB_MANAGER), factories.individual(surname="Quandle")
    other, elsewhere = factories.individual(surname="Zeta"), factories.individual(owning_hub_id="EM")
    base = f"/individuals/{one}/network/"
    joining = {"kind": "SUPPLIES-", **GRADED, "from_on-day": "", "from_on-month": "", "from_on-year": ""}
    assert "No link with anybody" in words(document(client.get(base).content.decode()))
    missed = [client.post(f"{base}add/", {**joining, "person": each}) for each in (new_reference(), str(elsewhere))]
    assert all("There is no such record that you may see" in page.content.decode() for page in missed)
    same = client.post(f"{base}add/", {**joining, "person": str(one)})
    assert "cannot be linked with themselves" in same.content.decode()
    assert client.post(f"{base}add/", {**joining, "person": str(other)}).status_code == 302
    page = client.get(base).content.decode()
    assert "Is supplied by" in page
    assert 'class="marsoc-network__label"' in page
    link = Link.unscoped.get()
    assert (link.first_id, link.second_id) == (other.pk, one.pk)
    change = {**joining, "handling": "C", "conditions": "", "reason": "Report 12"}
    assert "Enter the conditions" in client.post(f"{base}{link.pk}/", change).content.decode()
    assert client.post(f"{base}{link.pk}/", {**change, "conditions": "Ask"}).status_code == 302
    today = clock.today()
    ending = {"until_on-day": today.day, "until_on-month": today.month, "until_on-year": today.year, "reason": "Over"}
    assert client.post(f"{base}{link.pk}/end/", ending).status_code == 302
    assert "ended already" in client.post(f"{base}{link.pk}/end/", ending).content.decode()
