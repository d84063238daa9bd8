"""Who may be moved where on the list, and what was decided about somebody before."""

from django.db.models import Q, QuerySet

from cohort.access import may_on
from cohort.enums import ListAct, ListStatus
from cohort.models import Individual, ListMove, ListReview, RejectionReason
from cohort.moves import MANAGED, MOVES, acts_from
from cohort.permissions import CohortPermission
from marsoc.kit import clock
from sharing.viewer import Viewer


def acts_open_to(viewer: Viewer, individual: Individual) -> list[ListAct]:
    """Return the acts by which a viewer may move somebody on the list now."""
    status = ListStatus(individual.status)
    return [act for act in acts_from(status) if may_on(viewer, individual, MOVES[act].permission)]


def may_review(viewer: Viewer, individual: Individual) -> bool:
    """Say whether a viewer may review somebody's place on the list."""
    reviewed = individual.status in MANAGED | {ListStatus.SUSPENDED}
    return reviewed and may_on(viewer, individual, CohortPermission.DECIDE)


def rejection_reasons() -> QuerySet[RejectionReason]:
    """Return the reasons of today for rejecting somebody."""
    today = clock.today()
    return RejectionReason.objects.filter(Q(valid_to=None) | Q(valid_to__gt=today), valid_from__lte=today)


def moves_of(viewer: Viewer, individual: Individual) -> list[ListMove]:
    """Return how somebody came to the present status, the newest first."""
    found = ListMove.unscoped.visible_to(viewer).filter(individual=individual)
    return list(found.select_related("rejection", "moved_by").order_by("-pk"))


def reviews_of(viewer: Viewer, individual: Individual) -> list[ListReview]:
    """Return the reviews of somebody's place on the list, the newest first."""
    found = ListReview.unscoped.visible_to(viewer).filter(individual=individual)
    return list(found.select_related("reviewed_by").order_by("-pk"))
