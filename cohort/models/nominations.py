"""Whom agencies nominate for a hub's list, apart from the list itself."""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from cohort.enums import NominationState, SubjectCategory
from cohort.models.individuals import Individual
from marsoc.kit.history import records
from sharing.models import Agency, Hub, Membership, ScopedModel, User, reference_to
from sharing.models.scoped import covered_sql, setting_sql


class Nomination(ScopedModel):
    """Somebody whom an agency nominates for a hub's list, with grounds and where the evidence is.

    It stands apart from the list, so that whoever nominates learns nothing about who is on it: ``individual`` is the
    record that the hub takes it up as, new or known already. Seen by the agency, and by those whose role covers the hub
    and who see that record.
    """

    hub = reference_to(Hub)
    agency = reference_to(Agency)
    membership = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    nominated_at = models.DateTimeField()
    surname = models.CharField(max_length=100)
    forenames = models.CharField(max_length=100, blank=True)
    date_of_birth = models.DateField(null=True, blank=True)
    category = models.CharField(max_length=10, choices=SubjectCategory.choices)
    threats = ArrayField(models.CharField(max_length=40), default=list)
    grounds = models.TextField(max_length=2000)
    evidence = models.CharField(max_length=300)
    state = models.CharField(max_length=10, choices=NominationState.choices, default=NominationState.WAITING)
    individual = models.ForeignKey(Individual, on_delete=models.CASCADE, null=True, related_name="nominations")
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    answer = models.CharField(max_length=300, blank=True)

    history = records()

    class Meta(ScopedModel.Meta):
        """Whatever is taken up has a record, and nothing else has."""

        ordering = ("-id",)
        constraints = [
            models.CheckConstraint(
                name="nomination_taken_up_as_a_record",
                condition=Q(state=NominationState.TAKEN_UP, individual__isnull=False)
                | (~Q(state=NominationState.TAKEN_UP) & Q(individual__isnull=True)),
            )
        ]

    def __str__(self) -> str:
        return f"Nomination {self.pk}"

    @property
    def full_name(self) -> str:
        """Forenames, then surname."""
        return f"{self.forenames} {self.surname}".strip()

    @classmethod
    def seen_by(cls, viewer: Any) -> Q:
        """By the agency that nominated; else by the hub, with the record it was taken up as."""
        if viewer.contributor:
            return Q(agency=viewer.contributor)
        by_hub = Q() if viewer.reach is None else Q(hub__in=sorted(viewer.reach))
        return by_hub & (Q(individual=None) | Q(individual__in=Individual.unscoped.visible_to(viewer)))

    @classmethod
    def policy(cls) -> str:
        """As ``seen_by``."""
        contributor, table = f"(select {setting_sql('contributor')})", cls._meta.db_table
        individuals = "(select about.id from cohort_individual about)"
        seen = f"({table}.individual_id is null or {table}.individual_id in {individuals})"
        by_hub = f"{contributor} = '' and {covered_sql(f'{table}.hub_id')} and {seen}"
        return f"{table}.agency_id = {contributor} or ({by_hub})"
