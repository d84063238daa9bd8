"""Django's ``user.has_perm`` is answered by the viewer of this request: the same rules, and nothing widens them."""

from collections.abc import Callable
from datetime import date
from itertools import product
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.http import HttpRequest
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cohort.enums import IdentifierKind
from cohort.models import Individual
from marsoc.kit.acting import acting
from sharing import seeing
from sharing.cells import cell_of, scope_of
from sharing.enums import Ability, DataCategory, Phase, RoleCode, ScopePermission
from sharing.middleware import ViewerMiddleware
from sharing.models import AboutIndividual, Agency, Hub, Scope, ScopedModel, User
from sharing.viewer import Viewer, looking_at, system_viewer, viewer_in
from tests import factories
from tests.contracts.world import taken_back
from tests.factories import by_name

VIEW, CHANGE = "cohort.view_individual", "cohort.change_individual"
SCOPED = [model for model in apps.get_models() if issubclass(model, ScopedModel)]

pytestmark = pytest.mark.django_db


def acting_as(viewer: Viewer) -> User:
    """Return the viewer's user as the middleware leaves it on a request."""
    assert viewer.user
    person: User = User.objects.get(pk=viewer.user.pk)
    person.viewer = viewer
    return person


@pytest.fixture
def custody_shared() -> None:
    """The tax authority sees identity of people in custody and adds to what is known of their custody."""
    factories.agreement("HMRC", hubs=["WM"], phases=[Phase.CUS], categories=[DataCategory.IDENTITY])
    factories.agreement(
        "HMRC", hubs=["WM"], phases=[Phase.CUS], categories=[DataCategory.CUSTODY],
        abilities=[Ability.VIEW, Ability.CONTRIBUTE],
    )  # fmt: skip


def test_nobody_is_asked_without_a_viewer() -> None:
    """A superuser with every permission Django knows holds nothing until a request binds a viewer."""
    person = factories.user(is_superuser=True, is_staff=True)
    everything = Group.objects.create(name="everything")
    with acting(job="tests"):
        everything.permissions.set(Permission.objects.all())
        person.user_permissions.set(Permission.objects.all())
        person.groups.add(everything)
    individual = factories.individual()

    assert not person.has_perm(VIEW)
    assert not person.has_perm(VIEW, individual)
    assert not person.has_module_perms("cohort")
    assert person.get_all_permissions() == person.get_user_permissions() == person.get_group_permissions() == set()


def test_being_a_superuser_widens_no_viewer() -> None:
    """Nor does a global permission: another hub's record stays out of sight."""
    person = factories.user(is_superuser=True)
    with acting(job="tests"):
        person.user_permissions.set(Permission.objects.all())
    own, other = factories.individual(), factories.individual(owning_hub_id="EM")
    officer = acting_as(viewer_in(factories.membership(person=person, role=RoleCode.HUB_OFFICER, hub="WM")))

    assert (officer.has_perm(CHANGE, own), officer.has_perm(CHANGE, other)) == (True, False)
    assert not officer.has_perm("sharing.manage_memberships")
    assert not officer.has_perm("cohort.delete_individual", own)
    assert officer.has_module_perms("cohort")


def test_somebody_elses_viewer_answers_for_nobody(viewer: Callable[..., Viewer]) -> None:
    """A viewer bound to another person by mistake is not asked; a closed account holds nothing."""
    stranger, officer = factories.user(), viewer(RoleCode.HUB_OFFICER, "WM")
    stranger.viewer = officer
    closed = acting_as(officer)
    closed.is_active = False

    assert not stranger.has_perm(VIEW)
    assert not closed.has_perm(VIEW)


def test_the_middleware_binds_the_viewer(sign_in: Callable[..., Client], monkeypatch: pytest.MonkeyPatch) -> None:
    """What a view would be told, on a real request, of a record seen and one not."""
    own, other = factories.individual(), factories.individual(owning_hub_id="EM")
    answers: list[bool] = []
    process = ViewerMiddleware.process_view

    def noting(self: ViewerMiddleware, request: HttpRequest, *rest: Any) -> Any:
        response = process(self, request, *rest)
        answers.extend(request.user.has_perm(VIEW, each) for each in (own, other))
        return response

    monkeypatch.setattr(ViewerMiddleware, "process_view", noting)
    sign_in(RoleCode.HUB_OFFICER, "WM").get(reverse("home"))

    assert answers == [True, False]


@pytest.mark.usefixtures("custody_shared")
def test_contributing_is_asked_of_a_scope_or_of_a_row(viewer: Callable[..., Viewer]) -> None:
    """By category: the clause lets the agency add to custody, not to identity; nobody lets it agree."""
    individual = factories.individual(phase=Phase.CUS)
    date_known, name = factories.key_date(individual, "CRD", date(2031, 3, 1)), factories.alias(individual, "Tank")
    moved = factories.key_date(factories.individual(phase=Phase.REL), "CRD", date(2031, 3, 1))
    partner = acting_as(viewer(RoleCode.AGENCY_CONTRIB, None, "HMRC"))
    contribute, agree = (f"sharing.{each}" for each in (ScopePermission.CONTRIBUTE, ScopePermission.AGREE))
    cell = cell_of(Hub.objects.get(pk="WM").number, Phase.CUS)
    custody, identity = (
        Scope.objects.get(pk=scope_of(cell, each)) for each in (DataCategory.CUSTODY, DataCategory.IDENTITY)
    )

    assert [partner.has_perm(contribute, each) for each in (custody, identity)] == [True, False]
    assert [partner.has_perm(contribute, each) for each in (date_known, name, moved)] == [True, False, False]
    assert not any(partner.has_perm(agree, each) for each in (custody, date_known, individual))
    assert not partner.has_perm(contribute, Agency.objects.get(pk="HMRC"))


def test_one_check_is_one_short_statement(viewer: Callable[..., Viewer], django_assert_num_queries: Any) -> None:
    """Whatever else there is, and however often it is asked."""
    individual = factories.individual()
    officer = acting_as(viewer(RoleCode.HUB_OFFICER, "WM"))

    with django_assert_num_queries(1):
        assert officer.has_perm(VIEW, individual)


@pytest.mark.usefixtures("custody_shared")
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    hub=st.sampled_from(["WM", "EM"]), phase=st.sampled_from([Phase.CUS, Phase.REL]), restricted=st.booleans(),
    acting=st.sampled_from(
        [
            (RoleCode.HUB_OFFICER, "WM", "ROCU"), (RoleCode.HUB_MANAGER, "EM", "ROCU"), (RoleCode.AUDITOR, None, "HO"),
            (RoleCode.CENTRAL_ANALYST, None, "HMPPS-CENTRAL"), (RoleCode.AGENCY_CONTRIB, None, "HMRC"),
            (RoleCode.AGENCY_SPOC, "EM", "HMRC"), (RoleCode.AGENCY_CONTRIB, None, "NCA"),
        ]
    ),
)  # fmt: skip
def test_has_perm_is_membership_in_what_is_visible(
    viewer: Callable[..., Viewer], hub: str, phase: Phase, restricted: bool, acting: tuple[RoleCode, str | None, str]
) -> None:
    """For every row of every model about an individual, and for no other."""
    with taken_back():
        individual = factories.individual(owning_hub_id=hub, phase=phase)
        _with_facts(individual)
        if restricted:
            by_name.restrict(individual)
        viewing = viewer(*acting)
        person = acting_as(viewing)
        with seeing.seeing(looking_at(system_viewer("tests"), individual.pk)):
            rows = [row for model in SCOPED for row in model.unscoped.all()]

        with seeing.seeing(viewing):
            seen = {row for model in SCOPED for row in model.unscoped.visible_to(viewing)}
            assert {
                row for row in rows if person.has_perm(f"{row._meta.app_label}.view_{row._meta.model_name}", row)
            } == seen
            for row, permission in product((row for row in rows if isinstance(row, AboutIndividual)), ScopePermission):
                held = viewing.sight.holds(row.cell, getattr(row, row.individual_column), row.data_category, permission)
                assert person.has_perm(f"sharing.{permission}", row) == (row in seen and held)


def _with_facts(individual: Individual) -> None:
    factories.alias(individual, "Tank")
    factories.identifier(individual, IdentifierKind.PRISON, "A1234BC")
    factories.key_date(individual, "CRD", date(2031, 3, 1), contributed_by_id="NCA")
