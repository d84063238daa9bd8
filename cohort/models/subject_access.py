"""Requests of people for what is held about them; seen by information governance alone."""

from datetime import date
from typing import Any

from django.db import models
from django.db.models import F, Q

from cohort.enums import Channel, Outcome, Regime, SubjectAccessState
from cohort.models.individuals import Individual
from cohort.statutory_clock import last_day
from marsoc.kit.history import records
from sharing.models import ScopedModel, User
from sharing.models.scoped import setting_sql

GOVERNS = f"(select {setting_sql('governs')}) = 'on'"
"""SQL of the condition under which the viewer handles the requests of people for their own data."""


class ForGovernance(ScopedModel):
    """Something that only those see who handle the requests of people for their own data."""

    class Meta(ScopedModel.Meta):
        """In the order made."""

        abstract = True
        ordering = ("id",)

    @classmethod
    def seen_by(cls, viewer: Any) -> Q:
        """By information governance, held nationally."""
        return Q() if viewer.governs else Q(pk__in=[])

    @classmethod
    def policy(cls) -> str:
        """As ``seen_by``."""
        return GOVERNS

    @classmethod
    def history_policy(cls, table: str) -> str:
        """As ``seen_by``: what is gone is still nobody else's to read."""
        return GOVERNS


class SubjectAccessRequest(ForGovernance):
    """A person's request for what is held about that person, from its receipt to its answer.

    The clock starts on the day of receipt, or, where proof of identity had to be asked for, on the day it was verified;
    it stands still while a question to the applicant waits for its answer. Nothing here tells whether the applicant is
    on the list.
    """

    regime = models.CharField(max_length=5, choices=Regime.choices)
    applicant = models.CharField(max_length=200)
    date_of_birth = models.DateField(null=True, blank=True)
    particulars = models.TextField(max_length=4000, blank=True)
    channel = models.CharField(max_length=20, choices=Channel.choices)
    received_on = models.DateField()
    state = models.CharField(max_length=10, choices=SubjectAccessState.choices, default=SubjectAccessState.RECEIVED)
    identity_asked_on = models.DateField(null=True)
    identity_check = models.CharField(max_length=500, blank=True)
    verified_on = models.DateField(null=True)
    paused_on = models.DateField(null=True)
    paused_days = models.PositiveSmallIntegerField(default=0)
    extension_reason = models.CharField(max_length=500, blank=True)
    matched_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=10, choices=Outcome.choices, blank=True)
    outcome_reason = models.CharField(max_length=500, blank=True)
    outcome_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    outcome_at = models.DateTimeField(null=True)
    approved_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    approved_at = models.DateTimeField(null=True)
    answer_sha256 = models.CharField(max_length=64, blank=True)
    registered_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    registered_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    history = records()

    class Meta(ForGovernance.Meta):
        """What the law ties together stays together."""

        constraints = [
            models.CheckConstraint(
                name="subject_access_verification_is_whole",
                condition=Q(verified_on=None, identity_check="")
                | (Q(verified_on__isnull=False) & ~Q(identity_check="")),
            ),
            models.CheckConstraint(
                name="subject_access_verified_after_receipt",
                condition=Q(verified_on=None) | Q(verified_on__gte=F("received_on")),
            ),
            models.CheckConstraint(
                name="subject_access_paused_while_it_waits",
                condition=Q(state=SubjectAccessState.PAUSED, paused_on__isnull=False)
                | (~Q(state=SubjectAccessState.PAUSED) & Q(paused_on=None)),
            ),
            models.CheckConstraint(
                name="subject_access_outcome_is_whole",
                condition=Q(outcome="", outcome_at=None, approved_at=None)
                | (~Q(outcome="") & Q(outcome_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="subject_access_approved_by_another",
                condition=Q(approved_at=None, approved_by=None, answer_sha256="")
                | (Q(approved_at__isnull=False) & ~Q(answer_sha256="") & ~Q(approved_by=F("outcome_by"))),
            ),
            models.CheckConstraint(
                name="subject_access_extended_under_uk_gdpr", condition=Q(extension_reason="") | Q(regime=Regime.GDPR)
            ),
        ]

    def __str__(self) -> str:
        return f"SAR-{self.pk}"

    @property
    def started_on(self) -> date | None:
        """The first day of the clock, None while proof of identity is waited for."""
        return self.verified_on if self.identity_asked_on else self.received_on

    @property
    def due_on(self) -> date | None:
        """The last day for the answer, None while the clock has not started or stands still."""
        if self.started_on is None or self.paused_on:
            return None
        return last_day(self.started_on, extended=bool(self.extension_reason), paused_days=self.paused_days)

    def forget_outcome(self) -> None:
        """Take back what was decided and approved."""
        self.outcome, self.outcome_reason, self.answer_sha256 = "", "", ""
        self.outcome_by, self.outcome_at, self.approved_by, self.approved_at = None, None, None, None

    @property
    def is_open(self) -> bool:
        """Whether an answer is still owed."""
        return self.state not in {SubjectAccessState.ANSWERED, SubjectAccessState.CLOSED}


class SubjectAccessMatch(ForGovernance):
    """That somebody on a list is the applicant; a request that matches nobody has none."""

    request = models.ForeignKey(SubjectAccessRequest, on_delete=models.CASCADE, related_name="matches")
    individual = models.ForeignKey(Individual, on_delete=models.CASCADE, related_name="+")
    marked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    marked_at = models.DateTimeField()

    history = records()

    class Meta(ForGovernance.Meta):
        """Each record once."""

        constraints = [models.UniqueConstraint(name="subject_access_match_once", fields=["request", "individual"])]

    def __str__(self) -> str:
        return f"Match {self.pk}"
