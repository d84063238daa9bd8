"""Reference data about crime, custody and supervision, loaded from fixtures."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from cohort.enums import PlanPart
from marsoc.kit.history import records
from sharing.models import Reference
from sharing.models.agreements import codes


class ThreatArea(Reference):
    """A kind of serious organised crime."""

    history = records()


class Establishment(Reference):
    """A prison or young offender institution, by the code HMPPS gives it."""

    history = records()


class ProbationRegion(Reference):
    """A region of the Probation Service; the regions do not line up with the hubs."""

    history = records()


class ExitReason(Reference):
    """Why somebody leaves the list; one that ``erases`` says that the person should never have been on it.

    ``source`` says where the entry comes from, for whoever checks it against the law.
    """

    erases = models.BooleanField(default=False)
    position = models.PositiveSmallIntegerField()
    source = models.CharField(max_length=200)

    history = records()

    class Meta(Reference.Meta):
        """Listed as the programme lists them."""

        ordering = ("position",)


class RetentionGroup(Reference):
    """How long what is held about somebody is kept, under the schedule of an owner.

    ``review_months`` is the time until a review while somebody is on the list, and the longest until the next one;
    ``clear_months`` the time from leaving the list to the first review. After ``most_months`` from leaving, or at the
    age ``until_age``, nothing is kept; empty where the schedule sets no such end. Everybody is in the ``is_default``
    group until somebody decides otherwise. ``to_check`` says that the periods await a legal check.
    """

    owner = models.CharField(max_length=60)
    schedule = models.CharField(max_length=120)
    covers = models.CharField(max_length=200)
    review_months = models.PositiveSmallIntegerField()
    clear_months = models.PositiveSmallIntegerField()
    most_months = models.PositiveSmallIntegerField(null=True, blank=True)
    until_age = models.PositiveSmallIntegerField(null=True, blank=True)
    of_persons = models.BooleanField(default=True)
    is_default = models.BooleanField(default=False)
    source = models.CharField(max_length=200)
    to_check = models.BooleanField(default=True)
    position = models.PositiveSmallIntegerField()

    history = records()

    class Meta(Reference.Meta):
        """Listed as the schedules list them; one group is the default."""

        ordering = ("position",)
        constraints = [
            models.UniqueConstraint(
                name="retention_group_one_default", fields=["is_default"], condition=models.Q(is_default=True)
            ),
        ]


class RejectionReason(Reference):
    """Why somebody who was nominated is not accepted."""

    position = models.PositiveSmallIntegerField()

    history = records()

    class Meta(Reference.Meta):
        """Listed as the programme lists them."""

        ordering = ("position",)


class GroupRole(Reference):
    """What somebody does in an organised crime group."""

    position = models.PositiveSmallIntegerField()
    source = models.CharField(max_length=200)

    history = records()

    class Meta(Reference.Meta):
        """Listed from those who direct to those who help."""

        ordering = ("position",)


class LinkKind(Reference):
    """How two people are linked: ``name`` reads from the first to the second, ``reverse`` the other way round."""

    reverse = models.CharField(max_length=120)
    position = models.PositiveSmallIntegerField()
    source = models.CharField(max_length=200)

    history = records()

    class Meta(Reference.Meta):
        """Listed with what is met most first."""

        ordering = ("position",)


class PanelQuorum(Reference):
    """Who must take part when a hub's panel decides: the same for every hub.

    People of at least ``least_agencies`` agencies, those of ``required_agencies`` among them.
    """

    least_agencies = models.PositiveSmallIntegerField()
    required_agencies = codes()
    source = models.CharField(max_length=200)

    history = records()

    class Meta(Reference.Meta):
        """Never one agency alone."""

        constraints = [
            models.CheckConstraint(name="panel_quorum_of_two", condition=models.Q(least_agencies__gte=2)),
        ]


class PlanningTrigger(Reference):
    """Work that falls due a set time before or after a recorded date, or after an event of the custody record.

    ``dates`` are codes of kinds of key dates, ``events`` of ``CustodyEvent``. ``lead_months`` and ``lead_days``
    together say when the work is due, seen from that day: below zero before it. ``who`` says who does the work, in
    words, until plans name an owner. ``source`` says where the entry comes from.
    """

    dates = codes()
    events = codes()
    lead_months = models.SmallIntegerField(default=0)
    lead_days = models.SmallIntegerField(default=0)
    work = models.CharField(max_length=300)
    who = models.CharField(max_length=120)
    position = models.PositiveSmallIntegerField()
    source = models.CharField(max_length=200)

    history = records()

    class Meta(Reference.Meta):
        """Listed from arrest to the end of orders."""

        ordering = ("position",)


class RecallKind(Reference):
    """How somebody who was released on licence is recalled; the law says for how long, and changes.

    ``source`` says where the entry comes from, for whoever checks it against the law.
    """

    position = models.PositiveSmallIntegerField()
    source = models.CharField(max_length=200)

    history = records()

    class Meta(Reference.Meta):
        """Listed as HMPPS lists them."""

        ordering = ("position",)


class SecurityCategory(Reference):
    """How securely a prison holds somebody, by the code HMPPS gives it."""

    position = models.PositiveSmallIntegerField()
    source = models.CharField(max_length=200)

    history = records()

    class Meta(Reference.Meta):
        """Listed from the most secure to the least."""

        ordering = ("position",)


class KeyDateKind(Reference):
    """A date in a sentence as HMPPS names it; recorded here, never calculated.

    ``release_rank`` orders the kinds that say when somebody leaves custody: the lowest that is recorded is the one
    the list shows (HMPPS: confirmed, else approved parole, else home detention curfew, else the statutory date).
    ``ends_supervision`` marks the kinds after which nobody is on licence or supervised. A date is to be checked once
    its source said so ``check_days`` ago, or, if it ``recalculates``, before a sentence, a recall or a new category.
    """

    position = models.PositiveSmallIntegerField()
    release_rank = models.PositiveSmallIntegerField(null=True, blank=True)
    ends_supervision = models.BooleanField(default=False)
    check_days = models.PositiveSmallIntegerField(null=True, blank=True)
    recalculates = models.BooleanField(default=False)

    history = records()

    class Meta(Reference.Meta):
        """Listed from sentence to the end of supervision."""

        ordering = ("position",)


class PlanDomain(Reference):
    """A side of somebody's life that a plan's objective is about."""

    position = models.PositiveSmallIntegerField()
    source = models.CharField(max_length=200)

    history = records()

    class Meta(Reference.Meta):
        """Listed as the menu of tactics lists them."""

        ordering = ("position",)


class Tool(Reference):
    """A tool or power that agencies may use in a plan.

    ``agencies`` may use it, in the ``parts`` of somebody's life where it is possible. ``lead_days`` is how long before
    its effect it has to be begun, empty where nobody has said. ``to_check`` says that the legal basis awaits a legal
    check, ``source`` where the entry comes from.
    """

    agencies = codes()
    parts = ArrayField(models.CharField(max_length=6, choices=PlanPart.choices))
    legal_basis = models.CharField(max_length=200)
    to_check = models.BooleanField(default=True)
    preconditions = models.CharField(max_length=400, blank=True)
    evidence = models.CharField(max_length=400, blank=True)
    approver = models.CharField(max_length=120, blank=True)
    lead_days = models.PositiveSmallIntegerField(null=True, blank=True)
    watch_for = models.CharField(max_length=400, blank=True)
    source = models.CharField(max_length=200)
    position = models.PositiveSmallIntegerField()

    history = records()

    class Meta(Reference.Meta):
        """Listed as the programme's catalogue lists them; each is possible at some time."""

        ordering = ("position",)
        constraints = [
            models.CheckConstraint(name="tool_possible_at_some_time", condition=~models.Q(parts=[])),
        ]

    @property
    def parts_in_words(self) -> list[str]:
        """When it is possible, in the order of a life."""
        return [part.label for part in PlanPart if part in self.parts]
