"""Who is named for a record and who is kept out of it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from cohort.access import get_conflict_mark, get_individual, get_named_person, may_on
from cohort.actions import conflicts, restriction
from cohort.errors import EditConflict
from cohort.forms import restriction as forms
from cohort.models import ConflictMark, Individual, NamedPerson
from cohort.permissions import CohortPermission
from cohort.presenters import individuals as presenter
from cohort.queries.record import note_reading
from cohort.queries.restriction import named_access_of
from marsoc.kit import clock
from marsoc.kit.routes import requires
from sharing.errors import BadRequest
from sharing.models import User
from sharing.viewer import Viewer, ViewerRequest


@dataclass(frozen=True, slots=True)
class Act:
    """Something that changes who sees a record: its page, and whom it takes out of sight, if anybody."""

    title: str
    form: type[forms.ReasonForm]
    submit: str
    done: str
    write: Callable[[Viewer, Individual, Any], User | None]


def _restrict(by: Viewer, individual: Individual, form: Any) -> None:
    answers = form.cleaned_data
    restriction.restrict_individual(
        by=by, individual=individual, version=answers["version"], people=form.chosen(), reason=answers["reason"]
    )


def _lift(by: Viewer, individual: Individual, form: Any) -> None:
    answers = form.cleaned_data
    restriction.lift_restriction(by=by, individual=individual, version=answers["version"], reason=answers["reason"])


def _name(by: Viewer, individual: Individual, form: Any) -> None:
    reason = form.cleaned_data["reason"]
    restriction.name_person(by=by, individual=individual, person=form.chosen(), reason=reason)


def _mark(by: Viewer, individual: Individual, form: Any) -> User:
    reason = form.cleaned_data["reason"]
    mark = conflicts.mark_conflict(by=by, individual=individual, person=form.chosen(), reason=reason)
    return mark.user


ACTS = {
    "restrict": Act(
        "Restrict this record", forms.RestrictForm, "Restrict", "Only those named see the record now.", _restrict
    ),
    "lift": Act(
        "Lift the restriction", forms.LiftForm, "Lift the restriction", "The record is no longer restricted.", _lift
    ),
    "conflict": Act(
        "Record a conflict of interest", forms.ConflictForm, "Keep the person out",
        "The person is kept out of the record from now on.", _mark,
    ),
}  # fmt: skip
_NAMING = Act(
    "Name a person for this record", forms.NamePersonForm, "Name", "The person sees the record from now on.", _name
)


@requires(CohortPermission.CHANGE)
def named(request: ViewerRequest, reference: str) -> HttpResponse:
    """Show who is named for a record and, to those who decide it, who is kept out."""
    individual = get_individual(request.viewer, reference, CohortPermission.CHANGE)
    note_reading(request.viewer, individual, page="access")
    context = {
        "individual": individual,
        "header": presenter.header(individual, clock.today()),
        "access": named_access_of(request.viewer, individual),
        "may_restrict": may_on(request.viewer, individual, CohortPermission.RESTRICT),
    }
    return render(request, "cohort/individual_named.html", context)


@requires(CohortPermission.CHANGE)
def add(request: ViewerRequest, reference: str) -> HttpResponse:
    """Name a person for a restricted record."""
    return _decide(request, get_individual(request.viewer, reference, CohortPermission.CHANGE), _NAMING)


@requires(CohortPermission.RESTRICT)
def change(request: ViewerRequest, reference: str, act: str) -> HttpResponse:
    """Restrict a record, lift the restriction, or keep a person out."""
    if act not in ACTS:
        raise Http404
    return _decide(request, get_individual(request.viewer, reference, CohortPermission.RESTRICT), ACTS[act])


@requires(CohortPermission.RESTRICT)
def end(request: ViewerRequest, reference: str, kind: str, pk: int) -> HttpResponse:
    """End a naming, or lift a conflict of interest."""
    individual = get_individual(request.viewer, reference, CohortPermission.RESTRICT)
    if kind == "name":
        return _decide(request, individual, _ending(get_named_person(request.viewer, individual, pk)))
    if kind == "conflict":
        return _decide(request, individual, _lifting(get_conflict_mark(request.viewer, individual, pk)))
    raise Http404


def _ending(naming: NamedPerson) -> Act:
    def write(by: Viewer, individual: Individual, form: Any) -> User:
        reason = form.cleaned_data["reason"]
        restriction.end_naming(by=by, individual=individual, naming=naming, reason=reason)
        return naming.user

    title, done = f"Stop naming {naming.user.full_name}?", "The person no longer sees the record."
    return Act(title, forms.EndForm, "Stop naming", done, write)


def _lifting(mark: ConflictMark) -> Act:
    def write(by: Viewer, individual: Individual, form: Any) -> None:
        conflicts.lift_conflict(by=by, individual=individual, mark=mark, reason=form.cleaned_data["reason"])

    title, done = f"Let {mark.user.full_name} in again?", "The person is no longer kept out of the record."
    return Act(title, forms.EndForm, "Let the person in", done, write)


def _decide(request: ViewerRequest, individual: Individual, act: Act) -> HttpResponse:
    form = act.form(request.POST or None, individual=individual, viewer=request.viewer)
    if request.method != "POST" or not form.is_valid():
        return _show(request, individual, act, form)
    try:
        out = act.write(request.viewer, individual, form)
    except EditConflict:
        form = act.form(individual=individual, viewer=request.viewer)
        told = "Somebody changed the record while you were deciding. Look at it, then decide again."
        return _show(request, individual, act, form, told)
    except BadRequest as refusal:
        form.add_error(None, str(refusal))
        return _show(request, individual, act, form)
    messages.success(request, act.done)
    if out is not None and out == request.viewer.user:  # has just gone out of the viewer's own sight
        return redirect("individual_list")
    return redirect("individual_named", individual.shown_reference)


def _show(
    request: ViewerRequest, individual: Individual, act: Act, form: forms.ReasonForm, conflict: str = ""
) -> HttpResponse:
    note_reading(request.viewer, individual, page="access")
    context = {
        "form": form,
        "act": act,
        "conflict": conflict,
        "header": presenter.header(individual, clock.today()),
        "back_href": reverse("individual_named", args=[individual.shown_reference]),
        "submit": act.submit,
    }
    return render(request, "cohort/individual_named_change.html", context, status=409 if conflict else 200)
