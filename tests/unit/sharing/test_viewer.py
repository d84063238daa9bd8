"""How far a membership lets its person see, and from when to when."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from cohort.models import Alias, Individual, PossibleMatch
from marsoc.kit.acting import acting
from sharing.enums import RoleCode
from sharing.models import Membership
from sharing.permissions import CENTRAL_TEAM, HUB_STAFF, permissions_of
from sharing.queries import people as queries
from sharing.viewer import Viewer, system_viewer, viewer_in
from tests import factories

pytestmark = pytest.mark.django_db

OTHERS = [role for role in RoleCode if role not in HUB_STAFF | CENTRAL_TEAM]
BEGIN = datetime(2026, 3, 29, 0, 30, tzinfo=UTC)  # the hour before the clocks go forward
END = BEGIN + timedelta(hours=1)
TICK = timedelta(microseconds=1)


@pytest.mark.parametrize("role", sorted(HUB_STAFF))
def test_hub_staff_reach_their_own_hub(role: RoleCode, viewer: Callable[..., Viewer]) -> None:
    """And no other."""
    assert viewer(role, "WM").reach == frozenset({"WM"})
    assert viewer(role, "EM").reach == frozenset({"EM"})


@pytest.mark.parametrize("role", sorted(HUB_STAFF))
def test_hub_staff_without_a_hub_reach_nothing(role: RoleCode, viewer: Callable[..., Viewer]) -> None:
    """A role of a hub held nationally is a mistake, and opens nothing."""
    assert viewer(role, None).reach == frozenset()


@pytest.mark.parametrize("role", sorted(CENTRAL_TEAM))
@pytest.mark.parametrize("hub", [None, "WM"])
def test_the_central_team_reaches_every_hub(role: RoleCode, hub: str | None, viewer: Callable[..., Viewer]) -> None:
    """None stands for every hub."""
    assert viewer(role, hub).reach is None


@pytest.mark.parametrize("role", OTHERS)
@pytest.mark.parametrize("hub", [None, "WM"])
def test_everybody_else_reaches_nothing(role: RoleCode, hub: str | None, viewer: Callable[..., Viewer]) -> None:
    """Not even at a hub."""
    assert viewer(role, hub, "NCA").reach == frozenset()


def test_a_job_reaches_every_hub_under_its_own_name() -> None:
    """It is nobody's and says so."""
    job = system_viewer("nightly")

    assert (job.reach, job.name, job.user, job.membership) == (None, "nightly", None, None)
    assert job.permissions == permissions_of(RoleCode.CENTRAL_ADMIN)


@pytest.fixture
def lists() -> dict[str, list[Individual]]:
    """Two individuals at each of two hubs, whose other facts all point at the other hub."""
    made = {
        hub: [factories.individual(owning_hub_id=hub, home_region_id=elsewhere) for _ in range(2)]
        for hub, elsewhere in (("WM", "EM"), ("EM", "WM"))
    }
    for individuals in made.values():
        for individual in individuals:
            factories.alias(individual, f"Alias of {individual.pk}")
    return made


def _seen(by: Viewer) -> list[int]:
    return sorted(Individual.unscoped.visible_to(by).values_list("pk", flat=True))


def test_visible_to_gives_hub_staff_exactly_their_list(
    lists: dict[str, list[Individual]], viewer: Callable[..., Viewer]
) -> None:
    """The owning hub decides; a home in the region does not."""
    assert _seen(viewer(RoleCode.HUB_OFFICER, "WM")) == sorted(each.pk for each in lists["WM"])
    assert _seen(viewer(RoleCode.HUB_OFFICER, "EM")) == sorted(each.pk for each in lists["EM"])
    assert _seen(viewer(RoleCode.HUB_OFFICER, "NE")) == []


def test_visible_to_gives_the_central_team_everything(
    lists: dict[str, list[Individual]], viewer: Callable[..., Viewer]
) -> None:
    """All four."""
    assert _seen(viewer(RoleCode.CENTRAL_ANALYST, None)) == sorted(each.pk for rows in lists.values() for each in rows)


@pytest.mark.parametrize("role", OTHERS)
def test_visible_to_gives_everybody_else_nothing(
    role: RoleCode, lists: dict[str, list[Individual]], viewer: Callable[..., Viewer]
) -> None:
    """Although there are four to see."""
    assert _seen(viewer(role, "WM", "NCA")) == []
    assert Individual.unscoped.count() == 4


def test_facts_follow_their_individual(lists: dict[str, list[Individual]], viewer: Callable[..., Viewer]) -> None:
    """An alias is seen with its individual, and moves with it."""
    moved = lists["WM"][0]
    with acting(job="tests"):
        Individual.unscoped.filter(pk=moved.pk).update(owning_hub="EM")
    seen = Alias.unscoped.visible_to(viewer(RoleCode.HUB_OFFICER, "WM"))

    assert [each.individual_id for each in seen] == [lists["WM"][1].pk]


def test_a_pair_is_seen_by_those_who_may_see_both(
    lists: dict[str, list[Individual]], viewer: Callable[..., Viewer]
) -> None:
    """One within a hub, one across two: the second is for the central team alone."""
    first, second, third = lists["WM"][0], lists["WM"][1], lists["EM"][0]
    with acting(job="tests"):
        within = PossibleMatch(first=first, second=second, score=90, reasons=[])
        within.save()
        across = PossibleMatch(first=first, second=third, score=90, reasons=[])
        across.save()

    assert list(PossibleMatch.unscoped.visible_to(viewer(RoleCode.HUB_OFFICER, "WM"))) == [within]
    assert list(PossibleMatch.unscoped.visible_to(viewer(RoleCode.HUB_OFFICER, "EM"))) == []
    central = PossibleMatch.unscoped.visible_to(viewer(RoleCode.CENTRAL_ADMIN, None)).order_by("pk")
    assert list(central) == [within, across]


@pytest.mark.parametrize(
    ("at", "in_force"),
    [(BEGIN - TICK, False), (BEGIN, True), (BEGIN + TICK, True), (END - TICK, True), (END, False), (END + TICK, False)],
)
def test_a_membership_is_in_force_from_its_first_instant_to_before_its_last(at: datetime, in_force: bool) -> None:
    """The start belongs to it, the end does not."""
    membership = factories.membership(starts_at=BEGIN, ends_at=END, end_reason="Moved")
    open_ended = factories.membership(starts_at=BEGIN - timedelta(days=1))

    expected = [open_ended, membership] if in_force else [open_ended]
    assert list(Membership.objects.in_force(at)) == expected


def test_a_closed_account_has_no_membership_in_force() -> None:
    """However open the membership."""
    membership = factories.membership(person=factories.user(is_active=False))
    other = factories.membership()

    assert list(Membership.objects.in_force(membership.starts_at + TICK + timedelta(days=1))) == [other]
    assert queries.membership_in_force(membership.user, membership.pk) is None


def test_the_membership_chosen_counts_only_while_it_is_in_force_and_ones_own() -> None:
    """Else the first begun of the person's own is acted in."""
    person = factories.user()
    first = factories.membership(person=person, starts_at=BEGIN)
    second = factories.membership(person=person, role=RoleCode.AUDITOR, hub=None)
    ended = factories.membership(person=person, hub="EM", starts_at=BEGIN, ends_at=END, end_reason="Moved")
    strangers = factories.membership()

    assert queries.membership_in_force(person, second.pk) == second
    assert [queries.membership_in_force(person, chosen) for chosen in (ended.pk, strangers.pk, 987654, None)] == [
        first
    ] * 4


def test_a_viewer_carries_the_permissions_of_the_role_and_no_more(viewer: Callable[..., Viewer]) -> None:
    """Those that the matrix gives the role."""
    for role in RoleCode:
        assert viewer_in(factories.membership(role=role)).permissions == permissions_of(role)
