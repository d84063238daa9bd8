"""Why somebody sees an individual, who sees it, and what somebody sees."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from cohort.access import get_explained
from cohort.forms.explanations import FindIndividualForm, FindPersonForm, InstantForm
from cohort.permissions import CohortPermission
from cohort.presenters import explanations as presenter
from cohort.queries import explanations as queries
from cohort.reference_numbers import parse_reference, shown_reference
from marsoc.kit.routes import requires
from sharing.errors import BadRequest
from sharing.permissions import SharingPermission
from sharing.viewer import ViewerRequest


@requires(CohortPermission.VIEW)
def why(request: ViewerRequest, reference: str) -> HttpResponse:
    """Name the rules by which the viewer sees an individual."""
    individual, answers = queries.why_seen(request.viewer, reference)
    return render(
        request,
        "cohort/individual_why.html",
        {
            "reference": individual.shown_reference,
            "name": individual.full_name,
            "rules": presenter.why_rows(answers),
            "may_explain": request.viewer.may(CohortPermission.EXPLAIN),
        },
    )


@requires(CohortPermission.EXPLAIN)
def who(request: ViewerRequest, reference: str) -> HttpResponse:
    """Show who sees an individual, now or at a past instant, by agency and category."""
    get_explained(request.viewer, reference)
    form = InstantForm(request.GET or None)
    found = None
    if not form.is_bound or form.is_valid():
        try:
            found = queries.who_sees(request.viewer, reference, form.instant() if form.is_bound else None)
        except BadRequest as error:
            form.add_error("on", str(error))
    return render(
        request,
        "cohort/individual_who.html",
        {
            "reference": shown_reference(parse_reference(reference) or ""),
            "form": form,
            "who": presenter.who_page(found) if found else None,
            "opens_record": request.viewer.may(CohortPermission.VIEW),
            "reads_audit": request.viewer.may(SharingPermission.READ_AUDIT),
        },
    )


@requires(CohortPermission.EXPLAIN)
def find(request: ViewerRequest) -> HttpResponse:
    """Ask by the reference of an individual who sees it, or by a person's name what that person sees."""
    individual = FindIndividualForm(request.POST if "reference" in request.POST else None)
    person = FindPersonForm(request.POST if "name" in request.POST else None)
    if individual.is_bound and individual.is_valid():
        try:
            get_explained(request.viewer, individual.cleaned_data["reference"])
        except Http404:
            individual.add_error("reference", "There is no individual with this reference, or none you may ask about")
        else:
            return redirect("individual_who", parse_reference(individual.cleaned_data["reference"]))
    if person.is_bound and person.is_valid():
        try:
            membership = queries.find_membership(request.viewer, person.cleaned_data["name"])
        except BadRequest as error:
            person.add_error("name", str(error))
        else:
            return redirect("membership_sight", membership.pk)
    return render(request, "cohort/access_find.html", {"individual": individual, "person": person})


@requires(CohortPermission.EXPLAIN)
def what(request: ViewerRequest, pk: int) -> HttpResponse:
    """Show what the person of a membership sees in each membership in force."""
    asked, found = queries.what_is_seen(request.viewer, pk)
    return render(
        request,
        "cohort/membership_sight.html",
        {"person": asked.user.full_name, "sights": [presenter.sight_card(sight) for sight in found]},
    )
