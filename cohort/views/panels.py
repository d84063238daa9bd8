"""The panel of a hub: meetings, who takes part, and deciding about one person at a time."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from cohort import access
from cohort.actions import panels as actions
from cohort.enums import ProposalState
from cohort.forms.assessments import ConfirmForm
from cohort.forms.leaving import TakeBackForm
from cohort.forms.panels import ApprovalForm, AttendanceForm, DecisionForm, OpenPanelForm, RecusalForm
from cohort.models import Individual
from cohort.permissions import CohortPermission
from cohort.presenters import individuals
from cohort.presenters import panels as presenter
from cohort.presenters.assessments import standing_words
from cohort.queries import panels as queries
from cohort.queries.record import note_reading
from marsoc.kit import clock
from marsoc.kit.pagination import Page, page_number
from marsoc.kit.routes import requires
from sharing.errors import BadRequest
from sharing.models import Agency
from sharing.queries.names import names
from sharing.queries.people import hubs_within
from sharing.viewer import ViewerRequest


@requires(CohortPermission.DECIDE)
def panel_list(request: ViewerRequest) -> HttpResponse:
    """List the panels of the viewer's hubs, the open ones first."""
    page = queries.panels(request.viewer, page_number(request.GET.get("page")))
    rows = [presenter.panel_row(each) for each in page.rows]
    return render(request, "cohort/panel_list.html", {"page": Page(rows, page.number, page.size, page.total)})


@requires(CohortPermission.DECIDE)
def panel_open(request: ViewerRequest) -> HttpResponse:
    """Open a panel."""
    own = {"hub": request.viewer.hub}
    form = OpenPanelForm(request.POST or None, initial=own, hubs=hubs_within(request.viewer.reach))
    if request.method == "POST" and form.is_valid():
        try:
            panel = actions.open_panel(by=request.viewer, hub=form.cleaned_data["hub"])
        except BadRequest as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("panel_detail", panel.pk)
    return render(request, "cohort/panel_open.html", {"form": form})


@requires(CohortPermission.DECIDE)
def panel_detail(request: ViewerRequest, pk: int) -> HttpResponse:
    """Show a panel with its agenda, and take who takes part."""
    panel = access.get_panel(request.viewer, pk)
    form = AttendanceForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.record_attendance(by=request.viewer, panel=panel, **form.cleaned_data)
        except BadRequest as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Recorded.")
            return redirect("panel_detail", panel.pk)
    shown = presenter.shown(queries.meeting_of(request.viewer, panel), names(Agency))
    return render(request, "cohort/panel_detail.html", {"panel": panel, "shown": shown, "form": form})


@requires(CohortPermission.DECIDE)
def panel_take_back(request: ViewerRequest, pk: int, attendance: int) -> HttpResponse:
    """Take back that somebody takes part."""
    panel = access.get_panel(request.viewer, pk)
    held = access.get_panel_attendance(request.viewer, panel, attendance)
    form = ConfirmForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            actions.take_back_attendance(by=request.viewer, attendance=held)
        except BadRequest as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"{held.name} no longer takes part.")
            return redirect("panel_detail", panel.pk)
    context = {"panel": panel, "person": presenter.attendance(held), "form": form}
    return render(request, "cohort/panel_take_back.html", context)


@requires(CohortPermission.DECIDE)
def panel_close(request: ViewerRequest, pk: int) -> HttpResponse:
    """Close a panel."""
    panel = access.get_panel(request.viewer, pk)
    form = ConfirmForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            actions.close_panel(by=request.viewer, panel=panel)
        except BadRequest as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "The panel has been closed.")
            return redirect("panel_list")
    return render(request, "cohort/panel_close.html", {"panel": panel, "form": form})


@requires(CohortPermission.DECIDE)
def panel_case(request: ViewerRequest, pk: int, reference: str) -> HttpResponse:
    """Take what the panel decides about somebody."""
    panel = access.get_panel(request.viewer, pk)
    individual = access.get_individual(request.viewer, reference, CohortPermission.DECIDE)
    case = queries.case_of(request.viewer, individual)
    scorings = queries.results_of(request.viewer, case.disputed) if case.disputed else {}
    form = DecisionForm(
        request.POST or None, case=case, bands=queries.bands_to_set(case),
        scorings={place: presenter.scoring_words(each) for place, each in scorings.items()},
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.decide_case(by=request.viewer, panel=panel, individual=individual, said=form.said())
        except BadRequest as refusal:
            form.add_error(None, str(refusal))
        else:
            waits = made.state == ProposalState.PROPOSED
            messages.success(request, "Kept. Somebody else must approve it." if waits else "The decision is in effect.")
            return redirect("panel_detail", panel.pk)
    present = [presenter.attendance(each) for each in queries.taking_part(request.viewer, panel, individual)]
    more = {"panel": panel, "why": presenter.why(case), "result": standing_words(case.standing), "present": present}
    return _about(request, "cohort/panel_case.html", individual, form, "Save the decision", pk=pk, **more)


@requires(CohortPermission.DECIDE)
def panel_recuse(request: ViewerRequest, pk: int, reference: str) -> HttpResponse:
    """Take who steps out for somebody."""
    panel = access.get_panel(request.viewer, pk)
    individual = access.get_individual(request.viewer, reference, CohortPermission.DECIDE)
    form = RecusalForm(request.POST or None, attendances=queries.taking_part(request.viewer, panel, individual))
    if request.method == "POST" and form.is_valid():
        try:
            actions.step_out(by=request.viewer, panel=panel, individual=individual, **form.cleaned_data)
        except BadRequest as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Recorded who has stepped out.")
            return redirect("panel_case", panel.pk, individual.shown_reference)
    return _about(request, "cohort/panel_recuse.html", individual, form, "Save", pk=pk)


@requires(CohortPermission.DECIDE)
def panel_decision(request: ViewerRequest, pk: int) -> HttpResponse:
    """Show a decision, and approve one that takes a second person or take an own one back."""
    decision = access.get_panel_decision(request.viewer, pk)
    own = decision.proposed_by == request.viewer.user
    form = (TakeBackForm if own else ApprovalForm)(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            if form.cleaned_data.get("decision") == ApprovalForm.APPROVE:
                actions.approve_decision(by=request.viewer, decision=decision)
            else:
                actions.refuse_decision(by=request.viewer, decision=decision, reason=form.cleaned_data["words"])
        except BadRequest as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Your answer has been kept.")
            return redirect("panel_detail", decision.panel_id)
    facts = presenter.facts(decision, [names(Agency)[code] for code in decision.agencies])
    waits = decision.state == ProposalState.PROPOSED
    return _about(
        request, "cohort/panel_decision.html", decision.individual, form,
        "Take the decision back" if own else "Save the answer", pk=decision.panel_id, facts=facts, waits=waits, own=own,
        may_answer=waits and (own or queries.may_approve(request.viewer, decision)),
    )  # fmt: skip


def _about(
    request: ViewerRequest, template: str, individual: Individual, form: Any, submit: str, *, pk: int, **more: Any
) -> HttpResponse:
    note_reading(request.viewer, individual, page="list")
    context = {
        "form": form,
        "header": individuals.header(individual, clock.today()),
        "back_href": reverse("panel_detail", args=[pk]),
        "submit": submit,
        "panel_pk": pk,
        **more,
    }
    return render(request, template, context)
