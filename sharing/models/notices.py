"""Notices: what somebody is told of or asked for."""

from django.db import models
from django.db.models import Q

from marsoc.kit.history import records
from sharing.enums import NoticeKind
from sharing.models.people import User
from sharing.models.reference import Agency, Hub, Role, reference_to


class Notice(models.Model):
    """One thing that those acting for an agency, at a hub or in a role are told of; empty means any of them.

    Written in the transaction that gives rise to it and sent by mail afterwards, so that a crash loses none. ``key``
    says what it is about, so that a job that runs twice tells once. A notice to a hub that names no agency is for the
    hub's staff, and not for partners who work there. ``asks`` says that something is to be done, which alone settles
    the notice; any other may be dismissed. ``sentence`` holds references, never names; ``route`` and ``argument`` lead
    to the page where the thing is dealt with; ``settled_at`` is when that was done.
    """

    key = models.CharField(max_length=120)
    kind = models.CharField(max_length=20, choices=NoticeKind.choices)
    agency = reference_to(Agency, optional=True)
    hub = reference_to(Hub, optional=True)
    role = reference_to(Role, optional=True)
    sentence = models.CharField(max_length=300)
    route = models.CharField(max_length=60)
    argument = models.CharField(max_length=60, blank=True)
    asks = models.BooleanField(default=False, db_default=False)
    made_at = models.DateTimeField()
    mailed_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    history = records()
    objects = models.Manager["Notice"]()

    class Meta:
        """Newest first; addressed to somebody."""

        ordering = ("-id",)
        constraints = [
            models.UniqueConstraint(name="notice_once", fields=["key"]),
            models.CheckConstraint(
                name="notice_has_an_address", condition=Q(agency__isnull=False) | Q(hub__isnull=False)
            ),
        ]
        indexes = [models.Index(fields=["id"], condition=Q(mailed_at=None), name="notice_to_mail")]

    def __str__(self) -> str:
        return f"Notice {self.pk}"
