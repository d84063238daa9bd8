"""Leaving the list: proposing it, and deciding what was proposed."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from cohort import access
from cohort.actions import leaving as actions
from cohort.enums import ProposalState
from cohort.forms.leaving import ExitDecisionForm, ExitForm, TakeBackForm
from cohort.permissions import CohortPermission
from cohort.presenters import individuals, leaving
from cohort.queries import leaving as queries
from cohort.queries.record import note_reading
from marsoc.kit import clock
from marsoc.kit.pagination import page_number
from marsoc.kit.routes import requires
from sharing.errors import BadRequest
from sharing.viewer import ViewerRequest


@requires(CohortPermission.EXIT)
def propose(request: ViewerRequest, reference: str) -> HttpResponse:
    """Take the proposal that somebody leaves the list."""
    individual = access.get_individual(request.viewer, reference, CohortPermission.EXIT)
    form = ExitForm(request.POST or None, individual=individual)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            actions.propose_exit(
                by=request.viewer, individual=individual, reason=given["why"], words=given["reason"],
                evidence=given["evidence"], left_on=given["left_on"],
            )  # fmt: skip
        except BadRequest as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Your proposal has been kept. Somebody else decides it.")
            return redirect("individual_overview", individual.shown_reference)
    note_reading(request.viewer, individual, page="access")
    context = {
        "form": form,
        "header": individuals.header(individual, clock.today()),
        "back_href": reverse("individual_overview", args=[individual.shown_reference]),
        "submit": "Propose",
    }
    return render(request, "cohort/exit_propose.html", context)


@requires(CohortPermission.EXIT)
def exit_list(request: ViewerRequest) -> HttpResponse:
    """List who is proposed to leave the list, those that wait first."""
    page = queries.exits(request.viewer, page_number(request.GET.get("page")))
    return render(request, "cohort/exit_list.html", {"page": page, "rows": [leaving.row(row) for row in page.rows]})


@requires(CohortPermission.EXIT)
def exit_decide(request: ViewerRequest, pk: int) -> HttpResponse:
    """Show one proposal and take the decision."""
    proposed = access.get_exit(request.viewer, pk)
    own = proposed.proposed_by == request.viewer.user
    form = (TakeBackForm if own else ExitDecisionForm)(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            if form.cleaned_data.get("decision") == ExitDecisionForm.APPROVE:
                actions.approve_exit(by=request.viewer, proposed=proposed)
            else:
                actions.refuse_exit(by=request.viewer, proposed=proposed, reason=form.cleaned_data["words"])
        except BadRequest as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Your decision has been kept.")
            return redirect("exit_list")
    note_reading(request.viewer, proposed.individual, page="access")
    context = {
        "form": form,
        "proposed": proposed,
        "waits": proposed.state == ProposalState.PROPOSED,
        "own": own,
        "facts": leaving.facts(proposed),
        "header": individuals.header(proposed.individual, clock.today()),
    }
    return render(request, "cohort/exit_decide.html", context)
