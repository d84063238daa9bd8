"""The audit trail, and what seals it."""

from django.db import models
from django.db.models.functions import Now

from sharing.enums import Operation


class AuditEvent(models.Model):
    """Who did or read what, when and acting for whom.

    Append-only by privilege and by trigger, and without foreign keys, so that it never stands in the way of what it
    records and outlives it. It holds references, never names or contents. ``commitment`` is the salted digest of
    ``details``: the tree holds it in their place, so that salt and details can be erased and the tree still verifies.
    The table is partitioned by month (``sharing.audit.database``).
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
    salt = models.BinaryField(max_length=16, null=True)
    commitment = models.CharField(max_length=64, default="")

    class Meta:
        """Found by subject and by actor, newest first."""

        indexes = [
            models.Index(fields=["subject_kind", "subject_ref", "-at"], name="audit_by_subject"),
            models.Index(fields=["actor_id", "-at"], name="audit_by_actor"),
        ]

    def __str__(self) -> str:
        return f"{self.operation} {self.subject_kind} {self.subject_ref}"


class AuditLeaf(models.Model):
    """The place of one event in the Merkle tree, and its hash; added by the sequencer, which nobody else may act as."""

    append_only = True
    sealed = True

    index = models.BigIntegerField(primary_key=True)
    event_id = models.BigIntegerField(unique=True)
    event_at = models.DateTimeField()
    hash = models.BinaryField(max_length=32)

    def __str__(self) -> str:
        return f"Leaf {self.index}"


class AuditCheckpoint(models.Model):
    """A signed statement of how many events the tree has and what its root is.

    ``note`` is the signed note itself, ``peaks`` the right edge of the tree, from which it grows on, and ``horizon``
    the first transaction whose events it may lack.
    """

    append_only = True
    sealed = True

    size = models.BigIntegerField()
    at = models.DateTimeField()
    note = models.TextField()
    peaks = models.JSONField()
    horizon = models.BigIntegerField()

    class Meta:
        """Oldest first."""

        ordering = ("id",)

    def __str__(self) -> str:
        return f"Checkpoint of {self.size}"


class AuditWitness(models.Model):
    """That a checkpoint was handed to somebody outside the database."""

    append_only = True
    sealed = True

    checkpoint_id = models.BigIntegerField()
    place = models.CharField(max_length=200)
    at = models.DateTimeField(db_default=Now())

    class Meta:
        """Oldest first."""

        ordering = ("id",)

    def __str__(self) -> str:
        return f"Witness of {self.checkpoint_id}"
