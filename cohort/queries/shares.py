"""Reads of named shares and requests for access, by both sides; each reading leaves an audit event."""

from collections.abc import Collection
from typing import Any, NamedTuple

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When

from cohort.access import get_individuals, subjects
from cohort.enums import RequestState, ShareState
from cohort.models import AccessRequest, Individual, NamedShare
from cohort.named_access import Subject, individuals_dealt_with
from cohort.permissions import CohortPermission
from cohort.queries.receiving import told_of
from marsoc.kit import clock
from marsoc.kit.pagination import Page, page_from
from sharing import audit
from sharing.enums import Operation
from sharing.queries.agreements import in_force
from sharing.viewer import Viewer

PAGE_SIZE = 25


class Shared(NamedTuple):
    """A share, whom it is of, and whether its clause gives the agency anything at present."""

    share: NamedShare
    subject: Subject
    in_force: bool


class Requested(NamedTuple):
    """A request and whom it is about; the agency that asks is not told the reference."""

    request: AccessRequest
    subject: Subject


def shares_page(viewer: Viewer, number: int) -> Page[Shared]:
    """Return one page of the shares with the viewer's agency, or of the individuals that the viewer's role covers.

    Args:
        viewer: who asks.
        number: the page, from 1; one past the end gives the last page.
    """
    today = clock.today()
    waiting = Q(state=ShareState.OFFERED, ends_on__gte=today)
    standing = Q(state=ShareState.ACCEPTED, ends_on__gte=today)
    place = Case(When(waiting, then=0), When(standing, then=1), default=Value(2), output_field=IntegerField())
    page = page_from(_shares(viewer).order_by(place, "-pk"), number, PAGE_SIZE)
    shown = shared(viewer, page.rows)
    _note(viewer, "shares", shown, page.total)
    return Page(shown, page.number, page.size, page.total)


def shares_of(viewer: Viewer, individual: Individual) -> list[Shared]:
    """Return every share of one individual, the newest first.

    Args:
        viewer: whose role covers the individual.
        individual: whose shares.
    """
    return shared(viewer, list(_shares(viewer).filter(individual=individual).order_by("-pk")))


def shared(viewer: Viewer, shares: Collection[NamedShare]) -> list[Shared]:
    """Return shares that the viewer has been given with what their pages tell."""
    if not shares:
        return []
    known, standing = subjects(viewer, {share.individual_id for share in shares}), in_force()
    return [
        Shared(share, known[share.individual_id], (share.clause_id, share.agency_id) in standing) for share in shares
    ]


def read_share(viewer: Viewer, share: NamedShare) -> Shared:
    """Return a share that the viewer has been given, and record that it was read."""
    (shown,) = shared(viewer, [share])
    audit.record(viewer, Operation.CONSULT, kind="share", ref=shown.subject.reference, share=share.pk)
    return shown


def requests_page(viewer: Viewer, number: int) -> Page[Requested]:
    """Return one page of the requests of the viewer's agency, or about individuals that the viewer's role covers.

    Args:
        viewer: who asks.
        number: the page, from 1; one past the end gives the last page.
    """
    waiting = Q(state__in=[RequestState.OPEN, RequestState.ASKED])
    place = Case(When(waiting, then=0), default=Value(1), output_field=IntegerField())
    page = page_from(_requests(viewer).order_by(place, "-pk"), number, PAGE_SIZE)
    shown = _requested(viewer, page.rows)
    _note(viewer, "access requests", shown, page.total)
    return Page(shown, page.number, page.size, page.total)


def requests_about(viewer: Viewer, individual: Individual) -> list[Requested]:
    """Return every request about one individual, the newest first.

    Args:
        viewer: whose role covers the individual.
        individual: about whom.
    """
    return _requested(viewer, list(_requests(viewer).filter(individual=individual).order_by("-pk")))


def read_request(viewer: Viewer, request: AccessRequest) -> Requested:
    """Return a request that the viewer has been given, and record that it was read."""
    (shown,) = _requested(viewer, [request])
    audit.record(viewer, Operation.CONSULT, kind="access request", ref=shown.subject.reference, request=request.pk)
    return shown


def read_chosen(viewer: Viewer, references: Collection[str]) -> list[Individual]:
    """Return individuals chosen from the list to be offered together, and record that they were read.

    Raises:
        Http404: one of them does not exist or is out of the viewer's sight.
        Refused: the viewer's role does not share.
    """
    found = get_individuals(viewer, references, CohortPermission.SHARE)
    shown = [each.shown_reference for each in found]
    audit.record(viewer, Operation.CONSULT, kind="list", page="offer", shown=shown, total=len(shown))
    return found


def _shares(viewer: Viewer) -> QuerySet[NamedShare]:
    found: QuerySet[NamedShare] = NamedShare.unscoped.visible_to(viewer)
    return _known(viewer, found).select_related("agency", "clause__agreement")


def _requests(viewer: Viewer) -> QuerySet[AccessRequest]:
    found: QuerySet[AccessRequest] = AccessRequest.unscoped.visible_to(viewer)
    return _known(viewer, found).select_related("agency", "membership__user")


def _known(viewer: Viewer, found: QuerySet[Any]) -> QuerySet[Any]:
    """Leave out what an agency is not to be told of at present: those restricted meanwhile."""
    return found.filter(individual__in=list(individuals_dealt_with())) if viewer.contributor else found


def _requested(viewer: Viewer, requests: Collection[AccessRequest]) -> list[Requested]:
    if not requests:
        return []
    known = subjects(viewer, {request.individual_id for request in requests})
    return [Requested(request, known[request.individual_id]) for request in requests]


def _note(viewer: Viewer, kind: str, shown: Collection[Shared | Requested], total: int) -> None:
    references = [each.subject.reference for each in shown]
    audit.record(viewer, Operation.CONSULT, kind=kind, shown=references, total=total, **told_of(viewer, references))
