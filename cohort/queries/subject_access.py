"""Reads of people's requests for their own data; each is an event that says nothing of who is on the list."""

from django.db.models import Case, IntegerField, Value, When

from cohort.enums import SubjectAccessState
from cohort.models import SubjectAccessRequest
from marsoc.kit.pagination import Page, page_from
from sharing import audit
from sharing.enums import Operation
from sharing.viewer import Viewer

PAGE_SIZE = 25
_DONE = (SubjectAccessState.ANSWERED, SubjectAccessState.CLOSED)


def requests_page(viewer: Viewer, number: int) -> Page[SubjectAccessRequest]:
    """Return one page of the requests, those that wait for an answer first, the longest waiting before the others.

    Args:
        viewer: who asks.
        number: the page, from 1; one past the end gives the last page.
    """
    place = Case(When(state__in=_DONE, then=1), default=Value(0), output_field=IntegerField())
    found = SubjectAccessRequest.unscoped.visible_to(viewer).order_by(place, "received_on", "pk")
    page: Page[SubjectAccessRequest] = page_from(found, number, PAGE_SIZE)
    shown = [each.pk for each in page.rows]
    audit.record(viewer, Operation.CONSULT, kind="subject_access_list", shown=shown, total=page.total)
    return page


def note_reading(viewer: Viewer, request: SubjectAccessRequest, *, page: str) -> None:
    """Record that a page about a request was read.

    Args:
        viewer: who reads.
        request: one that the viewer has been given.
        page: which page.
    """
    audit.record(viewer, Operation.CONSULT, kind="subject_access", ref=str(request.pk), page=page)
