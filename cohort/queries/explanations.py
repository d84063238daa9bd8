"""Why somebody sees an individual, who sees it, and what somebody sees; every answer leaves an audit event."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import NamedTuple

from django.db.models import Q

from cohort.access import get_explained, get_individual
from cohort.explaining import Answer, Facts, Reason, explain
from cohort.models import Individual
from cohort.named_access import known_as
from cohort.queries.access_facts import facts_about, facts_behind_page, with_contributions
from cohort.queries.record import note_reading
from cohort.reference_numbers import parse_reference
from marsoc.kit import clock
from sharing import audit
from sharing.access import get_explained_membership, memberships_explained_to
from sharing.enums import AccessRule, DataCategory, Operation, RoleCode
from sharing.errors import BadRequest
from sharing.models import Agency, Clause, Hub, Membership, User
from sharing.permissions import PARTNERS
from sharing.queries.clauses import given_to
from sharing.queries.names import names
from sharing.queries.people import memberships_in_force_at, memberships_of_today
from sharing.seeing import seeing
from sharing.viewer import Viewer, looking_at, viewer_in

Answers = Mapping[DataCategory, Answer]
_OF_PERSONS = frozenset({AccessRule.NAMED, AccessRule.EMERGENCY})


class InAgency(NamedTuple):
    """How many people of an agency see each category, and the rules behind it with what each gives."""

    code: str
    name: str
    people: Mapping[DataCategory, int]
    rules: Mapping[Reason, list[DataCategory]]


class Person(NamedTuple):
    """Somebody who is named for an individual, took emergency access or is kept out, and the memberships in force."""

    name: str
    username: str
    memberships: list[Membership]
    reason: Reason | None


@dataclass(frozen=True, slots=True)
class WhoSees:
    """Who saw an individual at an instant."""

    facts: Facts
    is_past: bool
    agencies: list[InAgency]
    named: list[Person]
    emergencies: list[Person]
    kept_out: list[Person]


class UnderClause(NamedTuple):
    """What one clause lets a membership see, and until when; the hubs narrowed to the one it is held at."""

    clause: Clause
    hubs: list[str]
    until: datetime


class SightOf(NamedTuple):
    """What a membership lets its person see, in numbers."""

    membership: Membership
    everywhere: bool
    covers: bool
    partner: bool
    clauses: list[UnderClause]
    individuals: int
    by_name: int


def why_seen(viewer: Viewer, reference: str) -> tuple[Individual, Answers]:
    """Return an individual with the rules by which the viewer sees each category of it, and record the reading.

    Nothing is said of categories that are not seen: what would let them in depends on what is withheld.

    Raises:
        Http404: there is no such individual, or none the viewer may see.
    """
    individual = get_individual(viewer, reference)
    note_reading(viewer, individual, page="why")
    assert viewer.membership
    facts = facts_behind_page(individual, viewer.membership.agency_id)
    return individual, explain(with_contributions(facts) if viewer.contributor else facts, viewer.membership)


def reasons_to_see(viewer: Viewer, individual: Individual) -> tuple[Reason, ...]:
    """Return the rules by which a viewer sees the identity of an individual that it has been given.

    Args:
        viewer: who sees it.
        individual: with its owning hub loaded.
    """
    covered = viewer.sight.covered
    if viewer.membership is None:
        return ()
    if individual.cell is not None and (covered is None or individual.cell in covered):
        return (Reason(AccessRule.ROLE, hub="" if covered is None else individual.owning_hub.name),)
    facts = facts_behind_page(individual, viewer.membership.agency_id)
    return explain(facts, viewer.membership)[DataCategory.IDENTITY].reasons


def seen_by_agency(viewer: Viewer, individual: Individual, agency: str, at: datetime) -> frozenset[DataCategory]:
    """Return the categories of an individual that anybody who acted nationally for an agency could see at an instant.

    Args:
        viewer: who asks, and may; the caller records the reading.
        individual: of whom.
        agency: its code.
        at: the past instant.

    Raises:
        BadRequest: the individual was not on the list at that instant.
    """
    with seeing(looking_at(viewer, individual.pk)):
        facts = facts_about(individual.pk, at)
    answers = explain(facts, Membership(agency_id=agency, role_id=RoleCode.AGENCY_CONTRIB))
    return frozenset(category for category, answer in answers.items() if answer.seen)


def who_sees(viewer: Viewer, reference: str, at: datetime | None) -> WhoSees:
    """Return who sees an individual, and record that this was asked.

    Args:
        viewer: who asks.
        reference: as typed.
        at: a past instant, None for the present.

    Raises:
        Http404: there is no such individual, or none of whom the viewer may know.
        BadRequest: it was not on the list at that instant.
    """
    return _who_sees(viewer, get_explained(viewer, reference), at)


def who_sees_for_system(job: Viewer, reference: str, at: datetime | None) -> WhoSees:
    """Return who sees an individual, restricted or not, for whoever operates the system; the asking is recorded.

    Raises:
        BadRequest: there is no such individual, or it was not on the list at that instant.
    """
    return _who_sees(job, _known(reference), at)


def _who_sees(viewer: Viewer, individual: int, at: datetime | None) -> WhoSees:
    with seeing(looking_at(viewer, individual)):
        facts = facts_about(individual, at)
    _record(viewer, "who", facts.state.reference, at)
    memberships = list(memberships_in_force_at(at) if at else memberships_of_today())
    of_user: dict[int, list[Membership]] = defaultdict(list)
    for membership in memberships:
        of_user[membership.user_id].append(membership)
    in_force = {membership.pk: membership for membership in memberships}
    emergencies = {in_force[pk].user_id: reason for pk, reason in facts.emergencies.items() if pk in in_force}
    people = User.objects.in_bulk([*facts.named, *facts.conflicts, *emergencies])

    def persons(found: Mapping[int, Reason | None]) -> list[Person]:
        rows = (Person(people[pk].full_name, people[pk].username, of_user[pk], why) for pk, why in found.items())
        return sorted(rows, key=lambda person: person.name)

    return WhoSees(
        facts=facts,
        is_past=at is not None,
        agencies=_by_agency(facts, memberships),
        named=persons(facts.named),
        emergencies=persons(emergencies),
        kept_out=persons(dict.fromkeys(facts.conflicts)),
    )


def _by_agency(facts: Facts, memberships: list[Membership]) -> list[InAgency]:
    """Return what each agency sees, those too that nobody acts for at that instant."""
    rules: dict[str, dict[Reason, list[DataCategory]]] = defaultdict(lambda: defaultdict(list))
    seers: dict[tuple[str, DataCategory], set[int]] = defaultdict(set)

    def note(agency: str, category: DataCategory, reasons: tuple[Reason, ...]) -> None:
        for reason in (replace(each, until=None) if each.rule == AccessRule.ROLE else each for each in reasons):
            if reason.rule not in _OF_PERSONS and category not in rules[agency][reason]:
                rules[agency][reason].append(category)

    for given in () if facts.state.shut else (facts.granted, facts.shared):
        for (agency, category), reasons in given.items():
            note(agency, category, reasons)
    for membership in memberships:
        for category, answer in explain(facts, membership).items():
            note(membership.agency_id, category, answer.reasons)
            if answer.seen:
                seers[membership.agency_id, category].add(membership.user_id)
    shown = sorted({*rules, *(agency for agency, _ in seers)}, key=_agency_name)
    return [
        InAgency(agency, _agency_name(agency), {each: len(seers[agency, each]) for each in DataCategory}, rules[agency])
        for agency in shown
        if rules[agency] or any(seers[agency, each] for each in DataCategory)
    ]


def _agency_name(code: str) -> str:
    return names(Agency).get(code, code)


def explain_for_system(
    job: Viewer, username: str, reference: str, at: datetime | None, membership: int | None
) -> tuple[Facts, list[tuple[Membership, Answers]]]:
    """Return what every membership of a person, or one, sees of an individual and why; the asking is recorded.

    Args:
        job: as which the command runs.
        username: the person's user name.
        reference: as typed.
        at: a past instant, None for the present.
        membership: the id of one membership of the person.

    Raises:
        BadRequest: one of them is not known; the sentence says which.
    """
    held = Membership.objects.filter(user__username=username).named()
    if not User.objects.filter(username=username).exists():
        raise BadRequest(f"There is no user {username}.")
    if membership is not None and not (held := held.filter(pk=membership)):
        raise BadRequest(f"{username} has no membership {membership}.")
    individual = _known(reference)
    with seeing(looking_at(job, individual)):
        facts = facts_about(individual, at)
    _record(job, "explain", facts.state.reference, at, user=username)
    in_force = set((memberships_in_force_at(at) if at else memberships_of_today()).values_list("pk", flat=True))
    return facts, [(each, explain(facts, each, in_force=each.pk in in_force)) for each in held]


def past_instant(text: str | None) -> datetime | None:
    """Return the instant that ISO 8601 text names, None for none, which is the present.

    Raises:
        BadRequest: the text names no instant, or one in the future.
    """
    if text is None:
        return None
    if (at := clock.instant_of(text)) is None:
        raise BadRequest(f"{text} is no instant. Write it like 2026-11-03T14:30.")
    if at > clock.now():
        raise BadRequest(f"{text} lies in the future. Give an instant that has passed.")
    return at


def _known(reference: str) -> int:
    stored = parse_reference(reference)
    if stored is None:
        raise BadRequest(f"{reference} is no reference of an individual. Check it for a wrong character.")
    if (found := known_as(stored, None)) is None:
        raise BadRequest(f"There is no individual {reference}.")
    return found.pk


def what_is_seen(viewer: Viewer, pk: int) -> tuple[Membership, list[SightOf]]:
    """Return what the person of a membership sees in each membership that the viewer may ask about.

    Raises:
        Http404: the membership does not exist or is not the viewer's to ask about.
    """
    asked = get_explained_membership(viewer, pk)
    _record(viewer, "what", str(asked.pk), None)
    held = memberships_explained_to(viewer).filter(user=asked.user, pk__in=memberships_of_today().values("pk"))
    return asked, [_sight_of(membership) for membership in held]


def _sight_of(membership: Membership) -> SightOf:
    acting = viewer_in(membership)
    with seeing(acting):
        individuals = Individual.unscoped.visible_to(acting).count()
    by_name = acting.sight.named.get(DataCategory.IDENTITY, frozenset()) - acting.sight.barred
    partner = membership.role_id in PARTNERS
    clauses = given_to(membership.agency.group_id, clock.now()) if partner else ()
    within = [membership.hub_id] if membership.hub_id else None
    return SightOf(
        membership=membership,
        everywhere=acting.reach is None,
        covers=acting.reach != frozenset(),
        partner=partner,
        clauses=[
            UnderClause(clause, hubs, until)
            for clause, until in clauses
            if (hubs := [names(Hub).get(code, code) for code in clause.hubs if within is None or code in within])
        ],
        individuals=individuals,
        by_name=len(by_name),
    )


def find_membership(viewer: Viewer, name: str) -> Membership:
    """Return a membership of the person with a user name or email address, one that the viewer may ask about.

    Raises:
        BadRequest: there is none.
    """
    found = memberships_explained_to(viewer).filter(Q(user__username__iexact=name) | Q(user__email__iexact=name))
    if (membership := found.first()) is None:
        raise BadRequest("Nobody you may ask about has this user name or email address")
    return membership


def _record(viewer: Viewer, page: str, ref: str, at: datetime | None, **details: str) -> None:
    moment = {"at": at.isoformat()} if at else {}
    audit.record(viewer, Operation.CONSULT, kind="access", ref=ref, page=page, **moment, **details)
