"""A hub's panel: each meeting, who took part for which agency, who stepped out, and what it decided about whom."""

from django.db import models
from django.db.models import F, Q

from cohort.enums import ListAct, PanelManner, Place, ProposalState
from cohort.models.assessments import Assessment
from cohort.models.frameworks import Band
from cohort.models.leaving import ByNameForHub, Proposal
from cohort.models.reference import PanelQuorum, RejectionReason
from marsoc.kit.history import records
from sharing.models import Agency, Hub, User, WorkOfHub, reference_to
from sharing.models.agreements import codes
from sharing.models.scoped import covered_sql


class Panel(WorkOfHub):
    """One meeting of a hub's panel, from its opening until it is closed; whoever opened it is in the chair.

    The ``quorum`` is the one of the day on which it was opened: another counts from the next panel on.
    """

    hub_paths = ("hub",)

    hub = reference_to(Hub)
    chair = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    quorum = reference_to(PanelQuorum)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    history = records()

    class Meta(WorkOfHub.Meta):
        """The newest first; one at a time in each hub."""

        ordering = ("-id",)
        constraints = [models.UniqueConstraint(name="panel_open_once", fields=["hub"], condition=Q(closed_at=None))]

    def __str__(self) -> str:
        return f"Panel {self.pk}"

    @classmethod
    def policy(cls) -> str:
        """As ``seen_by``."""
        return covered_sql(f"{cls._meta.db_table}.hub_id")


class PanelAttendance(WorkOfHub):
    """Somebody who takes part in a panel for an agency; ``user`` is known of the chair alone.

    From ``taken_back_at`` on it counts as if it had never been recorded.
    """

    hub_paths = ("panel__hub",)

    panel = models.ForeignKey(Panel, on_delete=models.CASCADE, related_name="attendances")
    agency = reference_to(Agency)
    name = models.CharField(max_length=120)
    user = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    taken_back_at = models.DateTimeField(null=True)

    history = records()

    class Meta(WorkOfHub.Meta):
        """In the order in which they came; each once, and the chair throughout."""

        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(
                name="panel_attendance_once", fields=["panel", "agency", "name"], condition=Q(taken_back_at=None)
            ),
            models.CheckConstraint(name="panel_attendance_chair_stays", condition=Q(user=None) | Q(taken_back_at=None)),
        ]

    def __str__(self) -> str:
        return f"Attendance {self.pk}"

    @classmethod
    def policy(cls) -> str:
        """As ``seen_by``."""
        table = cls._meta.db_table
        return f"exists (select from cohort_panel p where p.id = {table}.panel_id and {covered_sql('p.hub_id')})"


class Recusal(ByNameForHub):
    """That somebody who attends a panel takes no part in what it decides about one individual, and why."""

    attendance = models.ForeignKey(PanelAttendance, on_delete=models.CASCADE, related_name="recusals")
    reason = models.CharField(max_length=300)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    history = records()

    class Meta(ByNameForHub.Meta):
        """Once for each person who attends."""

        constraints = [models.UniqueConstraint(name="recusal_once", fields=["individual", "attendance"])]

    def __str__(self) -> str:
        return f"Recusal {self.pk}"


class PanelDecision(Proposal):
    """What a panel decided about one individual, with its reasons and how it came to that.

    ``act`` moves somebody who is before the panel. ``settled`` says whose scoring stands where two assessors were too
    far apart in ``assessment``. ``band`` is set in place of the one that the score gives, until the next review. A
    decision that sets a band, or that is about a nomination of whoever is in the chair, takes effect once somebody
    else has approved it; every other one at once.
    """

    panel = models.ForeignKey(Panel, on_delete=models.PROTECT, related_name="decisions")
    act = models.CharField(max_length=10, choices=ListAct.choices, blank=True)
    rejection = reference_to(RejectionReason, optional=True)
    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, null=True, related_name="+")
    settled = models.CharField(max_length=6, choices=Place.choices, blank=True)
    band = models.ForeignKey(Band, on_delete=models.PROTECT, null=True, related_name="+")
    band_reason = models.CharField(max_length=300, blank=True)
    words = models.CharField(max_length=300)
    dissent = models.CharField(max_length=300, blank=True)
    manner = models.CharField(max_length=10, choices=PanelManner.choices)
    in_favour = models.PositiveSmallIntegerField(null=True)
    against = models.PositiveSmallIntegerField(null=True)
    abstained = models.PositiveSmallIntegerField(null=True)
    agencies = codes()
    needs_second = models.BooleanField(default=False)

    history = records()

    class Meta(Proposal.Meta):
        """One at a time waits for approval; whoever recorded it does not approve."""

        constraints = [
            models.UniqueConstraint(
                name="panel_decision_waits_once", fields=["individual"], condition=Q(state=ProposalState.PROPOSED)
            ),
            models.CheckConstraint(
                name="panel_decision_approved_by_another",
                condition=~Q(needs_second=True, state=ProposalState.APPROVED)
                | (Q(decided_by__isnull=False) & ~Q(decided_by=F("proposed_by"))),
            ),
            models.CheckConstraint(
                name="panel_decision_decides_something", condition=~Q(act="", settled="", band=None)
            ),
            models.CheckConstraint(
                name="panel_decision_settles_an_assessment", condition=Q(settled="") | Q(assessment__isnull=False)
            ),
            models.CheckConstraint(
                name="panel_decision_band_has_reason",
                condition=Q(band=None) | (Q(needs_second=True) & ~Q(band_reason="")),
            ),
            models.CheckConstraint(
                name="panel_decision_rejection_has_a_reason",
                condition=Q(act=ListAct.REJECT, rejection__isnull=False)
                | (~Q(act=ListAct.REJECT) & Q(rejection__isnull=True)),
            ),
            models.CheckConstraint(
                name="panel_decision_votes_are_counted",
                condition=Q(manner=PanelManner.CONSENSUS, in_favour=None, against=None, abstained=None)
                | Q(manner=PanelManner.VOTE, in_favour__isnull=False, against__isnull=False, abstained__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"Panel decision {self.pk}"
