"""Assessments of an individual: what stands and why, and one's own scoring until it is submitted."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from cohort.access import get_individual
from cohort.actions import assessments as actions
from cohort.forms.assessments import ConfirmForm, EvidenceForm, ScoreForm, WithdrawForm
from cohort.models import Assessment, Dimension, Individual, Scoring
from cohort.permissions import CohortPermission
from cohort.presenters import assessments as presenter
from cohort.presenters import individuals as individual_presenter
from cohort.queries import record as records
from cohort.queries.assessments import Assessed, read_assessments
from cohort.queries.record import note_reading
from cohort.views.individual import record_page
from marsoc.kit import clock
from marsoc.kit.routes import requires
from sharing.enums import DataCategory
from sharing.errors import BadRequest
from sharing.viewer import ViewerRequest


@requires(CohortPermission.VIEW)
def assessment(request: ViewerRequest, reference: str) -> HttpResponse:
    """Show the assessment that stands, with what explains it."""
    record = records.read_record(request.viewer, reference, page="assessment")
    assessed = read_assessments(request.viewer, record.individual)
    shown = presenter.shown(assessed, request.viewer.user)
    return record_page(request, record, "individual_assessment", assessed=assessed, shown=shown)


@requires(CohortPermission.ASSESS)
def start(request: ViewerRequest, reference: str) -> HttpResponse:
    """Open an assessment, or begin as its second assessor."""
    individual, assessed = _read(request, reference)
    form = ConfirmForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            if assessed.open:
                actions.begin_second_scoring(by=request.viewer, assessment=_of(individual, assessed.open))
            else:
                actions.open_assessment(by=request.viewer, individual=individual)
        except BadRequest as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("individual_assessment_scoring", individual.shown_reference)
    return _ask(request, individual, "start", form=form, submit="Start scoring", second=assessed.open is not None)


@requires(CohortPermission.ASSESS)
def scoring(request: ViewerRequest, reference: str) -> HttpResponse:
    """Show what there is to do until the own scoring can be submitted, and submit it."""
    individual, assessed = _read(request, reference)
    own = _own(individual, assessed)
    form = ConfirmForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            made = actions.submit_scoring(by=request.viewer, scoring=own)
        except BadRequest as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, presenter.submitted(made))
            return redirect("individual_assessment", individual.shown_reference)
    rows = presenter.tasks(own, individual.shown_reference)
    return _ask(request, individual, "scoring", form=form, submit="Submit", rows=rows)


@requires(CohortPermission.ASSESS)
def dimension(request: ViewerRequest, reference: str, code: str) -> HttpResponse:
    """Answer one dimension."""
    individual, assessed = _read(request, reference)
    own = _own(individual, assessed)
    asked = _dimension(own, code)
    score = next((each for each in own.dimensionscores.all() if each.dimension_id == asked.pk), None)
    form = ScoreForm(
        request.POST or None, framework=own.assessment.framework, dimension=asked, initial=ScoreForm.said(score)
    )
    if request.method == "POST" and form.is_valid():
        answer = {name: form.cleaned_data[name] for name in ("confidence", "reason")}
        try:
            actions.score_dimension(by=request.viewer, scoring=own, dimension=asked, level=form.answer, **answer)
        except BadRequest as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect(_next(individual, own, asked))
    evidence = [(each.pk, presenter.evidence_words(each)) for each in own.evidences.all() if each.dimension == asked]
    return _ask(
        request, individual, "dimension", form=form, submit="Save", dimension=asked, evidence=evidence,
        back=_back_to_scoring(individual),
    )  # fmt: skip


@requires(CohortPermission.ASSESS)
def evidence(request: ViewerRequest, reference: str, code: str) -> HttpResponse:
    """Add a piece of evidence, or take one out."""
    individual, assessed = _read(request, reference)
    own = _own(individual, assessed)
    asked = _dimension(own, code)
    back = reverse("individual_assessment_dimension", args=[individual.shown_reference, code])
    form = EvidenceForm(request.POST if request.method == "POST" and "remove" not in request.POST else None)
    try:
        if "remove" in request.POST:
            wanted = [each for each in own.evidences.all() if str(each.pk) == request.POST["remove"]]
            for each in wanted:
                actions.remove_evidence(by=request.viewer, scoring=own, evidence=each)
            return redirect(back)
        if form.is_valid():
            actions.add_evidence(by=request.viewer, scoring=own, dimension=asked, **form.cleaned_data)
            return redirect(back)
    except BadRequest as refusal:
        form.add_error(None, str(refusal)) if form.is_bound else messages.error(request, str(refusal))
    return _ask(request, individual, "evidence", form=form, submit="Add", dimension=asked, back=back)


@requires(CohortPermission.ASSESS)
def withdraw(request: ViewerRequest, reference: str) -> HttpResponse:
    """Close an open assessment without a result."""
    individual, assessed = _read(request, reference)
    if assessed.open is None:
        raise Http404
    form = WithdrawForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.withdraw_assessment(
                by=request.viewer, assessment=_of(individual, assessed.open), **form.cleaned_data
            )
        except BadRequest as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "The assessment is withdrawn.")
            return redirect("individual_assessment", individual.shown_reference)
    return _ask(request, individual, "withdraw", form=form, submit="Withdraw")


def _read(request: ViewerRequest, reference: str) -> tuple[Individual, Assessed]:
    individual = get_individual(request.viewer, reference, CohortPermission.ASSESS, showing=DataCategory.ASSESSMENT)
    return individual, read_assessments(request.viewer, individual)


def _of(individual: Individual, found: Assessment) -> Assessment:
    found.individual = individual
    return found


def _own(individual: Individual, assessed: Assessed) -> Scoring:
    if assessed.own is None or assessed.own.submitted_at:
        raise Http404
    _of(individual, assessed.own.assessment)
    return assessed.own


def _dimension(own: Scoring, code: str) -> Dimension:
    found = next((each for each in own.assessment.framework.dimensions.all() if each.code == code), None)
    if found is None:
        raise Http404
    return found


def _next(individual: Individual, own: Scoring, answered: Dimension) -> str:
    """Return where to go after an answer: to its evidence if it has none yet, else back to the list."""
    if any(each.dimension_id == answered.pk for each in own.evidences.all()):
        return _back_to_scoring(individual)
    return reverse("individual_assessment_dimension", args=[individual.shown_reference, answered.code])


def _back_to_scoring(individual: Individual) -> str:
    return reverse("individual_assessment_scoring", args=[individual.shown_reference])


def _ask(
    request: ViewerRequest, individual: Individual, name: str, *, form: Any, submit: str, back: str = "", **more: Any
) -> HttpResponse:
    note_reading(request.viewer, individual, page="assessment")
    context = {
        "header": individual_presenter.header(individual, clock.today()),
        "form": form,
        "submit": submit,
        "back_href": back or reverse("individual_assessment", args=[individual.shown_reference]),
        **more,
    }
    return render(request, f"cohort/individual_assessment_{name}.html", context)
