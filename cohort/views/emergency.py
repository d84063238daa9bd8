"""Taking emergency access, and reviewing what was taken."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from cohort import access
from cohort.actions import emergency as actions
from cohort.enums import EmergencyOutcome, EmergencyReason
from cohort.forms.emergency import EmergencyForm, ReviewForm
from cohort.permissions import CohortPermission
from cohort.presenters import emergency as presenter
from cohort.queries import emergency as queries
from marsoc.kit import clock
from marsoc.kit.pagination import page_number
from marsoc.kit.routes import requires
from sharing.errors import BadRequest
from sharing.viewer import ViewerRequest


@requires(CohortPermission.EMERGENCY)
def take(request: ViewerRequest) -> HttpResponse:
    """Ask for reference and reason, say what will happen, and open the record."""
    form = EmergencyForm(request.POST or None)
    step = request.POST.get("step", "")
    if request.method != "POST" or step == "back" or not form.is_valid():
        return render(request, "cohort/emergency_take.html", {"form": form})
    answers = form.cleaned_data
    if step != "confirm":
        return render(request, "cohort/emergency_confirm.html", {"answers": answers, "lasts": actions.LASTS})
    reason = EmergencyReason(answers["reason"])
    try:
        opened = actions.take_emergency_access(
            by=request.viewer, reference=answers["reference"], reason=reason, words=answers["words"]
        )
    except BadRequest as refusal:
        form.add_error(None, str(refusal))
        return render(request, "cohort/emergency_take.html", {"form": form})
    if not opened:
        return render(request, "cohort/emergency_none.html", {"reference": answers["reference"]}, status=404)
    return redirect("individual_overview", answers["reference"])


@requires(CohortPermission.REVIEW_EMERGENCY)
def emergency_list(request: ViewerRequest) -> HttpResponse:
    """List the emergency accesses to records of the viewer's hubs, with their figures."""
    page = queries.emergency_accesses(request.viewer, page_number(request.GET.get("page")))
    known = queries.references_in_sight(request.viewer, [row.individual_id for row in page.rows])
    context = {
        "page": page,
        "rows": [presenter.row(row, known.get(row.individual_id), clock.now()) for row in page.rows],
        "figures": queries.emergency_figures(request.viewer),
    }
    return render(request, "cohort/emergency_list.html", context)


@requires(CohortPermission.REVIEW_EMERGENCY)
def emergency_review(request: ViewerRequest, pk: int) -> HttpResponse:
    """Show one emergency access and take what its review found."""
    taken = access.get_emergency(request.viewer, pk)
    form = ReviewForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        outcome, findings = EmergencyOutcome(form.cleaned_data["outcome"]), form.cleaned_data["findings"]
        try:
            actions.review_emergency(by=request.viewer, access=taken, outcome=outcome, findings=findings)
        except BadRequest as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"The review has been saved: {outcome.label.lower()}.")
            return redirect("emergency_list")
    queries.note_review(request.viewer, taken)
    known = queries.references_in_sight(request.viewer, [taken.individual_id])
    context = {
        "form": form,
        "taken": taken,
        "facts": presenter.facts(taken, known.get(taken.individual_id)),
        "own": taken.membership.user_id == (request.viewer.user.pk if request.viewer.user else None),
    }
    return render(request, "cohort/emergency_review.html", context)
