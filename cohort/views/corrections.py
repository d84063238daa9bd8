"""What an agency received that was inaccurate: what is to be acknowledged, and doing so."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from cohort.access import get_correction_notice
from cohort.actions.corrections import acknowledge_correction
from cohort.permissions import CohortPermission
from cohort.presenters.corrections import notice_row
from cohort.queries.corrections import corrections_to_acknowledge, read_notice
from marsoc.kit.pagination import page_number
from marsoc.kit.routes import requires
from sharing.errors import BadRequest
from sharing.viewer import ViewerRequest


@requires(CohortPermission.ACKNOWLEDGE)
def correction_list(request: ViewerRequest) -> HttpResponse:
    """List the corrections that the agency is to acknowledge, and those that it has."""
    page = corrections_to_acknowledge(request.viewer, page_number(request.GET.get("page")))
    context = {"page": page, "rows": [notice_row(each) for each in page.rows]}
    return render(request, "cohort/correction_list.html", context)


@requires(CohortPermission.ACKNOWLEDGE)
def correction_notice(request: ViewerRequest, pk: int) -> HttpResponse:
    """Show one correction, and take that its reader acknowledges it."""
    notice = get_correction_notice(request.viewer, pk)
    refused = ""
    if request.method == "POST":
        try:
            acknowledge_correction(by=request.viewer, notice=notice)
        except BadRequest as refusal:
            refused = str(refusal)
        else:
            messages.success(request, "The correction has been acknowledged.")
            return redirect("correction_list")
    sees = read_notice(request.viewer, notice)
    said_before = reverse("individual_field_history", args=[notice.reference, notice.field]) if sees else ""
    context = {
        "notice": notice_row(get_correction_notice(request.viewer, pk)),
        "said_before": said_before,
        "refused": refused,
    }
    return render(request, "cohort/correction_notice.html", context, status=409 if refused else 200)
