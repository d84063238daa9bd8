"""Moving to another hub: offered by the hub that owns the record, accepted or refused by the other."""

from typing import Any

from django.db import models
from django.db.models import F, Q

from cohort.enums import ListStatus, TransferState, WorkKind
from cohort.models.leaving import ByNameForHub
from cohort.moves import OPEN_TRANSFER
from marsoc.kit.history import records
from sharing.models import Agency, Hub, ScopedModel, User, reference_to
from sharing.models.scoped import array_sql, not_barred_sql


class Transfer(ByNameForHub):
    """That a hub offers somebody on its list to another hub, which answers, from a day on.

    Whose the record is says ``Individual.owning_hub`` alone, which changes once, when the transfer takes effect; until
    then the offering hub owns it. ``status_before`` is what the person's status is again afterwards. ``lead_agency``
    and ``officer`` are whom the receiving hub names. Besides those who see the individual, the receiving hub sees the
    row until it owns the record, and the offering hub from then on; neither learns by it whether the record is
    restricted. ``reference`` repeats what both are told of an individual that one of them does not see.
    """

    reference = models.CharField(max_length=9)
    from_hub = reference_to(Hub)
    to_hub = reference_to(Hub)
    words = models.CharField(max_length=300)
    effective_on = models.DateField()
    state = models.CharField(max_length=10, choices=TransferState.choices, default=TransferState.OFFERED)
    status_before = models.CharField(max_length=20, choices=ListStatus.choices)
    offered_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    offered_at = models.DateTimeField()
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    answer = models.CharField(max_length=300, blank=True)
    lead_agency = reference_to(Agency, optional=True)
    officer = models.CharField(max_length=120, blank=True)
    withdrawn_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
    withdrawal_reason = models.CharField(max_length=300, blank=True)
    took_effect_at = models.DateTimeField(null=True)

    history = records()

    class Meta(ByNameForHub.Meta):
        """One at a time, to another hub; whoever offered does not accept."""

        constraints = [
            models.UniqueConstraint(
                name="transfer_open_once", fields=["individual"], condition=Q(state__in=sorted(OPEN_TRANSFER))
            ),
            models.CheckConstraint(name="transfer_to_another_hub", condition=~Q(from_hub=F("to_hub"))),
            models.CheckConstraint(
                name="transfer_accepted_by_another",
                condition=~Q(state__in=[TransferState.ACCEPTED, TransferState.DONE])
                | (Q(decided_by__isnull=False) & ~Q(decided_by=F("offered_by"))),
            ),
            models.CheckConstraint(
                name="transfer_done_at_an_instant",
                condition=Q(state=TransferState.DONE, took_effect_at__isnull=False)
                | (~Q(state=TransferState.DONE) & Q(took_effect_at=None)),
            ),
        ]

    def __str__(self) -> str:
        return f"Transfer {self.pk}"

    @property
    def is_open(self) -> bool:
        """Whether it may still take effect."""
        return self.state in OPEN_TRANSFER

    @classmethod
    def seen_by(cls, viewer: Any) -> Q:
        """With the individual; by the other of the two hubs as well, unless a conflict of interest bars the viewer."""
        if viewer.contributor:
            return super().seen_by(viewer)
        done, reach = Q(state=TransferState.DONE), sorted(viewer.reach or ())
        other_side = (Q(to_hub__in=reach) & ~done) | (Q(from_hub__in=reach) & done)
        return super().seen_by(viewer) | (other_side & ~Q(individual__in=sorted(viewer.sight.barred)))

    @classmethod
    def policy(cls) -> str:
        """As ``seen_by``."""
        table = cls._meta.db_table
        reach = f"any ((select {array_sql('hubs', 'text')})::text[])"
        other_side = (
            f"(case when {table}.state = '{TransferState.DONE}' then {table}.from_hub_id else {table}.to_hub_id end)"
            f" = {reach}"
        )
        return f"({super().policy()}) or ({other_side} and {not_barred_sql(f'{table}.individual_id')})"


class TransferLine(ScopedModel):
    """One piece of open work about somebody who moves: who at the receiving hub takes it, or why it is closed.

    ``row`` is what it is of its ``kind``, 0 for the review. ``handed_over_at`` stays empty where it was finished before
    the transfer took effect.
    """

    transfer = models.ForeignKey(Transfer, on_delete=models.CASCADE, related_name="lines")
    kind = models.CharField(max_length=10, choices=WorkKind.choices)
    row = models.BigIntegerField()
    words = models.CharField(max_length=300)
    holder = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    reason = models.CharField(max_length=300, blank=True)
    handed_over_at = models.DateTimeField(null=True)

    history = records()

    class Meta(ScopedModel.Meta):
        """In the order of the kinds; each piece once, either held or closed."""

        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(name="transfer_line_once", fields=["transfer", "kind", "row"]),
            models.CheckConstraint(
                name="transfer_line_held_or_closed",
                condition=Q(holder__isnull=False, reason="") | (Q(holder=None) & ~Q(reason="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.row}"

    @classmethod
    def seen_by(cls, viewer: Any) -> Q:
        """With the transfer."""
        return Q(transfer__in=Transfer.unscoped.visible_to(viewer))

    @classmethod
    def policy(cls) -> str:
        """As ``seen_by``."""
        return "cohort_transferline.transfer_id in (select transfer.id from cohort_transfer transfer)"
