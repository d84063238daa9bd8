"""Unusual access, and what people make of it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from cohort.forms.unusual import FindingForm
from cohort.presenters import unusual as presenter
from cohort.queries import unusual as queries
from marsoc.kit.pagination import page_number
from marsoc.kit.routes import requires
from sharing.actions.audit_reviews import review_finding
from sharing.enums import FindingOutcome
from sharing.errors import BadRequest
from sharing.permissions import SharingPermission
from sharing.queries.audit import people_of
from sharing.queries.unusual import reviews_of
from sharing.viewer import ViewerRequest


@requires(SharingPermission.REVIEW_ACCESS)
def unusual_access(request: ViewerRequest) -> HttpResponse:
    """List what was unusual in the last thirty days."""
    page = queries.unusual_access(request.viewer, page_number(request.GET.get("page")))
    people, reviews = people_of(each.actor for each in page.rows), reviews_of([each.key for each in page.rows])
    context = {
        "page": page,
        "rows": [presenter.shown(each, people, reviews) for each in page.rows],
        "hub": request.viewer.hub,
        "reads_audit": request.viewer.may(SharingPermission.READ_AUDIT),
    }
    return render(request, "cohort/unusual_access.html", context)


@requires(SharingPermission.REVIEW_ACCESS)
def unusual_access_review(request: ViewerRequest) -> HttpResponse:
    """Show one finding and take what somebody made of it."""
    finding = queries.read_finding(request.viewer, request.GET.get("finding", ""))
    if finding is None:
        return redirect("unusual_access")
    form = FindingForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        outcome, words = FindingOutcome(form.cleaned_data["outcome"]), form.cleaned_data["words"]
        try:
            review_finding(by=request.viewer, finding=finding, outcome=outcome, words=words)
        except BadRequest as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"The review has been saved: {outcome.label.lower()}.")
            return redirect("unusual_access")
    found = presenter.shown(finding, people_of([finding.actor]), reviews_of([finding.key]))
    own = request.viewer.user is not None and finding.actor == request.viewer.user.pk
    context = {"form": form, "found": found, "facts": presenter.facts(found), "own": own}
    return render(request, "cohort/unusual_access_review.html", context)
