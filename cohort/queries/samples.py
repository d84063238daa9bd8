"""A few individuals to check a figure by."""

from collections.abc import Collection

from cohort.models import Individual
from cohort.permissions import CohortPermission
from cohort.reference_numbers import shown_reference
from sharing.viewer import Viewer


def sample_in(viewer: Viewer, cells: Collection[int], most: int) -> list[str] | None:
    """Return the references of a few individuals in some cells, None to a viewer who sees no individuals.

    Args:
        viewer: who asks.
        cells: where to look.
        most: how many to return.
    """
    if not viewer.may(CohortPermission.VIEW):
        return None
    found = Individual.unscoped.visible_to(viewer).filter(cell__in=sorted(cells)).order_by("reference")
    return [shown_reference(reference) for reference in found.values_list("reference", flat=True)[:most]]
