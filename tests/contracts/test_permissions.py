"""Which role may do what, in full; and nothing else than a membership's role gives anybody anything."""

import re
from collections.abc import Callable
from datetime import timedelta
from importlib import import_module
from importlib.util import find_spec
from itertools import chain
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.db import models
from django.http import Http404
from django.test import Client
from django.urls import reverse
from guardian.shortcuts import assign_perm

from cohort import access
from cohort.enums import IdentifierKind
from cohort.models import Individual
from cohort.permissions import CohortPermission
from marsoc.kit import clock
from marsoc.kit.acting import acting
from marsoc.kit.reference_data import load
from sharing.enums import RoleCode
from sharing.models import Membership, Role, ScopedModel, User
from sharing.permissions import CENTRAL_TEAM, HUB_STAFF, SharingPermission, permissions_of
from sharing.viewer import Viewer, viewer_in
from tests import factories
from tests.contracts.tree import DOMAIN, ROOT, product_modules

VIEW, CHANGE, IMPORT = "cohort.view_individual", "cohort.change_individual", "cohort.import_individuals"
SHARE, ACCEPT, REQUEST = "cohort.share_individuals", "cohort.accept_shares", "cohort.request_access"
EXPLAIN = "cohort.explain_access"
CONTRIBUTE, NOMINATE = "cohort.contribute_facts", "cohort.nominate"
RESTRICT, EMERGENCY = "cohort.restrict_individuals", "cohort.take_emergency_access"
REVIEW, EXIT, DECIDE = "cohort.review_emergency_access", "cohort.exit_list", "cohort.decide_list"
SEE_RETENTION, RETENTION = "cohort.see_retention", "cohort.decide_retention"
MERGE, TRANSFER = "cohort.merge_individuals", "cohort.transfer_individuals"
ACKNOWLEDGE = "cohort.acknowledge_corrections"
SUBJECT_ACCESS, ITEMS = "cohort.handle_subject_access", "cohort.decide_subject_access_items"
ASSESS, CALIBRATE, METHOD = "cohort.assess_individuals", "cohort.view_calibration", "cohort.draft_framework"
MANAGE = "sharing.manage_memberships"
AGREEMENTS, DRAFT, SIGN = "sharing.view_agreements", "sharing.draft_agreements", "sharing.sign_agreements"
READ_AUDIT, UNUSUAL = "sharing.read_audit", "sharing.review_unusual_access"
# The whole matrix. Changing it is a decision: say so in docs/permissions.md too.
MATRIX: dict[str, set[str]] = {
    "CENTRAL_ADMIN": {
        VIEW, CHANGE, IMPORT, SHARE, RESTRICT, REVIEW, MANAGE, AGREEMENTS, DRAFT, SIGN, EXPLAIN, EXIT, SEE_RETENTION,
        RETENTION, DECIDE, ASSESS, METHOD, CALIBRATE, MERGE, TRANSFER,
    },
    "CENTRAL_ANALYST": {VIEW, AGREEMENTS, ASSESS, METHOD, CALIBRATE},
    "HUB_MANAGER": {
        VIEW, CHANGE, IMPORT, SHARE, RESTRICT, EMERGENCY, REVIEW, MANAGE, AGREEMENTS, SIGN, EXPLAIN, UNUSUAL, EXIT,
        SEE_RETENTION, RETENTION, DECIDE, ACKNOWLEDGE, ITEMS, ASSESS, MERGE, TRANSFER,
    },
    "HUB_OFFICER": {VIEW, CHANGE, IMPORT, SHARE, EMERGENCY, AGREEMENTS, ASSESS},
    "HUB_RESEARCHER": {VIEW, CHANGE, IMPORT, SHARE, EMERGENCY, AGREEMENTS, ASSESS},
    "HMPPS_ROCO": {VIEW, REQUEST, NOMINATE, CONTRIBUTE, EMERGENCY, AGREEMENTS},
    "PROB_LEAD": {VIEW, REQUEST, NOMINATE, CONTRIBUTE, EMERGENCY, AGREEMENTS},
    "AGENCY_CONTRIB": {VIEW, REQUEST, NOMINATE, CONTRIBUTE, EMERGENCY, AGREEMENTS},
    "AGENCY_SPOC": {VIEW, ACCEPT, REQUEST, NOMINATE, CONTRIBUTE, EMERGENCY, AGREEMENTS, SIGN, ACKNOWLEDGE, ITEMS},
    "PANEL_MEMBER": set(),
    "AUDITOR": {AGREEMENTS, EXPLAIN, READ_AUDIT, UNUSUAL},
    "DPO_IG": {AGREEMENTS, DRAFT, SIGN, EXPLAIN, READ_AUDIT, UNUSUAL, SEE_RETENTION, SUBJECT_ACCESS},
    "FINANCE": set(),
    "BOARD": set(),
}  # fmt: skip
PERMISSIONS: list[models.TextChoices] = [*CohortPermission, *SharingPermission]
PAGE = ROOT / "docs" / "permissions.md"
ROW = re.compile(r"^\| (?P<cells>.*) \|$", re.MULTILINE)
MAY = "yes"

pytestmark = pytest.mark.django_db


def test_the_matrix_is_the_whole_truth() -> None:
    """Role by role, every permission it carries."""
    assert {str(role): set(permissions_of(role)) for role in RoleCode} == MATRIX


def test_every_permission_is_somebodys_and_in_the_matrix() -> None:
    """A permission that an app names and nobody holds is a page that nobody opens."""
    named = {str(permission) for app in _permission_classes() for permission in app}

    assert named == set(chain.from_iterable(MATRIX.values())) == {str(permission) for permission in PERMISSIONS}


def _permission_classes() -> list[type[models.TextChoices]]:
    """Return the TextChoices of every permissions module."""
    found = []
    for app in DOMAIN:
        if find_spec(f"{app}.permissions"):
            held = vars(import_module(f"{app}.permissions")).values()
            found += [
                each
                for each in held
                if isinstance(each, type)
                and issubclass(each, models.TextChoices)
                and each.__name__.endswith("Permission")
            ]
    return found


def test_the_page_shows_the_matrix() -> None:
    """docs/permissions.md has a row per role and a column per permission, as the code has them."""
    assert _matrix_on_the_page() == {
        str(role): {str(permission) for permission in PERMISSIONS if str(permission) in permissions_of(role)}
        for role in RoleCode
    }, "Bring the table in docs/permissions.md up to date."


def _matrix_on_the_page() -> dict[str, set[str]]:
    rows = [[cell.strip(" `") for cell in row["cells"].split(" | ")] for row in ROW.finditer(PAGE.read_text())]
    heads = next(row for row in rows if row[0] == "Role" and str(PERMISSIONS[0]) in row)
    return {
        row[0]: {head for head, cell in zip(heads[1:], row[1:], strict=True) if cell == MAY}
        for row in rows
        if row[0] in RoleCode.values
    }


def test_the_roles_of_the_code_are_those_of_the_reference_data() -> None:
    """RoleCode and fixtures/roles.json name the same roles, in the same order."""
    load()

    assert list(Role.objects.order_by("position").values_list("code", flat=True)) == RoleCode.values


def _with_everything_django_gives(role: RoleCode, hub: str | None, agency: str, **given: Any) -> Membership:
    """Return a membership whose user is superuser and staff and holds all that Django and guardian let anybody give.

    What guardian gives a group on an individual is a grant under a share, and none is given here.
    """
    person = factories.user(is_superuser=True, is_staff=True)
    everybody = Group.objects.create(name="everything")
    with acting(job="tests"):
        person.user_permissions.set(Permission.objects.all())
        everybody.permissions.set(Permission.objects.all())
        person.groups.set(Group.objects.all())
        for individual in Individual.unscoped.all():
            for permission in ("view_individual", "change_individual", "delete_individual"):
                assign_perm(permission, person, individual)
    return factories.membership(person=person, role=role, hub=hub, agency=agency, **given)


@pytest.fixture
def listed() -> Individual:
    """Somebody on the West Midlands list, with facts that could leak."""
    individual = factories.individual(surname="Listed")
    factories.alias(individual, "Also Listed")
    factories.identifier(individual, IdentifierKind.PNC, "2001/0047113K")
    return individual


def _scoped_models() -> list[type[ScopedModel]]:
    return [model for model in apps.get_models() if issubclass(model, ScopedModel)]


@pytest.mark.parametrize("role", [role for role in RoleCode if role not in HUB_STAFF | CENTRAL_TEAM])
def test_superuser_staff_and_grants_widen_no_role_without_reach(role: RoleCode, listed: Individual) -> None:
    """The rows stay the role's, which are none; the role's permissions stay what the matrix says."""
    viewer = viewer_in(_with_everything_django_gives(role, "WM", "NCA"))

    assert viewer.reach == frozenset()
    assert viewer.permissions == MATRIX[role]
    assert [row for model in _scoped_models() for row in model.unscoped.visible_to(viewer)] == []
    assert [row for model in _scoped_models() for row in model.unscoped.all()] != []


def test_superuser_staff_and_grants_widen_no_hub(listed: Individual) -> None:
    """A hub officer elsewhere who is also superuser sees the officer's own list and nothing more."""
    own = factories.individual(owning_hub_id="EM")
    viewer = viewer_in(_with_everything_django_gives(RoleCode.HUB_OFFICER, "EM", "ROCU"))

    assert list(Individual.unscoped.visible_to(viewer)) == [own]
    with pytest.raises(Http404):
        access.get_individual(viewer, listed.reference)


def test_a_superuser_without_a_membership_opens_no_page(listed: Individual, sign_in: Callable[..., Client]) -> None:
    """Every page leads to the one that says so, although the membership that ended carried everything."""
    began, ended = clock.now() - timedelta(days=2), clock.now() - timedelta(days=1)
    client = sign_in(
        _with_everything_django_gives(
            RoleCode.CENTRAL_ADMIN, None, "ROCU", starts_at=began, ends_at=ended, end_reason="Moved"
        )
    )

    for name in ("home", "membership_list", "individual_list"):
        response = client.get(reverse(name))
        assert (response.status_code, response.headers["Location"]) == (302, reverse("no_membership")), name


def test_a_superuser_in_a_partner_membership_is_refused_like_any_partner(
    listed: Individual, sign_in: Callable[..., Client]
) -> None:
    """The page of people is refused, the list is empty, and a record is not there."""
    client = sign_in(_with_everything_django_gives(RoleCode.AGENCY_CONTRIB, None, "NCA"))
    answers = {
        reverse("membership_list"): 403,
        reverse("individual_list"): 200,
        reverse("individual_overview", args=[listed.shown_reference]): 404,
    }

    for address, status in answers.items():
        response = client.get(address)
        assert response.status_code == status, address
        assert "Listed" not in response.content.decode()


def test_permissions_come_from_the_membership_acted_in_alone(listed: Individual) -> None:
    """A person with two memberships has in each what that one gives, never both."""
    person = factories.user()
    officer = factories.membership(person=person, role=RoleCode.HUB_OFFICER, hub="WM")
    auditor = factories.membership(person=person, role=RoleCode.AUDITOR, hub=None, agency="HMICFRS")

    assert _may(viewer_in(officer)) == {VIEW, CHANGE, IMPORT, SHARE, EMERGENCY, AGREEMENTS, ASSESS}
    assert _may(viewer_in(auditor)) == {AGREEMENTS, EXPLAIN, READ_AUDIT, UNUSUAL}
    assert list(Individual.unscoped.visible_to(viewer_in(officer))) == [listed]
    assert list(Individual.unscoped.visible_to(viewer_in(auditor))) == []


def _may(viewer: Viewer) -> set[str]:
    return {str(permission) for permission in PERMISSIONS if viewer.may(permission)}


# Where Django's question is answered: by the viewer, never by Django's tables.
ANSWERS_FOR_DJANGO = ("sharing/backends.py", "sharing/models/people.py")


def test_no_code_asks_django_for_permissions() -> None:
    """The product asks the viewer; ``has_perm`` is there for libraries, and only its answer may name it."""
    asked = re.compile(
        r"\b(?:has_perms?|has_module_perms|is_superuser|is_staff|get_objects_for_user|user_permissions)\b"
    )
    found = [
        f"{module.path}: {match.group()}"
        for module in product_modules()
        for match in asked.finditer(module.text)
        if not module.path.startswith("marsoc/settings/")
        and not (module.path in ANSWERS_FOR_DJANGO and match.group() in {"has_perm", "has_module_perms"})
    ]

    assert found == [], "Ask the viewer: viewer.may(permission)"
    assert {field.name for field in User._meta.get_fields()} >= {"is_superuser", "is_staff"}
