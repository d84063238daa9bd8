"""The first page after signing in."""

from django.http import HttpResponse
from django.shortcuts import render

from cohort.queries.record import home_figures
from marsoc.kit.routes import any_member
from sharing.viewer import ViewerRequest


@any_member
def home(request: ViewerRequest) -> HttpResponse:
    """Show what needs doing on the viewer's list, or why there is nothing to see."""
    membership = request.viewer.membership
    assert membership is not None  # the route asks for one
    context = {
        "membership": membership,
        "one_hub": request.viewer.hub if request.viewer.reach is not None else None,
        "figures": None if request.viewer.contributor else home_figures(request.viewer),
        "partner": bool(request.viewer.contributor),
    }
    return render(request, "pages/home.html", context)
