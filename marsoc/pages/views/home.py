"""The first page after signing in."""

from django.http import HttpResponse
from django.shortcuts import render

from cohort.queries.record import home_figures
from marsoc.kit.routes import any_member
from sharing.enums import RoleCode
from sharing.viewer import ViewerRequest

PARTNERS = frozenset(
    {
        RoleCode.HMPPS_ROCO,
        RoleCode.PROB_LEAD,
        RoleCode.AGENCY_CONTRIB,
        RoleCode.AGENCY_SPOC,
        RoleCode.PANEL_MEMBER,
    }
)


@any_member
def home(request: ViewerRequest) -> HttpResponse:
    """Show what needs doing on the viewer's list, or why there is nothing to see."""
    membership = request.viewer.membership
    assert membership is not None  # the route asks for one
    context = {
        "membership": membership,
        "one_hub": request.viewer.hub if request.viewer.reach is not None else None,
        "figures": home_figures(request.viewer),
        "partner": membership.role_id in PARTNERS,
    }
    return render(request, "pages/home.html", context)
