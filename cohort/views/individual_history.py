"""What a record said before: one field over time, and the whole record as it stood at an instant."""

from datetime import UTC

from django.http import Http404, HttpResponse
from django.shortcuts import redirect

from cohort.forms.as_it_stood import PastInstantForm
from cohort.permissions import CohortPermission
from cohort.presenters import field_history as presenter
from cohort.presenters import individuals as record_presenter
from cohort.presenters.timeline import TITLES
from cohort.queries.as_it_stood import not_on_the_list, read_as_it_stood, was_on_the_list
from cohort.queries.field_history import read_field_history
from cohort.queries.record import read_record
from cohort.views.existence import or_interest
from cohort.views.individual import record_page
from marsoc.kit import clock
from marsoc.kit.pagination import page_number, page_of
from marsoc.kit.routes import requires
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
    form = PastInstantForm(request.GET or None)
    if form.is_bound and form.is_valid():
        at = form.past_instant()
        if was_on_the_list(record.individual, at):
            instant = at.astimezone(UTC).isoformat().replace("+00:00", "Z")
            return redirect("individual_overview_then", record.individual.shown_reference, instant)
        form.add_error("on", not_on_the_list(record.individual))
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
def custody_then(request: ViewerRequest, reference: str, instant: str) -> HttpResponse:
    """Show phases, places and key dates as they were at a past instant."""
    return _page_then(request, reference, instant, "custody")


def _page_then(request: ViewerRequest, reference: str, instant: str, page: str) -> HttpResponse:
    at = clock.instant_of(instant)
    if at is None:
        raise Http404
    past = read_as_it_stood(request.viewer, reference, at, page=page)
    return record_page(
        request,
        past.record,
        f"individual_{page}",
        past=past,
        tabs=record_presenter.tabs_then(past.record, f"individual_{page}", instant),
        release=record_presenter.release_row(past.record),
        key_dates=record_presenter.key_dates(past.record, clock.day_of(at)),
    )
