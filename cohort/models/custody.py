"""The custody record: spells, sentences, places, security categories and absences, as somebody else's record told them.

No day here is ever calculated. Each fact says where it was read, when that was true and who keyed it.
"""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from cohort.enums import AbsenceKind, SpellKind
from cohort.models.individuals import IndividualFact
from cohort.models.reference import Establishment, RecallKind, SecurityCategory
from marsoc.kit.history import records
from sharing.enums import DataCategory
from sharing.models import User, reference_to

_AS_TOLD = ("source", "as_at", "keyed_by")


class CustodyFact(IndividualFact):
    """One fact of the custody record, with the day on which its source said so and who keyed it."""

    data_category = DataCategory.CUSTODY

    as_at = models.DateField()
    keyed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta(IndividualFact.Meta):
        """As every fact."""

        abstract = True


class CustodySpell(CustodyFact):
    """A time in custody of one kind, from its first day to its last; the last day is empty while it runs.

    A default term for a fine or a confiscation order is a spell of its own, mostly after the sentence. A sentence may
    run beside a remand for something else, so that spells of different kinds may overlap; two of a kind cannot.
    """

    categories: ClassVar = {
        DataCategory.CUSTODY: ("kind", "recall_kind", "started_on", "ended_on", "authority", *_AS_TOLD)
    }

    kind = models.CharField(max_length=12, choices=SpellKind.choices)
    recall_kind = reference_to(RecallKind, optional=True)
    started_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)
    authority = models.CharField(max_length=120, blank=True)

    history = records(excluded_fields=["cell"])

    class Meta(CustodyFact.Meta):
        """The earliest first; one of a kind open at a time; a recall, and nothing else, says of which kind it is."""

        ordering = ["started_on", "id"]
        constraints = [
            models.UniqueConstraint(
                name="custody_spell_open_once", fields=["individual", "kind"], condition=Q(ended_on=None)
            ),
            models.CheckConstraint(
                name="custody_spell_ends_after_start", condition=Q(ended_on=None) | Q(ended_on__gte=F("started_on"))
            ),
            models.CheckConstraint(
                name="custody_spell_recall_of_a_kind",
                condition=Q(kind=SpellKind.RECALL, recall_kind__isnull=False)
                | (~Q(kind=SpellKind.RECALL) & Q(recall_kind=None)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} from {self.started_on:%Y-%m-%d}"

    @property
    def is_open(self) -> bool:
        """Whether it runs."""
        return self.ended_on is None


class Sentence(CustodyFact):
    """A sentence that a court passed, served in a spell; ``length`` is in the court's own words."""

    categories: ClassVar = {DataCategory.CUSTODY: ("spell", "imposed_on", "court", "length", *_AS_TOLD)}

    spell = models.ForeignKey(CustodySpell, on_delete=models.CASCADE, related_name="sentences")
    imposed_on = models.DateField()
    court = models.CharField(max_length=120)
    length = models.CharField(max_length=120)

    history = records(excluded_fields=["cell"])

    class Meta(CustodyFact.Meta):
        """The earliest first."""

        ordering = ["imposed_on", "id"]

    def __str__(self) -> str:
        return f"Sentence of {self.imposed_on:%Y-%m-%d}"


class CustodyPlace(CustodyFact):
    """An establishment that somebody was held in; the day of arrival is empty where only the as-at day is known."""

    categories: ClassVar = {DataCategory.CUSTODY: ("establishment", "arrived_on", "left_on", "why", *_AS_TOLD)}

    establishment = reference_to(Establishment)
    arrived_on = models.DateField(null=True, blank=True)
    left_on = models.DateField(null=True, blank=True)
    why = models.CharField(max_length=120, blank=True)

    history = records(excluded_fields=["cell"])

    class Meta(CustodyFact.Meta):
        """The earliest first; nobody is in two places."""

        ordering = [F("arrived_on").asc(nulls_first=True), "id"]
        constraints = [
            models.UniqueConstraint(name="custody_place_open_once", fields=["individual"], condition=Q(left_on=None)),
            models.CheckConstraint(
                name="custody_place_left_after_arrival",
                condition=Q(left_on=None) | Q(arrived_on=None) | Q(left_on__gte=F("arrived_on")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.establishment_id} from {self.arrived_on or 'a day not known'}"

    @property
    def is_open(self) -> bool:
        """Whether the person is there."""
        return self.left_on is None


class Categorisation(CustodyFact):
    """A security category that somebody was given, and the day by which it is to be reviewed."""

    categories: ClassVar = {DataCategory.CUSTODY: ("category", "decided_on", "review_on", *_AS_TOLD)}

    category = reference_to(SecurityCategory)
    decided_on = models.DateField()
    review_on = models.DateField(null=True, blank=True)

    history = records(excluded_fields=["cell"])

    class Meta(CustodyFact.Meta):
        """The earliest first, one a day; a review follows the decision."""

        ordering = ["decided_on", "id"]
        constraints = [
            models.UniqueConstraint(name="categorisation_once_a_day", fields=["individual", "decided_on"]),
            models.CheckConstraint(
                name="categorisation_review_follows",
                condition=Q(review_on=None) | Q(review_on__gt=F("decided_on")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.category_id} from {self.decided_on:%Y-%m-%d}"


class Absence(CustodyFact):
    """A time away from custody: on temporary release, or without leave; the last day is empty until the return."""

    categories: ClassVar = {DataCategory.CUSTODY: ("kind", "started_on", "ended_on", *_AS_TOLD)}

    kind = models.CharField(max_length=10, choices=AbsenceKind.choices)
    started_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)

    history = records(excluded_fields=["cell"])

    class Meta(CustodyFact.Meta):
        """The earliest first, one at a time."""

        ordering = ["started_on", "id"]
        constraints = [
            models.UniqueConstraint(name="absence_open_once", fields=["individual"], condition=Q(ended_on=None)),
            models.CheckConstraint(
                name="absence_ends_after_start", condition=Q(ended_on=None) | Q(ended_on__gte=F("started_on"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} from {self.started_on:%Y-%m-%d}"

    @property
    def is_open(self) -> bool:
        """Whether the person is still away."""
        return self.ended_on is None
