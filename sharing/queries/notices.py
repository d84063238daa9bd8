"""Reads of notices: what is to be mailed, and to whom."""

from django.db.models import QuerySet

from marsoc.kit import clock
from sharing.models import Membership, Notice, User
from sharing.permissions import HUB_STAFF

_AT_ONCE = 500


def waiting_notices() -> list[int]:
    """Return the notices that have not been mailed, the oldest first; what is settled needs no mail."""
    waiting = Notice.objects.filter(mailed_at=None, settled_at=None).order_by("id")
    return list(waiting.values_list("pk", flat=True)[:_AT_ONCE])


def people_reached_by(notice: Notice) -> QuerySet[User]:
    """Return the people with a membership in force that a notice is addressed to, each once."""
    reached = Membership.objects.in_force(clock.now())
    if notice.agency_id:
        reached = reached.filter(agency=notice.agency_id)
    if notice.hub_id:
        reached = reached.filter(hub=notice.hub_id)
        if not notice.agency_id:
            reached = reached.filter(role__in=HUB_STAFF)
    if notice.role_id:
        reached = reached.filter(role=notice.role_id)
    return User.objects.filter(pk__in=reached.values("user")).order_by("pk")
