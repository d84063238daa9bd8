"""Three readings of the same rules: a plain-Python oracle, the ORM and row-level security give the same ids.

``MARSOC_WORLDS=500`` plays more worlds than the pipeline does.
"""

import ast
import os
import sys
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from hypothesis import HealthCheck, Phase, given, settings

from cohort.models import Alias, Individual, KeyDate
from cohort.queries.individuals import ListFilter, individual_page
from sharing import seeing
from sharing.models import Membership
from sharing.queries.people import membership_in_force
from sharing.viewer import Viewer, viewer_in
from tests.contracts.world import taken_back
from tests.integration.walls import oracle, playing
from tests.integration.walls.examples import EXAMPLES
from tests.integration.walls.playing import PRESENT, Cast, Script, cast, hours, play
from tests.integration.walls.reading import first_wall_alone, selected

LONG = "MARSOC_WORLDS" in os.environ
WORLDS = int(os.environ.get("MARSOC_WORLDS", "15"))
# Each table with the category that decides about its rows.
READ: tuple[tuple[Any, str], ...] = ((Individual, "IDENTITY"), (Alias, "IDENTITY"), (KeyDate, "CUSTODY"))


@pytest.fixture(scope="module")
def players(django_db_setup: None, django_db_blocker: Any) -> Iterator[Cast]:
    """Return the people of every world."""
    with django_db_blocker.unblock(), taken_back():
        yield cast()


@pytest.fixture
def _django_db_helper() -> None:
    """Leave out the transaction around each test: the module has one, and each world one inside it."""


@pytest.mark.django_db
@settings(
    max_examples=WORLDS,
    deadline=None,
    derandomize=not LONG,
    phases=[Phase.generate, *([Phase.shrink] if LONG else [])],  # a pipeline that fails should say so soon
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(script=playing.scripts(len(playing.PLACES) + 1, len(playing.PLACES) + 1))
def test_oracle_orm_and_database_agree(script: Script, players: Cast) -> None:
    """For everybody, at the present, at two instants before or after it, and where an act or a day begins."""
    agree(script, players)


@pytest.mark.django_db
@pytest.mark.parametrize("name", EXAMPLES)
def test_oracle_orm_and_database_agree_on_each_rule(name: str, players: Cast) -> None:
    """The same where chance seldom leads."""
    agree(EXAMPLES[name], players)


def agree(script: Script, players: Cast) -> None:
    """Play a world, and hold the three readings together for everybody at every instant that matters."""
    with taken_back():
        world = play(script, players)
        for at in instants(script):
            for member, membership in zip(players.members, players.memberships, strict=True):
                with time_machine.travel(at, tick=False), taken_back():
                    compare(world, member, membership, at)


def instants(script: Script) -> list[datetime]:
    """Return when to ask: now, whenever the script says, at an act and at the first instant of a day in London."""
    acts = [
        hours(act.hour) + timedelta(seconds=number)
        for each in script.agreements
        for number, act in enumerate(each.acts)
    ]
    midnight = hours(script.asked[0]).replace(hour=23)
    return sorted({PRESENT, hours(script.asked[1]), midnight, *acts[-1:]})


def compare(world: oracle.World, member: oracle.Member, membership: Membership, at: datetime) -> None:
    """Hold the three readings of every table, the total of the list and the categories of each person together."""
    viewer = _viewer(membership)
    if viewer is None:
        assert not any(world.seen(member, category, at) for category in ("IDENTITY", "CUSTODY", "ASSESSMENT"))
        return
    expected = {
        model: world.seen(member, category, at) if model is Individual else world.seen_facts(member, category, at)
        for model, category in READ
    }
    seeing.enter(viewer)
    for model, _ in READ:
        assert selected(model) == expected[model], f"row-level security of {model.__name__}: {member} at {at}"
    assert individual_page(viewer, ListFilter(), "name", 1).total == len(expected[Individual])
    with first_wall_alone():
        for model, _ in READ:
            found = set(model.unscoped.visible_to(viewer).values_list("pk", flat=True))
            assert found == expected[model], f"visible_to of {model.__name__}: {member} at {at}"
        cells = dict(Individual.unscoped.values_list("pk", "cell"))
    for person in world.persons:
        known = {each for each in CATEGORIES if world.sees(member, person, each, at)}
        assert viewer.sight.categories(cells[person.id], person.id) == known, f"{member} at {at}"


CATEGORIES = ("IDENTITY", "CUSTODY", "ASSESSMENT", "PLAN", "DISRUPTION", "INTELLIGENCE", "FINANCE", "EQUALITY")
"""Every category there is."""


def _viewer(membership: Membership) -> Viewer | None:
    found = membership_in_force(membership.user, membership.pk)
    return viewer_in(found) if found else None


def test_the_oracle_shares_no_code_with_the_product() -> None:
    """It imports the standard library and nothing else."""
    tree = ast.parse(Path(oracle.__file__).read_text())
    imported = {
        (node.module if isinstance(node, ast.ImportFrom) else node.names[0].name) or ""
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
    }

    assert {name.partition(".")[0] for name in imported} <= set(sys.stdlib_module_names)


def test_the_comparison_finds_a_wall_that_is_down(players: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """A viewer whose settings say more than the sight gives is noticed."""
    world = oracle.World([])
    monkeypatch.setattr(seeing, "enter", lambda viewer: None)
    member, membership = players.members[3], players.memberships[3]
    with pytest.raises(AssertionError, match="row-level security of Individual"):
        compare(world, member, membership, PRESENT)
