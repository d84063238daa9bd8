"""Who may see what, a third time: docs/permissions.md, "The rules in full", read into plain Python.

Knows nothing of the product and imports nothing of it, so that a mistake there is not repeated here.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

CENTRAL = {"CENTRAL_ADMIN", "CENTRAL_ANALYST"}
HUB_STAFF = {"HUB_MANAGER", "HUB_OFFICER", "HUB_RESEARCHER"}
PARTNERS = {"HMPPS_ROCO", "PROB_LEAD", "AGENCY_CONTRIB", "AGENCY_SPOC"}


def day_of(at: datetime) -> date:
    """Return the day in London."""
    return at.astimezone(ZoneInfo("Europe/London")).date()


@dataclass
class Span:
    """From an instant until before another, or for good."""

    start: datetime
    end: datetime | None = None

    def holds(self, at: datetime) -> bool:
        """Say whether an instant lies within."""
        return self.start <= at and (self.end is None or at < self.end)


@dataclass
class Person:
    """Somebody on the list."""

    id: int
    hub: str
    phase: str
    restricted: bool


@dataclass
class Fact:
    """Something said of a person, perhaps by a partner."""

    id: int
    person: int
    category: str
    contributed_by: str | None


@dataclass
class Member:
    """A person acting for an agency in a role, at a hub or nationally."""

    id: int
    user: int
    agency: str
    hub: str | None
    role: str
    span: Span


@dataclass
class Clause:
    """What a version says that it gives."""

    recipients: list[str]
    hubs: list[str]
    phases: list[str]
    categories: list[str]
    abilities: list[str]
    first_day: date | None
    last_day: date | None


@dataclass
class Version:
    """One version of an agreement, and what became of it."""

    owner: str
    first_day: date
    last_day: date
    clauses: list[Clause]
    signatures: dict[str, list[Span]]
    suspensions: list[Span] = field(default_factory=list)
    ended: datetime | None = None

    def within_term(self, at: datetime) -> bool:
        """Say whether its dates cover an instant at which it has not been ended."""
        return self.first_day <= day_of(at) <= self.last_day and (self.ended is None or at < self.ended)

    def signed(self, agency: str, at: datetime) -> bool:
        """Say whether both signatures stand at an instant within its term."""
        both = [any(each.holds(at) for each in self.signatures.get(who, [])) for who in (self.owner, agency)]
        return all(both) and self.within_term(at)

    def came_into_force(self, agency: str, at: datetime) -> bool:
        """Say whether it has been in force at an instant or before: that begins where a signature or the term does."""
        begins = [span.start for spans in self.signatures.values() for span in spans]
        begins.append(datetime.combine(self.first_day, datetime.min.time(), ZoneInfo("Europe/London")))
        return any(self.signed(agency, each) for each in begins if each <= at)

    def gives(self, agency: str, at: datetime) -> Iterator[Clause]:
        """Yield the clauses in force for an agency."""
        if not self.signed(agency, at) or any(each.holds(at) for each in self.suspensions):
            return
        for clause in self.clauses:
            begun = clause.first_day is None or clause.first_day <= day_of(at)
            over = clause.last_day is not None and clause.last_day < day_of(at)
            if agency in clause.recipients and begun and not over:
                yield clause


@dataclass
class Share:
    """One person shared by name."""

    person: int
    agency: str
    categories: list[str]
    clause: Clause
    accepted: datetime
    last_day: date
    ended: datetime | None = None

    def holds(self, at: datetime) -> bool:
        """Say whether it is in force."""
        return Span(self.accepted, self.ended).holds(at) and day_of(at) <= self.last_day


@dataclass
class ByName:
    """A person and a user, or a membership, between whom something stands."""

    person: int
    who: int
    span: Span


@dataclass
class World:
    """All that decides who sees what."""

    persons: list[Person]
    facts: list[Fact] = field(default_factory=list)
    agreements: list[list[Version]] = field(default_factory=list)
    shares: list[Share] = field(default_factory=list)
    named: list[ByName] = field(default_factory=list)
    conflicts: list[ByName] = field(default_factory=list)
    emergencies: list[ByName] = field(default_factory=list)

    def seen(self, member: Member, category: str, at: datetime) -> set[int]:
        """Return the persons of whom a member sees a category."""
        return {person.id for person in self.persons if self.sees(member, person, category, at)}

    def seen_facts(self, member: Member, category: str, at: datetime) -> set[int]:
        """Return the facts of a category that a member sees, those of its own agency among them."""
        persons = {person.id: person for person in self.persons}
        return {
            fact.id
            for fact in self.facts
            if fact.category == category
            and (
                self.sees(member, persons[fact.person], category, at)
                or self._contributed(member, fact, persons[fact.person], at)
            )
        }

    def _contributed(self, member: Member, fact: Fact, person: Person, at: datetime) -> bool:
        mine = member.role in PARTNERS and fact.contributed_by == member.agency and member.span.holds(at)
        return mine and not self._barred(member, person, at)

    def sees(self, member: Member, person: Person, category: str, at: datetime) -> bool:
        """Say whether a member sees a category of a person at an instant: the five rules, in their order."""
        if not member.span.holds(at) or member.role not in CENTRAL | HUB_STAFF | PARTNERS:
            return False
        if self._barred(member, person, at) or (category == "EQUALITY" and member.role in PARTNERS):
            return False
        covered = member.role in CENTRAL or (member.role in HUB_STAFF and member.hub == person.hub)
        partner = member.role in PARTNERS and not person.restricted and member.hub in (None, person.hub)
        return (
            (covered and not person.restricted)
            or (partner and self._agreed(member.agency, person, category, at))
            or (partner and self._shared(member.agency, person, category, at))
            or (category != "EQUALITY" and covered and _stands(self.named, person.id, member.user, at))
            or (category != "EQUALITY" and _stands(self.emergencies, person.id, member.id, at))
        )

    def _barred(self, member: Member, person: Person, at: datetime) -> bool:
        return _stands(self.conflicts, person.id, member.user, at)

    def _in_force(self, agency: str, at: datetime) -> Iterator[Clause]:
        for versions in self.agreements:
            for number, version in enumerate(versions):
                if not any(later.came_into_force(agency, at) for later in versions[number + 1 :]):
                    yield from version.gives(agency, at)

    def _agreed(self, agency: str, person: Person, category: str, at: datetime) -> bool:
        return any(
            person.hub in clause.hubs
            and person.phase in clause.phases
            and category in clause.categories
            and "VIEW" in clause.abilities
            for clause in self._in_force(agency, at)
        )

    def _shared(self, agency: str, person: Person, category: str, at: datetime) -> bool:
        return any(
            share.person == person.id
            and share.agency == agency
            and category in share.categories
            and share.holds(at)
            and any(clause is share.clause for clause in self._in_force(agency, at))
            for share in self.shares
        )


def _stands(marks: list[ByName], person: int, who: int, at: datetime) -> bool:
    return any(mark.person == person and mark.who == who and mark.span.holds(at) for mark in marks)
