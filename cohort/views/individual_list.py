"""The list of individuals."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from cohort.enums import ListStatus
from cohort.forms.individual_list import ListFilterForm
from cohort.models import Establishment, ThreatArea
from cohort.permissions import CohortPermission
from cohort.presenters import individual_list as presenter
from cohort.queries import individuals
from cohort.queries.existence import told_by_search
from cohort.queries.individuals import Listed, ListFilter
from cohort.queries.masking import shown_anywhere
from cohort.queries.receiving import received_in
from cohort.views.existence import interests
from marsoc.kit import clock
from marsoc.kit.kept import keep, kept
from marsoc.kit.pagination import Page, page_number
from marsoc.kit.routes import requires
from sharing import audit
from sharing.enums import DataCategory, Operation, Phase
from sharing.models import Agency, Hub
from sharing.presenters.endings import told
from sharing.queries.endings import ended_for
from sharing.queries.names import names
from sharing.viewer import Viewer, ViewerRequest

_KEPT = "individual_filters"
_LAST = "individual_list"


@requires(CohortPermission.VIEW)
def individual_list(request: ViewerRequest) -> HttpResponse:
    """Show a page of the list; what it is narrowed to stays on the server, so that no name enters an address."""
    if request.method == "POST":
        return _keep(request, ListFilterForm(request.POST, names=vocabularies()).wanted())
    if not request.GET and (last := request.session.get(_LAST)):
        return redirect(f"{reverse('individual_list')}?{last}")
    token, wanted = _kept(request)
    if "drop" in request.GET:
        return _keep(request, _without(wanted, request.GET["drop"]))
    if request.session.get(_LAST) != request.GET.urlencode():
        request.session[_LAST] = request.GET.urlencode()
    sort = individuals.sort_in_force(request.viewer, request.GET.get("sort", individuals.DEFAULT_SORT))
    page = individuals.individual_page(request.viewer, wanted, sort, page_number(request.GET.get("page")))
    _record(request, wanted, page, Operation.CONSULT)
    words = vocabularies()
    return render(
        request,
        "cohort/individual_list.html",
        {
            **_rows(request.viewer, page, words),
            "interests": interests(request, told_by_search(request.viewer, wanted.text)),
            **_made_for(request.viewer),
            "sort": sort,
            "wanted": wanted,
            "selected": presenter.selected(wanted, words, token),
            "choices": _choices(words),
            "print_query": f"filter={token}&sort={sort}",
        },
    )


@requires(CohortPermission.VIEW)
def individual_list_print(request: ViewerRequest) -> HttpResponse:
    """Show the whole filtered list on one page for printing, up to a thousand rows."""
    token, wanted = _kept(request)
    sort = request.GET.get("sort", individuals.DEFAULT_SORT)
    page = individuals.individual_page(request.viewer, wanted, sort, 1, size=individuals.PRINT_LIMIT)
    _record(request, wanted, page, Operation.PRINT)
    words = vocabularies()
    context = {**_rows(request.viewer, page, words), "selected": presenter.selected(wanted, words, token)}
    return render(request, "cohort/individual_list_print.html", context)


def _rows(viewer: Viewer, page: Page[Listed], vocabularies: presenter.Vocabularies) -> dict[str, Any]:
    today = clock.today()
    return {
        "page": page,
        "endings": told(ended_for(viewer)),
        "rows": [presenter.list_row(row, vocabularies, today) for row in page.rows],
        "shown": shown_anywhere(viewer) | {DataCategory.IDENTITY},
    }


def _made_for(viewer: Viewer) -> dict[str, Any]:
    """Return what of the page depends on who looks."""
    return {
        "heading": _heading(viewer),
        "one_hub": viewer.hub if viewer.reach else None,
        "by_agreement": bool(viewer.contributor),
        "may_add": viewer.may(CohortPermission.CHANGE),
        "may_share": viewer.may(CohortPermission.SHARE),
    }


def _heading(viewer: Viewer) -> str:
    if viewer.reach is None:
        return "Individuals, all hubs"
    if viewer.reach and viewer.hub:
        return f"{viewer.hub.name} hub: individuals"
    return f"Individuals shared with {viewer.agency.name}" if viewer.agency else "Individuals"


def vocabularies() -> presenter.Vocabularies:
    """Return the names that the list shows for codes."""
    return presenter.Vocabularies(
        hubs=names(Hub), threats=names(ThreatArea), agencies=names(Agency), establishments=names(Establishment)
    )


def _choices(vocabularies: presenter.Vocabularies) -> dict[str, list[tuple[str, str]]]:
    return {
        "hub": list(vocabularies.hubs.items()),
        "phase": list(Phase.choices),
        "threat": list(vocabularies.threats.items()),
        "lead_agency": list(vocabularies.agencies.items()),
        "status": list(ListStatus.choices),
        "location": [("", "Any prison"), *vocabularies.establishments.items()],
        "release_within": list(presenter.RELEASE_WINDOWS),
        "review_due": list(presenter.REVIEW_WINDOWS),
        "standing": list(presenter.STANDINGS),
    }


def _kept(request: ViewerRequest) -> tuple[str, ListFilter]:
    token = request.GET.get("filter", "")
    found = kept(request.session, _KEPT, token)
    return (token, ListFilter.from_json(found)) if found else ("", ListFilter())


def _keep(request: ViewerRequest, wanted: ListFilter) -> HttpResponse:
    """Keep a filter under a name that says nothing, and show the list through it."""
    sort = request.GET.get("sort") or request.POST.get("sort") or individuals.DEFAULT_SORT
    if wanted.is_empty:
        return redirect(f"{reverse('individual_list')}?sort={sort}")
    token = keep(request.session, _KEPT, wanted.to_json())
    return redirect(f"{reverse('individual_list')}?filter={token}&sort={sort}")


def _without(wanted: ListFilter, dropped: str) -> ListFilter:
    """Take one value out of a filter: ``phase.1`` is the second chosen phase; anything else changes nothing."""
    field, _, place = dropped.partition(".")
    present = wanted.to_json().get(field)
    if isinstance(present, list):
        left = [value for at, value in enumerate(present) if str(at) != place]
        return ListFilter.from_json({**wanted.to_json(), field: left})
    empty = ListFilter().to_json()
    return ListFilter.from_json({**wanted.to_json(), field: empty[field]}) if field in empty else wanted


def _record(request: ViewerRequest, wanted: ListFilter, page: Page[Listed], operation: Operation) -> None:
    if wanted.text and operation is Operation.CONSULT:
        operation = Operation.SEARCH
    audit.record(
        request.viewer,
        operation,
        kind="list",
        query=audit.digest(wanted.to_json()),
        total=page.total,
        shown=[row.shown_reference for row in page.rows],
        **received_in(request.viewer, page.rows),
    )
