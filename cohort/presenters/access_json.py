"""Why somebody sees an individual, as the commands print it; docs/permissions.md documents the shapes."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from cohort.explaining import Answer, Facts, Hindrance, Reason
from cohort.queries.explanations import Person, WhoSees
from sharing.enums import DataCategory
from sharing.models import Clause, Membership


def explanation(
    username: str, facts: Facts, found: list[tuple[Membership, Mapping[DataCategory, Answer]]]
) -> dict[str, Any]:
    """Return what ``manage.py explain_access`` prints."""
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
                        "rules": [_reason_json(reason) for reason in answer.reasons],
                        "kept_out_by": [_hindrance_json(each) for each in answer.obstacles],
                    }
                    for category, answer in answers.items()
                },
            }
            for membership, answers in found
        ],
    }


def who_sees(who: WhoSees) -> dict[str, Any]:
    """Return what ``manage.py who_can_see`` prints."""
    return {
        "individual": who.facts.state.reference,
        "at": who.facts.at.isoformat(),
        "restricted": who.facts.state.restricted,
        "agencies": [
            {
                "agency": agency.code,
                "people": agency.people,
                "rules": [
                    {**_reason_json(reason), "categories": [each for each in DataCategory if each in categories]}
                    for reason, categories in agency.rules.items()
                ],
            }
            for agency in who.agencies
        ],
        "named": [_person_json(person) for person in who.named],
        "emergencies": [_person_json(person) for person in who.emergencies],
        "kept_out": [_person_json(person) for person in who.kept_out],
    }


def _reason_json(reason: Reason) -> dict[str, Any]:
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
        **(_reason_json(person.reason) if person.reason else {}),
    }


def _iso(moment: datetime | None) -> str:
    return moment.isoformat() if moment else ""
