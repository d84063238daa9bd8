"""Agreements between agencies: what was signed, by whom, and the clauses that say what may be shared."""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from marsoc.kit.history import records
from sharing.enums import Ability, AgreementKind, DataCategory, Existence, Phase
from sharing.models.people import User
from sharing.models.reference import Agency, reference_to


def codes(choices: list[tuple[str, str]] | None = None) -> Any:
    """Return a field for a list of codes, such as hubs or data categories."""
    return ArrayField(models.CharField(max_length=40, choices=choices), default=list)


class Agreement(models.Model):
    """One version of a memorandum of understanding or information-sharing agreement.

    Versions of the same agreement share a reference; a version is edited only while it is a draft, and its text is
    frozen by ``content_hash`` when it is opened for signature. ``owner`` is the agency that provides the information.
    The state (``AgreementState``) is not stored: it follows from the dates, the signatures and the instants below, so
    that an agreement expires without any job. ``ends_on`` is its last day.
    """

    reference = models.CharField(max_length=20)
    version = models.PositiveSmallIntegerField(default=1)
    kind = models.CharField(max_length=3, choices=AgreementKind.choices)
    title = models.CharField(max_length=200)
    owner = reference_to(Agency)
    purpose = models.TextField()
    lawful_basis = models.TextField(blank=True)
    dpia_reference = models.CharField(max_length=60, blank=True)
    starts_on = models.DateField()
    ends_on = models.DateField()
    review_on = models.DateField(null=True, blank=True)
    retention = models.TextField(blank=True)
    onward_sharing = models.TextField(blank=True)
    documents = models.TextField(blank=True)
    drafted_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    content_hash = models.CharField(max_length=64, blank=True)
    opened_at = models.DateTimeField(null=True)
    suspended_at = models.DateTimeField(null=True)
    suspension_reason = models.CharField(max_length=300, blank=True)
    terminated_at = models.DateTimeField(null=True)
    termination_reason = models.CharField(max_length=300, blank=True)

    history = records()
    objects = models.Manager["Agreement"]()

    class Meta:
        """By reference, the newest version first."""

        ordering = ("reference", "-version")
        constraints = [
            models.UniqueConstraint(name="agreement_version_once", fields=["reference", "version"]),
            models.CheckConstraint(name="agreement_ends_after_start", condition=Q(ends_on__gte=F("starts_on"))),
            models.CheckConstraint(
                name="agreement_is_frozen_when_opened", condition=Q(opened_at=None) | ~Q(content_hash="")
            ),
            models.CheckConstraint(
                name="agreement_suspension_has_reason", condition=Q(suspended_at=None) | ~Q(suspension_reason="")
            ),
            models.CheckConstraint(
                name="agreement_end_has_reason", condition=Q(terminated_at=None) | ~Q(termination_reason="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reference} version {self.version}"


class Party(models.Model):
    """An agency that an agreement is between, and whom to ask there."""

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="parties")
    agency = reference_to(Agency)
    contact_name = models.CharField(max_length=120, blank=True)
    contact_email = models.EmailField(blank=True)

    history = records()
    objects = models.Manager["Party"]()

    class Meta:
        """Each agency once, by name."""

        ordering = ("agency__name",)
        constraints = [models.UniqueConstraint(name="party_once", fields=["agreement", "agency"])]

    def __str__(self) -> str:
        return f"{self.agency_id} in {self.agreement_id}"


class Signature(models.Model):
    """A party's signature under one version: a named person with authority, and a hash of exactly what was signed."""

    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="signatures")
    signed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    authority = models.CharField(max_length=120, help_text="The office in which the person signs.")
    signed_at = models.DateTimeField()
    content_hash = models.CharField(max_length=64)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    withdrawal_reason = models.CharField(max_length=300, blank=True)

    history = records()
    objects = models.Manager["Signature"]()

    class Meta:
        """In the order given; one that stands per party."""

        ordering = ("signed_at", "id")
        constraints = [
            models.UniqueConstraint(name="signature_stands_once", fields=["party"], condition=Q(withdrawn_at=None)),
            models.CheckConstraint(
                name="signature_withdrawal_is_whole",
                condition=Q(withdrawn_at=None, withdrawn_by=None, withdrawal_reason="")
                | (Q(withdrawn_at__gte=F("signed_at")) & ~Q(withdrawal_reason="")),
            ),
        ]

    def __str__(self) -> str:
        return f"Signature {self.pk} of {self.party_id}"


class Clause(models.Model):
    """Who may see, add to or agree on what: recipients, hubs, custody phases and data categories, for one purpose.

    ``existence`` says what a recipient may know of individuals in these hubs and phases whom it may not see.
    A clause without dates of its own holds as long as its agreement.
    """

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="clauses")
    number = models.PositiveSmallIntegerField()
    purpose = models.TextField()
    lawful_basis = models.TextField(blank=True)
    recipients = codes()
    hubs = codes()
    phases = codes(Phase.choices)
    categories = codes(DataCategory.choices)
    abilities = codes(Ability.choices)
    existence = models.CharField(max_length=10, choices=Existence.choices, default=Existence.NOTHING)
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    handling = models.TextField(blank=True)

    history = records()
    objects = models.Manager["Clause"]()

    class Meta:
        """As numbered in the agreement."""

        ordering = ("number",)
        constraints = [
            models.UniqueConstraint(name="clause_number_once", fields=["agreement", "number"]),
            models.CheckConstraint(
                name="clause_ends_after_start",
                condition=Q(starts_on=None) | Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
            ),
            models.CheckConstraint(
                name="clause_never_shares_equality",
                condition=~Q(categories__contains=[DataCategory.EQUALITY]),
            ),
        ]

    def __str__(self) -> str:
        return f"Clause {self.number} of {self.agreement_id}"
