"""Who is leaving the list."""

from django.db.models import F, QuerySet

from cohort.access import may_on
from cohort.enums import ProposalState
from cohort.models import Individual, ListExit
from cohort.permissions import CohortPermission
from marsoc.kit.pagination import Page, page_from
from sharing import audit
from sharing.enums import Operation
from sharing.viewer import Viewer

PAGE_SIZE = 25


def exits(viewer: Viewer, number: int) -> Page[ListExit]:
    """Return one page of the proposals a viewer decides, those that wait first, and record the reading.

    Args:
        viewer: who asks.
        number: the page, from 1; one past the end gives the last page.
    """
    found = _decided_by(viewer).select_related("individual", "reason", "proposed_by", "decided_by")
    page = page_from(found.order_by(F("decided_at").desc(nulls_first=True), "pk"), number, PAGE_SIZE)
    shown = [row.individual.shown_reference for row in page.rows]
    audit.record(viewer, Operation.CONSULT, kind="exits", shown=shown, total=page.total)
    return page


def exits_to_decide(viewer: Viewer) -> int | None:
    """Return how many proposals wait for a decision, None for those who decide none."""
    if not viewer.may(CohortPermission.EXIT):
        return None
    return _decided_by(viewer).filter(state=ProposalState.PROPOSED).count()


def _decided_by(viewer: Viewer) -> QuerySet[ListExit]:
    found: QuerySet[ListExit] = ListExit.unscoped.visible_to(viewer)
    return found if viewer.reach is None else found.filter(individual__owning_hub__in=sorted(viewer.reach))


def exit_of(viewer: Viewer, individual: Individual) -> ListExit | None:
    """Return what is proposed about an individual's leaving the list, or by what it has left, None if nothing.

    Args:
        viewer: who has been given the individual.
        individual: the record.
    """
    if viewer.contributor:
        return None
    state = ProposalState.APPROVED if individual.left_on else ProposalState.PROPOSED
    found = ListExit.unscoped.visible_to(viewer).filter(individual=individual, state=state)
    last: ListExit | None = found.select_related("reason").order_by("-pk").first()
    return last


def may_leave(viewer: Viewer, individual: Individual) -> bool:
    """Say whether a viewer may propose that an individual leaves the list."""
    return individual.left_on is None and may_on(viewer, individual, CohortPermission.EXIT)
