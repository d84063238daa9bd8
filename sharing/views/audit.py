"""Searching the audit trail."""

from dataclasses import replace
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from marsoc.kit.kept_filters import keep, kept
from marsoc.kit.pagination import Page, page_number
from marsoc.kit.routes import requires
from sharing.forms.audit import AuditSearchForm, as_recorded, said
from sharing.permissions import SharingPermission
from sharing.presenters import audit as presenter
from sharing.queries.audit import Entry, TrailFilter, trail_page
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
    return {"form": form, "hub": viewer.hub, "page": page, "rows": rows, "selected": []}


def _wanted(request: ViewerRequest, token: str) -> TrailFilter:
    """Return the filter of a name, or the reference that another page leads here with."""
    if found := kept(request.session, _SHELF, token):
        return TrailFilter.from_json(found)
    return TrailFilter(reference=as_recorded(request.GET.get("reference", "")))


def _through(request: ViewerRequest, wanted: TrailFilter) -> HttpResponse:
    return redirect(f"{reverse('audit_search')}?filter={keep(request.session, _SHELF, wanted.to_json())}")
