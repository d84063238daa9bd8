"""Whether an applicant is on a list: found wherever the record is, and told to nobody by what follows."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from cohort.actions import subject_access as actions
from cohort.enums import IdentifierKind
from cohort.models import Individual, SubjectAccessMatch
from cohort.queries.subject_access_search import Terms, people_like
from sharing.enums import Operation, RoleCode
from sharing.errors import BadRequest
from sharing.models import AuditEvent
from sharing.seeing import seeing
from sharing.viewer import Viewer
from tests import factories
from tests.factories import by_name, subject_access
from tests.unit.govuk.markup import document, words

SignIn = Callable[..., Client]
BORN = date(1980, 3, 4)

pytestmark = pytest.mark.django_db


@pytest.fixture
def ig() -> Viewer:
    """Information governance."""
    return subject_access.governance()


@pytest.fixture
def quill() -> Individual:
    """Somebody on the list of another hub than anybody here, by a number and another name as well."""
    made = factories.individual(forenames="Quentin", surname="Quill", date_of_birth=BORN, owning_hub_id="SE")
    factories.identifier(made, IdentifierKind.PNC, "2001/4711390Q")
    factories.alias(made, "Tobias Farnaby")
    return made


def found(by: Viewer, *names: str, born: date | None = None, numbers: tuple[str, ...] = ()) -> list[str]:
    """Return the references of who is like an applicant."""
    request = subject_access.registered(subject_access.governance())
    with seeing(by):
        return [each.reference for each in people_like(by, request, Terms(names, born, numbers))]


def told(response: Any) -> str:
    """Return the words of the main part of a page, without the number of the request."""
    text = words(document(response.content.decode()).find(".//main"))
    return re.sub(r"SAR-\d+", "SAR", text)


@pytest.mark.parametrize(
    "asked",
    [
        {"names": ("Quentin Quill",)},
        {"names": ("Quill, Quentin",)},
        {"names": ("Quéntin Quill",)},
        {"names": ("Somebody Else", "Tobias Farnaby")},
        {"names": ("Somebody Else",), "born": BORN},
        {"names": ("Somebody Else",), "born": date(1980, 4, 3)},
        {"names": ("Somebody Else",), "numbers": ("01/4711390Q",)},
    ],
)
@pytest.mark.parametrize("restricted", [False, True])
def test_the_record_is_found_by_name_birth_or_number_over_all_hubs(
    ig: Viewer, quill: Individual, asked: dict[str, Any], restricted: bool
) -> None:
    if restricted:
        by_name.restrict(quill)
    factories.individual(forenames="Nobody", surname="Likethis", date_of_birth=date(1955, 12, 25))

    assert found(ig, *asked["names"], born=asked.get("born"), numbers=asked.get("numbers", ())) == [
        quill.shown_reference
    ]


def test_one_common_word_or_year_is_not_enough(ig: Viewer, quill: Individual) -> None:
    assert found(ig, "Quentin Somebody", born=date(1980, 8, 9)) == []


def test_a_conflict_of_interest_keeps_the_record_from_whoever_searches(ig: Viewer, quill: Individual) -> None:
    assert ig.user
    by_name.conflict_mark(quill, ig.user)

    assert found(ig, "Quentin Quill") == []


@pytest.mark.parametrize("role", [RoleCode.CENTRAL_ADMIN, RoleCode.HUB_MANAGER, RoleCode.AUDITOR])
def test_the_database_finds_nobody_for_anybody_else(quill: Individual, role: RoleCode) -> None:
    assert found(factories.viewer(role, "ROCU"), "Quentin Quill", born=BORN) == []


def test_the_search_is_recorded_by_digests_that_do_not_tell_whether_anybody_was_found(
    ig: Viewer, quill: Individual
) -> None:
    found(ig, "Quentin Quill")
    found(ig, "Nobody Atall")
    met, none = AuditEvent.objects.filter(operation=Operation.SEARCH).order_by("pk")

    assert met.subject_kind == none.subject_kind == "subject_access"
    assert {key: len(value) for key, value in met.details.items()} == {"query": 64, "found": 64}
    assert met.details.keys() == none.details.keys()
    assert met.details["query"] != none.details["query"]
    assert not AuditEvent.objects.filter(subject_ref=quill.shown_reference).exists()


def test_with_and_without_a_match_the_pages_and_the_trail_go_the_same_way(
    ig: Viewer, quill: Individual, sign_in: SignIn
) -> None:
    """The request's own page says the same, word for word, and the same events are left."""
    client = sign_in(ig.membership)
    pages, trails = [], []
    for name, said in (("Quentin Quill", {"selected": quill.shown_reference}), ("Nobody Atall", {"nobody": "on"})):
        request = subject_access.verified(ig)
        before = AuditEvent.objects.latest("pk").pk
        address = reverse("subject_access_search", args=[request.pk])
        client.get(address)
        client.post(address, {"names": name, "step": "search"})
        assert client.post(address, {"names": name, "step": "mark", **said}).status_code == 302
        pages.append(told(client.get(reverse("subject_access", args=[request.pk]))))
        events = AuditEvent.objects.filter(pk__gt=before).order_by("pk")
        trails.append([(each.operation, each.subject_kind, sorted(each.details)) for each in events])

    assert pages[0] == pages[1]
    assert "Search the lists of every hub Completed" in pages[0]
    assert trails[0] == trails[1]
    with seeing(ig):
        assert SubjectAccessMatch.unscoped.visible_to(ig).get().individual_id == quill.pk


def test_to_choose_neither_or_both_is_told_and_what_was_typed_stays(
    ig: Viewer, quill: Individual, sign_in: SignIn
) -> None:
    client, request = sign_in(ig.membership), subject_access.verified(ig)
    address = reverse("subject_access_search", args=[request.pk])
    for said in ({}, {"selected": quill.shown_reference, "nobody": "on"}):
        page = client.post(address, {"names": "Quentin Quill", "step": "mark", **said})
        assert "Select the records of the applicant, or say that none" in told(page)
        assert "Quentin Quill</textarea>" in page.content.decode()
    with pytest.raises(BadRequest, match="not there any more"):
        actions.mark_matches(by=ig, request=request, references=["HK47-2MRX"])


def test_marking_again_replaces_what_was_marked(ig: Viewer, quill: Individual) -> None:
    request = subject_access.matched(ig, quill)
    actions.mark_matches(by=ig, request=request, references=[])

    with seeing(ig):
        assert not SubjectAccessMatch.unscoped.visible_to(ig).exists()
