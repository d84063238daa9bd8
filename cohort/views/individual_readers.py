"""Who looked at one individual."""

from django.http import HttpResponse
from django.shortcuts import render

from cohort.access import get_individual
from cohort.permissions import CohortPermission
from cohort.presenters import individuals
from cohort.presenters.readers import reading
from cohort.queries.readers import readings_of
from marsoc.kit import clock
from marsoc.kit.pagination import page_number
from marsoc.kit.routes import requires
from sharing.viewer import ViewerRequest


@requires(CohortPermission.CHANGE)
def readers(request: ViewerRequest, reference: str) -> HttpResponse:
    """Show those who answer for a record who read it."""
    individual = get_individual(request.viewer, reference, CohortPermission.CHANGE)
    page = readings_of(request.viewer, individual, page_number(request.GET.get("page")))
    context = {
        "header": individuals.header(individual, clock.today()),
        "page": page,
        "rows": [reading(entry) for entry in page.rows],
    }
    return render(request, "cohort/individual_readers.html", context)
