"""Moving somebody on the list, and reviewing the place on it."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from cohort import access
from cohort.actions import list_life as actions
from cohort.enums import ListAct, ListStatus, ReviewOutcome
from cohort.forms.list_life import MoveForm, ReviewForm
from cohort.models import Individual
from cohort.permissions import CohortPermission
from cohort.presenters import individuals, list_life
from cohort.queries import list_life as queries
from cohort.queries.record import note_reading
from marsoc.kit import clock
from marsoc.kit.routes import requires
from sharing.errors import BadRequest
from sharing.viewer import ViewerRequest


@requires(CohortPermission.CHANGE)
def move(request: ViewerRequest, reference: str) -> HttpResponse:
    """Show how somebody came to the present status, and take the next step."""
    individual = access.get_individual(request.viewer, reference, CohortPermission.CHANGE)
    acts = queries.acts_open_to(request.viewer, individual)
    form = MoveForm(request.POST or None, individual=individual, acts=acts)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            moved = actions.move_on_list(
                by=request.viewer, individual=individual, act=ListAct(given["act"]), words=given["reason"],
                rejection=given.get("rejection"),
            )  # fmt: skip
        except BadRequest as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"The status is now '{moved.get_status_display().lower()}'.")
            return redirect("individual_overview", individual.shown_reference)
    moves = [list_life.move_row(each) for each in queries.moves_of(request.viewer, individual)]
    before_panel = individual.status == ListStatus.PANEL
    return _form(
        request, "cohort/individual_move.html", individual, form, acts=acts, moves=moves, before_panel=before_panel,
        submit="Save",
    )  # fmt: skip


@requires(CohortPermission.DECIDE)
def review(request: ViewerRequest, reference: str) -> HttpResponse:
    """Show the reviews so far and take the next."""
    individual = access.get_individual(request.viewer, reference, CohortPermission.DECIDE)
    form = ReviewForm(request.POST or None, individual=individual)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            actions.review_individual(
                by=request.viewer, individual=individual, changed=given["changed"],
                outcome=ReviewOutcome(given["outcome"]), next_due=given["next_due"],
            )  # fmt: skip
        except BadRequest as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "The review has been recorded.")
            return redirect("individual_overview", individual.shown_reference)
    reviews = [list_life.review_row(each) for each in queries.reviews_of(request.viewer, individual)]
    open_now = queries.may_review(request.viewer, individual)
    return _form(
        request, "cohort/individual_review.html", individual, form, reviews=reviews, may_review=open_now,
        submit="Record the review",
    )  # fmt: skip


def _form(
    request: ViewerRequest, template: str, individual: Individual, form: MoveForm | ReviewForm, **more: Any
) -> HttpResponse:
    note_reading(request.viewer, individual, page="list")
    context = {
        "form": form,
        "header": individuals.header(individual, clock.today()),
        "back_href": reverse("individual_overview", args=[individual.shown_reference]),
        **more,
    }
    return render(request, template, context)
