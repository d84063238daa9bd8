"""Nominations, as the agency that made them and the hub that answers them see them."""

from django.db.models import F

from cohort.access import may_on
from cohort.enums import ListStatus, NominationState
from cohort.models import Individual, Nomination
from cohort.permissions import CohortPermission
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


def note_nomination_read(viewer: Viewer, nomination: Nomination) -> None:
    """Record that a nomination was read."""
    audit.record(viewer, Operation.CONSULT, kind="nomination", ref=str(nomination.pk))


def may_answer(viewer: Viewer, nomination: Nomination) -> bool:
    """Say whether a viewer may answer a nomination that waits."""
    at_hub = viewer.reach is None or nomination.hub_id in viewer.reach
    waits = nomination.state == NominationState.WAITING
    return waits and at_hub and not viewer.contributor and viewer.may(CohortPermission.CHANGE)


def outcome_for(viewer: Viewer, nomination: Nomination) -> ListStatus | None:
    """Return where the person who was nominated stands on the list, None as far as the viewer may not see that.

    Args:
        viewer: who asks; an agency learns it only where a clause in force gives it the assessment of that person.
        nomination: as the viewer sees it.
    """
    if nomination.individual_id is None:
        return None
    found = Individual.unscoped.visible_to(viewer).filter(pk=nomination.individual_id).first()
    if found is None or not may_on(viewer, found, CohortPermission.VIEW):
        return None
    seen = DataCategory.ASSESSMENT in viewer.sight.categories(found.cell, found.pk)
    return ListStatus(found.status) if seen else None
