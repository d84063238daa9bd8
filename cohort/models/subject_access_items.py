"""What is collected in answer to a person's request for the own data, each piece decided by who it belongs to."""

from typing import Any

from django.db import models
from django.db.models import Q

from cohort.enums import ItemDecision, ItemGroup, Regime
from cohort.models.individuals import Individual
from cohort.models.subject_access import GOVERNS, SubjectAccessRequest
from marsoc.kit.history import records
from sharing.models import Agency, Hub, Reference, ScopedModel, User, reference_to
from sharing.models.scoped import not_barred_sql, setting_sql

_MANAGES, _SPEAKS = (f"(select {setting_sql(name)})" for name in ("manages", "speaks_for"))


class Exemption(Reference):
    """A ground on which the law lets something be withheld from the person it is about.

    ``regime`` is the law it belongs to, empty for both; ``source`` is where it was read, ``legal_check`` that a lawyer
    has not confirmed it yet.
    """

    basis = models.CharField(max_length=200)
    regime = models.CharField(max_length=5, choices=Regime.choices, blank=True)
    source = models.CharField(max_length=300)
    legal_check = models.BooleanField(default=True)
    position = models.PositiveSmallIntegerField()

    history = records()

    class Meta(Reference.Meta):
        """As the law lists them."""

        ordering = ("position",)


class SubjectAccessItem(ScopedModel):
    """One thing held about an applicant, as it stood when it was collected, and what becomes of it in the answer.

    ``hub`` owns the record; ``agency`` contributed the item and answers for it, None where the hub does. ``remains`` is
    what is left of a redacted text. A ``settled`` item is part of an answer, or of a request that is done with, and is
    decided no more. Its owner sees the item and nothing of the request.
    """

    request = models.ForeignKey(SubjectAccessRequest, on_delete=models.CASCADE, related_name="items")
    regime = models.CharField(max_length=5, choices=Regime.choices)
    individual = models.ForeignKey(Individual, on_delete=models.CASCADE, related_name="+")
    hub = reference_to(Hub)
    agency = reference_to(Agency, optional=True)
    group = models.CharField(max_length=12, choices=ItemGroup.choices)
    label = models.CharField(max_length=120)
    text = models.TextField()
    source = models.CharField(max_length=200, blank=True)
    third_party = models.BooleanField(default=False)
    decision = models.CharField(max_length=10, choices=ItemDecision.choices, blank=True)
    remains = models.TextField(blank=True)
    exemption = reference_to(Exemption, optional=True)
    words = models.CharField(max_length=500, blank=True)
    third_party_considered = models.BooleanField(default=False)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    settled = models.BooleanField(default=False)

    history = records()

    class Meta(ScopedModel.Meta):
        """In the order collected; a decision says all that it must."""

        ordering = ("id",)
        constraints = [
            models.CheckConstraint(
                name="subject_access_item_decision_is_whole",
                condition=Q(decision="", decided_at=None) | (~Q(decision="") & Q(decided_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="subject_access_item_remains_when_redacted",
                condition=(Q(decision=ItemDecision.REDACT) & ~Q(remains=""))
                | (~Q(decision=ItemDecision.REDACT) & Q(remains="")),
            ),
            models.CheckConstraint(
                name="subject_access_item_withheld_by_exemption",
                condition=Q(decision__in=["", ItemDecision.DISCLOSE], exemption=None)
                | Q(decision__in=[ItemDecision.REDACT, ItemDecision.WITHHOLD], exemption__isnull=False),
            ),
            models.CheckConstraint(
                name="subject_access_item_third_party_considered",
                condition=Q(third_party=False)
                | Q(decision__in=["", ItemDecision.WITHHOLD])
                | Q(third_party_considered=True),
            ),
        ]

    def __str__(self) -> str:
        return f"Item {self.pk}"

    @classmethod
    def seen_by(cls, viewer: Any) -> Q:
        """By information governance, and by the item's owner: the hub manager who sees the record, or the contact."""
        if viewer.governs:
            return Q()
        seen = Q(pk__in=[])
        if viewer.manages:
            of_hub = Q(agency=None, hub=viewer.manages)
            seen |= of_hub & Q(individual__in=Individual.unscoped.visible_to(viewer))
        if viewer.speaks_for:
            seen |= Q(agency=viewer.speaks_for) & ~Q(individual__in=sorted(viewer.sight.barred))
        return seen

    @classmethod
    def policy(cls) -> str:
        """As ``seen_by``: the rule of the individual's own table holds inside the subquery."""
        table = cls._meta.db_table
        return (
            f"({GOVERNS}) or ({table}.agency_id is null and {table}.hub_id = {_MANAGES}"
            f" and exists (select from cohort_individual about where about.id = {table}.individual_id))"
            f" or ({table}.agency_id = {_SPEAKS} and {not_barred_sql(f'{table}.individual_id')})"
        )
