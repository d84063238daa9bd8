"""What exactly is signed: the whole text of a version of an agreement, what it lacks, its one form and its hash."""

import hashlib
import json

from sharing.models import Agreement

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


def missing_from(agreement: Agreement) -> list[str]:
    """Return what keeps a draft from being signed, a sentence each.

    Args:
        agreement: with its parties and clauses loaded.
    """
    parties = {party.agency_id for party in agreement.parties.all()}
    clauses = list(agreement.clauses.all())
    if len(parties) < 2:
        return ["Add at least one agency that receives information."]
    if not clauses:
        return ["Add at least one clause."]
    lacking = {
        "recipients": "names no recipient. Select at least one agency.",
        "hubs": "names no hub. Select at least one.",
        "phases": "names no custody phase. Select at least one.",
        "categories": "names no data category. Select at least one.",
        "abilities": "does not say what recipients may do. Select at least one.",
    }
    sentences = [
        f"Clause {clause.number} {sentence}"
        for clause in clauses
        for name, sentence in lacking.items()
        if not getattr(clause, name)
    ]
    for clause in clauses:
        strangers = sorted(set(clause.recipients) - (parties - {agreement.owner_id}))
        if strangers:
            sentences.append(f"Clause {clause.number} names {', '.join(strangers)}, which is no receiving party.")
    return sentences
