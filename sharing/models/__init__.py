"""Agencies, hubs, roles, people, memberships, the audit trail, and the base of everything about an individual."""

from sharing.models.audit import AuditEvent
from sharing.models.people import Membership, MembershipQuerySet, User
from sharing.models.reference import Agency, Hub, Reference, Role, reference_to
from sharing.models.scoped import ScopedModel, ScopedQuerySet

__all__ = [
    "Agency",
    "AuditEvent",
    "Hub",
    "Membership",
    "MembershipQuerySet",
    "Reference",
    "Role",
    "ScopedModel",
    "ScopedQuerySet",
    "User",
    "reference_to",
]
