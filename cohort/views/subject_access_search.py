"""Finding whether an applicant is on a list."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from cohort.access import get_subject_access
from cohort.actions import subject_access as actions
from cohort.forms.subject_access_search import ChoiceForm, SearchForm, as_asked
from cohort.presenters import subject_access as presenter
from cohort.queries import subject_access as queries
from cohort.queries.subject_access_search import people_like
from marsoc.kit import clock
from marsoc.kit.routes import any_member
from sharing.errors import BadRequest
from sharing.viewer import ViewerRequest


@any_member
def subject_access_search(request: ViewerRequest, pk: int) -> HttpResponse:
    """Search the lists of every hub for an applicant, and record who it is, or that it is nobody on them."""
    shown = get_subject_access(request.viewer, pk)
    form, choice = SearchForm(request.POST or None, initial=as_asked(shown)), None
    if request.method == "POST" and form.is_valid():
        found = people_like(request.viewer, shown, form.terms())
        choice = ChoiceForm(request.POST if request.POST.get("step") == "mark" else None, found=found)
        if choice.is_valid():
            try:
                actions.mark_matches(
                    by=request.viewer, request=shown, references=choice.cleaned_data.get("selected", [])
                )
            except BadRequest as refusal:
                choice.add_error(None, str(refusal))
            else:
                messages.success(request, "The result of the search has been recorded.")
                return redirect("subject_access", pk)
    queries.note_reading(request.viewer, shown, page="search")
    row = presenter.request_row(shown, clock.today())
    context = {"form": form, "choice": choice, "row": row, "may_mark": presenter.may(shown, "match")}
    return render(request, "cohort/subject_access_search.html", context)
