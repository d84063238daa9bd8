"""Deciding whether records that look alike are of one person."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from cohort.access import get_possible_match
from cohort.actions.matches import decide_possible_match
from cohort.enums import Verdict
from cohort.forms.facts import VerdictForm
from cohort.permissions import CohortPermission
from cohort.presenters import comparing
from cohort.queries import record as queries
from marsoc.kit import clock
from marsoc.kit.pagination import page_number
from marsoc.kit.routes import requires
from sharing.viewer import ViewerRequest


@requires(CohortPermission.CHANGE)
def possible_match_list(request: ViewerRequest) -> HttpResponse:
    """List the pairs that nobody has decided on."""
    page = queries.open_matches(request.viewer, page_number(request.GET.get("page")))
    return render(request, "cohort/possible_match_list.html", {"page": page})


@requires(CohortPermission.CHANGE)
def possible_match(request: ViewerRequest, pk: int) -> HttpResponse:
    """Show both records of a pair and take the decision."""
    match = get_possible_match(request.viewer, pk)
    form = VerdictForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        verdict = Verdict(form.cleaned_data["verdict"])
        decide_possible_match(by=request.viewer, match=match, verdict=verdict)
        messages.success(request, f"Your decision has been saved: {verdict.label.lower()}.")
        return redirect("possible_match_list")
    first, second = queries.read_match(request.viewer, match)
    rows = comparing.side_by_side(first, second, clock.today())
    context = {"match": match, "form": form, "first": first.individual, "second": second.individual, "rows": rows}
    return render(request, "cohort/possible_match.html", context)
