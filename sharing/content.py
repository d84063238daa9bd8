"""What exactly is signed: the whole text of a version of an agreement, its one form and its hash.

Also what a draft lacks, and where clauses overlap.
"""

import hashlib
import json
from collections.abc import Iterator
from datetime import date
from itertools import combinations
from typing import NamedTuple

from marsoc.kit import clock
from sharing.models import Agreement, Clause

TERMS = (
    "reference", "version", "kind", "title", "owner_id", "purpose", "lawful_basis", "dpia_reference", "starts_on",
    "ends_on", "review_on", "retention", "onward_sharing", "documents",
)  # fmt: skip
OF_CLAUSE = (
    "number", "purpose", "lawful_basis", "recipients", "hubs", "phases", "categories", "abilities", "existence",
    "starts_on", "ends_on", "handling",
)  # fmt: skip


def content_of(agreement: Agreement) -> str:
    """Return all that the parties sign, as JSON with sorted keys.

    Args:
        agreement: with its parties and clauses loaded.
    """
    terms = {name: getattr(agreement, name) for name in TERMS}
    parties = sorted(party.agency_id for party in agreement.parties.all())
    clauses = [
        {name: sorted(value) if isinstance(value := getattr(clause, name), list) else value for name in OF_CLAUSE}
        for clause in sorted(agreement.clauses.all(), key=lambda clause: clause.number)
    ]
    return json.dumps({**terms, "parties": parties, "clauses": clauses}, sort_keys=True, default=str)


def hash_of(agreement: Agreement) -> str:
    """Return the SHA-256 of the content in hexadecimal."""
    return hashlib.sha256(content_of(agreement).encode()).hexdigest()


_LACKING = {
    "recipients": "names no recipient. Select at least one agency.",
    "hubs": "names no hub. Select at least one.",
    "phases": "names no custody phase. Select at least one.",
    "categories": "names no data category. Select at least one.",
    "abilities": "does not say what recipients may do. Select at least one.",
}


def missing_from(agreement: Agreement) -> list[str]:
    """Return what keeps a draft from being signed, a sentence each.

    Args:
        agreement: with its parties, their agencies and its clauses loaded.
    """
    parties, clauses = list(agreement.parties.all()), list(agreement.clauses.all())
    sentences = [
        f"{party.agency.name} no longer exists. Take it out, and add the agency that took over its work."
        for party in parties
        if party.agency.valid_to and party.agency.valid_to <= clock.today()
    ]
    if agreement.ends_on < clock.today():
        sentences.append("The last day of the agreement has passed. Change its dates.")
    if len(parties) < 2:
        sentences.append("Add at least one agency that receives information.")
    if not clauses:
        sentences.append("Add at least one clause.")
    receiving = {party.agency_id for party in parties} - {agreement.owner_id}
    return sentences + [sentence for clause in clauses for sentence in _missing_from_clause(clause, receiving)]


def _missing_from_clause(clause: Clause, receiving: set[str]) -> Iterator[str]:
    name = f"Clause {clause.number}"
    yield from (f"{name} {sentence}" for field, sentence in _LACKING.items() if not getattr(clause, field))
    if strangers := sorted(set(clause.recipients) - receiving):
        yield f"{name} names {', '.join(strangers)}, which is no receiving party."
    if _outside(clause):
        yield f"{name} lies outside the dates of the agreement and would share nothing. Change its dates."


def _outside(clause: Clause) -> bool:
    agreement = clause.agreement
    return bool(
        (clause.starts_on and clause.starts_on > agreement.ends_on)
        or (clause.ends_on and clause.ends_on < agreement.starts_on)
    )


class Overlap(NamedTuple):
    """Two clauses that give an agency the same, and in which fields they say different things about it.

    Both hold: an agency may do what either allows, while either lasts, and keeps the handling conditions of both.
    """

    first: Clause
    second: Clause
    agencies: list[str]
    differing: list[str]


def overlaps_in(agreement: Agreement) -> list[Overlap]:
    """Return the pairs of clauses that share a recipient, a hub, a phase, a category and a day.

    Args:
        agreement: with its clauses loaded.
    """
    found = []
    for first, second in combinations(agreement.clauses.all(), 2):
        agencies = sorted(set(first.recipients) & set(second.recipients))
        alike = all(set(getattr(first, name)) & set(getattr(second, name)) for name in ("hubs", "phases", "categories"))
        if agencies and alike and _meet(first, second):
            found.append(Overlap(first, second, agencies, _differing(first, second)))
    return found


def _meet(first: Clause, second: Clause) -> bool:
    return (first.starts_on or date.min) <= (second.ends_on or date.max) and (second.starts_on or date.min) <= (
        first.ends_on or date.max
    )


def _differing(first: Clause, second: Clause) -> list[str]:
    named = ("abilities", "existence", "handling")
    return [name for name in named if sorted(getattr(first, name)) != sorted(getattr(second, name))]
