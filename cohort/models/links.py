"""Who on the list is linked with whom."""

from typing import Any

from django.db import models
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Greatest, Least

from cohort.models.individuals import Individual
from cohort.models.networks import Graded
from cohort.models.reference import LinkKind
from marsoc.kit.history import records
from sharing.enums import DataCategory
from sharing.models import ScopedModel, reference_to
from sharing.models.scoped import seen_sql


class Link(Graded, ScopedModel):
    """That two individuals are linked in one way, read from the first to the second, from a day on.

    Seen by those who see the intelligence of both, as far as the handling code lets them. ``from_on`` is empty where
    nobody knows since when.
    """

    first = models.ForeignKey(Individual, on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey(Individual, on_delete=models.CASCADE, related_name="+")
    kind = reference_to(LinkKind)
    from_on = models.DateField(null=True, blank=True)
    until_on = models.DateField(null=True, blank=True)

    history = records()

    class Meta(ScopedModel.Meta):
        """Two people, each way of being linked once at a time, whichever of them is the first."""

        ordering = ("id",)
        constraints = [
            *Graded.Meta.constraints,
            models.UniqueConstraint(
                Least("first", "second"), Greatest("first", "second"), "kind", name="link_once",
                condition=Q(until_on=None),
            ),
            models.CheckConstraint(name="link_of_two", condition=~Q(first=F("second"))),
            models.CheckConstraint(
                name="link_ends_after_start",
                condition=Q(until_on=None) | Q(from_on=None) | Q(until_on__gte=F("from_on")),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"Link {self.pk}"

    @classmethod
    def seen_by(cls, viewer: Any) -> Q:
        """With the intelligence of both, as far as the handling code lets the viewer."""
        seen: QuerySet[Individual] = Individual.unscoped.visible_to(viewer).filter(
            Individual.seen_in(viewer, DataCategory.INTELLIGENCE)
        )
        ends = [Q(Exists(seen.filter(pk=OuterRef(side)))) for side in ("first", "second")]
        return ends[0] & ends[1] & cls.open_to(viewer)

    @classmethod
    def policy(cls) -> str:
        """As ``seen_by``: the rule of the individual's own table holds inside the subqueries."""
        held = seen_sql("i.cell", "i.id", DataCategory.INTELLIGENCE)
        ends = (
            f"exists (select from cohort_individual i where i.id = cohort_link.{side}_id and {held})"
            for side in ("first", "second")
        )
        return " and ".join([*ends, cls.open_sql("cohort_link")])

    def side_of(self, individual: Individual) -> str:
        """Return the column that holds one of the two."""
        return "first_id" if self.first_id == individual.pk else "second_id"

    def other_id(self, individual: Individual) -> int:
        """Return the id of the one at the other end."""
        return self.second_id if self.first_id == individual.pk else self.first_id

    def other(self, individual: Individual) -> Individual:
        """Return the one at the other end."""
        return self.second if self.first_id == individual.pk else self.first

    def said_of(self, individual: Individual) -> str:
        """Return how the link reads from one of the two."""
        words: str = self.kind.name if self.first_id == individual.pk else self.kind.reverse
        return words
