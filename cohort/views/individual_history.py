"""What a record said before: one field over time."""

from django.http import HttpResponse

from cohort.permissions import CohortPermission
from cohort.presenters import field_history as presenter
from cohort.queries.field_history import read_field_history
from cohort.views.existence import or_interest
from cohort.views.individual import record_page
from marsoc.kit.pagination import page_number, page_of
from marsoc.kit.routes import requires
from sharing.viewer import ViewerRequest

_PAGE_SIZE = 25


@requires(CohortPermission.VIEW)
@or_interest
def field_history(request: ViewerRequest, reference: str, field: str) -> HttpResponse:
    """Show every value of one field, newest first, each beside the one before it."""
    record, found = read_field_history(request.viewer, reference, field)
    page = page_of(found, page_number(request.GET.get("page")), _PAGE_SIZE)
    return record_page(
        request,
        record,
        "individual_field_history",
        title=presenter.TITLES[field],
        page=page,
        spells=[presenter.spell(each, field) for each in page.rows],
    )
