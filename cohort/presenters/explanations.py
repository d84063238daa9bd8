"""Why somebody sees an individual, in words."""

from collections.abc import Mapping
from dataclasses import dataclass

from cohort.explaining import Answer, Hindrance, Reason
from cohort.presenters.individuals import Row
from cohort.queries.explanations import InAgency, Person, SightOf, UnderClause, WhoSees
from marsoc.govuk.jinja import long_date, long_datetime
from marsoc.kit import clock
from sharing.enums import AccessRule, DataCategory, Phase
from sharing.models import Clause, Signature


def clause_name(clause: Clause) -> str:
    """Return how a clause is cited, such as 'clause 2 of ISA-2026-004, version 1'."""
    return f"clause {clause.number} of {clause.agreement.reference}, version {clause.agreement.version}"


def in_short(reasons: tuple[Reason, ...]) -> str:
    """Return the rules behind a page in one phrase, as it goes on after 'You see this because of'."""
    phrases = dict.fromkeys(_short(reason) for reason in reasons)
    return " and ".join(phrases)


def _short(reason: Reason) -> str:
    match reason.rule:
        case AccessRule.ROLE:
            return f"your role at the {reason.hub} hub" if reason.hub else "your role in the central team"
        case AccessRule.NAMED:
            return "your being named for this record"
        case AccessRule.EMERGENCY:
            return f"your emergency access, until {long_datetime(reason.until)}"
    assert reason.clause
    share = "a named share under " if reason.rule == AccessRule.SHARE else ""
    return f"{share}clause {reason.clause.number} of {reason.clause.agreement.reference}, until {last_day(reason)}"


def rule(reason: Reason) -> str:
    """Return one rule with what it rests on, as it stands in a table."""
    match reason.rule:
        case AccessRule.ROLE:
            return f"Role at the {reason.hub} hub" if reason.hub else "Role in the central team"
        case AccessRule.NAMED:
            return f"Named for this record{_by(reason.by)}"
        case AccessRule.EMERGENCY:
            return f"Emergency access: {reason.emergency[:1].lower()}{reason.emergency[1:]}"
        case AccessRule.CONTRIBUTED:
            facts = "1 fact" if reason.number == 1 else f"{reason.number:,} facts"
            return f"{facts} that the agency contributed"
    assert reason.clause
    cited = clause_name(reason.clause)
    if reason.rule == AccessRule.SHARE:
        return f"Named share under {cited}, offered{_by(reason.by)}, accepted{_by(reason.accepted_by)}"
    return _capital(cited)


def _by(name: str) -> str:
    return f" by {name}" if name else ""


def signatures(reason: Reason) -> list[str]:
    """Return who signed for the owner and for the agency, in which office and when."""
    return [_signature(each) for each in reason.signatures]


def _signature(signature: Signature) -> str:
    signed = f"{signature.signed_by.full_name}, {signature.authority}, {long_date(signature.signed_at)}"
    return f"{signature.party.agency.name}: {signed}"


def last_day(reason: Reason) -> str:
    """Return until when a rule gives something: a last day, in an emergency a moment, nothing for no end."""
    if reason.until is None:
        return ""
    if reason.rule == AccessRule.EMERGENCY:
        return long_datetime(reason.until)
    return long_date(clock.last_day_before(reason.until))


@dataclass(frozen=True, slots=True)
class RuleRow:
    """One rule as a table shows it, with all that it gives."""

    rule: str
    categories: str
    signatures: list[str]
    until: str


@dataclass(frozen=True, slots=True)
class PersonRow:
    """Somebody listed by name."""

    name: str
    memberships: list[str]
    rule: str
    since: str
    until: str


@dataclass(frozen=True, slots=True)
class AgencyRow:
    """How many people of an agency see each category, and the rules behind it."""

    name: str
    people: str
    counts: list[str]
    rules: list[RuleRow]


@dataclass(frozen=True, slots=True)
class WhoPage:
    """Who sees an individual, as the page shows it."""

    at: str
    is_past: bool
    restricted: bool
    categories: list[str]
    agencies: list[AgencyRow]
    named: list[PersonRow]
    emergencies: list[PersonRow]
    kept_out: list[PersonRow]


@dataclass(frozen=True, slots=True)
class ClauseRow:
    """What one clause lets a membership see."""

    clause: str
    hubs: str
    phases: str
    categories: str
    until: str


@dataclass(frozen=True, slots=True)
class SightCard:
    """What one membership lets its person see."""

    title: str
    rows: list[Row]
    clauses: list[ClauseRow]


def why_rows(answers: Mapping[DataCategory, Answer]) -> list[RuleRow]:
    """Return the rules that show the viewer anything, each with the categories that it gives and that are seen."""
    given: dict[Reason, list[DataCategory]] = {}
    for category, answer in answers.items():
        for reason in answer.reasons if answer.seen else _contributed(answer):
            given.setdefault(reason, []).append(category)
    return [_rule_row(reason, categories) for reason, categories in given.items()]


def _contributed(answer: Answer) -> tuple[Reason, ...]:
    return tuple(reason for reason in answer.reasons if reason.rule == AccessRule.CONTRIBUTED)


def _rule_row(reason: Reason, categories: list[DataCategory]) -> RuleRow:
    return RuleRow(rule(reason), labels(categories), signatures(reason), last_day(reason))


def who_page(who: WhoSees) -> WhoPage:
    """Return who sees an individual, as the page shows it."""
    return WhoPage(
        at=long_datetime(who.facts.at),
        is_past=who.is_past,
        restricted=who.facts.state.restricted,
        categories=[category.label for category in DataCategory],
        agencies=[_agency_row(agency) for agency in who.agencies],
        named=[_person_row(person) for person in who.named],
        emergencies=[_person_row(person) for person in who.emergencies],
        kept_out=[_person_row(person) for person in who.kept_out],
    )


def _agency_row(agency: InAgency) -> AgencyRow:
    return AgencyRow(
        name=agency.name,
        people=people(agency),
        counts=[f"{agency.people[category]:,}" for category in DataCategory],
        rules=[_rule_row(reason, categories) for reason, categories in agency.rules.items()],
    )


def _person_row(person: Person) -> PersonRow:
    held, reason = [str(membership) for membership in person.memberships], person.reason
    return PersonRow(
        name=person.name,
        memberships=held or ["No membership in force, so sees nothing"],
        rule=rule(reason) if reason else "",
        since=long_date(reason.since) if reason else "",
        until=last_day(reason) if reason else "",
    )


def sight_card(sight: SightOf) -> SightCard:
    """Return what one membership lets its person see, as the page shows it."""
    membership = sight.membership
    return SightCard(
        title=str(membership),
        rows=[
            Row("By role", _by_role(sight)),
            Row("Individuals seen", f"{sight.individuals:,}"),
            Row("Of these, seen by name", f"{sight.by_name:,}"),
        ],
        clauses=[_under_clause(each) for each in sight.clauses],
    )


def _by_role(sight: SightOf) -> str:
    if sight.everywhere:
        return "Every category at every hub"
    if sight.covers:
        return f"Every category at the {sight.membership.hub.name} hub" if sight.membership.hub else ""
    return "What agreements share with the agency" if sight.partner else "No individuals"


def _under_clause(each: UnderClause) -> ClauseRow:
    clause = each.clause
    phases = [Phase(code).label for code in clause.phases]
    return ClauseRow(
        clause=_capital(clause_name(clause)),
        hubs=", ".join(each.hubs),
        phases="Any" if len(phases) == len(Phase) else ", ".join(phases),
        categories=labels([DataCategory(code) for code in clause.categories]),
        until=long_date(clock.last_day_before(each.until)),
    )


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def people(agency: InAgency) -> str:
    """Return how many people of an agency see anything of the individual, which is to see its identity."""
    number = agency.people[DataCategory.IDENTITY]
    return "1 person" if number == 1 else f"{number:,} people"


def labels(categories: list[DataCategory]) -> str:
    """Return data categories by name in their fixed order."""
    return ", ".join(category.label for category in DataCategory if category in categories)


def hindrance(each: Hindrance) -> str:
    """Return what keeps somebody out, with the agreement that would let them in."""
    return f"{each.obstacle.label} ({clause_name(each.clause)})" if each.clause else each.obstacle.label
