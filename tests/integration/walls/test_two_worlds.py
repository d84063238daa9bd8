"""What somebody may not see changes nothing that is sent: two worlds apart only in that give the same bytes."""

from collections.abc import Callable, Iterable, Iterator
from datetime import timedelta
from difflib import unified_diff
from http.cookies import SimpleCookie
from itertools import islice
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.test import Client
from django.urls import get_resolver, reverse

from cohort.enums import IdentifierKind, ListStatus
from cohort.models import Individual, PossibleMatch
from cohort.queries.individuals import PAGE_SIZE, SORTS
from marsoc.kit import clock
from marsoc.kit.acting import acting
from sharing.enums import DataCategory, Phase, RoleCode
from sharing.models import Membership
from tests import factories
from tests.contracts.test_routes import routes_of
from tests.contracts.world import everything_in, signed_in, taken_back, without_the_changing
from tests.factories import by_name, method
from tests.integration.cohort.importing import person, received, sheet

pytestmark = pytest.mark.django_db

PAGES = (
    "individual_overview",
    "individual_identity",
    "individual_custody",
    "individual_assessment",
    "individual_timeline",
)
FILTERS: tuple[dict[str, Any], ...] = (
    {"text": "Hidden"}, {"text": "Seen"}, {"text": "2001/4711390Q"}, {"hub": ["EM"]}, {"phase": ["PRE"]},
    {"status": [ListStatus.ACCEPTED]}, {"threat": ["MSHT"]}, {"review_due": "overdue"}, {"release_within": "90"},
)  # fmt: skip


class Case:
    """Three who look, the individuals that a change happens to, and those whose pages are read."""

    def __init__(self) -> None:
        clause = factories.agreement(
            "NCA", phases=(Phase.CUS,), categories=(DataCategory.IDENTITY, DataCategory.CUSTODY)
        ).clauses.get()
        self.clause = clause
        # elsewhere more is shared, so that the list has columns which it must leave empty for those who are seen here
        factories.agreement(
            "NCA", hubs=("SW",), phases=(Phase.CUS,),
            categories=(DataCategory.IDENTITY, DataCategory.ASSESSMENT, DataCategory.INTELLIGENCE),
        )  # fmt: skip
        method.framework()
        self.seen = [factories.individual(surname=f"Seen{number}") for number in range(2)]
        self.hidden = factories.individual(surname="Hidden", owning_hub_id="EM", phase=Phase.PRE)
        self.closed = by_name.restrict(factories.individual(surname="Hiddentoo"))
        for number in range(PAGE_SIZE):
            factories.individual(surname=f"Filler{number:02}")
        self.lookers = {
            "partner": factories.membership(role=RoleCode.AGENCY_CONTRIB, agency="NCA", hub=None),
            "hub": factories.membership(role=RoleCode.HUB_MANAGER, hub="WM"),
        }


@pytest.fixture
def case() -> Iterator[Case]:
    """Make the world in which every change happens, at one instant."""
    with time_machine.travel(clock.now(), tick=False):
        yield Case()


def _changed(of: Individual, **values: Any) -> None:
    with acting(job="tests"):
        for name, value in values.items():
            setattr(of, name, value)
        of.version += 1
        of.save()


def _added(case: Case) -> None:
    another = factories.individual(surname="Hidden", owning_hub_id="EM", phase=Phase.CUS, provisional_score=99)
    factories.alias(another, "Seen0")
    factories.identifier(another, IdentifierKind.PNC, "2001/4711390Q")
    factories.key_date(another, "CRD", clock.today() + timedelta(days=5))


def _paired(case: Case) -> None:
    first, second = sorted((case.hidden, case.seen[0]), key=lambda each: each.pk)
    factories.save(PossibleMatch(first=first, second=second, score=90, reasons=["Same surname"]))


def _imported(case: Case) -> None:
    received(factories.viewer(RoleCode.HUB_OFFICER, "ROCU", "EM"), sheet(person()), hub="EM")


def _decided(case: Case) -> None:
    by_name.share(case.hidden, "HMRC", case.clause)
    by_name.conflict_mark(case.hidden, case.lookers["hub"].user)
    by_name.emergency(case.hidden, factories.membership(hub="SE"))


# What happens out of sight of everybody in ``lookers``, the person's restricted record included. Four are asked about
# at once: those that add somebody come before those that take somebody away, so that no count is made good again.
AT_ONCE = 4
OUT_OF_SIGHT: dict[str, Callable[[Case], object]] = {
    "an individual is added": _added,
    "another hub imports": _imported,
    "one is renamed": lambda case: _changed(case.hidden, surname="Seen0", name_key="alex seen0"),
    "one is paired with a visible one": _paired,
    "one moves between hubs and phases": lambda case: _changed(case.hidden, owning_hub_id="SE", phase=Phase.REL),
    "others are let in or kept out": _decided,
    "one is assessed": lambda case: method.assessment(case.hidden, {"intent": 4, "reach": 4}),
    "one is restricted": lambda case: by_name.restrict(case.hidden),
    "a restricted one is added at the own hub": lambda case: by_name.restrict(factories.individual()),
}
# What is withheld from the partner alone.
WITHHELD: dict[str, Callable[[Case], object]] = {
    "an assessment changes": lambda case: _changed(
        case.seen[0], provisional_score=97, score_source="Panel", review_due=clock.today() + timedelta(days=9),
        status=ListStatus.ACCEPTED,
    ),
    "somebody is assessed": lambda case: method.assessment(case.seen[0], {"intent": 4, "reach": 4}),
    "somebody is being assessed": lambda case: method.first(case.seen[0], {"intent": 4, "reach": 4}),
    "intelligence is added": lambda case: _changed(
        case.seen[0], notes="Hidden words", threats=["MSHT"], crime_group="Hidden"
    ),
    "one of another phase is added at a visible hub": lambda case: factories.individual(
        surname="Hidden", phase=Phase.PRE
    ),
}  # fmt: skip


def answers(membership: Membership, case: Case) -> dict[str, str]:
    """Return what somebody is told by every address that names nothing hidden, without what changes by itself."""
    key = signed_in(membership)

    def ask(method: str, path: str, data: Any = None, *, follow: bool = False) -> str:
        client = Client(raise_request_exception=True)
        client.cookies = SimpleCookie({settings.SESSION_COOKIE_NAME: key})
        with taken_back():
            response = getattr(client, method)(path, data or {}, follow=follow)
            return without_the_changing(everything_in(response))

    said = {}
    for route in routes_of(get_resolver(settings.ROOT_URLCONF)):
        if not route.arguments and route.rule.membership:
            said[route.name] = ask("get", reverse(route.name), follow=True)
    for name in PAGES:
        for individual in case.seen:
            said[f"{name} {individual.surname}"] = ask("get", reverse(name, args=[individual.shown_reference]))
    listed = reverse("individual_list")
    for sort in ("name", "-score", *(f"-{sort}" for sort in SORTS)):
        said[f"sorted {sort}"] = ask("get", f"{listed}?sort={sort}")
    said["page 2"] = ask("get", f"{listed}?sort=name&page=2")
    said["a page past the end"] = ask("get", f"{listed}?sort=name&page=9")
    for wanted in FILTERS:
        said[f"filter {wanted}"] = ask("post", listed, wanted, follow=True)
    return said


def _differences(before: dict[str, str], after: dict[str, str]) -> dict[str, str]:
    return {
        name: "\n".join(unified_diff(before[name].splitlines(), after[name].splitlines(), n=0, lineterm=""))[:600]
        for name in before
        if before[name] != after[name]
    }


@pytest.mark.parametrize(
    ("who", "changes"),
    [("partner", OUT_OF_SIGHT), ("partner", WITHHELD), ("hub", OUT_OF_SIGHT)],
    ids=["out of a partner's sight", "withheld from a partner", "out of a hub's sight"],
)
def test_nothing_that_is_sent_changes_with_what_is_hidden(
    who: str, changes: dict[str, Callable[[Case], object]], case: Case
) -> None:
    """Lists, sorts, filters, searches, pages, the home page and the records."""
    with taken_back():
        before = answers(case.lookers[who], case)
    assert "seen0" in before["individual_list"] + before["page 2"]
    for together in batched(changes, AT_ONCE):
        with taken_back():
            for what in together:
                changes[what](case)
            found = _differences(before, answers(case.lookers[who], case))
        for each in (case.hidden, *case.seen):
            each.refresh_from_db()
        assert found == {}, f"to the {who} when {', '.join(together)}"


def batched(names: Iterable[str], size: int) -> Iterator[list[str]]:
    """Return some names at a time, in their order."""
    left = iter(names)
    while together := [*islice(left, size)]:
        yield together


def test_what_is_seen_does_change_what_is_sent(case: Case) -> None:
    """The test above would prove nothing if nothing ever changed."""
    with taken_back():
        before = answers(case.lookers["hub"], case)
    with taken_back():
        WITHHELD["an assessment changes"](case)
        found = _differences(before, answers(case.lookers["hub"], case))

    assert {"individual_overview Seen0", "individual_timeline Seen0", "sorted -score"} <= set(found)
