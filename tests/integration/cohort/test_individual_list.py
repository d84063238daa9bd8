"""The list of individuals: what it shows, to whom, in which order, and how it is narrowed."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from cohort.enums import IdentifierKind, ListStatus
from cohort.models import Individual
from cohort.queries.individuals import SORTS, ListFilter, individual_page
from marsoc.kit import clock
from sharing.enums import Operation, Phase, RoleCode
from sharing.models import AuditEvent
from sharing.viewer import Viewer
from tests import factories

pytestmark = pytest.mark.django_db

STATEMENTS = 9  # session, user, membership, names, sight, rows and total, audit event, the savepoint of the request

MakeViewer = Callable[..., Viewer]
SignIn = Callable[..., Client]


def shown(viewer: Viewer, /, **wanted: Any) -> list[str]:
    """Return the surnames on the first page, by name."""
    page = individual_page(viewer, ListFilter(**wanted), "name", 1)
    return [row.surname for row in page.rows]


def test_hub_staff_see_their_own_hub_and_the_central_team_every_hub(viewer: MakeViewer) -> None:
    """The same two rows, two reaches; the total counts what is seen and no more."""
    factories.individual(surname="Ours")
    factories.individual(surname="Theirs", owning_hub_id="NW")

    assert shown(viewer()) == ["Ours"]
    assert shown(viewer(RoleCode.CENTRAL_ANALYST, None, "HMPPS-CENTRAL")) == ["Ours", "Theirs"]
    assert individual_page(viewer(), ListFilter(), "name", 1).total == 1


@pytest.mark.parametrize("role", [RoleCode.AGENCY_CONTRIB, RoleCode.AGENCY_SPOC, RoleCode.AUDITOR, RoleCode.FINANCE])
def test_partners_and_inspectors_see_nobody(viewer: MakeViewer, role: RoleCode) -> None:
    """Also where their membership names the hub."""
    factories.individual()

    assert shown(viewer(role, "WM", "NCA")) == []


def test_each_filter_keeps_exactly_what_it_says(viewer: MakeViewer) -> None:
    """Each row differs from the first in one thing that a filter looks at."""
    today = clock.today()
    kept: dict[str, object] = {
        "phase": Phase.CUS,
        "threats": ["DRUGS"],
        "lead_agency_id": "NCA",
        "status": ListStatus.ACCEPTED,
        "establishment_id": "LEI",
        "release_on": today + timedelta(days=20),
        "review_due": today - timedelta(days=1),
    }
    factories.individual(surname="Kept", **kept)
    different = {
        "phase": Phase.REM,
        "threats": ["FRAUD"],
        "lead_agency_id": "HMRC",
        "status": ListStatus.NOMINATED,
        "establishment_id": "BXI",
        "release_on": today + timedelta(days=40),
        "review_due": today + timedelta(days=1),
    }
    for name, value in different.items():
        factories.individual(surname=f"Not {name}", **{**kept, name: value})
    wanted = {
        "phase": ["CUS"],
        "threat": ["DRUGS"],
        "lead_agency": ["NCA"],
        "status": ["ACCEPTED"],
        "location": "LEI",
        "release_within": 30,
        "review_due": "overdue",
    }

    assert shown(viewer(), **wanted) == ["Kept"]
    for name, value in wanted.items():
        assert len(shown(viewer(), **{name: value})) == len(different)
    assert shown(viewer(), hub=["NW"]) == []


@pytest.mark.parametrize(
    "text",
    ["o'haire", "OHAIRE", "Sean OHaire", "shadow", "2002/0073319Z", "02/73319z", "WM/0007", "wm/0007", "A1234BC"],
)
def test_text_finds_names_aliases_and_numbers_in_any_spelling(viewer: MakeViewer, text: str) -> None:
    """And nobody else."""
    from cohort.models import SheetReference
    from marsoc.kit.acting import acting

    wanted = factories.individual(surname="O'Haire", forenames="Se\u00e1n")
    factories.alias(wanted, "The Shadow")
    factories.identifier(wanted, IdentifierKind.PNC, "2002/0073319Z")
    factories.identifier(wanted, IdentifierKind.PRISON, "A1234BC")
    with acting(job="tests"):
        SheetReference(individual=wanted, hub_id="WM", ref="WM/0007").save()
    factories.individual(surname="Other")

    assert shown(viewer(), text=text) == ["O'Haire"]


def test_a_reference_is_found_as_said_on_the_telephone(viewer: MakeViewer) -> None:
    """In lower case and without the hyphen."""
    wanted = factories.individual(surname="Wanted")
    factories.individual()

    assert shown(viewer(), text=wanted.reference.lower()) == ["Wanted"]


def test_searching_for_somebody_of_another_hub_finds_nothing(viewer: MakeViewer) -> None:
    """By name, number or reference."""
    theirs = factories.individual(surname="Hidden", owning_hub_id="NW")
    factories.identifier(theirs, IdentifierKind.PNC, "2002/0073319Z")

    assert [shown(viewer(), text=text) for text in ("Hidden", "2002/0073319Z", theirs.shown_reference)] == [[], [], []]


@pytest.mark.parametrize("sort", SORTS)
def test_every_column_sorts_both_ways_with_unknown_last(viewer: MakeViewer, sort: str) -> None:
    """Reversing the order reverses the rows that have a value."""
    for number in range(3):
        factories.individual(
            surname=f"Name{number}",
            date_of_birth=date(1980 + number, 1, 1),
            phase=[Phase.CUS, Phase.PRE, Phase.REM][number],
            establishment_id=["BXI", "DMI", "LEI"][number],
            release_on=date(2030 + number, 1, 1),
            lead_agency_id=["CPS", "HMRC", "NCA"][number],
            provisional_score=10 * number,
            review_due=date(2027 + number, 1, 1),
        )
    up = individual_page(viewer(), ListFilter(), sort, 1).rows
    down = individual_page(viewer(), ListFilter(), f"-{sort}", 1).rows

    if sort != "hub":
        assert [row.reference for row in up] == [row.reference for row in reversed(down)]


def test_pages_say_where_they_are_and_end_with_the_last(viewer: MakeViewer) -> None:
    """A page past the end is the last one."""
    for _ in range(5):
        factories.individual()
    page = individual_page(viewer(), ListFilter(), "name", 99, size=2)

    assert (page.first, page.last, page.total, page.count) == (5, 5, 5, 3)


def test_a_filter_is_kept_and_no_name_enters_an_address(sign_in: SignIn) -> None:
    """Posting leads to an address that says nothing, and coming back shows the list as it was left."""
    factories.individual(surname="Findable")
    factories.individual(surname="Another")
    client = sign_in()
    posted = client.post(reverse("individual_list"), {"text": "findable", "sort": "name"})

    assert "findable" not in posted["Location"].lower()
    page = client.get(posted["Location"])
    assert "Findable" in page.text
    assert "Another" not in page.text
    back = client.get(reverse("individual_list"), follow=True)
    assert "Findable" in back.text
    assert "Another" not in back.text


def test_one_selected_filter_can_be_taken_away(sign_in: SignIn) -> None:
    """Its tag is a link to the list without it."""
    factories.individual(surname="Remand", phase=Phase.REM)
    factories.individual(surname="Custody", phase=Phase.CUS)
    client = sign_in()
    page = client.post(reverse("individual_list"), {"phase": ["REM"], "sort": "name"}, follow=True)
    assert "Custody" not in _table(page.text)
    found = re.search(r'class="moj-filter__tag" href="([^"]+)"', page.text)
    assert found
    without = client.get(reverse("individual_list") + found[1].replace("&amp;", "&"), follow=True)

    assert "Remand," in _table(without.text)
    assert "Custody," in _table(without.text)


def _table(text: str) -> str:
    return text[text.index("<tbody") : text.index("</tbody>")]


@pytest.mark.parametrize("route", ["individual_list", "individual_list_print"])
def test_the_number_of_statements_does_not_grow_with_the_rows(
    sign_in: SignIn, route: str, django_assert_num_queries: Callable[..., Any]
) -> None:
    """One row or three, the same statements."""
    client = sign_in()
    address = reverse(route) + "?sort=name"
    factories.individual()
    client.get(address)
    with django_assert_num_queries(STATEMENTS):
        client.get(address)
    factories.individual()
    factories.individual()
    with django_assert_num_queries(STATEMENTS):
        client.get(address)


def test_reading_the_list_leaves_one_event_with_what_was_shown(sign_in: SignIn) -> None:
    """A digest of the query, the total and the references; a search is told apart, its terms are not kept."""
    individual = factories.individual(surname="Findable")
    client = sign_in()
    client.get(reverse("individual_list") + "?sort=name")
    client.post(reverse("individual_list"), {"text": "findable"}, follow=True)
    listed, searched = AuditEvent.objects.filter(subject_kind="list").order_by("id")

    assert (listed.operation, listed.details["total"]) == (Operation.CONSULT, 1)
    assert listed.details["shown"] == [individual.shown_reference]
    assert searched.operation == Operation.SEARCH
    assert "findable" not in str(searched.details).lower()


def test_an_empty_list_and_an_empty_result_say_what_to_do(sign_in: SignIn) -> None:
    """The first offers the import, the second the way back."""
    client = sign_in()
    assert "Import a workbook" in client.get(reverse("individual_list") + "?sort=name").text
    factories.individual()
    nothing = client.post(reverse("individual_list"), {"text": "nobody at all"}, follow=True)
    assert "matches these filters" in nothing.text
    assert "Clear filters" in nothing.text


def test_what_people_typed_is_text_on_the_page(sign_in: SignIn) -> None:
    """Names with markup are shown as they are."""
    factories.individual(surname="<script>alert(1)</script>")

    assert "<script>alert" not in sign_in().get(reverse("individual_list") + "?sort=name").text


def test_nonsense_in_the_address_shows_the_list(sign_in: SignIn) -> None:
    """Unknown sorts, pages and filters fall back."""
    individual: Individual = factories.individual(surname="Present")
    client = sign_in()
    for query in ("sort=';drop", "page=-1", "filter=none", "filter=x&drop=text.9", "filter=x&drop=nothing.1"):
        answer = client.get(f"{reverse('individual_list')}?{query}", follow=True)
        assert answer.status_code == 200
        assert individual.surname in answer.text
