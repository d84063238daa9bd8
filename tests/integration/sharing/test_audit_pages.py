"""What inspectors and information governance find in the audit trail, and what they do not."""

import re
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cohort.models import Individual
from cohort.queries.record import note_reading
from marsoc.kit import clock
from sharing import audit
from sharing.enums import Operation, RoleCode
from sharing.models import AuditEvent
from sharing.queries.audit import TrailFilter, trail_page
from sharing.seeing import seeing
from sharing.viewer import Viewer, viewer_in
from tests import factories

SignIn = Callable[..., Client]
INSPECTORS = [(RoleCode.DPO_IG, None, "HMPPS-CENTRAL"), (RoleCode.AUDITOR, None, "HMICFRS")]

pytestmark = pytest.mark.django_db


@pytest.fixture
def individual() -> Individual:
    """Somebody on the West Midlands list."""
    return factories.individual(surname="Quenby", forenames="Thaddeus", owning_hub_id="WM")


def words_of(body: bytes) -> str:
    """Return the words of a page."""
    text = body.decode()
    words = re.sub(r"<[^>]+>", " ", text[text.index("<main") :])
    return re.sub(r"\s+", " ", words.replace("&#39;", "'").replace("&amp;", "&"))


def reader(name: str, role: RoleCode = RoleCode.HUB_OFFICER, hub: str | None = "WM", agency: str = "ROCU") -> Viewer:
    """Return somebody of a name who acts in a role."""
    person = factories.user(full_name=name, username=name.split(maxsplit=1)[0].lower())
    return viewer_in(factories.membership(role=role, hub=hub, agency=agency, person=person))


def read(by: Viewer, individual: Individual, page: str = "overview") -> None:
    """Have somebody read a page of a record."""
    with seeing(by):
        note_reading(by, individual, page=page)


def found(by: Viewer, **wanted: str) -> list[tuple[str, str]]:
    """Return operation and subject of what a search finds, the newest first."""
    page = trail_page(by, TrailFilter(**wanted), 1)
    return [(entry.event.operation, entry.event.subject_ref) for entry in page.rows]


@pytest.mark.parametrize(("role", "hub", "agency"), INSPECTORS)
def test_an_inspector_reads_who_did_what_and_no_name_of_anybody_listed(
    sign_in: SignIn, individual: Individual, role: RoleCode, hub: str | None, agency: str
) -> None:
    factories.alias(individual, "Zebedee")
    sign_in(factories.membership(person=factories.user(full_name="Olive Officer"))).get(
        reverse("individual_identity", args=[individual.shown_reference])
    )

    page = sign_in(role, hub, agency).get(reverse("audit_search"))

    body = page.content.decode()
    assert (
        "Olive Officer Hub officer, Regional Organised Crime Unit, West Midlands hub"
        f" Consulted Individual {individual.shown_reference} Page: identity Categories: Identity"
        in words_of(page.content)
    ), words_of(page.content)
    assert [name for name in ("Quenby", "Thaddeus", "Zebedee") if name.casefold() in body.casefold()] == []
    assert body.count('href="/audit/"') >= 1


def test_each_filter_leaves_exactly_what_it_names(individual: Individual, viewer: Callable[..., Viewer]) -> None:
    other = factories.individual(owning_hub_id="WM")
    olive, partner = reader("Olive Officer"), reader("Nick Contributor", RoleCode.AGENCY_CONTRIB, None, "NCA")
    read(olive, individual)
    read(olive, other)
    audit.record(partner, Operation.DISCLOSE, kind="existence", ref=individual.shown_reference, level="POINTER")
    audit.record(partner, Operation.SEARCH, kind="list", total=0)
    auditor = viewer(RoleCode.AUDITOR, None, "HMICFRS")
    reference, today = individual.shown_reference, clock.today().isoformat()

    assert found(auditor, reference=reference) == [("DISCLOSE", reference), ("CONSULT", reference)]
    assert found(auditor, user="OLIVE") == [("CONSULT", other.shown_reference), ("CONSULT", reference)]
    assert found(auditor, agency="NCA") == [("SEARCH", ""), ("DISCLOSE", reference)]
    assert found(auditor, operation="SEARCH") == [("SEARCH", "")]
    assert found(auditor, user="olive", reference=reference, first=today, last=today) == [("CONSULT", reference)]
    assert found(auditor, first="2020-01-01", last="2020-12-31") == []
    assert found(auditor, user="nobody") == []


def test_reading_the_trail_is_an_event_that_holds_no_user_name(sign_in: SignIn) -> None:
    reader("Olive Officer")
    client = sign_in(RoleCode.AUDITOR, None, "HMICFRS")

    answer = client.post(reverse("audit_search"), {"user": "olive"})
    page = client.get(answer.headers["Location"])

    assert "olive" not in answer.headers["Location"]
    assert 'value="olive"' in page.content.decode()
    event = AuditEvent.objects.get(subject_kind="audit")
    assert event.operation == Operation.CONSULT
    assert event.details == {
        "query": audit.digest(TrailFilter(user="olive").to_json()), "total": 0, "page_number": 1,
    }  # fmt: skip


def test_a_filter_is_taken_away_by_itself(sign_in: SignIn) -> None:
    client = sign_in(RoleCode.AUDITOR, None, "HMICFRS")
    narrowed = client.post(reverse("audit_search"), {"user": "olive", "agency": "NCA"}).headers["Location"]

    wider = client.get(client.get(f"{narrowed}&drop=user").headers["Location"]).content.decode()

    assert 'value="olive"' not in wider
    assert '<option value="NCA" selected' in wider


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"reference": "Quenby"}, "Reference must be two groups of four letters and numbers, like MK42-7RXL"),
        ({"first_0": "31", "first_1": "2", "first_2": "2026"}, "From must be a real date"),
    ],
)
def test_what_makes_no_sense_is_said_beside_what_was_typed(sign_in: SignIn, typed: dict[str, str], told: str) -> None:
    page = sign_in(RoleCode.AUDITOR, None, "HMICFRS").post(
        reverse("audit_search"), {name.replace("_0", "-day").replace("_1", "-month").replace("_2", "-year"): value
                                  for name, value in typed.items()},
    )  # fmt: skip

    assert told in words_of(page.content)
    assert not AuditEvent.objects.filter(subject_kind="audit").exists()


def test_an_auditor_at_a_hub_sees_that_hub_alone_and_is_told_so(
    sign_in: SignIn, viewer: Callable[..., Viewer], individual: Individual
) -> None:
    read(reader("Olive Officer"), individual)
    read(reader("Esme Elsewhere", hub="EM"), factories.individual(owning_hub_id="EM"))
    read(reader("Nick National", RoleCode.CENTRAL_ADMIN, None, "HMPPS-CENTRAL"), individual)

    page = words_of(sign_in(RoleCode.AUDITOR, "WM", "HMICFRS").get(reverse("audit_search")).content)

    assert "you see what was done in memberships of that hub, and nothing else" in page
    assert [name for name in ("Olive", "Esme", "Nick") if name in page] == ["Olive"]
    assert found(viewer(RoleCode.AUDITOR, "WM", "HMICFRS"), operation="CONSULT", user="esme") == []


@pytest.mark.parametrize("role", [RoleCode.AGENCY_CONTRIB, RoleCode.HUB_MANAGER, RoleCode.CENTRAL_ADMIN])
def test_nobody_else_reads_the_trail(sign_in: SignIn, role: RoleCode) -> None:
    client = sign_in(role, "WM" if role == RoleCode.HUB_MANAGER else None)

    assert client.get(reverse("audit_search")).status_code == 403
    assert b">Audit<" not in client.get(reverse("home")).content


def test_there_are_fifty_a_page_the_newest_first_and_the_total_is_exact(viewer: Callable[..., Viewer]) -> None:
    olive, auditor = reader("Olive Officer"), viewer(RoleCode.AUDITOR, None, "HMICFRS")
    for number in range(52):
        audit.record(olive, Operation.CONSULT, kind="import", ref=str(number))

    first, last = (trail_page(auditor, TrailFilter(user="olive"), number) for number in (1, 9))

    assert [entry.event.subject_ref for entry in first.rows] == [str(51 - number) for number in range(50)]
    assert [entry.event.subject_ref for entry in last.rows] == ["1", "0"]
    assert (first.total, last.number) == (52, 2)


@pytest.mark.parametrize("rows", [1, 3])
def test_a_page_asks_as_often_however_many_people_it_shows(sign_in: SignIn, individual: Individual, rows: int) -> None:
    for number in range(rows):
        read(reader(f"Person{number} Reader"), individual)
    client, address = sign_in(RoleCode.AUDITOR, None, "HMICFRS"), reverse("audit_search")
    client.get(address)
    with CaptureQueriesContext(connection) as asked:
        client.get(address)

    assert len([query for query in asked if "sharing_auditevent" in query["sql"]]) == 3  # count, rows, its own event
    assert (
        len([query for query in asked if "sharing_user" in query["sql"]]) == 4
    )  # who asks, as what; all who acted; reviewer


@pytest.mark.parametrize(
    ("wanted", "index"), [({"reference": "MK42-7RXL"}, "subject_kind"), ({"user": "olive"}, "actor_id")]
)
def test_a_search_by_individual_or_user_goes_by_an_index(
    viewer: Callable[..., Viewer], wanted: dict[str, str], index: str
) -> None:
    reader("Olive Officer")
    auditor = viewer(RoleCode.AUDITOR, None, "HMICFRS")
    with CaptureQueriesContext(connection) as asked:
        trail_page(auditor, TrailFilter(**wanted), 1)
    (count,) = (query["sql"] for query in asked if "COUNT" in query["sql"])
    with connection.cursor() as cursor:
        cursor.execute("set local enable_seqscan = off")
        cursor.execute(f"explain {count}")
        plan = "\n".join(line for (line,) in cursor.fetchall())

    assert "Index Cond" in plan
    assert f"({index} = " in plan
