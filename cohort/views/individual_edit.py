"""Changing one section of an individual's record."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from cohort.access import get_individual
from cohort.actions.individuals import change_individual, move_phase
from cohort.errors import EditConflict
from cohort.forms import individuals as forms
from cohort.forms.record import RecordForm
from cohort.models import Individual
from cohort.permissions import CohortPermission
from cohort.presenters import comparing
from cohort.presenters import individuals as presenter
from cohort.queries.record import note_reading
from marsoc.kit import clock
from marsoc.kit.routes import requires
from sharing.enums import Phase
from sharing.errors import BadRequest
from sharing.viewer import Viewer, ViewerRequest


def _change(by: Viewer, individual: Individual, form: RecordForm) -> None:
    change_individual(
        by=by,
        individual=individual,
        version=form.cleaned_data["version"],
        changes=form.changes(),
        reason=form.cleaned_data["reason"],
        inaccuracy=form.inaccuracy(),
    )


def _move(by: Viewer, individual: Individual, form: RecordForm) -> None:
    answers = form.cleaned_data
    move_phase(by=by, individual=individual, **{**answers, "phase": Phase(answers["phase"])})


@dataclass(frozen=True, slots=True)
class Section:
    """What is changed on one page: its form, the page it returns to, and whether answers are shown again first."""

    title: str
    form: type[RecordForm]
    back: str
    check: bool = False
    write: Callable[[Viewer, Individual, RecordForm], None] = _change


SECTIONS = {
    "name": Section("Change the name", forms.NameForm, "individual_identity", check=True),
    "birth": Section("Change the date of birth", forms.BirthForm, "individual_identity", check=True),
    "category": Section("Change the category", forms.CategoryForm, "individual_identity", check=True),
    "phase": Section("Move to another custody phase", forms.PhaseForm, "individual_custody", check=True, write=_move),
    "location": Section("Change location and regions", forms.LocationForm, "individual_custody"),
    "crime": Section("Change crime and lead agency", forms.CrimeForm, "individual_overview"),
    "score": Section("Change the provisional score", forms.ScoreForm, "individual_overview"),
    "existence": Section("Change what others may know", forms.ExistenceForm, "individual_sharing"),
    "notes": Section("Change the notes", forms.NotesForm, "individual_overview"),
}


@requires(CohortPermission.CHANGE)
def edit(request: ViewerRequest, reference: str, section: str) -> HttpResponse:
    """Ask for new answers, show them again where it matters, and save them."""
    if section not in SECTIONS:
        raise Http404
    page = SECTIONS[section]
    individual = get_individual(request.viewer, reference, CohortPermission.CHANGE)
    form = page.form(request.POST or None, individual=individual)
    step = request.POST.get("step", "")
    if request.method != "POST" or step == "back" or not form.is_valid():
        return _show(request, individual, section, form)
    if page.check and step != "save":
        typed = [(name, value) for name, values in request.POST.lists() if name in form.sent for value in values]
        return _show(request, individual, section, form, "cohort/individual_edit_check.html", typed=typed)
    try:
        page.write(request.viewer, individual, form)
    except EditConflict as conflict:
        return _conflict(request, section, form, conflict)
    except BadRequest as refusal:
        form.add_error(None, str(refusal))
        return _show(request, individual, section, form)
    messages.success(request, "The record has been changed.")
    return redirect(page.back, individual.shown_reference)


def _conflict(request: ViewerRequest, section: str, form: RecordForm, conflict: EditConflict) -> HttpResponse:
    """Show what the record says by now beside the answers, which are kept; saving again is a knowing choice."""
    present = get_individual(request.viewer, form.individual.reference, CohortPermission.CHANGE)
    form = form.renewed(present, conflict.version)
    return _show(request, present, section, form, "cohort/individual_edit_conflict.html", conflict=conflict, status=409)


def _show(
    request: ViewerRequest,
    individual: Individual,
    section: str,
    form: RecordForm,
    template: str = "cohort/individual_edit.html",
    *,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    note_reading(request.viewer, individual, page=f"edit:{section}")
    context = {
        "form": form,
        "page": SECTIONS[section],
        "header": presenter.header(individual, clock.today()),
        "back_href": reverse(SECTIONS[section].back, args=[individual.shown_reference]),
        "submit": "Continue" if SECTIONS[section].check else "Save",
        "compared": comparing.compared(form, form.answers) if form.is_bound and form.is_valid() else [],
        **more,
    }
    return render(request, template, context, status=status)
