"""Somebody's plan, and the catalogue of tools."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from cohort.access import get_individual, get_objective
from cohort.actions import plans as actions
from cohort.enums import PlanPart
from cohort.errors import EditConflict
from cohort.forms.plans import CloseObjectiveForm, ObjectiveForm, SafeguardsForm
from cohort.forms.record import RecordForm
from cohort.models import Individual
from cohort.permissions import CohortPermission
from cohort.presenters import individuals as individual_presenter
from cohort.presenters import plans as presenter
from cohort.queries import plans as queries
from cohort.queries import record as records
from cohort.views.individual import record_page
from marsoc.kit import clock
from marsoc.kit.routes import requires
from sharing.enums import DataCategory
from sharing.errors import BadRequest
from sharing.viewer import ViewerRequest


@requires(CohortPermission.VIEW)
def plan(request: ViewerRequest, reference: str) -> HttpResponse:
    """Show somebody's plan: before, during and after custody."""
    record = records.read_record(request.viewer, reference, page="plan")
    seen = queries.plan_for(request.viewer, record.individual)
    return record_page(request, record, "individual_plan", parts=presenter.parts(seen, clock.today()))


@requires(CohortPermission.CHANGE)
def objective_set(request: ViewerRequest, reference: str) -> HttpResponse:
    """Set a new objective."""
    individual = _individual(request, reference)
    wanted = {"part": request.GET.get("part", "")}
    form = ObjectiveForm(request.POST or None, individual=individual, initial=wanted)
    return _ask(request, individual, form, actions.set_objective, title="Set an objective", refused="words")


@requires(CohortPermission.CHANGE)
def objective_change(request: ViewerRequest, reference: str, pk: int) -> HttpResponse:
    """Change an objective that is open."""
    individual = _individual(request, reference)
    objective = get_objective(request.viewer, individual, pk)
    form = ObjectiveForm(request.POST or None, individual=individual, objective=objective)
    return _ask(request, individual, form, actions.set_objective, title="Change this objective", refused="words")


@requires(CohortPermission.CHANGE)
def objective_close(request: ViewerRequest, reference: str, pk: int) -> HttpResponse:
    """Say what came of an objective."""
    individual = _individual(request, reference)
    objective = get_objective(request.viewer, individual, pk)
    form = CloseObjectiveForm(request.POST or None, individual=individual)
    return _ask(
        request,
        individual,
        form,
        actions.close_objective,
        title="Close this objective",
        refused="state",
        objective=objective,
    )


@requires(CohortPermission.CHANGE)
def safeguards(request: ViewerRequest, reference: str, part: str) -> HttpResponse:
    """Say what has to be minded in one part of the plan."""
    if part.upper() not in PlanPart.values:
        raise Http404
    individual, of_part = _individual(request, reference), PlanPart(part.upper())
    now = next(each for each in queries.plan_for(request.viewer, individual).parts if each.part == of_part)
    form = SafeguardsForm(request.POST or None, individual=individual, safeguards=now.safeguards)
    title = f"What to mind {of_part.label.lower()}"
    return _ask(request, individual, form, actions.set_safeguards, title=title, refused="risks", part=of_part)


@requires(CohortPermission.VIEW)
def tools(request: ViewerRequest, reference: str) -> HttpResponse:
    """Show the tools that are possible for somebody in their present custody phase."""
    record = records.read_record(request.viewer, reference, page="plan")
    withheld = record.individual.withholds("phase")
    part = None if withheld else PlanPart.of(record.individual.phase)
    shown = presenter.catalogue(queries.tools_for(part))
    header = individual_presenter.header(record.individual, clock.today())
    return render(request, "cohort/individual_plan_tools.html", {"header": header, "part": part, "tools": shown})


def _individual(request: ViewerRequest, reference: str) -> Individual:
    return get_individual(request.viewer, reference, CohortPermission.CHANGE, showing=DataCategory.PLAN)


def _ask(
    request: ViewerRequest, individual: Individual, form: RecordForm, act: Any, *, title: str, refused: str, **more: Any
) -> HttpResponse:
    """Ask, act on the answers, and go back to the plan.

    Args:
        request: of whoever changes the plan.
        individual: whose plan.
        form: bound if it was sent.
        act: the action, which takes the form's arguments.
        title: of the page.
        refused: the field that a refusal is shown at.
        more: what else the action takes.
    """
    conflict = None
    if form.is_bound and form.is_valid():
        try:
            act(by=request.viewer, individual=individual, **form.arguments(), **more)
        except EditConflict as found:
            conflict, form = found, form.renewed(individual, found.version)
        except BadRequest as refusal:
            form.add_error(refused, str(refusal))
        else:
            messages.success(request, "The plan has been changed.")
            return redirect("individual_plan", individual.shown_reference)
    records.note_reading(request.viewer, individual, page="plan", showing=DataCategory.PLAN)
    context = {
        "form": form,
        "title": title,
        "back_href": reverse("individual_plan", args=[individual.shown_reference]),
        "submit": "Save",
        "header": individual_presenter.header(individual, clock.today()),
        "conflict": conflict,
        "rows": [],
    }
    return render(request, "cohort/individual_fact.html", context, status=409 if conflict else 200)
