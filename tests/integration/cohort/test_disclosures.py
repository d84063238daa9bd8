"""The register of disclosures: who outside the owning hub received what of a person, and under what."""

import csv
import hashlib
import io
import json
from collections.abc import Callable

import pytest
from django.db import connection
from django.http import Http404
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cohort.access import get_individual
from cohort.enums import DisclosureMeans
from cohort.models import Individual
from cohort.queries.disclosures import Register, read_register
from cohort.queries.record import note_reading
from sharing import audit
from sharing.enums import DataCategory, Existence, Operation, RoleCode
from sharing.models import AuditEvent, Membership
from sharing.seeing import seeing
from sharing.viewer import Viewer, viewer_in
from tests import factories
from tests.factories import by_name
from tests.unit.govuk.markup import document, words

SignIn = Callable[..., Client]
IDENTITY, CUSTODY = DataCategory.IDENTITY, DataCategory.CUSTODY

pytestmark = pytest.mark.django_db


@pytest.fixture
def individual() -> Individual:
    """Somebody on the West Midlands list."""
    return factories.individual(surname="Quenby", owning_hub_id="WM")


def partner(agency: str = "HMRC", name: str = "Petra Partner") -> Membership:
    """Return somebody who acts for an agency that sees by agreement."""
    person = factories.user(full_name=name)
    return factories.membership(role=RoleCode.AGENCY_CONTRIB, hub=None, agency=agency, person=person)


def register_of(individual: Individual, by: Viewer | None = None) -> Register:
    """Return the register as the manager of the hub reads it."""
    by = by or factories.viewer(RoleCode.HUB_MANAGER, "ROCU", "WM")
    with seeing(by):
        return read_register(by, individual.shown_reference)


def told(individual: Individual) -> list[tuple[str, DisclosureMeans, list[str], list[str]]]:
    """Return what the register holds, without times."""
    found = register_of(individual).disclosures
    return sorted((each.agency, each.means, each.categories, each.under) for each in found)


def read(by: Viewer, individual: Individual, page: str = "overview") -> None:
    """Have somebody read a page of a record."""
    with seeing(by):
        note_reading(by, get_individual(by, individual.reference), page=page)


def test_a_reading_names_the_person_the_categories_and_the_clause(sign_in: SignIn, individual: Individual) -> None:
    agreed = factories.agreement("HMRC", hubs=["WM"], categories=[IDENTITY, CUSTODY])
    sign_in(partner()).get(reverse("individual_custody", args=[individual.shown_reference]))

    page = sign_in(RoleCode.HUB_MANAGER, "WM").get(reverse("individual_received", args=[individual.shown_reference]))

    table = words(document(page.content.decode()))
    clause = f"Clause 1 of {agreed.reference}, version 1"
    assert f"Petra PartnerAgency contributorIdentity, CustodyOn screen{clause}" in table


def test_two_clauses_and_a_share_are_all_named(individual: Individual) -> None:
    first, second = (factories.agreement("HMRC", hubs=["WM"]).clauses.get() for _ in range(2))
    share = factories.share(individual, "HMRC", categories=[IDENTITY, CUSTODY])
    read(viewer_in(partner()), individual)

    under = [f"AGREEMENT:{first.pk}", f"AGREEMENT:{second.pk}", f"SHARE:{share.pk}"]
    assert ("HMRC", DisclosureMeans.SCREEN, ["IDENTITY", "CUSTODY"], sorted(under)) in told(individual)


def test_a_list_a_search_and_a_print_that_showed_the_person_count_each_for_what_they_showed(
    sign_in: SignIn, individual: Individual
) -> None:
    other = factories.individual(surname="Other", owning_hub_id="WM")
    clause = factories.agreement("HMRC", hubs=["WM"]).clauses.get()
    share = factories.share(individual, "HMRC", categories=[IDENTITY, CUSTODY])
    client = sign_in(partner())
    client.get(reverse("individual_list"))
    client.post(reverse("individual_list"), {"text": "Quenby"}, follow=True)
    client.get(reverse("individual_list_print"))

    both = [f"AGREEMENT:{clause.pk}", f"SHARE:{share.pk}"]
    assert told(individual) == [
        ("HMRC", DisclosureMeans.LIST, ["IDENTITY", "CUSTODY"], both),
        ("HMRC", DisclosureMeans.LIST, ["IDENTITY", "CUSTODY"], both),
        ("HMRC", DisclosureMeans.PRINT, ["IDENTITY", "CUSTODY"], both),
    ]
    assert told(other) == [
        ("HMRC", DisclosureMeans.LIST, ["IDENTITY"], both[:1]),
        ("HMRC", DisclosureMeans.PRINT, ["IDENTITY"], both[:1]),
    ]


def test_who_was_told_or_took_emergency_access_received_too(individual: Individual) -> None:
    nick, taker = viewer_in(partner("NCA", "Nick")), partner("HMRC")
    level = str(Existence.POINTER)
    audit.record(nick, Operation.DISCLOSE, kind="existence", ref=individual.shown_reference, level=level)
    emergency = by_name.emergency(individual, taker)
    read(viewer_in(taker), individual)

    shown = ["IDENTITY", "CUSTODY", "ASSESSMENT", "INTELLIGENCE"]
    assert told(individual) == [
        ("HMRC", DisclosureMeans.SCREEN, shown, [f"EMERGENCY:{emergency.pk}"]),
        ("NCA", DisclosureMeans.TOLD, [], []),
    ]


def test_the_hub_s_own_the_central_team_and_information_governance_are_no_recipients(individual: Individual) -> None:
    for role, agency, hub in (
        (RoleCode.HUB_OFFICER, "ROCU", "WM"),
        (RoleCode.CENTRAL_ANALYST, "HMPPS-CENTRAL", None),
        (RoleCode.HUB_MANAGER, "ROCU", "EM"),
    ):
        membership = factories.membership(role=role, agency=agency, hub=hub)
        if hub == "EM":
            by_name.emergency(individual, membership)
        read(viewer_in(membership), individual)
    governance = factories.viewer(RoleCode.DPO_IG, "HMPPS-CENTRAL")
    register_of(individual, governance)

    found = register_of(individual, governance).disclosures
    assert [(each.role, each.hub, each.means) for each in found] == [("HUB_MANAGER", "EM", DisclosureMeans.SCREEN)]


def test_alike_disclosures_stand_together_and_the_export_has_each(sign_in: SignIn, individual: Individual) -> None:
    factories.agreement("HMRC", hubs=["WM"])
    petra = viewer_in(partner(name="=Petra"))
    for _ in range(3):
        read(petra, individual)
    (disclosure,) = register_of(individual).disclosures
    assert (disclosure.times, disclosure.first < disclosure.last) == (3, True)

    client = sign_in(RoleCode.HUB_MANAGER, "WM")
    files = {
        form: client.get(reverse("individual_received_export", args=[individual.shown_reference, form])).content
        for form in ("csv", "json")
    }

    rows = list(csv.DictReader(io.StringIO(files["csv"].decode("utf-8-sig"))))
    assert [(row["person"], row["categories"], row["marking"]) for row in rows] == [
        ("'=Petra", "IDENTITY", "OFFICIAL-SENSITIVE")
    ] * 3
    assert [each["person"] for each in json.loads(files["json"])["disclosures"]] == ["=Petra"] * 3
    events = AuditEvent.objects.filter(operation=Operation.EXPORT, subject_ref=individual.shown_reference)
    assert [(each.details["form"], each.details["step"]) for each in events.order_by("pk")] == [
        ("csv", "started"), ("csv", "finished"), ("json", "started"), ("json", "finished"),
    ]  # fmt: skip
    ends = [each.details for each in events.order_by("pk") if each.details["step"] == "finished"]
    assert [(each["rows"], each["sha256"]) for each in ends] == [
        (3, hashlib.sha256(content).hexdigest()) for content in files.values()
    ]


def test_nobody_else_s_disclosures_are_in_it(individual: Individual) -> None:
    other = factories.individual(owning_hub_id="WM")
    factories.agreement("HMRC", hubs=["WM"])
    read(viewer_in(partner()), other)

    assert register_of(individual).disclosures == []
    with pytest.raises(Http404):
        register_of(by_name.restrict(individual))


def test_a_printed_register_is_an_event_of_its_own_and_bears_its_marking(
    sign_in: SignIn, individual: Individual
) -> None:
    page = sign_in(RoleCode.DPO_IG, None, "HMPPS-CENTRAL").get(
        reverse("individual_received_print", args=[individual.shown_reference])
    )

    assert "OFFICIAL-SENSITIVE. Printed from MARSOC by" in page.content.decode()
    assert AuditEvent.objects.filter(operation=Operation.PRINT, subject_ref=individual.shown_reference).count() == 1


def test_a_file_of_an_unknown_kind_is_not_there(sign_in: SignIn, individual: Individual) -> None:
    address = reverse("individual_received_export", args=[individual.shown_reference, "pdf"])
    assert sign_in(RoleCode.HUB_MANAGER, "WM").get(address).status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_it_asks_as_often_however_much_it_holds(individual: Individual, rows: int) -> None:
    for number in range(rows):
        factories.agreement("HMRC", hubs=["WM"])
        factories.share(individual, "HMRC", categories=[IDENTITY])
        read(viewer_in(partner(name=f"Person {number}")), individual)
    manager = factories.viewer(RoleCode.HUB_MANAGER, "ROCU", "WM")
    with seeing(manager), CaptureQueriesContext(connection) as asked:
        register = read_register(manager, individual.shown_reference)

    assert len(register.disclosures) == rows
    # the individual, sight for looking, what was told, people, shares, notices, clauses, the former sight, the event
    assert len(asked) == 11


def test_the_list_events_of_partners_are_found_by_an_index(individual: Individual) -> None:
    with connection.cursor() as cursor:
        cursor.execute("set local enable_seqscan = off")
        cursor.execute(
            "explain select from sharing_auditevent e where e.details ? 'received' and e.details -> 'received' @> %s",
            [json.dumps([{"of": [individual.shown_reference]}])],
        )
        plan = "\n".join(row[0] for row in cursor.fetchall())
    assert "Bitmap Index Scan" in plan
    assert "Seq Scan" not in plan
