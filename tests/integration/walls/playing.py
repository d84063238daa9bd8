"""Worlds for the oracle: drawn as plain data, then played by the product's own actions at their times of day.

What the product refuses did not happen and is not told to the oracle.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import time_machine
from django.db import connection
from hypothesis import strategies as st

from cohort.models import Alias, Individual, KeyDate
from marsoc.kit.acting import acting
from marsoc.kit.database import APPLICATION_ROLE, OWNER_ROLE
from sharing.actions import agreements, drafts
from sharing.enums import AgreementKind, RoleCode
from sharing.errors import BadRequest, Refused
from sharing.models import Agency, Agreement, Membership
from sharing.viewer import Viewer, viewer_in
from tests import factories
from tests.factories import by_name
from tests.integration.walls import oracle
from tests.integration.walls.oracle import ByName, Span

PRESENT = datetime(2026, 6, 15, 12, tzinfo=UTC)  # in summer, when a day in London begins an hour before UTC's
BEGAN = PRESENT - timedelta(days=10)
HOURS = 24 * 10
LATER = 24 * 12
OWNER = "HMPPS-CENTRAL"
PARTNERS = ("NCA", "HMRC")
HUBS, PHASES = ("WM", "EM"), ("PRE", "CUS", "REL")
CATEGORIES = ("IDENTITY", "CUSTODY", "ASSESSMENT")
PEOPLE = 5


def hours(after: int) -> datetime:
    """Return an instant so many hours after the world began."""
    return BEGAN + timedelta(hours=after)


def subset(of: tuple[str, ...]) -> st.SearchStrategy[list[str]]:
    """Draw some of a few codes, at least one."""
    return st.lists(st.sampled_from(of), min_size=1, max_size=len(of), unique=True)


@dataclass
class ClauseScript:
    """A clause to write; days count from the first of its agreement, within which they lie."""

    recipients: list[str]
    hubs: list[str]
    phases: list[str]
    categories: list[str]
    abilities: list[str]
    first: int | None
    length: int | None

    def terms(self, agreement: int) -> dict[str, Any]:
        """Return the clause's fields, given the first day of its agreement."""
        begins = agreement + (self.first or 0)
        codes = {name: getattr(self, name) for name in ("recipients", "hubs", "phases", "categories", "abilities")}
        return {
            **codes,
            "starts_on": None if self.first is None else _day(begins),
            "ends_on": None if self.length is None else _day(begins + self.length),
        }


@dataclass
class Act:
    """Something that somebody does to an agreement."""

    hour: int
    verb: str
    agency: str
    clause: ClauseScript


@dataclass
class AgreementScript:
    """An agreement to make, and what happens to it."""

    first: int
    length: int
    clauses: list[ClauseScript]
    acts: list[Act]


@dataclass
class Script:
    """A world to play: everything as small numbers and codes, so that a failing one shrinks to what matters."""

    places: list[tuple[str, str, bool]]
    contributors: list[str | None]
    agreements: list[AgreementScript]
    shares: list[tuple[int, str, list[str], int, int, int | None]]
    named: list[tuple[int, int, int, int | None]]
    conflicts: list[tuple[int, int, int, int | None]]
    emergencies: list[tuple[int, int, int, int]]
    asked: list[int]


_hour = st.integers(0, HOURS)
_clauses = st.builds(
    ClauseScript,
    recipients=subset(PARTNERS),
    hubs=subset(HUBS),
    phases=subset(PHASES),
    categories=subset(CATEGORIES),
    abilities=st.sampled_from([["VIEW"], ["VIEW"], ["VIEW", "CONTRIBUTE"], ["CONTRIBUTE"]]),
    first=st.none() | st.integers(0, 3),
    length=st.none() | st.integers(0, 8),
)
VERBS = ("sign", "sign", "withdraw", "suspend", "resume", "terminate", "revise")
_acts = st.builds(
    Act, hour=_hour, verb=st.sampled_from(VERBS), agency=st.sampled_from((OWNER, *PARTNERS)), clause=_clauses
)


@st.composite
def _agreement_scripts(draw: st.DrawFn) -> AgreementScript:
    """Draw an agreement that is usually signed by all, so that what comes later has something to end."""
    signing = [Act(draw(st.integers(0, 48)), "sign", agency, draw(_clauses)) for agency in (OWNER, *PARTNERS)]
    acts = [*signing, *draw(st.lists(_acts, max_size=4))]
    return AgreementScript(
        draw(st.integers(-2, 12)),  # not over before it is signed
        draw(st.integers(3, 20)),
        draw(st.lists(_clauses, min_size=1, max_size=2)),
        sorted(acts, key=lambda act: act.hour),
    )


def scripts(users: int, memberships: int) -> st.SearchStrategy[Script]:
    """Draw worlds with so many people who sign in."""
    person, ends = st.integers(0, PEOPLE - 1), st.none() | st.integers(0, HOURS)
    user, membership = st.integers(0, users - 1), st.integers(0, memberships - 1)
    return st.builds(
        Script,
        places=st.lists(
            st.tuples(st.sampled_from(HUBS), st.sampled_from(PHASES), st.sampled_from([False, False, True])),
            min_size=PEOPLE,
            max_size=PEOPLE,
        ),
        contributors=st.lists(st.none() | st.sampled_from(PARTNERS), min_size=PEOPLE, max_size=PEOPLE),
        agreements=st.lists(_agreement_scripts(), max_size=2),
        shares=st.lists(
            st.tuples(person, st.sampled_from(PARTNERS), subset(CATEGORIES), _hour, st.integers(0, 8), ends), max_size=2
        ),
        named=st.lists(st.tuples(person, user, _hour, ends), max_size=2),
        conflicts=st.lists(st.tuples(person, user, _hour, ends), max_size=2),
        emergencies=st.lists(st.tuples(person, membership, _hour, st.integers(1, LATER)), max_size=2),
        asked=st.lists(st.integers(0, HOURS + LATER), min_size=2, max_size=2),
    )


def _day(number: int) -> date:
    return oracle.day_of(BEGAN) + timedelta(days=number)


@dataclass
class Cast:
    """Who is there in every world: made once, because people cost more than everything else."""

    persons: list[Individual]
    aliases: list[Alias]
    key_dates: list[KeyDate]
    memberships: list[Membership]
    members: list[oracle.Member]
    drafter: Viewer
    signatories: dict[str, Viewer]


PLACES = (
    (RoleCode.HUB_OFFICER, "ROCU", "WM"),
    (RoleCode.HUB_MANAGER, "ROCU", "EM"),
    (RoleCode.CENTRAL_ANALYST, OWNER, None),
    (RoleCode.AGENCY_CONTRIB, "NCA", None),
    (RoleCode.HMPPS_ROCO, "NCA", "WM"),
    (RoleCode.PROB_LEAD, "HMRC", "EM"),
    (RoleCode.AGENCY_SPOC, "HMRC", None),
    (RoleCode.AUDITOR, "HMICFRS", None),
)


def cast() -> Cast:
    """Make people on the list with a fact or two each, and people who sign in, long before the world begins."""
    with time_machine.travel(BEGAN - timedelta(days=60), tick=False):
        persons = [factories.individual() for _ in range(PEOPLE)]
        memberships = [factories.membership(role=role, agency=agency, hub=hub) for role, agency, hub in PLACES]
        # one whose membership ends before the present
        memberships.append(
            factories.membership(
                role=RoleCode.AGENCY_CONTRIB, agency="NCA", hub=None, ends_at=hours(120), end_reason="Moved"
            )
        )
        return Cast(
            persons=persons,
            aliases=[factories.alias(person, "Zed") for person in persons],
            key_dates=[factories.key_date(person, "CRD", date(2031, 3, 1)) for person in persons],
            memberships=memberships,
            members=[
                oracle.Member(
                    each.pk, each.user_id, each.agency_id, each.hub_id, each.role_id, Span(each.starts_at, each.ends_at)
                )
                for each in memberships
            ],
            drafter=viewer_in(factories.membership(role=RoleCode.DPO_IG, hub=None, agency=OWNER)),
            signatories={agency: factories.signatory(agency) for agency in (OWNER, *PARTNERS)},
        )


def play(script: Script, cast: Cast) -> oracle.World:
    """Make a world by what people do, and return what the oracle is told of it."""
    world = oracle.World([])
    played = [_Agreement(cast, agreement) for agreement in script.agreements]
    for agreement in played:
        world.agreements.append(agreement.play())
    if played:
        _share(script, cast, world, played[0])
    _name(script, cast, world)
    _place(script, cast, world)
    return world


def _place(script: Script, cast: Cast, world: oracle.World) -> None:
    """Move everybody to a hub and a phase, restrict some, and say who contributed what: as the owner, who sees all."""
    with acting(job="tests"), connection.cursor() as cursor:
        cursor.execute(f"set local role {OWNER_ROLE}")
        for place, contributor, *rows in zip(
            script.places, script.contributors, cast.persons, cast.aliases, cast.key_dates, strict=True
        ):
            person, alias, key_date = rows
            hub, phase, restricted = place
            facts: tuple[tuple[Any, str], ...] = ((alias, "IDENTITY"), (key_date, "CUSTODY"))
            for fact, category in facts:
                type(fact).unscoped.filter(pk=fact.pk).update(contributed_by=contributor)
                world.facts.append(oracle.Fact(fact.pk, person.pk, category, contributor))
            # last, so that the cells of the facts are true only if the database has them follow
            Individual.unscoped.filter(pk=person.pk).update(owning_hub=hub, phase=phase, restricted=restricted)
            world.persons.append(oracle.Person(person.pk, hub, phase, restricted))
        cursor.execute(f"set local role {APPLICATION_ROLE}")


def _share(script: Script, cast: Cast, world: oracle.World, agreement: "_Agreement") -> None:
    """Share by name what the script says, on the first clause of an agreement."""
    clause, told = agreement.rows[0].clauses.all()[0], agreement.versions[0].clauses[0]
    for person, agency, categories, at, days, ended in script.shares:
        accepted, last = hours(at), oracle.day_of(hours(at)) + timedelta(days=days)
        end = hours(max(at, ended)) if ended is not None else None
        midnight = datetime.combine(last + timedelta(days=1), datetime.min.time(), ZoneInfo("Europe/London"))
        by_name.share(
            cast.persons[person], agency, clause, categories, starts_at=accepted,
            ends_at=min(midnight, end) if end else midnight,
        )  # fmt: skip
        world.shares.append(oracle.Share(cast.persons[person].pk, agency, categories, told, accepted, last, end))


def _name(script: Script, cast: Cast, world: oracle.World) -> None:
    taken: set[tuple[str, int, int]] = set()
    for kind, make, marks, known in (
        ("named", by_name.named_person, script.named, world.named),
        ("conflict", by_name.conflict_mark, script.conflicts, world.conflicts),
    ):
        for person, user, at, ended in marks:
            if (kind, person, user) in taken:
                continue
            taken.add((kind, person, user))
            who = cast.memberships[user].user
            end = hours(max(at, ended)) if ended is not None else None
            make(cast.persons[person], who, starts_at=hours(at), ends_at=end)
            known.append(ByName(cast.persons[person].pk, who.pk, Span(hours(at), end)))
    for person, number, at, length in script.emergencies:
        membership, end = cast.memberships[number], hours(at + length)
        by_name.emergency(cast.persons[person], membership, starts_at=hours(at), ends_at=end)
        world.emergencies.append(ByName(cast.persons[person].pk, membership.pk, Span(hours(at), end)))


class _Agreement:
    """Plays one agreement and keeps what the oracle is told of it."""

    def __init__(self, cast: Cast, script: AgreementScript) -> None:
        self.cast, self.script = cast, script
        self.rows: list[Agreement] = []
        self.versions: list[oracle.Version] = []

    def play(self) -> list[oracle.Version]:
        """Draft, open, and do what the script says, each at its own second."""
        with time_machine.travel(BEGAN - timedelta(hours=1), tick=False):
            self._draft()
        for number, act in enumerate(self.script.acts):
            at = hours(act.hour) + timedelta(seconds=number)
            with time_machine.travel(at, tick=False):
                try:
                    getattr(self, f"_{act.verb}")(act, at)
                except (BadRequest, Refused):
                    continue
        return self.versions

    def _draft(self) -> None:
        drafter, script = self.cast.drafter, self.script
        made = drafts.draft_agreement(
            by=drafter, kind=AgreementKind.ISA, title="Sharing", purpose="Managing release", lawful_basis="s.14",
            starts_on=_day(script.first), ends_on=_day(script.first + script.length),
        )  # fmt: skip
        for agency in PARTNERS:
            drafts.add_party(by=drafter, agreement=made, agency=Agency.objects.get(pk=agency))
        self._open(made, script.clauses)

    def _open(self, draft: Agreement, clauses: list[ClauseScript]) -> None:
        by = self.cast.drafter
        for clause in clauses:
            drafts.save_clause(
                by=by, agreement=draft, number=None, terms={"purpose": "Release", **clause.terms(self.script.first)}
            )
        self.rows.append(drafts.open_for_signature(by=by, agreement=draft))
        self.versions.append(
            oracle.Version(
                OWNER,
                draft.starts_on,
                draft.ends_on,
                [_told(clause) for clause in draft.clauses.all()],
                {agency: [] for agency in (OWNER, *PARTNERS)},
            )
        )

    def _sign(self, act: Act, at: datetime) -> None:
        by, row = self.cast.signatories[act.agency], self.rows[-1]
        agreements.sign_agreement(by=by, agreement=row, authority="Director", content_hash=row.content_hash)
        self.versions[-1].signatures[act.agency].append(Span(at))

    def _withdraw(self, act: Act, at: datetime) -> None:
        by = self.cast.signatories[act.agency]
        agreements.withdraw_signature(by=by, agreement=self.rows[-1], reason="No longer needed")
        self.versions[-1].signatures[act.agency][-1].end = at

    def _suspend(self, act: Act, at: datetime) -> None:
        by = self.cast.signatories[act.agency]
        agreements.suspend_agreement(by=by, agreement=self.rows[-1], reason="A breach")
        for version in self.versions:
            over = oracle.day_of(at) > version.last_day or version.ended is not None
            if not over and not _suspended(version):
                version.suspensions.append(Span(at))

    def _resume(self, act: Act, at: datetime) -> None:
        agreements.resume_agreement(by=self.cast.signatories[act.agency], agreement=self.rows[-1], reason="Mended")
        for version in self.versions:
            if _suspended(version):
                version.suspensions[-1].end = at

    def _terminate(self, act: Act, at: datetime) -> None:
        agreements.terminate_agreement(by=self.cast.signatories[act.agency], agreement=self.rows[-1], reason="Over")
        self.versions[-1].ended = at

    def _revise(self, act: Act, at: datetime) -> None:
        draft = drafts.draft_new_version(by=self.cast.drafter, agreement=self.rows[-1])
        for clause in list(draft.clauses.all()):
            drafts.remove_clause(by=self.cast.drafter, agreement=draft, number=clause.number)
        self._open(draft, [act.clause])


def _told(clause: Any) -> oracle.Clause:
    return oracle.Clause(
        clause.recipients, clause.hubs, clause.phases, clause.categories, clause.abilities, clause.starts_on,
        clause.ends_on,
    )  # fmt: skip


def _suspended(version: oracle.Version) -> bool:
    return bool(version.suspensions) and version.suspensions[-1].end is None
