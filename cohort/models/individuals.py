"""The individual and the facts about one."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from cohort.enums import IdentifierKind, ListStatus, NameKind, SubjectCategory, Verdict
from cohort.models.reference import Establishment, KeyDateKind, ProbationRegion, RetentionGroup
from cohort.reference_numbers import new_reference, shown_reference
from marsoc.kit.history import records
from sharing.enums import DataCategory, Existence, Phase
from sharing.models import AboutIndividual, Agency, FactAboutIndividual, Hub, ScopedModel, User, reference_to


class Individual(AboutIndividual):
    """A person whom a hub considers or manages.

    The owning hub, the home region, the present location and the supervising probation region are four separate
    facts: none is derived from another. ``name_key`` and ``release_on`` repeat facts held here and in the key dates
    in the form that the list searches and sorts by; actions keep them true. ``version`` rises with every change and
    is how a second writer is told of the first. ``restricted`` takes the record out of every cell: only those named
    for it see it. ``existence`` is what those may know of it who may not see it, if a clause lets them. ``left_on`` is
    the day somebody left the list: the hub keeps the record, in a cell that no agreement gives. The database gives
    everybody a ``retention_group`` and the last day, ``retention_due``, on which the keeping of the record is to be
    reviewed; from the day after it no agency sees anything of it.
    """

    data_category = DataCategory.IDENTITY
    categories: ClassVar[Mapping[DataCategory, tuple[str, ...]]] = {
        DataCategory.IDENTITY: (
            "reference", "category", "surname", "forenames", "name_key", "name_source", "date_of_birth",
            "year_of_birth", "birth_source", "owning_hub", "home_region", "lead_agency", "officer",
        ),
        DataCategory.CUSTODY: ("phase", "establishment", "place", "probation_region", "release_on"),
        DataCategory.ASSESSMENT: ("status", "provisional_score", "score_source", "review_due"),
        DataCategory.INTELLIGENCE: ("threats", "crime_group", "notes"),
    }  # fmt: skip
    structural = (
        "id", "cell", "restricted", "existence", "left_on", "retention_group", "retention_due", "version",
        "created_at", "updated_at",
    )  # fmt: skip
    individual_column = "id"
    individual_table = "cohort_individual"

    reference = models.CharField(max_length=8, default=new_reference, editable=False)
    category = models.CharField(max_length=10, choices=SubjectCategory.choices)
    status = models.CharField(max_length=20, choices=ListStatus.choices)
    surname = models.CharField(max_length=100, blank=True)
    forenames = models.CharField(max_length=100, blank=True)
    name_key = models.CharField(max_length=250)
    name_source = models.CharField(max_length=200)
    date_of_birth = models.DateField(null=True, blank=True)
    year_of_birth = models.PositiveSmallIntegerField(null=True, blank=True)
    birth_source = models.CharField(max_length=200, blank=True)
    owning_hub = reference_to(Hub)
    home_region = reference_to(Hub, optional=True)
    establishment = reference_to(Establishment, optional=True)
    place = models.CharField(max_length=120, blank=True)
    probation_region = reference_to(ProbationRegion, optional=True)
    threats = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    crime_group = models.CharField(max_length=120, blank=True)
    lead_agency = reference_to(Agency, optional=True)
    officer = models.CharField(max_length=120, blank=True)
    phase = models.CharField(max_length=4, choices=Phase.choices)
    provisional_score = models.PositiveSmallIntegerField(null=True, blank=True)
    score_source = models.CharField(max_length=200, blank=True)
    release_on = models.DateField(null=True, blank=True)
    review_due = models.DateField(null=True, blank=True)
    notes = models.TextField(blank=True)
    restricted = models.BooleanField(default=False, db_default=False)
    existence = models.CharField(
        max_length=10, choices=Existence.choices, default=Existence.NOTHING, db_default=Existence.NOTHING
    )
    left_on = models.DateField(null=True, blank=True)
    retention_group = reference_to(RetentionGroup, optional=True)
    retention_due = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    history = records()

    class Meta(AboutIndividual.Meta):
        """The indexes are the sort orders of the list, for a few cells and for all."""

        constraints = [
            models.UniqueConstraint(name="individual_reference_once", fields=["reference"]),
            models.CheckConstraint(name="individual_has_a_name", condition=~Q(surname="") | ~Q(forenames="")),
            models.CheckConstraint(
                name="individual_birth_date_or_year", condition=Q(date_of_birth=None) | Q(year_of_birth=None)
            ),
            models.CheckConstraint(
                name="individual_score_is_a_percentage",
                condition=Q(provisional_score=None) | Q(provisional_score__lte=100),
            ),
        ]
        indexes = [
            models.Index(
                F("cell"), F("provisional_score").desc(nulls_last=True), F("id"), name="individual_cell_score"
            ),
            models.Index(F("provisional_score").desc(nulls_last=True), F("id"), name="individual_score"),
            models.Index(fields=["cell", "surname", "forenames", "id"], name="individual_cell_name"),
            models.Index(
                fields=["review_due"],
                condition=Q(status__in=[ListStatus.ACCEPTED, ListStatus.MONITORED, ListStatus.TRANSFER_PENDING]),
                name="individual_review",
            ),
            models.Index(fields=["id"], condition=Q(status=ListStatus.SUSPENDED), name="individual_suspended"),
            models.Index(fields=["left_on"], condition=Q(left_on__isnull=False), name="individual_left"),
            models.Index(fields=["retention_due"], name="individual_retention_due"),
        ]

    def __str__(self) -> str:
        return self.shown_reference

    @property
    def shown_reference(self) -> str:
        """The reference as people read and say it."""
        return shown_reference(self.reference)

    @property
    def full_name(self) -> str:
        """Forenames, then surname."""
        return f"{self.forenames} {self.surname}".strip()


class IndividualFact(FactAboutIndividual):
    """One sourced fact about an individual."""

    individual_table = "cohort_individual"

    individual = models.ForeignKey(Individual, on_delete=models.CASCADE, related_name="%(class)ss")
    source = models.CharField(max_length=200)

    class Meta(FactAboutIndividual.Meta):
        """In the order they were recorded."""

        abstract = True
        ordering = ["id"]


class Alias(IndividualFact):
    """A further name somebody is known by."""

    data_category = DataCategory.IDENTITY
    categories: ClassVar = {data_category: ("kind", "name", "name_key", "source")}

    individual = models.ForeignKey(Individual, on_delete=models.CASCADE, related_name="aliases")
    kind = models.CharField(max_length=10, choices=NameKind.choices, default=NameKind.ALIAS)
    name = models.CharField(max_length=200)
    name_key = models.CharField(max_length=250)

    history = records(excluded_fields=["cell"])

    class Meta(IndividualFact.Meta):
        """The same name once."""

        constraints = [models.UniqueConstraint(name="alias_once", fields=["individual", "name_key"])]

    def __str__(self) -> str:
        return self.name


class Identifier(IndividualFact):
    """A number by which an agency knows somebody, in the one spelling the system keeps."""

    data_category = DataCategory.IDENTITY
    categories: ClassVar = {data_category: ("kind", "value", "as_given", "source")}

    kind = models.CharField(max_length=12, choices=IdentifierKind.choices)
    value = models.CharField(max_length=40)
    as_given = models.CharField(max_length=60)

    history = records(excluded_fields=["cell"])

    class Meta(IndividualFact.Meta):
        """The same number once per person; several of a kind are normal."""

        constraints = [models.UniqueConstraint(name="identifier_once", fields=["individual", "kind", "value"])]
        indexes = [models.Index(fields=["kind", "value"], name="identifier_lookup")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.value}"


class KeyDate(IndividualFact):
    """A sentence date as HMPPS gave it, with where it was read and when it was true.

    One date of each kind counts. Another source's day for the same date stands ``aside``, in conflict with it, until
    the hub settles which of them counts.
    """

    data_category = DataCategory.CUSTODY
    categories: ClassVar = {data_category: ("kind", "date", "as_at", "keyed_by", "source", "aside")}

    kind = reference_to(KeyDateKind)
    date = models.DateField()
    as_at = models.DateField()
    keyed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    aside = models.BooleanField(default=False, db_default=False)

    history = records(excluded_fields=["cell"])

    class Meta(IndividualFact.Meta):
        """One date of each kind counts; earlier ones are in the history."""

        constraints = [
            models.UniqueConstraint(name="key_date_once", fields=["individual", "kind"], condition=Q(aside=False)),
            models.UniqueConstraint(
                name="key_date_aside_once", fields=["individual", "kind", "date"], condition=Q(aside=True)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind_id} {self.date:%Y-%m-%d}"


class PhasePeriod(IndividualFact):
    """A spell in one custody phase; the open one is the present phase."""

    data_category = DataCategory.CUSTODY
    categories: ClassVar = {data_category: ("phase", "started_on", "ended_on", "source")}

    phase = models.CharField(max_length=4, choices=Phase.choices)
    started_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)

    history = records(excluded_fields=["cell"])

    class Meta(IndividualFact.Meta):
        """Newest first, one open at a time."""

        ordering = ["-started_on", "-id"]
        constraints = [
            models.UniqueConstraint(name="phase_open_once", fields=["individual"], condition=Q(ended_on=None)),
            models.CheckConstraint(
                name="phase_ends_after_start", condition=Q(ended_on=None) | Q(ended_on__gte=F("started_on"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.phase} from {self.started_on:%Y-%m-%d}"

    @property
    def is_open(self) -> bool:
        """Whether it is the present phase."""
        return self.ended_on is None


class PossibleMatch(ScopedModel):
    """Two records that may be of one person, and what somebody decided; seen by those who may see both."""

    first = models.ForeignKey(Individual, on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey(Individual, on_delete=models.CASCADE, related_name="+")
    score = models.PositiveSmallIntegerField()
    reasons = ArrayField(models.CharField(max_length=200))
    verdict = models.CharField(max_length=10, choices=Verdict.choices, default=Verdict.OPEN)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)

    history = records()

    class Meta(ScopedModel.Meta):
        """Each pair once, the earlier record first."""

        constraints = [
            models.UniqueConstraint(name="possible_match_once", fields=["first", "second"]),
            models.CheckConstraint(name="possible_match_in_order", condition=Q(first__lt=F("second"))),
            models.CheckConstraint(
                name="possible_match_decision_is_whole",
                condition=Q(verdict=Verdict.OPEN, decided_by=None, decided_at=None)
                | (~Q(verdict=Verdict.OPEN) & Q(decided_at__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first_id} and {self.second_id}"

    @classmethod
    def seen_by(cls, viewer: Any) -> Q:
        """By those who see both individuals."""
        seen: QuerySet[Individual] = Individual.unscoped.visible_to(viewer)
        return Q(Exists(seen.filter(pk=OuterRef("first")))) & Q(Exists(seen.filter(pk=OuterRef("second"))))

    @classmethod
    def policy(cls) -> str:
        """As ``seen_by``: the rule of the individual's own table holds inside the subqueries."""
        return " and ".join(
            f"exists (select from cohort_individual i where i.id = cohort_possiblematch.{side}_id)"
            for side in ("first", "second")
        )
