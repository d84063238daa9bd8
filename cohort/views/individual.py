"""Reading one individual's record."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render

from cohort.forms.explanations import InstantForm
from cohort.forms.timeline import TimelineFilterForm
from cohort.permissions import CohortPermission
from cohort.presenters import custody as custody_presenter
from cohort.presenters import individuals as presenter
from cohort.presenters.explanations import in_short
from cohort.presenters.life import life
from cohort.presenters.timeline import entry
from cohort.queries import record as queries
from cohort.queries.as_it_stood import AsItStood
from cohort.queries.custody import custody_of, proposed_phase
from cohort.queries.explanations import reasons_to_see
from cohort.queries.list_life import moves_of, reviews_of
from cohort.queries.merging import survivor_seen
from cohort.queries.record import Record
from cohort.queries.timeline import Event, timeline
from cohort.views.existence import or_interest
from marsoc.kit import clock
from marsoc.kit.pagination import Page, page_number
from marsoc.kit.routes import requires
from sharing.presenters.endings import told
from sharing.queries.endings import ended_for
from sharing.viewer import ViewerRequest


@requires(CohortPermission.VIEW)
@or_interest
def overview(request: ViewerRequest, reference: str) -> HttpResponse:
    """Show what is known in short, on one page; a record that was merged leads to the one it was merged into."""
    record = queries.read_record(request.viewer, reference, page="overview")
    if record.individual.left_on and (survivor := survivor_seen(request.viewer, reference)):
        return redirect("individual_overview", survivor)
    return record_page(
        request,
        record,
        "individual_overview",
        release=presenter.release_row(record),
    )


@requires(CohortPermission.VIEW)
@or_interest
def identity(request: ViewerRequest, reference: str) -> HttpResponse:
    """Show names, birth and numbers."""
    record = queries.read_record(request.viewer, reference, page="identity")
    return record_page(request, record, "individual_identity")


@requires(CohortPermission.VIEW)
@or_interest
def custody(request: ViewerRequest, reference: str) -> HttpResponse:
    """Show phases, places and key dates."""
    record = queries.read_record(request.viewer, reference, page="custody")
    facts, today = custody_of(request.viewer, record.individual), clock.today()
    return record_page(
        request,
        record,
        "individual_custody",
        key_dates=presenter.key_dates(record, today, facts.recalculating),
        tables=custody_presenter.tables(record, facts, today),
        acts=custody_presenter.acts(record, facts),
        to_check=custody_presenter.phase_to_check(record, proposed_phase(request.viewer, record.individual, facts)),
    )


@requires(CohortPermission.VIEW)
@or_interest
def timeline_page(request: ViewerRequest, reference: str) -> HttpResponse:
    """Show what happened to the record, newest first."""
    record = queries.read_record(request.viewer, reference, page="timeline")
    whole = timeline(record.individual, record.categories, decides_access=record.may_share)
    form = TimelineFilterForm(request.GET, timeline=whole)
    found = whole.page(form.wanted(), page_number(request.GET.get("page")))
    viewer, about = request.viewer, record.individual
    chart = life(record, custody_of(viewer, about), moves_of(viewer, about), reviews_of(viewer, about), clock.today())
    return record_page(request, record, "individual_timeline", page=entries_of(found, record), form=form, chart=chart)


def entries_of(found: Page[Event], record: Record) -> Page[Any]:
    """Return a page of a timeline's events in words."""
    entries = [entry(event, record.individual.shown_reference) for event in found.rows]
    return Page(entries, found.number, found.size, found.total)


def record_page(
    request: ViewerRequest, record: Record, name: str, *, past: AsItStood | None = None, **more: Any
) -> HttpResponse:
    """Show one of the pages of a record, with what all of them share.

    Args:
        request: of a viewer who has been given the record.
        record: the record.
        name: of the page's template and route.
        past: what the record is taken from, if it is not the present one.
        more: what the page shows beside.
    """
    today = clock.day_of(past.at) if past else clock.today()
    present = past.present if past else record.individual
    return render(
        request,
        f"cohort/{name}.html",
        {
            "record": record,
            "past": past,
            "header": presenter.header(record.individual, today),
            "tabs": presenter.tabs(record, name),
            "cards": presenter.cards(record, today),
            "change_link": presenter.change_link,
            "retention_overdue": bool(present.retention_due and present.retention_due < clock.today()),
            "because": in_short(reasons_to_see(request.viewer, present)),
            "by_agreement": bool(request.viewer.contributor),
            "who_then": f"?{InstantForm.query(past.at)}" if past else "",
            "may_explain": request.viewer.may(CohortPermission.EXPLAIN),
            "endings": told(ended_for(request.viewer)),
            **more,
        },
    )
