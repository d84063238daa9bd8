"""Victims, witnesses and associates are held apart from the list, for a short time and for a stated need."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.http import Http404
from django.urls import reverse

from cohort import access, tasks
from cohort.actions import held_apart as actions
from cohort.enums import SubjectCategory
from cohort.models import HeldApart, Individual, MatchingDue, NameWord
from cohort.queries import held_apart as queries
from cohort.queries.individuals import ListFilter, matching
from cohort.queries.search import search
from marsoc.kit import clock
from sharing.enums import DataCategory, Operation, RoleCode
from sharing.errors import BadRequest, Refused
from sharing.models import AuditEvent
from sharing.seeing import seeing
from sharing.viewer import Viewer
from tests import factories
from tests.factories import by_name, networks

pytestmark = pytest.mark.django_db


def seen(viewer: Viewer) -> list[str]:
    """Return the names of those held apart whom a viewer is shown."""
    with seeing(viewer):
        return [held.name for held in queries.held_apart(viewer, 1).rows]


def test_only_the_owning_hub_sees_whom_it_holds() -> None:
    """No agency, whatever a clause gives it of the individual; no other hub; of a restricted record who is named."""
    person, closed = factories.individual(), factories.individual()
    networks.held_apart(person, name="Una Quill")
    networks.held_apart(networks.group(), name="Vic Quill")
    held = networks.held_apart(closed, name="Wyn Quill")
    by_name.restrict(closed)
    factories.agreement("NCA", categories=[each for each in DataCategory if each != DataCategory.EQUALITY])

    assert seen(networks.manager()) == ["Una Quill", "Vic Quill"]
    assert seen(networks.manager("EM")) == []
    assert seen(factories.viewer(RoleCode.AGENCY_CONTRIB, "NCA")) == []
    with seeing(by := networks.manager()), pytest.raises(Http404):
        access.get_held_apart(by, held.pk)


def test_nobody_held_apart_is_listed_counted_searched_or_compared() -> None:
    person, by = factories.individual(surname="Quandle"), networks.manager()
    with seeing(by):
        before = (matching(by, ListFilter()).count(), search(by, "Featherstone"))
    words, due = NameWord.unscoped.count(), MatchingDue.unscoped.count()
    networks.held_apart(person, name="Una Featherstone")

    with seeing(by):
        assert (matching(by, ListFilter()).count(), search(by, "Featherstone")) == before
    assert (NameWord.unscoped.count(), MatchingDue.unscoped.count(), Individual.unscoped.count()) == (words, due, 1)


@pytest.mark.parametrize("category", [SubjectCategory.VICTIM, SubjectCategory.WITNESS])
def test_a_victim_or_a_witness_is_never_put_on_the_list(category: SubjectCategory) -> None:
    """Neither by hand nor by a nomination."""
    membership = factories.membership(role=RoleCode.AGENCY_CONTRIB, hub=None, agency="NCA")
    with pytest.raises(BadRequest, match="never put on the list"):
        factories.nomination(membership, category=category)
    assert Individual.unscoped.count() == 0


def test_a_life_shorter_than_the_record_and_a_need_stated_again() -> None:
    """Twelve months, or until the record is due if that is sooner; kept on only with a new need."""
    today = clock.today()
    long, short = factories.individual(), factories.individual(retention_due=today + timedelta(days=40))
    held, soon = networks.held_apart(long), networks.held_apart(short)

    assert (held.review_due, held.delete_on) == (clock.months_after(today, 6), clock.months_after(today, 12))
    assert soon.review_due == soon.delete_on == today + timedelta(days=40)
    with pytest.raises(BadRequest, match="still has to be held"):
        actions.keep_held_apart(by=networks.manager(), held=held, necessity=" ")
    kept = actions.keep_held_apart(by=networks.manager(), held=held, necessity="The trial is in May")
    assert kept.necessity == "The trial is in May"


def test_the_job_deletes_by_the_day_and_twice_is_once() -> None:
    """Of restricted records as well; the trail says that it did, by reference, and holds no name."""
    person, closed = factories.individual(), factories.individual()
    gone = [networks.held_apart(each, name="Una Quill") for each in (person, closed)]
    stays = networks.held_apart(person, name="Vic Quill")
    day = clock.today() - timedelta(days=1)
    HeldApart.unscoped.filter(pk__in=[each.pk for each in gone]).update(review_due=day, delete_on=day)
    by_name.restrict(closed)

    tasks.discard_held_apart()
    tasks.discard_held_apart()

    assert list(HeldApart.unscoped.values_list("pk", flat=True)) == [stays.pk]
    erased = AuditEvent.objects.filter(operation=Operation.ERASE, subject_kind="held_apart")
    assert {each.details["of"] for each in erased} == {str(person), str(closed)}
    assert erased.count() == 2
    assert "Quill" not in str([each.details for each in erased])


def test_what_stands_in_the_way_is_said() -> None:
    person, left = factories.individual(), factories.individual(left_on=clock.today())
    networks.held_apart(person, name="Una Quill")
    refused: list[tuple[Individual, dict[str, Any], str]] = [
        (person, {"name": "una quill"}, "held apart here already"),
        (person, {"necessity": " "}, "why this person has to be held"),
        (left, {}, "has left the list"),
    ]
    for of, given, sentence in refused:
        with pytest.raises(BadRequest, match=sentence):
            networks.held_apart(of, **given)
    with pytest.raises((Refused, Individual.DoesNotExist)):
        networks.held_apart(person, by=networks.manager("EM"), name="Other")
    assert HeldApart.unscoped.count() == 1


def test_the_pages_hold_review_and_delete(sign_in: Callable[..., Any]) -> None:
    client, person, group = sign_in(RoleCode.HUB_MANAGER), factories.individual(), networks.group()
    given = {
        "name": "Una Quill", "category": "WITNESS", "relation": "Neighbour", "necessity": "To keep her safe",
        "source_reference": "IR/2026/7",
    }  # fmt: skip
    add = reverse("individual_apart_add", args=[person])
    wrong = client.post(add, {**given, "source_reference": "Tom the neighbour"}).content.decode()
    assert "Never enter who the source is" in wrong
    for address in (add, reverse("crime_group_apart_add", args=[group])):
        assert client.post(address, given)["Location"] == reverse("held_apart_list")
    listed = client.get(reverse("held_apart_list")).content.decode()
    assert listed.count("Una Quill") == 2
    assert "Una Quill" not in client.get(reverse("individual_network", args=[person])).content.decode()
    first, second = HeldApart.unscoped.order_by("pk")
    review = reverse("held_apart_review", args=[first.pk])
    assert "Select whether" in client.post(review, {"necessity": "Still needed"}).content.decode()
    assert client.post(review, {"decision": "keep", "necessity": "Still needed"}).status_code == 302
    last = reverse("held_apart_review", args=[second.pk])
    assert client.post(last, {"decision": "remove", "necessity": "Not needed"}).status_code == 302
    assert client.get(last).status_code == 404
    assert HeldApart.unscoped.get().necessity == "Still needed"
