"""What an agency has added to records."""

from django.http import HttpResponse
from django.shortcuts import render

from cohort.permissions import CohortPermission
from cohort.presenters.contributions import contribution_row
from cohort.queries.contributions import read_contributions
from marsoc.kit.pagination import Page, page_number
from marsoc.kit.routes import requires
from sharing.viewer import ViewerRequest


@requires(CohortPermission.CONTRIBUTE)
def contribution_list(request: ViewerRequest) -> HttpResponse:
    """Show what the agency acted for has added, also to records that it no longer sees."""
    page = read_contributions(request.viewer, page_number(request.GET.get("page")))
    rows = Page([contribution_row(each) for each in page.rows], page.number, page.size, page.total)
    return render(request, "cohort/contribution_list.html", {"page": rows, "agency": request.viewer.agency})
