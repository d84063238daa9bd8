"""What is due for a review of its keeping, and what was decided."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from cohort.access import certificates_visible_to
from cohort.enums import ImportState, ProposalState, RetentionKind
from cohort.models import DisposalCertificate, ImportRow, Individual, RetentionDecision, RetentionGroup
from cohort.permissions import CohortPermission
from cohort.queries.reference import choices
from marsoc.kit import clock
from marsoc.kit.pagination import Page, page_from
from sharing import audit
from sharing.enums import Operation
from sharing.seeing import seeing
from sharing.viewer import Viewer, looking_everywhere

PAGE_SIZE = 25
SOON = timedelta(days=90)
WINDOWS = ("overdue", "soon", "hold", "all")
_COLUMNS = ("id", "reference", "owning_hub", "retention_group", "retention_due", "left_on")


def first_review(individual: Individual) -> date:
    """Return the day by which the keeping of a record is first reviewed: from leaving the list, else from its making.

    Args:
        individual: with the group that it is to be kept under.
    """
    group = individual.retention_group or default_group()
    if individual.left_on:
        return clock.months_after(individual.left_on, group.clear_months)
    return clock.months_after(clock.day_of(individual.created_at), group.review_months)


def default_group() -> RetentionGroup:
    """Return the group of whoever has not been given another."""
    return RetentionGroup.objects.get(is_default=True)


def groups_of_individuals() -> QuerySet[RetentionGroup]:
    """Return the groups of today that individuals may be in."""
    return choices(RetentionGroup).filter(of_persons=True)


def reviews(viewer: Viewer, window: str, number: int) -> Page[Individual]:
    """Return one page of the records whose keeping is to be reviewed, the first due first, and record the reading.

    Args:
        viewer: who asks; information governance, which sees no record, is told of all by reference.
        window: one of ``WINDOWS``.
        number: the page, from 1; one past the end gives the last page.
    """
    with _looking(viewer) as found:
        page = page_from(
            _within(found, window).select_related("retention_group", "owning_hub").order_by("retention_due", "id"),
            number,
            PAGE_SIZE,
        )
        shown = [row.shown_reference for row in page.rows]
        audit.record(viewer, Operation.CONSULT, kind="retention", window=window, shown=shown, total=page.total)
    return page


def reviews_overdue(viewer: Viewer) -> int | None:
    """Return how many reviews are overdue, None for those whom it does not concern."""
    if not viewer.may(CohortPermission.SEE_RETENTION):
        return None
    with _looking(viewer) as found:
        number: int = _within(found, "overdue").count()
        return number


@contextmanager
def _looking(viewer: Viewer) -> Iterator[Any]:
    looker = viewer if viewer.may(CohortPermission.VIEW) else looking_everywhere(viewer)
    held = RetentionDecision.unscoped.filter(
        individual=OuterRef("pk"), kind=RetentionKind.HOLD, state=ProposalState.APPROVED, ended_at=None
    )
    with seeing(looker):
        found = Individual.unscoped.visible_to(looker).only(*_COLUMNS).annotate(held=Exists(held))
        hub = viewer.hub.pk if viewer.hub else None
        yield found if hub is None else found.filter(owning_hub=hub)


def _within(found: Any, window: str) -> Any:
    today = clock.today()
    match window:
        case "overdue":
            return found.filter(retention_due__lt=today)
        case "soon":
            return found.filter(retention_due__range=(today, today + SOON))
        case "hold":
            return found.filter(held=True)
        case _:
            return found


def decisions_about(viewer: Viewer, individual: Individual) -> list[RetentionDecision]:
    """Return what was decided about the keeping of a record that the viewer has been given, the newest first."""
    found: QuerySet[RetentionDecision] = RetentionDecision.unscoped.visible_to(viewer).filter(individual=individual)
    return list(found.select_related("proposed_by", "decided_by", "ended_by").order_by("-pk"))


def open_hold(viewer: Viewer, individual: Individual) -> RetentionDecision | None:
    """Return the hold on a record that the viewer has been given, None if there is none."""
    found = RetentionDecision.unscoped.visible_to(viewer).filter(
        individual=individual, kind=RetentionKind.HOLD, state=ProposalState.APPROVED, ended_at=None
    )
    held: RetentionDecision | None = found.first()
    return held


def waiting_erasing(viewer: Viewer, individual: Individual) -> RetentionDecision | None:
    """Return what is proposed to be erased of a record that the viewer has been given, None if nothing is."""
    found = RetentionDecision.unscoped.visible_to(viewer).filter(individual=individual, state=ProposalState.PROPOSED)
    proposed: RetentionDecision | None = found.select_related("proposed_by").first()
    return proposed


def in_unfinished_import(individual: Individual) -> bool:
    """Say whether an import that still goes on has a row about an individual, who has left the list."""
    over = [ImportState.DONE, ImportState.REFUSED, ImportState.CANCELLED]
    rows: bool = ImportRow.unscoped.filter(individual=individual).exclude(batch__state__in=over).exists()
    return rows


def certificates(viewer: Viewer, number: int) -> Page[DisposalCertificate]:
    """Return one page of the certificates a viewer may read, the newest first, and record the reading.

    Args:
        viewer: who asks.
        number: the page, from 1; one past the end gives the last page.
    """
    found = certificates_visible_to(viewer).select_related("hub", "group", "proposed_by", "approved_by")
    page = page_from(found.order_by("-pk"), number, PAGE_SIZE)
    shown = [row.pk for row in page.rows]
    audit.record(viewer, Operation.CONSULT, kind="certificates", shown=shown, total=page.total)
    return page


def note_certificate(viewer: Viewer, certificate: DisposalCertificate) -> None:
    """Record that a certificate of disposal was read."""
    audit.record(viewer, Operation.CONSULT, kind="certificate", ref=certificate.shown_reference)
