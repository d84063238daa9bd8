"""What an agreement would change, before anybody signs it."""

from django.http import HttpResponse
from django.shortcuts import render

from marsoc.kit.routes import requires
from sharing import access
from sharing.permissions import SharingPermission
from sharing.presenters.agreement_warnings import warnings_about
from sharing.presenters.simulation import rows
from sharing.queries.simulation import simulate
from sharing.viewer import ViewerRequest


@requires(SharingPermission.DRAFT_AGREEMENTS)
def agreement_changes(request: ViewerRequest, reference: str, version: int) -> HttpResponse:
    """Show how many individuals each agency would newly see and no longer see, and what to know before signing."""
    agreement = access.get_agreement_to_simulate(request.viewer, reference, version)
    simulation = simulate(request.viewer, agreement)
    context = {
        "simulation": simulation,
        "agencies": [(change, rows(change)) for change in simulation.agencies],
        "warnings": warnings_about(simulation),
    }
    return render(request, "sharing/agreement_changes.html", context)
