"""Asking a partner what a record is needed for, before it is shown."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from cohort.access import get_individual
from cohort.forms.purpose import PurposeForm
from cohort.permissions import CohortPermission
from marsoc.kit.routes import requires
from sharing.enums import AccessReason
from sharing.purposes import keep_purpose
from sharing.viewer import ViewerRequest


@requires(CohortPermission.VIEW)
def purpose(request: ViewerRequest, reference: str) -> HttpResponse:
    """Ask what the record is needed for and lead on to it; nothing of it but its reference is shown."""
    individual = get_individual(request.viewer, reference)
    if not request.viewer.contributor or request.viewer.membership is None:
        raise Http404
    form = PurposeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        chosen = AccessReason(form.cleaned_data["purpose"])
        keep_purpose(request.session, request.viewer.membership.pk, individual.pk, chosen)
        return redirect(_onward(request, individual.shown_reference))
    context = {"form": form, "reference": individual.shown_reference}
    return render(request, "cohort/individual_purpose.html", context)


def _onward(request: ViewerRequest, reference: str) -> str:
    wanted = request.GET.get("next", "")
    if url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure()):
        return wanted
    return reverse("individual_overview", args=[reference])
