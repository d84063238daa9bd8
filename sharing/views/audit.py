"""Searching the audit trail, and recording its yearly review."""

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from marsoc.kit import clock
from marsoc.kit.kept import keep, kept
from marsoc.kit.pagination import Page, page_number
from marsoc.kit.routes import requires
from sharing.access import check_reviewing_trail
from sharing.actions.audit_reviews import record_log_review
from sharing.forms.audit import AuditSearchForm, LogReviewForm, as_recorded, said
from sharing.permissions import SharingPermission
from sharing.presenters import audit as presenter
from sharing.queries.audit import Entry, TrailFilter, last_log_review, trail_page
from sharing.viewer import Viewer, ViewerRequest

_SHELF = "audit_filters"


@requires(SharingPermission.READ_AUDIT)
def audit_search(request: ViewerRequest) -> HttpResponse:
    """Show a page of the trail; what it is narrowed to stays on the server, so that no user name enters an address."""
    if request.method == "POST":
        form = AuditSearchForm(request.POST)
        if form.is_valid():
            return _through(request, form.wanted())
        return render(request, "sharing/audit_search.html", _shown(request.viewer, form))
    token = request.GET.get("filter", "")
    wanted = _wanted(request, token)
    if (dropped := request.GET.get("drop", "")) in wanted.to_json():
        return _through(request, replace(wanted, **{dropped: ""}))
    page = trail_page(request.viewer, wanted, page_number(request.GET.get("page")))
    context = _shown(request.viewer, AuditSearchForm(initial=said(wanted)), page)
    return render(request, "sharing/audit_search.html", {**context, "selected": presenter.selected(wanted, token)})


def _shown(viewer: Viewer, form: AuditSearchForm, page: Page[Entry] | None = None) -> dict[str, Any]:
    """Return the context of the page; a search that makes no sense shows no events."""
    rows = [presenter.row(entry) for entry in page.rows] if page else []
    return {
        "form": form,
        "hub": viewer.hub,
        "page": page,
        "rows": rows,
        "selected": [],
        "review": presenter.last_review(last_log_review(), clock.today()),
    }


def _wanted(request: ViewerRequest, token: str) -> TrailFilter:
    """Return the filter of a name, or the reference that another page leads here with."""
    if found := kept(request.session, _SHELF, token):
        return TrailFilter.from_json(found)
    return TrailFilter(reference=as_recorded(request.GET.get("reference", "")))


def _through(request: ViewerRequest, wanted: TrailFilter) -> HttpResponse:
    return redirect(f"{reverse('audit_search')}?filter={keep(request.session, _SHELF, wanted.to_json())}")


@requires(SharingPermission.READ_AUDIT)
def audit_review(request: ViewerRequest) -> HttpResponse:
    """Record that the trail was reviewed."""
    check_reviewing_trail(request.viewer)
    form = LogReviewForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        record_log_review(by=request.viewer, **form.cleaned_data)
        messages.success(request, "The review of the trail has been recorded.")
        return redirect("audit_search")
    return render(request, "sharing/audit_review.html", {"form": form})
