"""Any order of acts on a share and the agreement it rests on: the agency sees what a plain reading gives, no more."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cohort.actions import shares as actions
from cohort.actions.shares import Terms
from cohort.models import Individual, NamedShare
from cohort.named_access import named_access
from sharing.actions import agreements
from sharing.enums import Phase, RoleCode
from sharing.errors import BadRequest
from sharing.models import Agency, Agreement, Membership
from sharing.viewer import Viewer, viewer_in
from tests import factories
from tests.contracts.world import taken_back

BEGIN = datetime.fromisoformat("2027-03-01T09:00:00+00:00")
STEP, DAYS = timedelta(hours=20), 6


@dataclass
class Players:
    """One individual, the two sides of its share, and the agreement that the share rests on."""

    person: Individual
    partner: Membership
    spoc: Viewer
    officer: Viewer
    lead: Viewer
    agreement: Agreement

    def act(self, verb: str) -> None:
        """Do one thing, by the product's own actions."""
        made = list(NamedShare.unscoped.order_by("-pk")[:1])
        clause, nca = self.agreement.clauses.get(), Agency.objects.get(pk="NCA")
        acts: dict[str, Callable[[], object]] = {
            "offer": lambda: actions.offer_shares(
                by=self.officer, individuals=[self.person], agency=nca,
                terms=Terms(clause, [], "Planning the release", BEGIN.date() + timedelta(days=DAYS)),
            ),
            "accept": lambda: actions.accept_shares(by=self.spoc, shares=made),
            "decline": lambda: actions.decline_shares(by=self.spoc, shares=made, reason="No"),
            "end": lambda: made and actions.end_share(by=self.officer, share=made[0], reason="No"),
            "leave": lambda: made and actions.end_share(by=self.spoc, share=made[0], reason="No"),
            "suspend": lambda: agreements.suspend_agreement(by=self.lead, agreement=self.agreement, reason="No"),
            "resume": lambda: agreements.resume_agreement(by=self.lead, agreement=self.agreement, reason="Yes"),
        }  # fmt: skip
        with suppress(BadRequest):  # an act out of its turn changes nothing, which is what is looked at
            acts[verb]()


@dataclass(frozen=True)
class Plain:
    """The rules of shares by name, read into plain Python: they know nothing of the product."""

    waiting: bool = False
    running: tuple[bool, ...] = ()
    latest: int | None = None
    suspended: bool = False

    def after(self, verb: str, at: datetime) -> "Plain":
        """Return how things stand after an act; what the rules do not let happen leaves them as they are."""
        over = at.date() > BEGIN.date() + timedelta(days=DAYS)
        changed: dict[str, Any] = {}
        match verb:
            case "suspend" | "resume":
                changed = {"suspended": verb == "suspend"}
            case _ if over:
                pass
            case "offer" if not self.waiting and not self.suspended:
                changed = {"waiting": True, "latest": None}
            case "accept" if self.waiting and not self.suspended:
                changed = {"waiting": False, "running": (*self.running, True), "latest": len(self.running)}
            case "decline" | "end" if self.waiting:
                changed = {"waiting": False}
            case "end" | "leave" if self.latest is not None:
                running = tuple(each and place != self.latest for place, each in enumerate(self.running))
                changed = {"running": running, "latest": None}
        return replace(self, **changed)

    def gives(self, at: datetime) -> bool:
        """Say whether the agency sees the individual."""
        return any(self.running) and not self.suspended and at.date() <= BEGIN.date() + timedelta(days=DAYS)


@pytest.fixture(scope="module")
def players(django_db_setup: None, django_db_blocker: Any) -> Iterator[Players]:
    """Make the world once; every example takes back what it wrote."""
    with django_db_blocker.unblock(), time_machine.travel(BEGIN - timedelta(days=1), tick=False), taken_back():
        yield Players(
            person=factories.individual(),
            partner=factories.membership(role=RoleCode.AGENCY_CONTRIB, hub=None, agency="NCA"),
            spoc=factories.viewer(RoleCode.AGENCY_SPOC, "NCA"),
            officer=factories.viewer(RoleCode.HUB_OFFICER, "ROCU", "WM"),
            lead=factories.signatory("HMPPS-CENTRAL"),
            agreement=factories.agreement("NCA", phases=[Phase.FUG]),
        )


VERBS = st.sampled_from(["offer", "accept", "accept", "decline", "end", "leave", "suspend", "resume"])


@pytest.fixture
def _django_db_helper() -> None:
    """Leave out the transaction around each test: the module has one around them all, with the players in it."""


@pytest.mark.django_db
@settings(
    max_examples=25,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(verbs=st.lists(VERBS, min_size=2, max_size=9))
def test_no_order_of_acts_gives_more_than_the_rules_say(verbs: list[str], players: Players) -> None:
    """After each act at its instant, and at the end looking back at every one of those instants."""
    with taken_back():
        plain, told = Plain(), []
        for step, verb in enumerate(["offer", "accept", *verbs]):
            at = BEGIN + STEP * step
            with time_machine.travel(at, tick=False):
                players.act(verb)
                plain = plain.after(verb, at)
                later = at + timedelta(hours=1)
            with time_machine.travel(later, tick=False):
                assert bool(viewer_in(players.partner).sight.named) == plain.gives(later), (verb, step)
            told.append((later, plain.gives(later)))
        for at, gives in told:
            assert bool(named_access(players.partner, covers=False, at=at)[0]) == gives, at
