"""Who takes part, what they agreed to share, the audit trail, and the base of everything about an individual."""

from sharing.models.agreements import Agreement, Clause, Party, Signature
from sharing.models.audit import AuditCheckpoint, AuditEvent, AuditLeaf, AuditWitness
from sharing.models.audit_reviews import FindingReview, LogReview
from sharing.models.notices import Notice
from sharing.models.people import Membership, MembershipQuerySet, User
from sharing.models.reference import Agency, Hub, Reference, Role, reference_to
from sharing.models.scoped import AboutIndividual, FactAboutIndividual, ScopedModel, ScopedQuerySet, WorkOfHub
from sharing.models.scopes import CellCount, Giving, Scope, ScopeGrant

__all__ = [
    "AboutIndividual",
    "Agency",
    "Agreement",
    "AuditCheckpoint",
    "AuditEvent",
    "AuditLeaf",
    "AuditWitness",
    "CellCount",
    "Clause",
    "FactAboutIndividual",
    "FindingReview",
    "Giving",
    "Hub",
    "LogReview",
    "Membership",
    "MembershipQuerySet",
    "Notice",
    "Party",
    "Reference",
    "Role",
    "Scope",
    "ScopeGrant",
    "ScopedModel",
    "ScopedQuerySet",
    "Signature",
    "User",
    "WorkOfHub",
    "reference_to",
]
