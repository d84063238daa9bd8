"""Nominations, as the agency that made them and the hub that answers them see them."""

from typing import Any

from django.db.models import F

from cohort.enums import ListStatus, NominationState
from cohort.models import Individual, Nomination
from cohort.permissions import CohortPermission
from cohort.queries.receiving import received_beside
from marsoc.kit.pagination import Page, page_from
from sharing import audit
from sharing.enums import DataCategory, Operation
from sharing.viewer import Viewer

PAGE_SIZE = 25


def nominations(viewer: Viewer, number: int) -> Page[Nomination]:
    """Return one page of what a viewer's agency nominated or is nominated for the viewer's hubs; those that wait first.

    Args:
        viewer: who asks.
        number: the page, from 1; one past the end gives the last page.
    """
    found = Nomination.unscoped.visible_to(viewer).select_related("hub", "agency")
    page = page_from(found.order_by(F("decided_at").desc(nulls_first=True), "-pk"), number, PAGE_SIZE)
    audit.record(
        viewer, Operation.CONSULT, kind="nominations", shown=[str(row.pk) for row in page.rows], total=page.total
    )
    return page


def may_answer(viewer: Viewer, nomination: Nomination) -> bool:
    """Say whether a viewer may answer a nomination that waits."""
    at_hub = viewer.reach is None or nomination.hub_id in viewer.reach
    waits = nomination.state == NominationState.WAITING
    return waits and at_hub and not viewer.contributor and viewer.may(CohortPermission.CHANGE)


def read_outcome(viewer: Viewer, nomination: Nomination) -> ListStatus | None:
    """Return where the person who was nominated stands on the list, None as far as the viewer may not see that.

    That the nomination was read is recorded, with what it shows of the person.

    Args:
        viewer: who asks; an agency learns it only where a clause in force gives it the assessment of that person.
        nomination: as the viewer sees it.
    """
    found = Individual.unscoped.visible_to(viewer).filter(nominations=nomination).first()
    if found is None or DataCategory.ASSESSMENT not in viewer.sight.categories(found.cell, found.pk):
        _note_read(viewer, nomination)
        return None
    _note_read(viewer, nomination, **received_beside(viewer, found, [DataCategory.ASSESSMENT]))
    return ListStatus(found.status)


def _note_read(viewer: Viewer, nomination: Nomination, **received: Any) -> None:
    audit.record(viewer, Operation.CONSULT, kind="nomination", ref=str(nomination.pk), **received)
