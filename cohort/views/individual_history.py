"""What a record said before: one field over time, and the whole record as it stood at an instant."""

from datetime import UTC
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from cohort.forms.as_it_stood import PastInstantForm
from cohort.permissions import CohortPermission
from cohort.presenters import assessments as assessment_presenter
from cohort.presenters import custody as custody_presenter
from cohort.presenters import field_history as presenter
from cohort.presenters import individuals as record_presenter
from cohort.presenters.timeline import TITLES
from cohort.queries.as_it_stood import assessed_then, must_have_been_seen, read_as_it_stood
from cohort.queries.as_it_stood import custody_then as custody_of_then
from cohort.queries.field_history import read_field_history
from cohort.queries.record import read_record
from cohort.queries.timeline import TimelineFilter, timeline
from cohort.views.existence import or_interest
from cohort.views.individual import entries_of, record_page
from marsoc.kit import clock
from marsoc.kit.pagination import page_number, page_of
from marsoc.kit.routes import requires
from sharing.errors import BadRequest
from sharing.queries.people import agency_of_code
from sharing.viewer import ViewerRequest

_PAGE_SIZE = 25


@requires(CohortPermission.VIEW)
@or_interest
def field_history(request: ViewerRequest, reference: str, field: str) -> HttpResponse:
    """Show every value of one field, newest first, each beside the one before it."""
    read = read_field_history(request.viewer, reference, field)
    if read is None:
        raise Http404
    record, found = read
    page = page_of(found, page_number(request.GET.get("page")), _PAGE_SIZE)
    return record_page(
        request,
        record,
        "individual_field_history",
        title=TITLES[field],
        page=page,
        spells=[presenter.spell(each, field) for each in page.rows],
    )


@requires(CohortPermission.VIEW)
@or_interest
def as_it_stood(request: ViewerRequest, reference: str) -> HttpResponse:
    """Ask as of which past instant the record is wanted, and lead there."""
    record = read_record(request.viewer, reference, page="as it stood")
    form = PastInstantForm(request.GET or None, asks_of_others=request.viewer.may(CohortPermission.EXPLAIN))
    if form.is_bound and form.is_valid():
        at, agency = form.past_instant(), form.cleaned_data.get("agency")
        try:
            must_have_been_seen(request.viewer, record.individual, at, agency)
        except BadRequest as error:
            form.add_error(None if agency else "on", str(error))
        else:
            instant = at.astimezone(UTC).isoformat().replace("+00:00", "Z")
            leads_to = reverse("individual_overview_then", args=[record.individual.shown_reference, instant])
            return redirect(f"{leads_to}?{urlencode({'agency': agency.pk})}" if agency else leads_to)
    return record_page(request, record, "individual_as_it_stood", form=form)


@requires(CohortPermission.VIEW)
@or_interest
def overview_then(request: ViewerRequest, reference: str, instant: str) -> HttpResponse:
    """Show what was known in short at a past instant."""
    return _page_then(request, reference, instant, "overview")


@requires(CohortPermission.VIEW)
@or_interest
def identity_then(request: ViewerRequest, reference: str, instant: str) -> HttpResponse:
    """Show names, birth and numbers as they were at a past instant."""
    return _page_then(request, reference, instant, "identity")


@requires(CohortPermission.VIEW)
@or_interest
def timeline_then(request: ViewerRequest, reference: str, instant: str) -> HttpResponse:
    """Show what had happened to the record by a past instant."""
    return _page_then(request, reference, instant, "timeline")


@requires(CohortPermission.VIEW)
@or_interest
def custody_then(request: ViewerRequest, reference: str, instant: str) -> HttpResponse:
    """Show phases, places and key dates as they were at a past instant."""
    return _page_then(request, reference, instant, "custody")


@requires(CohortPermission.VIEW)
@or_interest
def assessment_then(request: ViewerRequest, reference: str, instant: str) -> HttpResponse:
    """Show what was assessed, and stood, at a past instant."""
    return _page_then(request, reference, instant, "assessment")


def _page_then(request: ViewerRequest, reference: str, instant: str, page: str) -> HttpResponse:
    at = clock.instant_of(instant)
    if at is None:
        raise Http404
    code = request.GET.get("agency", "")
    agency = agency_of_code(code)
    if code and agency is None:
        raise Http404
    past = read_as_it_stood(request.viewer, reference, at, page=page, agency=agency)
    record = past.record
    shown: dict[str, Any] = {}
    if page == "timeline":
        found = timeline(past.present, record.categories, decides_access=False, until=at)
        shown["page"] = entries_of(found.page(TimelineFilter(), page_number(request.GET.get("page"))), record)
    if page == "custody":
        shown |= {"acts": [], "to_check": ""}
        shown["tables"] = custody_presenter.tables(record, custody_of_then(past), clock.day_of(at))
    if page == "assessment":
        shown["assessed"] = assessed_then(request.viewer, past)
        shown["shown"] = assessment_presenter.shown(shown["assessed"], None)
    return record_page(
        request,
        record,
        f"individual_{page}",
        past=past,
        tabs=record_presenter.tabs_then(record, f"individual_{page}", instant, code),
        release=record_presenter.release_row(record),
        key_dates=record_presenter.key_dates(record, clock.day_of(at)),
        **shown,
    )
