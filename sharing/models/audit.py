"""The audit trail."""

from django.db import models
from django.db.models.functions import Now

from sharing.enums import Operation


class AuditEvent(models.Model):
    """Who did or read what, when and acting for whom.

    Append-only by privilege and by trigger, and without foreign keys, so that it never stands in the way of what it
    records and outlives it. It holds references, never names or contents.
    """

    append_only = True

    at = models.DateTimeField(db_default=Now(), editable=False)
    operation = models.CharField(max_length=20, choices=Operation.choices)
    actor_id = models.BigIntegerField(null=True)
    membership_id = models.BigIntegerField(null=True)
    job = models.CharField(max_length=100)
    agency = models.CharField(max_length=40)
    hub = models.CharField(max_length=40)
    role = models.CharField(max_length=40)
    subject_kind = models.CharField(max_length=40)
    subject_ref = models.CharField(max_length=60)
    details = models.JSONField(default=dict)

    class Meta:
        """Found by subject and by actor, newest first."""

        indexes = [
            models.Index(fields=["subject_kind", "subject_ref", "-at"], name="audit_by_subject"),
            models.Index(fields=["actor_id", "-at"], name="audit_by_actor"),
        ]

    def __str__(self) -> str:
        return f"{self.operation} {self.subject_kind} {self.subject_ref}"
