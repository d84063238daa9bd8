"""Who may be moved where on the list, and what was decided about somebody before."""

from datetime import date

from django.db.models import Count

from cohort.access import may_on
from cohort.enums import ListAct, ListStatus
from cohort.models import Individual, ListMove, ListReview
from cohort.moves import DUE, MOVES, ON_THE_LIST, by_hand
from cohort.permissions import CohortPermission
from sharing.viewer import Viewer


def acts_open_to(viewer: Viewer, individual: Individual) -> list[ListAct]:
    """Return the acts by which a viewer may move somebody on the list now."""
    status = ListStatus(individual.status)
    return [act for act in by_hand(status) if may_on(viewer, individual, MOVES[act].permission)]


def may_review(viewer: Viewer, individual: Individual) -> bool:
    """Say whether a viewer may review somebody's place on the list."""
    return individual.status in ON_THE_LIST and may_on(viewer, individual, CohortPermission.DECIDE)


def moves_of(viewer: Viewer, individual: Individual) -> list[ListMove]:
    """Return how somebody came to the present status, the newest first."""
    found = ListMove.unscoped.visible_to(viewer).filter(individual=individual)
    return list(found.select_related("rejection", "moved_by").order_by("-pk"))


def reviews_of(viewer: Viewer, individual: Individual) -> list[ListReview]:
    """Return the reviews of somebody's place on the list, the newest first."""
    found = ListReview.unscoped.visible_to(viewer).filter(individual=individual)
    return list(found.select_related("reviewed_by").order_by("-pk"))


def reviews_due(viewer: Viewer, first: date, last: date) -> dict[str, int]:
    """Return how many reviews are due from one day to another, by the code of the hub that is to do them.

    Args:
        viewer: who counts; a job does not see a restricted record, and so a whole hub is not told of it.
        first: day, included.
        last: day, included.
    """
    due = Individual.unscoped.visible_to(viewer).filter(status__in=DUE, left_on=None, review_due__range=(first, last))
    return dict(due.order_by("owning_hub").values_list("owning_hub").annotate(number=Count("pk")))
