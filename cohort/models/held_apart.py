"""People who are held apart from the list: victims, witnesses and associates."""

from typing import Any

from django.db import models
from django.db.models import F, Q, QuerySet

from cohort.enums import ApartCategory
from cohort.models.assessments import REFERENCE
from cohort.models.individuals import Individual
from cohort.models.networks import CrimeGroup
from sharing.models import ScopedModel, User
from sharing.models.scoped import covered_sql, setting_sql


class HeldApart(ScopedModel):
    """Somebody who is no subject of the list but without whom a case cannot be understood, kept for a short time.

    A victim, a witness or an associate (Data Protection Act 2018, s.38(3)), of one individual or of one group; never
    searched, matched, counted or exported with the list. Seen by those whose role covers the owning hub, and by no
    agency: no clause has a category for it. ``necessity`` says why the name must be held at all; it is to be said again
    by ``review_due``, and on ``delete_on``, which is never later than what the individual is kept for, the row is
    deleted without a trace of who it was.
    """

    individual = models.ForeignKey(Individual, on_delete=models.CASCADE, null=True, related_name="+")
    group = models.ForeignKey(CrimeGroup, on_delete=models.CASCADE, null=True, related_name="+")
    name = models.CharField(max_length=200)
    category = models.CharField(max_length=10, choices=ApartCategory.choices)
    relation = models.CharField(max_length=120)
    necessity = models.CharField(max_length=500)
    source_reference = models.CharField(max_length=60)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    recorded_on = models.DateField()
    review_due = models.DateField()
    delete_on = models.DateField(db_index=True)

    class Meta(ScopedModel.Meta):
        """Those to be reviewed first."""

        ordering = ("review_due", "id")
        constraints = [
            models.CheckConstraint(
                name="held_apart_of_one",
                condition=Q(individual=None, group__isnull=False) | Q(individual__isnull=False, group=None),
            ),
            models.CheckConstraint(name="held_apart_ends", condition=Q(delete_on__gte=F("review_due"))),
            models.CheckConstraint(
                name="held_apart_reference_is_no_name", condition=Q(source_reference__regex=REFERENCE)
            ),
        ]

    def __str__(self) -> str:
        return f"Held apart {self.pk}"

    @property
    def of(self) -> Individual | CrimeGroup:
        """The individual or the group that it belongs to."""
        found = self.individual or self.group
        assert found is not None  # a constraint says so
        return found

    @classmethod
    def seen_by(cls, viewer: Any) -> Q:
        """By those whose role covers the hub of the individual, whom they see, or of the group."""
        if viewer.contributor:
            return Q(pk__in=[])
        people: QuerySet[Individual] = Individual.unscoped.visible_to(viewer)
        groups: QuerySet[CrimeGroup] = CrimeGroup.unscoped.visible_to(viewer)
        if viewer.reach is not None:
            hubs = sorted(viewer.reach)
            people, groups = people.filter(owning_hub__in=hubs), groups.filter(owning_hub__in=hubs)
        return Q(individual__in=people) | Q(group__in=groups)

    @classmethod
    def policy(cls) -> str:
        """As ``seen_by``: the rule of the individual's own table holds inside the subquery."""
        table = cls._meta.db_table
        owners = (
            f"exists (select from {owner} its where its.id = {table}.{column} and {covered_sql('its.owning_hub_id')})"
            for owner, column in (("cohort_individual", "individual_id"), ("cohort_crimegroup", "group_id"))
        )
        return f"(select {setting_sql('contributor')}) = '' and ({' or '.join(owners)})"
