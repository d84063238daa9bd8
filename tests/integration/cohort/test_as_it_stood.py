"""A record as it stood at a past instant: what its pages said then, as far as the reader may see it now."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.http import Http404
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cohort.enums import IdentifierKind, ListStatus
from cohort.models import Alias, Identifier, Individual, KeyDate, PhasePeriod, SheetReference
from cohort.queries.as_it_stood import read_as_it_stood
from cohort.queries.masking import readable_fields
from cohort.queries.record import Record, read_record
from marsoc.kit import clock
from marsoc.kit.acting import acting
from sharing.actions.agreements import suspend_agreement
from sharing.enums import DataCategory, Operation, Phase, RoleCode
from sharing.errors import BadRequest
from sharing.models import AuditEvent
from sharing.seeing import seeing
from sharing.viewer import Viewer
from tests import factories
from tests.factories import method
from tests.unit.govuk.markup import document

SignIn = Callable[..., Client]
ViewerOf = Callable[..., Viewer]


def _address(individual: Individual, at: datetime, page: str = "overview") -> str:
    instant = at.astimezone(UTC).isoformat()
    return reverse(f"individual_{page}_then", args=[individual.shown_reference, instant])


def _now() -> datetime:
    """Return an instant of the clock that history is dated by."""
    with connection.cursor() as cursor:
        cursor.execute("select clock_timestamp()")
        at: datetime = cursor.fetchone()[0]
        return at


@pytest.fixture
def individual(db: None) -> Individual:
    """Return somebody with a fact of every kind."""
    made = factories.individual(
        officer="DS One", notes="Zqnotes", threats=["DRUGS"], establishment_id=None, place="Zqplace"
    )
    factories.alias(made, "Tank")
    factories.identifier(made, IdentifierKind.PRISON, "A1234BC")
    factories.key_date(made, "CRD", date(2027, 3, 4))
    with acting(job="tests"):
        SheetReference(individual=made, hub_id="WM", ref="WM1", said={}).save()
    return made


def _said(record: Record) -> dict[str, Any]:
    """Return all that a record says, apart from what is always told of the present."""
    shown = set(readable_fields(record.categories)) - set(Individual.structural)
    facts = {
        "aliases": [(each.pk, each.name, each.kind, each.source) for each in record.aliases],
        "identifiers": [(each.pk, each.kind, each.value, each.as_given) for each in record.identifiers],
        "dates": [(each.pk, each.kind.name, each.date, each.as_at, each.source) for each in record.key_dates],
        "phases": [(each.pk, each.phase, each.started_on, each.ended_on) for each in record.phases],
        "references": [(each.ref, each.hub.name) for each in record.sheet_references],
        "added": [record.added_by(each) for each in (*record.aliases, *record.key_dates)],
    }
    kept_back = {field.name for field in Individual._meta.concrete_fields if record.individual.withholds(field.attname)}
    values = {name: getattr(record.individual, name) for name in shown}
    return {**values, **facts, "threats": record.threats, "withheld": kept_back, "categories": record.categories}


def _changes(individual: Individual) -> Iterator[None]:
    """Change the record in one way after another, each time as many readers of it would notice."""

    def write(**values: Any) -> None:
        for name, value in values.items():
            setattr(individual, name, value)
        individual.save()

    with acting(job="tests"):
        write(surname="Second", officer="DS Two")
        yield
        individual.aliases.get(name="Tank").delete()
        Alias(individual=individual, name="Tanker", name_key="TANKER", source="Sheet", contributed_by_id="NCA").save()
        yield
        write(notes="Zqlater", threats=["DRUGS", "ML"], crime_group="Zqgroup")
        yield
        PhasePeriod.unscoped.filter(individual=individual).update(ended_on=date(2026, 6, 1))
        PhasePeriod(individual=individual, phase=Phase.REL, started_on=date(2026, 6, 1), source="HMPPS").save()
        write(phase=Phase.REL, place="", establishment_id="ACI")
        yield
        KeyDate.unscoped.filter(individual=individual).update(date=date(2028, 1, 1))
        KeyDate(
            individual=individual, kind_id="SLED", date=date(2027, 1, 1), as_at=date(2026, 11, 1), source="HMPPS"
        ).save()
        yield
        write(status=ListStatus.ACCEPTED, provisional_score=70, score_source="Panel", review_due=date(2026, 12, 1))
        Identifier.unscoped.filter(individual=individual).delete()
        yield
        write(date_of_birth=date(1980, 2, 3), lead_agency_id="NCA", home_region_id="EM")
        SheetReference.unscoped.filter(individual=individual).delete()
        yield


@pytest.mark.parametrize(
    "categories",
    [
        None,
        [DataCategory.IDENTITY],
        [DataCategory.IDENTITY, DataCategory.CUSTODY],
        [DataCategory.IDENTITY, DataCategory.ASSESSMENT, DataCategory.INTELLIGENCE],
    ],
    ids=["hub", "identity", "custody", "assessment and intelligence"],
)
def test_record_as_it_stood_is_what_was_read_then(
    viewer: ViewerOf, individual: Individual, categories: list[DataCategory] | None
) -> None:
    """At every instant between two changes, for the hub and for partners with fewer categories."""
    if categories:
        factories.agreement("NCA", categories=categories)
    reader = viewer(RoleCode.AGENCY_CONTRIB, None, "NCA") if categories else viewer()

    def read() -> dict[str, Any]:
        with seeing(reader):
            return _said(read_record(reader, individual.shown_reference, page="overview"))

    told = [(_now(), read())]
    told += [(_now(), read()) for _ in _changes(individual)]

    assert len(told) == 8
    for at, said in told:
        with seeing(reader):
            past = read_as_it_stood(reader, individual.shown_reference, at, page="overview")
        assert _said(past.record) == said


def test_nothing_can_be_changed_on_a_record_as_it_stood(viewer: ViewerOf, individual: Individual) -> None:
    reader = viewer()
    record = read_as_it_stood(reader, individual.shown_reference, _now(), page="overview").record

    assert not any((record.may_change, record.may_add, record.may_share, record.may_restrict))
    assert not record.may_remove(record.aliases[0])


@pytest.mark.parametrize("page", ["overview", "identity", "custody", "timeline"])
def test_page_is_marked_as_the_past_and_leads_to_the_present(
    sign_in: SignIn, individual: Individual, page: str
) -> None:
    at, present = _now(), reverse("individual_overview", args=[individual.shown_reference])
    with acting(job="tests"):
        individual.surname = "Zqrenamed"
        individual.save()
    client = sign_in()

    response = client.get(_address(individual, at, page))

    body = document(response.content.decode())
    words = " ".join(body.text_content().split())
    assert "This is the record as it stood on" in words
    assert "Printed from MARSOC by" in words
    assert "Zqrenamed" not in words
    links = [str(link) for link in body.xpath("//main//a/@href | //*[@class='govuk-back-link']/@href")]
    assert present in links
    assert not [link for link in links if any(verb in link for verb in ("/edit/", "/add/", "/remove/", "/sharing/"))]
    assert [each.split("/")[-2] for each in body.xpath("//*[@class='moj-sub-navigation']//a/@href")] == [
        "overview", "identity", "custody", "assessment", "timeline",
    ]  # fmt: skip
    (event,) = AuditEvent.objects.filter(operation=Operation.CONSULT, subject_ref=individual.shown_reference)
    assert (event.details["page"], datetime.fromisoformat(event.details["at"])) == (page, at)


def test_dates_are_told_from_the_day_of_then(sign_in: SignIn, individual: Individual) -> None:
    at = _now()
    then = sign_in().get(_address(individual, at, "custody")).content.decode()

    with time_machine.travel(at + timedelta(days=400), tick=True):
        later = sign_in().get(_address(individual, at, "custody")).content.decode()
    ago = f"{(clock.day_of(at) - date(2026, 11, 1)).days} days ago"
    assert ago in then
    assert ago in later


def test_partner_with_identity_only_finds_nothing_else_in_the_past(sign_in: SignIn, individual: Individual) -> None:
    at = _now()
    with acting(job="tests"):
        individual.notes = individual.place = ""
        individual.save()
        individual.keydates.all().delete()
    factories.agreement("NCA", categories=[DataCategory.IDENTITY])
    client = sign_in(RoleCode.AGENCY_CONTRIB, None, "NCA")

    for page in ("overview", "identity"):
        response = client.get(_address(individual, at, page))
        assert response.status_code == 200
        words = response.content.decode()
        assert not [word for word in ("Zqnotes", "Zqplace", "Conditional release", "In custody") if word in words]
        assert "/custody/" not in words
    before = AuditEvent.objects.count()
    assert client.get(_address(individual, at, "custody")).status_code == 404
    assert AuditEvent.objects.count() == before


def test_second_wall_holds_what_was_said_back(viewer: ViewerOf, individual: Individual) -> None:
    """The policies of the history tables hide a category that is withheld now, whatever the query asks for."""
    factories.agreement("NCA", categories=[DataCategory.IDENTITY])
    partner = viewer(RoleCode.AGENCY_CONTRIB, None, "NCA")

    with seeing(partner):
        assert KeyDate.history.filter(individual_id=individual.pk).count() == 0
        assert PhasePeriod.history.filter(individual_id=individual.pk).count() == 0
        assert Alias.history.filter(individual_id=individual.pk).count() == 1
    with seeing(viewer(RoleCode.HUB_OFFICER, "EM")):
        assert Individual.history.filter(id=individual.pk).count() == 0


def test_who_does_not_see_it_now_does_not_see_it_then(sign_in: SignIn, individual: Individual) -> None:
    at = _now()
    with acting(job="tests"):
        individual.owning_hub_id = "EM"
        individual.save()

    assert sign_in().get(_address(individual, at)).status_code == 404
    assert sign_in(RoleCode.HUB_OFFICER, "EM").get(_address(individual, at)).status_code == 200


def test_instant_before_the_record_and_instant_to_come_are_refused(viewer: ViewerOf, individual: Individual) -> None:
    reader, ref = viewer(), individual.shown_reference

    for at in (_now() - timedelta(days=1), datetime.min.replace(tzinfo=UTC)):
        with pytest.raises(BadRequest, match="was not on the list at that time"):
            read_as_it_stood(reader, ref, at, page="overview")
    with pytest.raises(BadRequest, match="That time is still to come"):
        read_as_it_stood(reader, ref, _now() + timedelta(minutes=1), page="overview")
    with pytest.raises(Http404):
        read_as_it_stood(viewer(RoleCode.HUB_OFFICER, "EM"), ref, _now(), page="overview")


def test_refused_instant_is_one_sentence_and_no_reading(sign_in: SignIn, individual: Individual) -> None:
    client = sign_in()
    response = client.get(_address(individual, _now() + timedelta(days=1)))

    assert response.status_code == 400
    assert "That time is still to come. Choose a time in the past." in response.content.decode()
    assert client.get(_address(individual, _now()).replace("T", "zq")).status_code == 404
    assert not AuditEvent.objects.filter(operation=Operation.CONSULT).exists()


def test_form_leads_to_the_instant(sign_in: SignIn, individual: Individual) -> None:
    client, address = sign_in(), reverse("individual_as_it_stood", args=[individual.shown_reference])
    today = clock.today()
    typed = {"on-day": today.day, "on-month": today.month, "on-year": today.year}

    response = client.get(address, typed, follow=True)

    assert response.status_code == 200
    assert "This is the record as it stood on" in response.content.decode()
    assert "/at/" in response.redirect_chain[0][0]


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"time": "14:30"}, "Enter date"),
        ({"on-day": "1", "on-month": "2", "on-year": "2020"}, "was not on the list at that time. Choose a later time."),
        ({"on-day": "1", "on-month": "2", "on-year": "2999"}, "Date must be today or in the past"),
        ({"on-day": "1", "on-month": "2", "on-year": "2020", "time": "25:00"}, "Time must be a real time, like 14:30"),
    ],
)
def test_form_says_what_is_wrong_and_keeps_what_was_typed(
    sign_in: SignIn, individual: Individual, typed: dict[str, str], sentence: str
) -> None:
    response = sign_in().get(reverse("individual_as_it_stood", args=[individual.shown_reference]), typed)

    body = document(response.content.decode())
    assert sentence in body.xpath("//*[@class='govuk-error-summary']")[0].text_content()
    kept = {str(each.get("value")) for each in body.xpath("//main//input")}
    assert set(typed.values()) <= kept


@contextmanager
def _statements() -> Iterator[list[int]]:
    counted: list[int] = []
    with CaptureQueriesContext(connection) as captured:
        yield counted
    counted.append(len(captured))


@pytest.mark.parametrize("page", ["overview", "identity", "custody", "timeline"])
def test_past_costs_no_more_than_two_statements_beside_the_present(
    sign_in: SignIn, individual: Individual, page: str
) -> None:
    client = sign_in()
    present = reverse(f"individual_{page}", args=[individual.shown_reference])
    client.get(present)
    with _statements() as now:
        client.get(present)
    with _statements() as then:
        client.get(_address(individual, _now(), page))
    for number in range(3):
        factories.alias(individual, f"Tank {number}")
    with _statements() as more:
        client.get(_address(individual, _now(), page))

    assert then[0] <= now[0] + 2
    assert more == then


def test_manager_sees_what_an_agency_could_see_then(sign_in: SignIn, individual: Individual) -> None:
    before = _now()
    given = factories.agreement("NCA", categories=[DataCategory.IDENTITY, DataCategory.CUSTODY])
    then = _now()
    suspend_agreement(by=factories.signatory("HMPPS-CENTRAL"), agreement=given, reason="A breach")
    client = sign_in(RoleCode.HUB_MANAGER)

    own = client.get(_address(individual, then)).content.decode()
    cut = client.get(_address(individual, then), {"agency": "NCA"}).content.decode()

    assert "as National Crime Agency could see it then and as far as you may see it now" in cut
    assert "Zqplace" in own
    assert "Zqplace" in cut
    assert "Zqnotes" in own
    assert "Zqnotes" not in cut
    assert "?agency=NCA" in document(cut).xpath("//nav[@class='moj-sub-navigation']//a/@href")[0]
    event = AuditEvent.objects.filter(operation=Operation.CONSULT).latest("id")
    assert (event.details["as_agency"], event.details["at"]) == ("NCA", then.isoformat())
    for instant in (before, _now()):
        answer = client.get(_address(individual, instant), {"agency": "NCA"})
        assert answer.status_code == 400
        assert f"National Crime Agency could not see this of {individual.shown_reference}" in answer.content.decode()


def test_view_of_an_agency_is_for_those_who_may_ask_who_sees(sign_in: SignIn, individual: Individual) -> None:
    factories.agreement("NCA", categories=[DataCategory.IDENTITY])
    form, at = reverse("individual_as_it_stood", args=[individual.shown_reference]), _now()
    officer, manager = sign_in(), sign_in(RoleCode.HUB_MANAGER)

    assert officer.get(_address(individual, at), {"agency": "NCA"}).status_code == 403
    assert manager.get(_address(individual, at), {"agency": "NOBODY"}).status_code == 404
    assert "Whose view" not in officer.get(form).content.decode()
    assert "Whose view" in manager.get(form).content.decode()


def test_form_leads_to_the_view_of_an_agency_or_says_that_it_saw_nothing(
    sign_in: SignIn, individual: Individual
) -> None:
    client, address = (
        sign_in(RoleCode.HUB_MANAGER),
        reverse("individual_as_it_stood", args=[individual.shown_reference]),
    )
    today = clock.today()
    typed: dict[str, Any] = {
        "on-day": today.day, "on-month": today.month, "on-year": today.year, "agency": "NCA",
    }  # fmt: skip

    assert "National Crime Agency could not see this" in client.get(address, typed).content.decode()
    factories.agreement("NCA", categories=[DataCategory.IDENTITY])
    assert client.get(address, typed).headers["Location"].endswith("/overview/?agency=NCA")


def test_timeline_then_ends_with_the_instant(sign_in: SignIn, individual: Individual) -> None:
    with acting(job="tests"):
        individual.surname = "Zqsecond"
        individual.save()
    between = _now()
    with acting(job="tests"):
        individual.surname = "Zqthird"
        individual.save()

    page = sign_in().get(_address(individual, between, "timeline")).content.decode()

    assert "Zqsecond" in page
    assert "Zqthird" not in document(page).xpath("//*[contains(@class, 'moj-timeline')]")[0].text_content()


def test_assessment_then_is_what_stood_at_the_instant(sign_in: SignIn, individual: Individual) -> None:
    method.framework()
    before = _now()
    begun = method.first(individual, {"intent": 4, "reach": 4})
    waiting = _now()
    method.second(begun, {"intent": 4, "reach": 4})
    between = _now()
    method.assessment(individual, {"intent": 1, "reach": 1, "influence": 1})
    client = sign_in()

    pages = {
        at: document(client.get(_address(individual, at, "assessment")).text).xpath("//main")[0].text_content()
        for at in (before, waiting, between, _now())
    }

    for at, told, untold in (
        (before, "had not been assessed by then", "opened by"),
        (waiting, "a second assessor is needed", "Tier 1"),
        (between, "Tier 1, 100.0 of 100", "Below threshold"),
        (_now(), "Below threshold, 25.0 of 100", "Start an assessment"),
    ):
        said = pages.get(at, pages[max(pages)])
        assert told in said, at
        assert untold not in said.partition("What moved since last time")[0], at
        assert "The past" in said


def test_assessments_then_cost_the_same_however_many_there_were(sign_in: SignIn, individual: Individual) -> None:
    method.framework()
    client, counts = sign_in(), []
    client.get(_address(individual, _now(), "assessment"))  # the first request of a session writes to it
    for number in (3, 2):
        for _ in range(number):
            method.assessment(individual, {"intent": 4})
        with CaptureQueriesContext(connection) as queries:
            client.get(_address(individual, _now(), "assessment"))
        counts.append(len(queries))

    assert counts[0] == counts[1]


def test_page_of_the_past_leads_to_who_could_see_the_person_then(sign_in: SignIn, individual: Individual) -> None:
    at = clock.now()
    factories.agreement("NCA", categories=[DataCategory.IDENTITY])
    client = sign_in(RoleCode.HUB_MANAGER)
    with time_machine.travel(at + timedelta(hours=2)):
        page = document(client.get(_address(individual, at + timedelta(minutes=90))).text)
        (link,) = page.xpath("//a[text()='Who could see this person then?']/@href")
        answer = client.get(link).text

    local = timezone.localtime(at + timedelta(minutes=90))
    assert f'value="{local:%H:%M}"' in answer
    assert "National Crime Agency" in answer
