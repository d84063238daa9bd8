"""The first page after signing in."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from cohort.queries.individuals import total_listed
from cohort.queries.record import home_figures
from marsoc.kit.routes import any_member
from sharing.access import open_notices
from sharing.models import Hub
from sharing.presenters import shared as presenter
from sharing.presenters.endings import told
from sharing.presenters.notices import shown
from sharing.queries.endings import ended_for
from sharing.queries.names import names
from sharing.queries.shared import shared_with
from sharing.viewer import Viewer, ViewerRequest

MOST_NOTICES = 50


@any_member
def home(request: ViewerRequest) -> HttpResponse:
    """Show what needs doing on the viewer's list, or why there is nothing to see."""
    viewer = request.viewer
    assert viewer.membership is not None  # the route asks for one
    context = {
        "membership": viewer.membership,
        "one_hub": viewer.hub if viewer.reach is not None else None,
        "figures": None if viewer.contributor else home_figures(viewer),
        "partner": _partner(viewer) if viewer.contributor else None,
        "endings": told(ended_for(viewer)),
        "notices": shown(open_notices(viewer)[:MOST_NOTICES]),
        "most_notices": MOST_NOTICES,
    }
    return render(request, "pages/home.html", context)


def _partner(viewer: Viewer) -> dict[str, Any]:
    """Return what a viewer who sees by agreement is shown: what is shared, what of it ends soon, how many there are."""
    shared = shared_with(viewer)
    return {
        "total": total_listed(viewer),
        "cards": presenter.cards(shared, viewer, names(Hub)),
        "ending_soon": presenter.ending_soon(shared),
    }
