"""Scopes, the cells that agreements share, and the grants on them."""

from typing import ClassVar

from django.contrib.auth.models import Group, Permission
from django.db import models
from django.db.models import F, Q
from guardian.managers import GroupObjectPermissionManager
from guardian.models import GroupObjectPermissionBase

from marsoc.kit.history import records
from sharing.enums import DataCategory, Phase, ScopePermission
from sharing.models.agreements import Clause
from sharing.models.reference import Hub


class Scope(models.Model):
    """One data category of the individuals of one hub in one custody phase.

    The number is made of the three (``sharing.cells``), so that a row about an individual carries the cell, hub and
    phase, and every scope of it follows. Reference data: every scope there may be exists.
    """

    id = models.PositiveSmallIntegerField(primary_key=True)
    hub = models.ForeignKey(Hub, on_delete=models.PROTECT, related_name="+")
    phase = models.CharField(max_length=4, choices=Phase.choices)
    category = models.CharField(max_length=12, choices=DataCategory.choices)

    history = records()
    objects = models.Manager["Scope"]()

    class Meta:
        """What a clause can allow on a scope, as guardian permissions."""

        constraints = [models.UniqueConstraint(name="scope_once", fields=["hub", "phase", "category"])]
        default_permissions = ()
        permissions = tuple(ScopePermission.choices)

    def __str__(self) -> str:
        return f"{self.hub_id} {self.phase} {self.category}"


class Giving(models.Model):
    """That a clause gives an agency what it says, from an instant until another.

    Its grants say what that is. Two clauses that allow the same are two givings, so that ending one leaves the other.
    A giving is never deleted: ending it early brings ``ends_at`` forward, and what was in force at any past instant can
    still be told.
    """

    never_deleted = True

    clause = models.ForeignKey(Clause, on_delete=models.PROTECT, related_name="givings", db_index=False)
    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="+", db_index=False)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    objects = models.Manager["Giving"]()

    class Meta:
        """Found by agency, those in force first."""

        constraints = [
            models.UniqueConstraint(name="giving_once", fields=["clause", "group", "starts_at"]),
            models.CheckConstraint(name="giving_ends_after_start", condition=Q(ends_at__gte=F("starts_at"))),
        ]
        indexes = [models.Index(fields=["group", "ends_at", "starts_at"], name="giving_in_force")]

    def __str__(self) -> str:
        return f"{self.clause_id} to {self.group_id} from {self.starts_at} until {self.ends_at}"


class ScopeGrant(GroupObjectPermissionBase):
    """What an agency may do in one scope, as long as the giving that it belongs to lasts.

    A guardian group permission on a scope, written once and never changed.
    """

    never_deleted = True

    # Without indexes and keys of their own where the giving has them: a signature writes hundreds of these rows.
    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False)
    permission = models.ForeignKey(Permission, on_delete=models.PROTECT, related_name="+", db_index=False)
    content_object = models.ForeignKey(Scope, on_delete=models.PROTECT, related_name="grants")
    giving = models.ForeignKey(Giving, on_delete=models.PROTECT, related_name="grants", db_index=False)

    objects: ClassVar[GroupObjectPermissionManager] = GroupObjectPermissionManager()

    class Meta:
        """Found by giving."""

        unique_together: ClassVar[list[str]] = []  # guardian's own would let one clause end what another allows
        constraints = [
            models.UniqueConstraint(name="scope_grant_once", fields=["giving", "permission", "content_object"])
        ]

    def __str__(self) -> str:
        return f"{self.giving_id} {self.permission_id} {self.content_object_id}"


class CellCount(models.Model):
    """How many individuals a cell holds, as the sum of its rows: the database adds one at every change.

    Rows are only added, so that two writers never wait for each other; a job folds them together.
    """

    cell = models.PositiveSmallIntegerField()
    number = models.IntegerField()

    objects = models.Manager["CellCount"]()

    class Meta:
        """Summed by cell."""

        indexes = [models.Index(fields=["cell"], include=["number"], name="cell_count_by_cell")]

    def __str__(self) -> str:
        return f"{self.number} in {self.cell}"
