"""The list in order of priority: as it is, at each meeting, as it stood, what changed, and what the hub sets for it."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from cohort.access import get_hub, get_meeting
from cohort.actions.list_terms import set_list_terms
from cohort.enums import Moment
from cohort.forms.as_it_stood import PastInstantForm
from cohort.forms.prioritised import ListTermsForm, SinceForm
from cohort.permissions import CohortPermission
from cohort.presenters import prioritised as presenter
from cohort.presenters.individuals import Tab
from cohort.queries import prioritised as queries
from marsoc.govuk.jinja import long_datetime
from marsoc.kit.pagination import Page, page_number
from marsoc.kit.routes import requires
from sharing.errors import BadRequest
from sharing.models import Hub
from sharing.queries.names import names
from sharing.viewer import ViewerRequest

_TABS = {
    "priority_list": "Now",
    "meeting_list": "Meetings",
    "priority_list_then": "As it stood",
    "priority_changes": "What changed",
}
_OPEN = dict.fromkeys(("meeting_list_then", "meeting_changes"), "meeting_list")
"""The tab that is open on pages that are none themselves."""


@requires(CohortPermission.ASSESS)
def priority_list(request: ViewerRequest) -> HttpResponse:
    """Show who is on the list, those first who matter most."""
    hub = _hub(request)
    found = queries.prioritised(request.viewer, hub.pk if hub else None, page_number(request.GET.get("page")))
    rows = presenter.rows(found, names(Hub))
    return _page(request, "priority_list", hub, page=found.page, rows=rows, capacity=found.capacity)


@requires(CohortPermission.ASSESS)
def priority_list_then(request: ViewerRequest) -> HttpResponse:
    """Show the list as it stood at a past instant."""
    hub, form = _hub(request), PastInstantForm(request.GET if "on-day" in request.GET else None)
    shown: dict[str, Any] = {"page": None, "rows": [], "capacity": None, "at": None}
    if form.is_valid():
        at = form.past_instant()
        found = queries.prioritised(request.viewer, hub.pk if hub else None, page_number(request.GET.get("page")), at)
        rows = presenter.rows(found, names(Hub), at)
        shown = {"page": found.page, "rows": rows, "capacity": found.capacity, "at": at}
    return _page(request, "priority_list_then", hub, form=form, **shown)


@requires(CohortPermission.ASSESS)
def priority_changes(request: ViewerRequest) -> HttpResponse:
    """Show what changed on the list since a day, or since the hub's last meeting if none is chosen."""
    hub, form = _hub(request), SinceForm(request.GET if "since-day" in request.GET else None)
    last = queries.last_meeting(request.viewer, hub.pk) if hub and not form.is_bound else None
    since = form.instant() if form.is_valid() else last.closed_at if last else None
    title, changes = "", []
    if since:
        title = f"Since {presenter.meeting(last, Moment.CLOSED)}" if last else f"Since {long_datetime(since)}"
        found = queries.changes_since(request.viewer, hub.pk if hub else None, since)
        changes = presenter.changes(found, names(Hub))
    return _page(request, "priority_changes", hub, form=form, title=title, changes=changes)


@requires(CohortPermission.ASSESS)
def meeting_list(request: ViewerRequest) -> HttpResponse:
    """List the meetings at which the list can be looked at again."""
    hub = _hub(request)
    page = queries.meetings(request.viewer, hub.pk if hub else None, page_number(request.GET.get("page")))
    rows = [presenter.meeting_row(each) for each in page.rows]
    return _page(request, "meeting_list", hub, rows=[], page=Page(rows, page.number, page.size, page.total))


@requires(CohortPermission.ASSESS)
def meeting_list_then(request: ViewerRequest, pk: int, moment: str) -> HttpResponse:
    """Show the list as it stood at a meeting."""
    panel, at = get_meeting(request.viewer, pk, moment)
    found = queries.prioritised(request.viewer, panel.hub_id, page_number(request.GET.get("page")), at)
    rows = presenter.rows(found, names(Hub), at)
    more = {"pk": pk, "moment": moment, "title": presenter.meeting(panel, moment), "capacity": found.capacity}
    return _page(request, "meeting_list_then", panel.hub, hubs={}, page=found.page, rows=rows, **more)


@requires(CohortPermission.ASSESS)
def meeting_changes(request: ViewerRequest, pk: int, moment: str) -> HttpResponse:
    """Show what changed since a meeting."""
    panel, at = get_meeting(request.viewer, pk, moment)
    changes = presenter.changes(queries.changes_since(request.viewer, panel.hub_id, at), names(Hub))
    title = f"Since {presenter.meeting(panel, moment)}"
    return _page(request, "meeting_changes", panel.hub, hubs={}, pk=pk, moment=moment, title=title, changes=changes)


@requires(CohortPermission.DECIDE)
def list_terms(request: ViewerRequest, hub: str) -> HttpResponse:
    """Take how many people the hub can manage."""
    found = get_hub(request.viewer, hub, CohortPermission.DECIDE)
    form = ListTermsForm(request.POST or None, terms=queries.terms_of(found))
    back = f"{reverse('priority_list')}?hub={found.pk}"
    if request.method == "POST" and form.is_valid():
        try:
            set_list_terms(by=request.viewer, hub=found, **form.cleaned_data)
        except BadRequest as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "The capacity has been saved.")
            return redirect(back)
    return render(request, "cohort/list_terms.html", {"form": form, "hub": found, "back_href": back})


def _hub(request: ViewerRequest) -> Hub | None:
    """Return the hub whose list is wanted: the viewer's own, else the one chosen, None for all."""
    if request.viewer.hub:
        return request.viewer.hub
    code = request.GET.get("hub", "")
    return get_hub(request.viewer, code, CohortPermission.ASSESS) if code else None


def _page(request: ViewerRequest, route: str, hub: Hub | None, **more: Any) -> HttpResponse:
    query = f"?hub={hub.pk}" if hub and not request.viewer.hub else ""
    context = {
        "tabs": [Tab(text, reverse(name) + query, name == _OPEN.get(route, route)) for name, text in _TABS.items()],
        "hub": hub,
        "hubs": {} if request.viewer.hub else names(Hub),
        "may_set": hub is not None and request.viewer.may(CohortPermission.DECIDE),
        **more,
    }
    return render(request, f"cohort/{route}.html", context)
