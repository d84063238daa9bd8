"""Calibration: how far assessors agree."""

from django.http import HttpResponse
from django.shortcuts import render

from cohort.permissions import CohortPermission
from cohort.presenters import calibration as presenter
from cohort.queries.calibration import calibration_of
from cohort.queries.frameworks import framework_in_force
from marsoc.kit.routes import requires
from sharing.viewer import ViewerRequest


@requires(CohortPermission.CALIBRATE)
def calibration(request: ViewerRequest) -> HttpResponse:
    """Show agreement and drift under the version of the method that is in force."""
    framework = framework_in_force()
    if framework is None:
        return render(request, "cohort/calibration.html", {"framework": None})
    found = calibration_of(request.viewer, framework)
    context = {
        "framework": framework,
        "chart": presenter.agreement_chart(found.agreements),
        "agreements": presenter.agreement_rows(found.agreements),
        "hubs": presenter.hub_rows(found.hubs),
        "bands": presenter.band_rows(found.bands),
        "least": presenter.LEAST,
        "assessors": presenter.assessor_rows(found.assessors),
    }
    return render(request, "cohort/calibration.html", context)
