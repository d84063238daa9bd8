"""Who looked at a person, as those read it who answer for the record."""

import re
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cohort.models import Individual
from cohort.queries.readers import readings_of
from cohort.queries.record import note_reading
from sharing import audit
from sharing.enums import DataCategory, Operation, RoleCode
from sharing.models import AuditEvent
from sharing.seeing import seeing
from sharing.viewer import Viewer, viewer_in
from tests import factories
from tests.factories import by_name

SignIn = Callable[..., Client]

pytestmark = pytest.mark.django_db


@pytest.fixture
def individual() -> Individual:
    """Somebody on the West Midlands list."""
    return factories.individual(surname="Quenby", owning_hub_id="WM")


def address(individual: Individual) -> str:
    """Return the page about somebody."""
    return reverse("individual_readers", args=[individual.shown_reference])


def words(client: Client, page: str) -> str:
    """Return the words of a page."""
    text = client.get(page).content.decode()
    return (
        re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text[text.index("<main") :]))
        .replace("&#39;", "'")
        .replace("&amp;", "&")
    )


def reader(name: str, role: RoleCode = RoleCode.HUB_OFFICER, hub: str | None = "WM", agency: str = "ROCU") -> Viewer:
    """Return somebody of a name who acts in a role."""
    return viewer_in(factories.membership(role=role, hub=hub, agency=agency, person=factories.user(full_name=name)))


def read(by: Viewer, individual: Individual, page: str = "overview") -> None:
    """Have somebody read a page of a record."""
    with seeing(by):
        note_reading(by, individual, page=page)


@pytest.mark.parametrize("role", [RoleCode.HUB_MANAGER, RoleCode.HUB_OFFICER])
def test_the_owning_hub_reads_that_a_partner_looked_and_for_which_agency(
    sign_in: SignIn, individual: Individual, role: RoleCode
) -> None:
    factories.agreement("HMRC", hubs=["WM"], categories=[DataCategory.IDENTITY, DataCategory.CUSTODY])
    partner = factories.membership(
        role=RoleCode.AGENCY_CONTRIB, hub=None, agency="HMRC", person=factories.user(full_name="Petra Partner")
    )
    sign_in(partner).get(reverse("individual_custody", args=[individual.shown_reference]))

    page = words(sign_in(role, "WM"), address(individual))

    assert "Petra Partner Agency contributor, HM Revenue & Customs Custody Identity, Custody" in page


def test_the_newest_comes_first_and_other_people_s_readings_do_not_appear(individual: Individual) -> None:
    other = factories.individual(owning_hub_id="WM")
    olive, nick = reader("Olive"), reader("Nick", RoleCode.AGENCY_CONTRIB, None, "NCA")
    read(olive, individual)
    read(olive, other)
    audit.record(nick, Operation.DISCLOSE, kind="existence", ref=individual.shown_reference, level="POINTER")
    audit.record(olive, Operation.ALTER, kind="individual", ref=individual.shown_reference, fields=["notes"])
    read(olive, individual, "edit:name")

    page = readings_of(olive, individual, 1)

    assert [(entry.person and entry.person.full_name, entry.event.details.get("page")) for entry in page.rows] == [
        ("Olive", "edit:name"), ("Nick", None), ("Olive", "overview"),
    ]  # fmt: skip
    assert page.total == 3


def test_being_told_and_an_emergency_read_as_what_they_were(sign_in: SignIn, individual: Individual) -> None:
    nick = reader("Nick", RoleCode.AGENCY_CONTRIB, None, "NCA")
    audit.record(nick, Operation.DISCLOSE, kind="existence", ref=individual.shown_reference, level="POINTER")
    audit.record(
        nick, Operation.CONSULT, kind="individual", ref=individual.shown_reference, page="overview",
        categories=["IDENTITY"], emergency=1, reason="LIFE",
    )  # fmt: skip

    page = words(sign_in(RoleCode.HUB_MANAGER, "WM"), address(individual))

    assert "Was told: that another agency holds an interest, and whom to ask" in page
    assert "Overview In an emergency: threat to life" in page


def test_asking_is_a_reading_itself(sign_in: SignIn, individual: Individual) -> None:
    client = sign_in(RoleCode.HUB_MANAGER, "WM")

    assert "Nobody has looked at this person yet" in words(client, address(individual))
    event = AuditEvent.objects.get(operation=Operation.CONSULT, subject_ref=individual.shown_reference)
    assert event.details == {"page": "readers", "categories": ["IDENTITY"]}
    assert "Who looked at this person" in words(client, address(individual)).partition("Readings")[2]


@pytest.mark.parametrize(
    ("acting", "status"),
    [
        ((RoleCode.AGENCY_CONTRIB, None, "HMRC"), 403),
        ((RoleCode.CENTRAL_ANALYST, None, "HMPPS-CENTRAL"), 403),
        ((RoleCode.AUDITOR, None, "HMICFRS"), 403),
        ((RoleCode.HUB_MANAGER, "EM", "ROCU"), 404),
        ((RoleCode.CENTRAL_ADMIN, None, "HMPPS-CENTRAL"), 200),
    ],
)
def test_whoever_may_not_change_the_record_does_not_read_who_looked(
    sign_in: SignIn, individual: Individual, acting: tuple[RoleCode, str | None, str], status: int
) -> None:
    factories.agreement("HMRC", hubs=["WM"])
    client = sign_in(*acting)

    assert client.get(address(individual)).status_code == status
    if acting[0] in (RoleCode.AGENCY_CONTRIB, RoleCode.CENTRAL_ANALYST):
        record = client.get(reverse("individual_overview", args=[individual.shown_reference]))
        assert record.status_code == 200
        assert address(individual) not in record.content.decode()


def test_only_who_sees_a_restricted_record_reads_who_looked(sign_in: SignIn, individual: Individual) -> None:
    named = factories.membership(role=RoleCode.HUB_OFFICER, hub="WM")
    by_name.named_person(by_name.restrict(individual), named.user)

    assert sign_in(RoleCode.HUB_MANAGER, "WM").get(address(individual)).status_code == 404
    assert sign_in(RoleCode.CENTRAL_ADMIN, None, "HMPPS-CENTRAL").get(address(individual)).status_code == 404
    assert sign_in(named).get(address(individual)).status_code == 200


def test_the_link_stands_on_the_record_and_inspectors_go_by_the_trail(sign_in: SignIn, individual: Individual) -> None:
    record = reverse("individual_overview", args=[individual.shown_reference])
    who = reverse("individual_who", args=[individual.shown_reference])
    trail = f"{reverse('audit_search')}?reference={individual.shown_reference}"
    auditor = sign_in(RoleCode.AUDITOR, None, "HMICFRS")
    read(reader("Olive Officer"), individual)

    assert f'href="{address(individual)}"' in sign_in(RoleCode.HUB_OFFICER, "WM").get(record).content.decode()
    assert f'href="{address(individual)}"' in sign_in(RoleCode.HUB_MANAGER, "WM").get(who).content.decode()
    assert f'href="{trail}"' in auditor.get(who).content.decode()
    assert "Olive Officer" in words(auditor, trail)


@pytest.mark.parametrize("rows", [1, 3])
def test_a_page_asks_as_often_however_many_people_it_shows(sign_in: SignIn, individual: Individual, rows: int) -> None:
    for number in range(rows):
        read(reader(f"Person{number}"), individual)
    client = sign_in(RoleCode.HUB_MANAGER, "WM")
    client.get(address(individual))
    with CaptureQueriesContext(connection) as asked:
        client.get(address(individual))

    assert len([query for query in asked if "sharing_auditevent" in query["sql"]]) == 3  # count, rows, its own event
    assert len([query for query in asked if "sharing_user" in query["sql"]]) == 3  # who asks, as what; all who read
