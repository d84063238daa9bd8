"""Organised crime groups, who belongs to them, and who is linked with whom."""

from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from cohort.enums import GroupStatus, Handling, IntelligenceGrade, SourceGrade
from cohort.models.assessments import REFERENCE
from cohort.models.individuals import Individual
from cohort.models.reference import GroupRole
from cohort.reference_numbers import new_reference, shown_reference
from marsoc.kit.history import records
from sharing.enums import DataCategory
from sharing.models import AboutIndividual, Hub, ScopedModel, reference_to
from sharing.models.scoped import covered_sql, setting_sql


class CrimeGroup(ScopedModel):
    """An organised crime group that a hub keeps, apart from the people in it.

    What a source wrote of somebody's group stays with that record as ``Individual.crime_group``; that somebody belongs
    to one of these is the hub's own decision. Outside the owning hub a group is seen only through a member whose
    intelligence is seen and, by agreement, only through one of the group's own hub, so that a clause about one hub's
    people never tells what another hub keeps. ``version`` rises with every change to the group itself, and not with one
    to its members, whom not everybody sees.
    """

    reference = models.CharField(max_length=8, default=new_reference, editable=False)
    name = models.CharField(max_length=120)
    other_names = ArrayField(models.CharField(max_length=120), default=list, blank=True)
    name_key = models.CharField(max_length=500)
    threats = ArrayField(models.CharField(max_length=40), default=list)
    owning_hub = reference_to(Hub)
    status = models.CharField(max_length=10, choices=GroupStatus.choices, default=GroupStatus.ACTIVE)
    status_since = models.DateField()
    version = models.PositiveIntegerField(default=1)

    history = records()

    class Meta(ScopedModel.Meta):
        """By name."""

        ordering = ("name", "id")
        constraints = [models.UniqueConstraint(name="crime_group_reference_once", fields=["reference"])]

    def __str__(self) -> str:
        return self.shown_reference

    @property
    def shown_reference(self) -> str:
        """The reference as people read and say it."""
        return shown_reference(self.reference)

    @classmethod
    def seen_by(cls, viewer: Any) -> Q:
        """By those whose role covers the hub; else through a member, by agreement one of the group's own hub."""
        of_hub = Individual.unscoped.visible_to(viewer).filter(pk=OuterRef("individual"))
        if viewer.contributor:
            of_hub = of_hub.filter(owning_hub=OuterRef("group__owning_hub"))
        members: QuerySet[GroupMember] = GroupMember.unscoped.visible_to(viewer).filter(group=OuterRef("pk"))
        through_a_member = Q(Exists(members.filter(Exists(of_hub))))
        if viewer.contributor:
            return through_a_member
        return through_a_member | (Q() if viewer.reach is None else Q(owning_hub__in=sorted(viewer.reach)))

    @classmethod
    def policy(cls) -> str:
        """As ``seen_by``: the rules of the tables of members and of individuals hold inside the subquery."""
        contributor = f"(select {setting_sql('contributor')})"
        return (
            f"({contributor} = '' and {covered_sql('cohort_crimegroup.owning_hub_id')}) or exists ("
            "select from cohort_groupmember m join cohort_individual i on i.id = m.individual_id"
            " where m.group_id = cohort_crimegroup.id"
            f" and ({contributor} = '' or i.owning_hub_id = cohort_crimegroup.owning_hub_id))"
        )


class Graded(models.Model):
    """A statement with its 3x5x2 grading, and where it is kept; never who the source is.

    The handling code can only narrow who sees it: what may be shared on conditions only is not seen by agreement.
    """

    source_grade = models.CharField(max_length=1, choices=SourceGrade.choices)
    intelligence_grade = models.CharField(max_length=1, choices=IntelligenceGrade.choices)
    handling = models.CharField(max_length=1, choices=Handling.choices)
    conditions = models.CharField(max_length=300, blank=True)
    source_reference = models.CharField(max_length=60)

    class Meta:
        """Conditions go with the code that says there are some; no name passes for a reference."""

        abstract = True
        constraints = [
            models.CheckConstraint(
                name="%(class)s_conditions_are_told",
                condition=(Q(handling=Handling.CONDITIONS) & ~Q(conditions=""))
                | (~Q(handling=Handling.CONDITIONS) & Q(conditions="")),
            ),
            models.CheckConstraint(
                name="%(class)s_reference_is_no_name", condition=Q(source_reference__regex=REFERENCE)
            ),
        ]

    @staticmethod
    def open_to(viewer: Any) -> Q:
        """Return the condition under which the handling code lets a viewer see a row."""
        return ~Q(handling=Handling.CONDITIONS) if viewer.contributor else Q()

    @staticmethod
    def open_sql(table: str) -> str:
        """Return the same condition for row-level security."""
        return f"({table}.handling <> '{Handling.CONDITIONS}' or (select {setting_sql('contributor')}) = '')"


GRADING = ("source_grade", "intelligence_grade", "handling", "conditions", "source_reference")


class GroupMember(Graded, AboutIndividual):
    """That an individual belongs to a group, in a role, from a day on; seen with the individual's intelligence.

    ``from_on`` is empty where nobody knows since when. It is shown with its group only: whoever does not see that is
    not told of it.
    """

    data_category = DataCategory.INTELLIGENCE
    categories: ClassVar = {data_category: ("group", "role", "from_on", "until_on", *GRADING)}
    individual_table = "cohort_individual"

    individual = models.ForeignKey(Individual, on_delete=models.CASCADE, related_name="memberships")
    group = models.ForeignKey(CrimeGroup, on_delete=models.CASCADE, related_name="members")
    role = reference_to(GroupRole)
    from_on = models.DateField(null=True, blank=True)
    until_on = models.DateField(null=True, blank=True)

    history = records(excluded_fields=["cell"])

    class Meta(AboutIndividual.Meta):
        """Each person once at a time."""

        ordering = ("id",)
        constraints = [
            *Graded.Meta.constraints,
            models.UniqueConstraint(
                name="group_member_once", fields=["individual", "group"], condition=Q(until_on=None)
            ),
            models.CheckConstraint(
                name="group_member_ends_after_start",
                condition=Q(until_on=None) | Q(from_on=None) | Q(until_on__gte=F("from_on")),
            ),
        ]

    def __str__(self) -> str:
        return f"Member {self.pk}"

    @property
    def is_open(self) -> bool:
        """Whether the person belongs to it now."""
        return self.until_on is None

    @classmethod
    def seen_by(cls, viewer: Any) -> Q:
        """With the individual's intelligence, as far as the handling code lets the viewer."""
        return super().seen_by(viewer) & cls.open_to(viewer)

    @classmethod
    def policy(cls) -> str:
        """As ``seen_by``."""
        return f"({super().policy()}) and {cls.open_sql(cls._meta.db_table)}"

    @classmethod
    def history_policy(cls, table: str) -> str:
        """Return the rule of the history table, which the handling code of then narrows likewise."""
        return f"({super().history_policy(table)}) and {cls.open_sql(table)}"
