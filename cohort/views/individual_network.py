"""The network of one individual, as far as the viewer may see it."""

from django.http import HttpResponse

from cohort.permissions import CohortPermission
from cohort.presenters import networks as presenter
from cohort.queries import networks as queries
from cohort.queries import record as records
from cohort.views.existence import or_interest
from cohort.views.individual import record_page
from marsoc.kit.routes import requires
from sharing.viewer import ViewerRequest


@requires(CohortPermission.VIEW)
@or_interest
def network(request: ViewerRequest, reference: str) -> HttpResponse:
    """Show to which groups somebody belongs."""
    record = records.read_record(request.viewer, reference, page="network")
    groups = [
        presenter.membership_row(member, may_change=record.may_change)
        for member in queries.memberships_of(request.viewer, record.individual)
    ]
    return record_page(request, record, "individual_network", groups=groups)
