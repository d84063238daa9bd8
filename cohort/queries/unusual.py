"""Unusual access, as far as each reviewer may know of it; reading it is recorded."""

from django.db.models import Q, QuerySet

from cohort.models import Individual
from cohort.reference_numbers import shown_reference
from marsoc.kit.pagination import Page, page_of
from sharing import audit
from sharing.access import trail_visible_to
from sharing.enums import Operation
from sharing.models import AuditEvent
from sharing.permissions import SharingPermission
from sharing.queries.audit import OF_INDIVIDUALS
from sharing.queries.unusual import Finding, findings_in
from sharing.viewer import Viewer

PAGE_SIZE = 50
_TELLING = (*OF_INDIVIDUALS, "possible_match")


def unusual_access(viewer: Viewer, number: int) -> Page[Finding]:
    """Return one page of what was unusual in the last thirty days, the newest first, and record the reading.

    Args:
        viewer: who asks.
        number: the page, from 1; one past the end gives the last page.
    """
    page = page_of(findings_in(_events_reviewed_by(viewer)), number, PAGE_SIZE)
    shown = [finding.key for finding in page.rows]
    audit.record(viewer, Operation.CONSULT, kind="unusual_access", shown=shown, total=page.total)
    return page


def read_finding(viewer: Viewer, key: str) -> Finding | None:
    """Return a finding by its key, and record that it was read; None if there is none that the viewer may know of."""
    found = next((each for each in findings_in(_events_reviewed_by(viewer)) if each.key == key), None)
    if found is not None:
        audit.record(viewer, Operation.CONSULT, kind="finding", ref=found.key)
    return found


def _events_reviewed_by(viewer: Viewer) -> QuerySet[AuditEvent]:
    """Return the events a viewer looks for unusual access in.

    Whoever reads the trail looks in what it shows. A hub manager looks in what was done at the hub and in what anybody
    did with its individuals; of one that the manager does not see, neither counts.
    """
    if viewer.may(SharingPermission.READ_AUDIT):
        return trail_visible_to(viewer)
    if viewer.hub is None or not viewer.may(SharingPermission.REVIEW_ACCESS):
        return AuditEvent.objects.none()
    own = Individual.unscoped.visible_to(viewer).filter(owning_hub=viewer.hub).values_list("reference", flat=True)
    about_own = Q(subject_kind__in=OF_INDIVIDUALS, subject_ref__in=[shown_reference(each) for each in own])
    at_hub = Q(hub=viewer.hub.pk) & ~Q(subject_kind__in=_TELLING)
    return AuditEvent.objects.filter(about_own | at_hub)
