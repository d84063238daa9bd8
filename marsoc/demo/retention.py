"""People of the West Midlands hub who have left the list: one overdue for review, one held, one disposed of."""

from datetime import timedelta

from cohort.actions.leaving import approve_exit, propose_exit
from cohort.actions.retention import approve_erasing, hold_record, propose_erasing
from cohort.enums import RetentionKind
from cohort.models import ExitReason, Individual, ListExit
from marsoc.kit import clock
from sharing.enums import Phase, RoleCode
from sharing.models import Membership
from sharing.seeing import seeing
from sharing.viewer import Viewer, viewer_in

HUB = "WM"
_LEFT = (
    ("REDUCED", "No intelligence for two years, order complied with", 90),
    ("ENDED", "Sentence and order ended, nothing since", 7 * 365),
    ("OTHER_PROGRAMME", "Managed by the force from now on", 2 * 365),
    ("DIED", "Died after release", 7 * 365),
)
"""Reason, words, and how many days ago each left."""


def prepare_retention(manager: Viewer) -> None:
    """Take people off the list who are neither in custody nor supervised, unless that has been done.

    Args:
        manager: of the hub; the central team lead approves.
    """
    lead = viewer_in(Membership.objects.named().filter(role=RoleCode.CENTRAL_ADMIN).earliest("pk"))
    with seeing(manager):
        people = _people(manager)
        if len(people) < len(_LEFT) or ListExit.unscoped.exists():
            return
        for person, (reason, words, days) in zip(people, _LEFT, strict=True):
            proposed = propose_exit(
                by=manager, individual=person, reason=ExitReason.objects.get(pk=reason), words=words,
                evidence="Minutes of the panel", left_on=clock.today() - timedelta(days=days),
            )  # fmt: skip
            approve_exit(by=lead, proposed=proposed)
            person.refresh_from_db()
    _, _, held, gone = people
    hold_record(
        by=manager, individual=held, version=held.version, words="Appeal against conviction is pending",
        next_on=clock.today() + timedelta(days=365),
    )  # fmt: skip
    propose_erasing(by=manager, individual=gone, kind=RetentionKind.DISPOSE, words="Six years clear, nothing new")
    approve_erasing(by=lead, individual=gone)


def _people(manager: Viewer) -> list[Individual]:
    found = Individual.unscoped.visible_to(manager).filter(
        owning_hub=HUB, phase__in=[Phase.PRE, Phase.POST], left_on=None
    )
    return list(found.order_by("pk")[: len(_LEFT)])
