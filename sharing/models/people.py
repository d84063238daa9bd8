"""People who sign in, and the memberships they act in."""

from datetime import datetime
from typing import Any, ClassVar

from django.contrib.auth import get_backends
from django.contrib.auth.models import AbstractUser, UserManager
from django.db import models
from django.db.models import F, Q

from marsoc.kit import clock
from marsoc.kit.history import records
from sharing.models.reference import Agency, Hub, Role, reference_to


class User(AbstractUser):
    """A named person with a login; what the person may do comes from memberships alone."""

    first_name = None  # type: ignore[assignment]  # one field for the whole name suits every name
    last_name = None  # type: ignore[assignment]  # as above
    last_login = None  # the trail tells when somebody signed in
    full_name = models.CharField(max_length=120)
    email = models.EmailField(unique=True)

    history = records(excluded_fields=["password"])

    objects: ClassVar[UserManager[Any]] = UserManager()

    viewer: Any = None  # the middleware binds the viewer acting on this request

    def __str__(self) -> str:
        return self.full_name

    def get_full_name(self) -> str:
        """Return the name as the person gives it."""
        return self.full_name

    def has_perm(self, perm: str, obj: Any = None) -> bool:
        """Say whether the viewer of this request holds a permission; to be a superuser gives nothing."""
        return self.is_active and any(backend.has_perm(self, perm, obj) for backend in get_backends())

    def has_module_perms(self, app_label: str) -> bool:
        """Say whether the viewer of this request holds any permission of an app, as above."""
        return self.is_active and any(each.startswith(f"{app_label}.") for each in self.get_all_permissions())


class MembershipQuerySet(models.QuerySet["Membership"]):
    """Memberships by time."""

    def in_force(self, at: datetime) -> "MembershipQuerySet":
        """Keep those that last at an instant, of people whose accounts are open."""
        return self.lasting(at).filter(user__is_active=True)

    def lasting(self, at: datetime) -> "MembershipQuerySet":
        """Keep those that have begun and not ended at an instant, in an agency that has not ended either."""
        of_agency = Q(agency__valid_to=None) | Q(agency__valid_to__gt=clock.day_of(at))
        return self.filter(of_agency, Q(ends_at=None) | Q(ends_at__gt=at), starts_at__lte=at)

    def named(self) -> "MembershipQuerySet":
        """Load what it takes to say who somebody is and what the person acts as."""
        return self.select_related("user", "agency", "hub", "role", "employer", "tasked_by")


class Membership(models.Model):
    """A person's place in an agency, at one hub or nationally, in one role, from a start to an end.

    ``agency`` is whom the person acts for, and decides alone what the person sees. For a secondee ``employer`` is the
    agency that employs the person and ``tasked_by`` the one whose orders the person follows; three separate facts.
    """

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="memberships")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="memberships")
    hub = models.ForeignKey(Hub, on_delete=models.PROTECT, null=True, blank=True, related_name="memberships")
    employer = reference_to(Agency, optional=True)
    tasked_by = reference_to(Agency, optional=True)
    role = models.ForeignKey(Role, on_delete=models.PROTECT, related_name="memberships")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True, blank=True)
    end_reason = models.CharField(max_length=200, blank=True)

    history = records()
    objects = MembershipQuerySet.as_manager()

    class Meta:
        """Oldest first, so that a person's first membership is the one a session begins with."""

        ordering = ("starts_at", "id")
        constraints = [
            models.CheckConstraint(name="membership_ends_after_start", condition=Q(ends_at__gt=F("starts_at"))),
            models.CheckConstraint(name="membership_end_has_reason", condition=Q(ends_at=None) | ~Q(end_reason="")),
            models.CheckConstraint(
                name="membership_secondment_is_whole",
                condition=Q(employer=None, tasked_by=None) | Q(employer__isnull=False, tasked_by__isnull=False),
            ),
            models.UniqueConstraint(
                name="membership_open_once",
                fields=["user", "agency", "hub", "role"],
                condition=Q(ends_at=None),
                nulls_distinct=False,
            ),
        ]

    def __str__(self) -> str:
        return ", ".join(part for part in (self.role.name, self.place, self.secondment) if part)

    @property
    def place(self) -> str:
        """Where the membership is held, such as 'West Midlands hub' or 'HM Revenue & Customs, national'."""
        return f"{self.hub.name} hub" if self.hub else f"{self.agency.name}, national"

    @property
    def secondment(self) -> str:
        """Whom a secondee acts for, comes from and is tasked by; empty for anybody else."""
        if self.employer is None or self.tasked_by is None:
            return ""
        return f"acting for {self.agency.name}, seconded from {self.employer.name}, tasked by {self.tasked_by.name}"
