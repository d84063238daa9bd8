"""Deciding whether records that look alike are of one person."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from cohort.access import get_possible_match
from cohort.actions.matches import decide_possible_match, withdraw_decision
from cohort.enums import Verdict
from cohort.forms.facts import VerdictForm, WithdrawForm
from cohort.models import PossibleMatch
from cohort.permissions import CohortPermission
from cohort.presenters import comparing
from cohort.queries import record as queries
from marsoc.kit import clock
from marsoc.kit.pagination import page_number
from marsoc.kit.routes import requires
from sharing.errors import BadRequest
from sharing.viewer import Viewer, ViewerRequest

DECIDED = "decided"


@requires(CohortPermission.CHANGE)
def possible_match_list(request: ViewerRequest) -> HttpResponse:
    """List the pairs that nobody has decided on, or those that somebody has."""
    decided = request.GET.get("show") == DECIDED
    listed = queries.decided_matches if decided else queries.open_matches
    page = listed(request.viewer, page_number(request.GET.get("page")))
    return render(request, "cohort/possible_match_list.html", {"page": page, "decided": decided})


@requires(CohortPermission.CHANGE)
def possible_match(request: ViewerRequest, pk: int) -> HttpResponse:
    """Show both records of a pair and take the decision, or take it back."""
    match = get_possible_match(request.viewer, pk)
    decides = match.verdict == Verdict.OPEN or "verdict" in request.POST  # somebody else may have been quicker
    form = (VerdictForm if decides else WithdrawForm)(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            said = _decide(request.viewer, match, form.cleaned_data)
        except BadRequest as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, said)
            return redirect("possible_match_list")
    first, second = queries.read_match(request.viewer, match)
    rows = comparing.side_by_side(first, second, clock.today())
    context = {"match": match, "form": form, "first": first.individual, "second": second.individual, "rows": rows}
    return render(request, "cohort/possible_match.html", context)


def _decide(viewer: Viewer, match: PossibleMatch, given: dict[str, Any]) -> str:
    if "verdict" not in given:
        withdraw_decision(by=viewer, match=match, reason=given["reason"])
        return "The decision has been withdrawn."
    verdict = Verdict(given["verdict"])
    decide_possible_match(by=viewer, match=match, verdict=verdict)
    return f"Your decision has been saved: {verdict.label.lower()}."
