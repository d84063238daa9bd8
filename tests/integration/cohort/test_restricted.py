"""Restricted individuals: seen by those named for them and by nobody else, not for one instant."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.http import Http404
from django.test import Client
from django.urls import reverse

from cohort import access
from cohort.actions import conflicts, restriction
from cohort.actions.adding import FirstPhase, add_individual
from cohort.actions.individuals import change_individual
from cohort.enums import IdentifierKind, SubjectCategory
from cohort.models import ConflictMark, Individual, NamedPerson, PossibleMatch
from cohort.queries.individuals import ListFilter, individual_page
from cohort.queries.record import home_figures, open_matches
from cohort.queries.restriction import named_access_of
from marsoc.kit.acting import acting
from sharing.enums import Operation, Phase, RoleCode
from sharing.errors import BadRequest, Refused
from sharing.models import AuditEvent, CellCount, Hub
from sharing.seeing import SETTINGS, seeing, settings_of
from sharing.viewer import Viewer, viewer_in
from tests import factories
from tests.contracts.world import everything_in, without_the_changing
from tests.factories import by_name

pytestmark = pytest.mark.django_db

SignIn = Callable[..., Client]
MakeViewer = Callable[..., Viewer]
REASON = "Her brother works at the hub"


def again(viewer: Viewer) -> Viewer:
    """Return the same person as the next request sees it."""
    assert viewer.membership
    return viewer_in(viewer.membership)


def sees(viewer: Viewer, individual: Individual) -> bool:
    """Say whether both walls let a viewer see an individual on the next request; they must agree."""
    present = again(viewer)
    with seeing(present):
        first = Individual.unscoped.visible_to(present).filter(pk=individual.pk).exists()
        second = Individual.unscoped.filter(pk=individual.pk).exists()
    assert first == second
    return first


def restrict(individual: Individual, by: Viewer, *people: Viewer) -> Individual:
    """Restrict an individual to whoever does it and some others."""
    named = [person.user for person in people if person.user]
    version = Individual.unscoped.get(pk=individual.pk).version
    return restriction.restrict_individual(
        by=again(by), individual=individual, version=version, people=named, reason=REASON
    )


@pytest.fixture
def manager(viewer: MakeViewer) -> Viewer:
    """Return the manager of the West Midlands hub."""
    return viewer(RoleCode.HUB_MANAGER, "WM")


@pytest.fixture
def officer(viewer: MakeViewer) -> Viewer:
    """Return an officer of the West Midlands hub."""
    return viewer(RoleCode.HUB_OFFICER, "WM")


@pytest.fixture
def lead(viewer: MakeViewer) -> Viewer:
    """Return the central team lead."""
    return viewer(RoleCode.CENTRAL_ADMIN, None, "HMPPS-CENTRAL")


def test_only_those_named_see_a_restricted_record(manager: Viewer, officer: Viewer, lead: Viewer) -> None:
    """Neither the rest of the hub nor the central team nor an agency with a share of everything does."""
    individual = factories.individual()
    factories.agreement("HMRC")
    partner = factories.viewer(RoleCode.AGENCY_CONTRIB, "HMRC")
    colleague = factories.viewer(RoleCode.HUB_MANAGER, "ROCU", "WM")
    assert all(sees(each, individual) for each in (manager, officer, lead, partner, colleague))

    restrict(individual, manager, officer)

    assert [sees(each, individual) for each in (manager, officer, lead, partner, colleague)] == [
        True, True, False, False, False,
    ]  # fmt: skip


def test_the_list_search_counts_and_duplicates_of_others_know_nothing_of_it(manager: Viewer, officer: Viewer) -> None:
    individual = factories.individual(surname="Hiddenly", date_of_birth=date(1980, 3, 4))
    factories.identifier(individual, IdentifierKind.PNC, "2001/0047113K")
    twin = factories.individual(surname="Hiddenly")
    first, second = sorted((individual, twin), key=lambda each: each.pk)
    factories.save(PossibleMatch(first=first, second=second, score=90, reasons=["Same surname"]))

    restrict(individual, manager)

    present = again(officer)
    with seeing(present):
        for wanted in (ListFilter(), ListFilter(text="Hiddenly"), ListFilter(hub=["WM"])):
            page = individual_page(present, wanted, "name", 1)
            assert ([row.reference for row in page.rows], page.total) == ([twin.reference], 1)
        for text in ("2001/0047113K", individual.shown_reference):
            assert individual_page(present, ListFilter(text=text), "name", 1).total == 0
        assert open_matches(present, 1).total == 0
        figures = home_figures(present)
        assert figures is not None
        assert (figures.total, figures.possible_matches) == (1, 0)


@pytest.mark.parametrize(
    "route", ["individual_overview", "individual_identity", "individual_custody", "individual_timeline"]
)
def test_its_pages_are_those_of_a_record_that_does_not_exist(route: str, manager: Viewer, sign_in: SignIn) -> None:
    individual = factories.individual()
    restrict(individual, manager)
    client = sign_in(RoleCode.HUB_OFFICER, "WM")

    hidden = client.get(reverse(route, args=[individual.shown_reference]))
    absent = client.get(reverse(route, args=["HK47-2MRX"]))

    assert hidden.status_code == 404
    assert without_the_changing(everything_in(hidden)) == without_the_changing(everything_in(absent))


def test_restricting_is_recorded_with_its_reason(manager: Viewer, officer: Viewer) -> None:
    individual = restrict(factories.individual(), manager, officer)

    event = AuditEvent.objects.get(operation=Operation.PERMISSION)
    assert (event.subject_ref, event.details["change"]) == (individual.shown_reference, "restricted")
    with seeing(again(manager)):
        named = named_access_of(again(manager), individual).named
    assert {(each.user, each.reason) for each in named} == {(manager.user, REASON), (officer.user, REASON)}


def test_a_hub_officer_restricts_nothing(officer: Viewer) -> None:
    with pytest.raises(Refused):
        restrict(factories.individual(), officer)


def test_staff_of_another_hub_restrict_nothing_they_may_see(viewer: MakeViewer, manager: Viewer) -> None:
    """A manager elsewhere who sees the record in an emergency may read it and no more."""
    individual = factories.individual()
    other = viewer(RoleCode.HUB_MANAGER, "EM")
    with pytest.raises(Refused, match="belongs to another hub"):
        restrict(individual, other)
    assert other.membership
    by_name.emergency(individual, other.membership)
    other = viewer_in(other.membership)

    with pytest.raises(Refused, match="belongs to another hub"):
        change_individual(by=other, individual=individual, version=1, changes={"officer": "X"}, reason=REASON)


def test_only_people_whose_role_covers_the_hub_are_named(manager: Viewer, viewer: MakeViewer, lead: Viewer) -> None:
    individual = factories.individual()
    elsewhere = viewer(RoleCode.HUB_OFFICER, "EM")
    partner = factories.viewer(RoleCode.AGENCY_CONTRIB, "HMRC")

    for stranger in (elsewhere, partner):
        with pytest.raises(BadRequest, match="cannot be named"):
            restrict(individual, manager, stranger)
    restrict(individual, manager, lead)
    assert sees(lead, individual)


def test_the_central_lead_names_somebody_of_the_hub(lead: Viewer, officer: Viewer) -> None:
    individual = factories.individual()

    with pytest.raises(BadRequest, match="Name at least one person of the owning hub"):
        restrict(individual, lead)
    restrict(individual, lead, officer)
    assert sees(officer, individual)


def test_anybody_named_names_others_and_a_manager_ends_it(manager: Viewer, officer: Viewer, viewer: MakeViewer) -> None:
    individual = restrict(factories.individual(), manager, officer)
    newcomer = viewer(RoleCode.HUB_RESEARCHER, "WM")
    assert newcomer.user

    naming = restriction.name_person(by=again(officer), individual=individual, person=newcomer.user, reason=REASON)
    assert sees(newcomer, individual)
    with pytest.raises(BadRequest, match="is named for this record already"):
        restriction.name_person(by=again(officer), individual=individual, person=newcomer.user, reason=REASON)
    with pytest.raises(Refused):
        restriction.end_naming(by=again(officer), individual=individual, naming=naming, reason=REASON)
    restriction.end_naming(by=again(manager), individual=individual, naming=naming, reason=REASON)
    assert not sees(newcomer, individual)


def test_somebody_of_the_owning_hub_always_remains(manager: Viewer, lead: Viewer) -> None:
    """Neither the end of a naming nor a mark takes the last one away."""
    individual = restrict(factories.individual(), manager, lead)
    assert manager.user
    with seeing(again(lead)):
        naming = NamedPerson.unscoped.get(individual=individual, user=manager.user)

    with pytest.raises(BadRequest, match="Nobody of the owning hub would be left"):
        restriction.end_naming(by=again(lead), individual=individual, naming=naming, reason=REASON)
    with pytest.raises(BadRequest, match="Nobody of the owning hub would be left"):
        conflicts.mark_conflict(by=again(lead), individual=individual, person=manager.user, reason=REASON)
    assert sees(manager, individual)


def test_lifting_shows_the_record_again_and_ends_every_naming(manager: Viewer, officer: Viewer) -> None:
    individual = restrict(factories.individual(), manager)

    restriction.lift_restriction(by=again(manager), individual=individual, version=2, reason="Brother has left")

    assert sees(officer, individual)
    assert not NamedPerson.unscoped.filter(ends_at=None).exists()
    assert sum(CellCount.objects.values_list("number", flat=True)) == 1


def test_a_record_that_moves_to_another_hub_is_seen_by_those_named_there_only(
    manager: Viewer, lead: Viewer, viewer: MakeViewer
) -> None:
    """Naming counts where the role covers the hub: the former hub's people are out, the central team stays."""
    individual = restrict(factories.individual(), manager, lead)
    receiver = viewer(RoleCode.HUB_OFFICER, "EM")
    with seeing(again(lead)), acting(job="tests"):
        Individual.unscoped.filter(pk=individual.pk).update(owning_hub="EM")

    assert [sees(each, individual) for each in (manager, lead, receiver)] == [False, True, False]
    assert receiver.user
    restriction.name_person(by=again(lead), individual=individual, person=receiver.user, reason="Transfer")
    assert sees(receiver, individual)


@pytest.mark.parametrize("restricted", [False, True])
def test_a_conflict_of_interest_is_felt_on_the_next_request(
    restricted: bool, manager: Viewer, officer: Viewer, sign_in: SignIn
) -> None:
    """Whatever else lets the person in, role or naming; neither record nor mark is there."""
    individual = factories.individual()
    if restricted:
        restrict(individual, manager, officer)
    assert officer.membership
    assert officer.user
    client = sign_in(officer.membership)
    address = reverse("individual_overview", args=[individual.shown_reference])
    assert client.get(address).status_code == 200

    mark = conflicts.mark_conflict(by=again(manager), individual=individual, person=officer.user, reason="Cousin")

    assert client.get(address).status_code == 404
    present = again(officer)
    with seeing(present):
        assert not ConflictMark.unscoped.visible_to(present).exists()
        assert not ConflictMark.unscoped.exists()
        with pytest.raises(Http404):
            access.get_individual(present, individual.reference)
    conflicts.lift_conflict(by=again(manager), individual=individual, mark=mark, reason="A mistake")
    assert client.get(address).status_code == 200
    changes = AuditEvent.objects.filter(details__people=[officer.user.pk], details__change__startswith="conflict")
    assert [event.details["change"] for event in changes.order_by("pk")] == [
        "conflict of interest", "conflict of interest lifted",
    ]  # fmt: skip


def test_a_conflict_keeps_out_a_partner_whom_an_agreement_lets_in(manager: Viewer) -> None:
    individual = factories.individual()
    factories.agreement("HMRC")
    partner = factories.viewer(RoleCode.AGENCY_CONTRIB, "HMRC")
    assert partner.user
    assert sees(partner, individual)

    conflicts.mark_conflict(by=manager, individual=individual, person=partner.user, reason="Cousin")

    assert not sees(partner, individual)
    with pytest.raises(BadRequest, match="kept out of this record already"):
        conflicts.mark_conflict(by=manager, individual=individual, person=partner.user, reason="Cousin")


def test_only_who_may_restrict_marks_a_conflict(officer: Viewer, manager: Viewer) -> None:
    assert manager.user
    with pytest.raises(Refused):
        conflicts.mark_conflict(by=officer, individual=factories.individual(), person=manager.user, reason="Cousin")


FACTS = {
    "surname": "Secretly", "forenames": "Sam", "name_source": "PNC record", "date_of_birth": date(1980, 3, 4),
    "year_of_birth": None, "birth_source": "PNC record", "category": SubjectCategory.SUSPECT,
}  # fmt: skip


def add(by: Viewer, *people: Viewer, restricted: bool = True) -> Individual:
    """Add somebody to the West Midlands list."""
    named = [person.user for person in people if person.user]
    return add_individual(
        by=by, hub=Hub.objects.get(pk="WM"), facts=FACTS, phase=FirstPhase(Phase.CUS, date(2026, 1, 5), "Court list"),
        likely=[], reason="New referral", restricted_to=named if restricted else None,
    )  # fmt: skip


@pytest.mark.django_db(transaction=True)
def test_a_record_restricted_as_it_is_made_is_never_seen_by_anybody_else() -> None:
    """A second connection finds neither a row nor history nor a counter that moved; there is no unrestricted past."""
    adder, colleague, lead = (
        viewer_in(factories.membership(role=role, hub=hub, agency=agency))
        for role, hub, agency in (
            (RoleCode.HUB_OFFICER, "WM", "ROCU"),
            (RoleCode.HUB_MANAGER, "WM", "ROCU"),
            (RoleCode.CENTRAL_ADMIN, None, "HMPPS-CENTRAL"),
        )
    )

    individual = add(adder)

    second = connection.copy()
    try:
        for stranger in (colleague, lead):
            assert _found(second, again(stranger)) == dict.fromkeys(_TABLES, 0)
        own = _found(second, again(adder))
    finally:
        second.close()
    assert own == {**dict.fromkeys(_TABLES, 1), "sharing_cellcount": 0}
    with seeing(again(adder)):
        assert [row.restricted for row in Individual.history.filter(id=individual.pk)] == [True]


_TABLES = (
    "cohort_individual", "cohort_historicalindividual", "cohort_phaseperiod", "cohort_historicalphaseperiod",
    "cohort_namedperson", "cohort_historicalnamedperson", "sharing_cellcount",
)  # fmt: skip


def _found(other: Any, viewer: Viewer) -> dict[str, int]:
    """Count what a viewer sees over another connection."""
    other.set_autocommit(True)
    with other.cursor() as cursor:
        for name, value in zip(SETTINGS, settings_of(viewer), strict=True):
            cursor.execute("select set_config(%s, %s, false)", [f"marsoc.{name}", value])
        counts = {}
        for table in _TABLES:
            cursor.execute(f"select count(*) from {table}")
            counts[table] = cursor.fetchone()[0]
        return counts


def test_an_added_record_joins_the_list_as_nominated(officer: Viewer, manager: Viewer) -> None:
    individual = add(officer, restricted=False)

    assert sees(manager, individual)
    assert (individual.status, individual.phase, individual.owning_hub_id) == ("NOMINATED", "CUS", "WM")
    assert individual.history.get().history_change_reason == "New referral"
    assert individual.phaseperiods.get().source == "Court list"
    event = AuditEvent.objects.get(operation=Operation.COLLECT)
    assert (event.subject_ref, event.details) == (individual.shown_reference, {"restricted": False})


def test_nobody_adds_to_another_hubs_list(viewer: MakeViewer) -> None:
    with pytest.raises(Refused, match="your own hub's list only"):
        add(viewer(RoleCode.HUB_OFFICER, "EM"))
    with pytest.raises(Refused):
        add(viewer(RoleCode.CENTRAL_ANALYST, None, "HMPPS-CENTRAL"))


def test_the_adder_of_a_restricted_record_is_always_named(officer: Viewer, manager: Viewer, lead: Viewer) -> None:
    individual = add(officer, manager)

    assert [sees(each, individual) for each in (officer, manager, lead)] == [True, True, False]
    with pytest.raises(BadRequest, match="Name at least one person of the owning hub"):
        add(lead)
