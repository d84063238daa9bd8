"""Adding an individual by hand."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from cohort.actions.adding import FirstPhase, add_individual
from cohort.forms.adding import AddForm
from cohort.permissions import CohortPermission
from cohort.presenters import likeness as presenter
from cohort.queries.likeness import Likely, likely_same
from marsoc.kit import clock
from marsoc.kit.routes import requires
from sharing.errors import BadRequest
from sharing.viewer import ViewerRequest

_LIKE = ("surname", "forenames", "date_of_birth", "year_of_birth")


@requires(CohortPermission.CHANGE)
def add(request: ViewerRequest) -> HttpResponse:
    """Ask for the facts, show who on the list may be the same person, and add."""
    form = AddForm(request.POST or None, viewer=request.viewer)
    step = request.POST.get("step", "")
    if request.method != "POST" or step == "back" or not form.is_valid():
        return render(request, "cohort/individual_add.html", {"form": form})
    facts = form.facts()
    likely = likely_same(request.viewer, **{name: facts[name] for name in _LIKE})
    if likely and step != "add":
        return _likely(request, form, likely)
    try:
        individual = add_individual(
            by=request.viewer, hub=form.hub_answered(), facts=facts, likely=likely,
            phase=FirstPhase(**form.first_phase()), reason=form.cleaned_data["reason"],
            restricted_to=form.restricted_to(),
        )  # fmt: skip
    except BadRequest as refusal:
        form.add_error(None, str(refusal))
        return render(request, "cohort/individual_add.html", {"form": form})
    messages.success(request, f"{individual.full_name} has been added to the list as {individual.shown_reference}.")
    return redirect("individual_overview", individual.shown_reference)


def _likely(request: ViewerRequest, form: AddForm, likely: list[Likely]) -> HttpResponse:
    typed = [(name, value) for name, values in request.POST.lists() if name in form.sent for value in values]
    rows = [presenter.likely_row(each, clock.today()) for each in likely]
    return render(request, "cohort/individual_add_likely.html", {"form": form, "rows": rows, "typed": typed})
