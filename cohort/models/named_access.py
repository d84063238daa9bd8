"""Who sees one individual by name: shares, persons named for a restricted record, conflicts, emergencies, requests."""

from datetime import date
from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q
from guardian.models import GroupObjectPermissionBase

from cohort.enums import EmergencyOutcome, EmergencyReason, RequestState, ShareState
from cohort.models.individuals import Individual
from marsoc.kit.history import records
from sharing.enums import AccessReason, DataCategory
from sharing.models import Agency, Clause, Hub, Membership, ScopedModel, User, reference_to
from sharing.models.agreements import codes
from sharing.models.scoped import covered_sql, not_barred_sql, setting_sql


class ByName(ScopedModel):
    """Something decided about one individual's access; seen by whoever sees the individual."""

    individual = models.ForeignKey(Individual, on_delete=models.CASCADE, related_name="%(class)ss")

    class Meta(ScopedModel.Meta):
        """In the order decided."""

        abstract = True
        ordering = ("id",)

    @classmethod
    def seen_by(cls, viewer: Any) -> Q:
        """With the individual."""
        return Q(individual__in=Individual.unscoped.visible_to(viewer))

    @classmethod
    def policy(cls) -> str:
        """As ``seen_by``: the rule of the individual's own table holds inside the subquery."""
        individuals = "(select about.id from cohort_individual about)"
        return f"{cls._meta.db_table}.individual_id in {individuals}"


class ByNameForAgency(ByName):
    """Something decided between the owning hub and one agency; seen by both, and by no other agency."""

    agency = reference_to(Agency)

    class Meta(ByName.Meta):
        """In the order decided."""

        abstract = True

    @classmethod
    def seen_by(cls, viewer: Any) -> Q:
        """With the individual by those whose role covers it, else by the agency, unless a conflict bars the viewer."""
        if not viewer.contributor:
            return super().seen_by(viewer)
        return Q(agency=viewer.contributor) & ~Q(individual__in=sorted(viewer.sight.barred))

    @classmethod
    def policy(cls) -> str:
        """As ``seen_by``."""
        table, contributor = cls._meta.db_table, f"(select {setting_sql('contributor')})"
        return (
            f"({contributor} = '' and {super().policy()}) or ({table}.agency_id = {contributor}"
            f" and {not_barred_sql(f'{table}.individual_id')})"
        )


class NamedShare(ByNameForAgency):
    """One individual shared with one agency: some categories, for a purpose, under a clause, until a day.

    Offered by the owning hub and accepted by the agency's single point of contact; ended by either; extended only by a
    new share. ``ends_on`` is its last day.
    """

    clause = models.ForeignKey(Clause, on_delete=models.PROTECT, related_name="+")
    categories = codes(DataCategory.choices)
    purpose = models.CharField(max_length=300)
    ends_on = models.DateField()
    state = models.CharField(max_length=10, choices=ShareState.choices, default=ShareState.OFFERED)
    offered_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    offered_at = models.DateTimeField()
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)
    end_reason = models.CharField(max_length=300, blank=True)

    history = records()

    class Meta(ByNameForAgency.Meta):
        """A decision is whole or not there."""

        constraints = [
            models.CheckConstraint(
                name="named_share_decision_is_whole",
                condition=Q(state=ShareState.OFFERED, decided_at=None) | ~Q(state=ShareState.OFFERED),
            ),
            models.CheckConstraint(name="named_share_end_has_reason", condition=Q(ended_at=None) | ~Q(end_reason="")),
            models.CheckConstraint(
                name="named_share_never_equality", condition=~Q(categories__contains=[DataCategory.EQUALITY])
            ),
        ]

    def __str__(self) -> str:
        return f"Share {self.pk} with {self.agency_id}"

    def is_over(self, today: date) -> bool:
        """Say whether it can give nothing any more: declined, ended, or past its last day."""
        return self.state in {ShareState.DECLINED, ShareState.ENDED} or self.ends_on < today


class IndividualGrant(GroupObjectPermissionBase, ScopedModel):
    """What an agency may see of one individual, under one accepted share, from an instant until another.

    A guardian group permission on the individual. Like a grant on a scope it is dated; it goes only with the
    individual.
    """

    objects: ClassVar[Any] = None  # guardian's manager would read unscoped

    content_object = models.ForeignKey(Individual, on_delete=models.CASCADE, related_name="grants")
    category = models.CharField(max_length=12, choices=DataCategory.choices)
    share = models.ForeignKey(NamedShare, on_delete=models.CASCADE, related_name="grants")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    class Meta(ScopedModel.Meta):
        """Found by agency, those in force first."""

        constraints = [
            models.UniqueConstraint(name="individual_grant_once", fields=["share", "category"]),
            models.CheckConstraint(name="individual_grant_ends_after_start", condition=Q(ends_at__gte=F("starts_at"))),
        ]
        indexes = [models.Index(fields=["group", "ends_at", "starts_at"], name="individual_grant_in_force")]

    def __str__(self) -> str:
        return f"{self.group_id} {self.category} {self.content_object_id}"

    @classmethod
    def seen_by(cls, viewer: Any) -> Q:
        """With its share."""
        return Q(share__in=NamedShare.unscoped.visible_to(viewer))

    @classmethod
    def policy(cls) -> str:
        """As ``seen_by``."""
        return "cohort_individualgrant.share_id in (select share.id from cohort_namedshare share)"


class NamedPerson(ByName):
    """Somebody who may see a restricted individual, from an instant until another."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=300)
    named_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True)

    history = records()

    class Meta(ByName.Meta):
        """Each person once at a time."""

        constraints = [
            models.UniqueConstraint(name="named_person_once", fields=["individual", "user"], condition=Q(ends_at=None)),
            models.CheckConstraint(
                name="named_person_ends_after_start", condition=Q(ends_at=None) | Q(ends_at__gte=F("starts_at"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} for {self.individual_id}"


class ConflictMark(ByName):
    """A conflict of interest: keeps somebody out of one record, whatever else would let them in."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=300)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True)

    history = records()

    class Meta(ByName.Meta):
        """Each person once at a time."""

        constraints = [
            models.UniqueConstraint(
                name="conflict_mark_once", fields=["individual", "user"], condition=Q(ends_at=None)
            ),
            models.CheckConstraint(
                name="conflict_mark_ends_after_start", condition=Q(ends_at=None) | Q(ends_at__gte=F("starts_at"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} out of {self.individual_id}"


class EmergencyAccess(ByName):
    """Access that somebody took in an emergency, for a short time, and what its review found.

    ``hub`` owned the record at that moment and reviews the access, also where the record is restricted and its manager
    is not named for it; what the record is may then not be told to the reviewer.
    """

    hub = reference_to(Hub)
    membership = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=20, choices=EmergencyReason.choices)
    words = models.CharField(max_length=500)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    review_due = models.DateTimeField()
    outcome = models.CharField(max_length=20, choices=EmergencyOutcome.choices, blank=True)
    findings = models.CharField(max_length=500, blank=True)
    reviewed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    reviewed_at = models.DateTimeField(null=True)

    history = records()

    class Meta(ByName.Meta):
        """A review is whole or not there."""

        constraints = [
            models.CheckConstraint(name="emergency_access_ends_after_start", condition=Q(ends_at__gte=F("starts_at"))),
            models.CheckConstraint(
                name="emergency_review_is_whole",
                condition=Q(outcome="", reviewed_at=None) | (~Q(outcome="") & Q(reviewed_at__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return f"Emergency access {self.pk}"

    @classmethod
    def seen_by(cls, viewer: Any) -> Q:
        """Also by those whose role covers the hub, unless a conflict of interest bars the viewer."""
        covered = Q(hub__isnull=False) if viewer.reach is None else Q(hub__in=sorted(viewer.reach))
        return (super().seen_by(viewer) | covered) & ~Q(individual__in=sorted(viewer.sight.barred))

    @classmethod
    def policy(cls) -> str:
        """As ``seen_by``."""
        table = cls._meta.db_table
        return (
            f"({super().policy()} or {covered_sql(f'{table}.hub_id')}) and {not_barred_sql(f'{table}.individual_id')}"
        )


class AccessRequest(ByNameForAgency):
    """An agency's request to see an individual of whose existence it may know, and the owner's answer."""

    membership = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    purpose = models.CharField(max_length=20, choices=AccessReason.choices)
    words = models.CharField(max_length=500)
    state = models.CharField(max_length=10, choices=RequestState.choices, default=RequestState.OPEN)
    asked_at = models.DateTimeField()
    question = models.CharField(max_length=500, blank=True)
    reply = models.CharField(max_length=500, blank=True)
    decision_reason = models.CharField(max_length=500, blank=True)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    share = models.ForeignKey(NamedShare, on_delete=models.SET_NULL, null=True, related_name="+")

    history = records()

    class Meta(ByNameForAgency.Meta):
        """One open request of an agency about an individual at a time."""

        constraints = [
            models.UniqueConstraint(
                name="access_request_once",
                fields=["individual", "agency"],
                condition=Q(state__in=[RequestState.OPEN, RequestState.ASKED]),
            ),
        ]

    def __str__(self) -> str:
        return f"Request {self.pk} of {self.agency_id}"
