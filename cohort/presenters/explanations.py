"""Why somebody sees an individual, in words and as JSON."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from cohort.explaining import Answer, Facts, Hindrance, Reason
from cohort.queries.explanations import InAgency, Person, WhoSees
from marsoc.govuk.jinja import long_date, long_datetime
from marsoc.kit import clock
from sharing.enums import AccessRule, DataCategory
from sharing.models import Clause, Membership, Signature


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
    return cited[:1].upper() + cited[1:]


def _by(name: str) -> str:
    return f" by {name}" if name else ""


def signatures(reason: Reason) -> list[str]:
    """Return who signed for the owner and for the agency, in which office and when."""
    return [_signature(each) for each in reason.signatures]


def _signature(signature: Signature) -> str:
    signed = f"{signature.signed_by.full_name}, {signature.authority}, {long_date(signature.signed_at)}"
    return f"{signature.party.agency.name}: {signed}"


def last_day(reason: Reason) -> str:
    """Return until when a rule gives something: a last day, in an emergency a moment."""
    if reason.until is None:
        return "No end date"
    if reason.rule == AccessRule.EMERGENCY:
        return long_datetime(reason.until)
    return long_date(clock.last_day_before(reason.until))


def since(reason: Reason) -> str:
    """Return from when, nothing where it is not known."""
    return long_date(reason.since)


def person_row(person: Person) -> dict[str, Any]:
    """Return how somebody is listed by name."""
    held = [str(membership) for membership in person.memberships]
    reason = person.reason
    return {
        "name": person.name,
        "memberships": held or ["No membership in force: sees nothing"],
        "rule": rule(reason) if reason else "",
        "since": since(reason) if reason else "",
        "until": last_day(reason) if reason else "",
    }


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


def explanation_json(
    username: str, facts: Facts, found: list[tuple[Membership, Mapping[DataCategory, Answer]]]
) -> dict[str, Any]:
    """Return what ``manage.py explain_access`` prints; the shape is documented in docs/permissions.md."""
    return {
        "user": username,
        "individual": facts.state.reference,
        "at": facts.at.isoformat(),
        "memberships": [
            {
                "membership": membership.pk,
                "agency": membership.agency_id,
                "hub": membership.hub_id,
                "role": membership.role_id,
                "sees": [category for category, answer in answers.items() if answer.seen],
                "categories": {
                    category: {
                        "seen": answer.seen,
                        "rules": [reason_json(reason) for reason in answer.reasons],
                        "kept_out_by": [_hindrance_json(each) for each in answer.obstacles],
                    }
                    for category, answer in answers.items()
                },
            }
            for membership, answers in found
        ],
    }


def who_json(who: WhoSees) -> dict[str, Any]:
    """Return what ``manage.py who_can_see`` prints; the shape is documented in docs/permissions.md."""
    return {
        "individual": who.facts.state.reference,
        "at": who.facts.at.isoformat(),
        "restricted": who.facts.state.restricted,
        "agencies": [
            {
                "agency": agency.code,
                "people": agency.people,
                "rules": [
                    {**reason_json(reason), "categories": [each for each in DataCategory if each in categories]}
                    for reason, categories in agency.rules.items()
                ],
            }
            for agency in who.agencies
        ],
        "named": [_person_json(person) for person in who.named],
        "emergencies": [_person_json(person) for person in who.emergencies],
        "kept_out": [_person_json(person) for person in who.kept_out],
    }


def reason_json(reason: Reason) -> dict[str, Any]:
    """Return one rule, only with what applies to it."""
    clause = reason.clause
    shown = {
        "rule": reason.rule,
        "since": _iso(reason.since),
        "until": _iso(reason.until),
        "clause": _clause_json(clause) if clause else None,
        "signatures": [
            {
                "agency": each.party.agency_id,
                "signed_by": each.signed_by.full_name,
                "authority": each.authority,
                "signed_at": each.signed_at.isoformat(),
            }
            for each in reason.signatures
        ],
        "hub": reason.hub,
        "by": reason.by,
        "accepted_by": reason.accepted_by,
        "emergency": reason.emergency,
        "facts": reason.number,
    }
    return {name: value for name, value in shown.items() if value}


def _clause_json(clause: Clause) -> dict[str, Any]:
    agreement = clause.agreement
    return {"agreement": agreement.reference, "version": agreement.version, "number": clause.number}


def _hindrance_json(each: Hindrance) -> dict[str, Any]:
    return {"obstacle": each.obstacle, **({"clause": _clause_json(each.clause)} if each.clause else {})}


def _person_json(person: Person) -> dict[str, Any]:
    return {
        "user": person.username,
        "memberships": [membership.pk for membership in person.memberships],
        **(reason_json(person.reason) if person.reason else {}),
    }


def _iso(moment: datetime | None) -> str:
    return moment.isoformat() if moment else ""
