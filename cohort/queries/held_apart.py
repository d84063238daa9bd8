"""People held apart from the list, for the hub that holds them."""

from cohort.models import HeldApart
from marsoc.kit.pagination import Page, page_from
from sharing import audit
from sharing.enums import Operation
from sharing.viewer import Viewer

PAGE_SIZE = 25


def held_apart(viewer: Viewer, number: int) -> Page[HeldApart]:
    """Return one page of those whom a viewer's hubs hold apart, those to be reviewed first, and record the reading.

    Args:
        viewer: who asks.
        number: the page, from 1; one past the end gives the last page.
    """
    found = HeldApart.unscoped.visible_to(viewer).select_related("individual", "group")
    page = page_from(found, number, PAGE_SIZE)
    shown = [str(row.pk) for row in page.rows]
    audit.record(viewer, Operation.CONSULT, kind="held_apart_list", shown=shown, total=page.total)
    return page


def note_held_apart(viewer: Viewer, held: HeldApart) -> None:
    """Record that what is held of somebody apart was read."""
    audit.record(viewer, Operation.CONSULT, kind="held_apart", ref=str(held.pk), of=str(held.of))
