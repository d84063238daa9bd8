"""Moving to another hub: the offer, and the answer to it."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from cohort import access
from cohort.actions import transfers as actions
from cohort.enums import TransferAct
from cohort.forms.transfers import AcceptForm, OfferForm, RefuseForm, WithdrawForm
from cohort.models import ThreatArea
from cohort.permissions import CohortPermission
from cohort.presenters import individuals
from cohort.presenters import transfers as presenter
from cohort.queries import transfers as queries
from cohort.queries.record import note_reading
from marsoc.kit import clock
from marsoc.kit.pagination import page_number
from marsoc.kit.routes import requires
from sharing.errors import BadRequest
from sharing.queries.names import names
from sharing.viewer import ViewerRequest


@requires(CohortPermission.TRANSFER)
def offer(request: ViewerRequest, reference: str) -> HttpResponse:
    """Show what is open about somebody, and take the offer to another hub."""
    individual = access.get_individual(request.viewer, reference, CohortPermission.TRANSFER)
    form = OfferForm(request.POST or None, individual=individual)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            made = actions.offer_transfer(
                by=request.viewer, individual=individual, hub=given["hub"], effective_on=given["effective_on"],
                words=given["reason"],
            )  # fmt: skip
        except BadRequest as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"The {made.to_hub.name} hub has been asked. Your hub goes on owning the record.")
            return redirect("transfer", made.pk)
    note_reading(request.viewer, individual, page="list")
    context = {
        "form": form,
        "header": individuals.header(individual, clock.today()),
        "back_href": reverse("individual_overview", args=[individual.shown_reference]),
        "obstacles": queries.obstacles_to_offering(request.viewer, individual),
        "work": presenter.to_hand_over(queries.work_to_hand_over(request.viewer, individual, individual.owning_hub_id)),
        "submit": "Offer",
    }
    return render(request, "cohort/transfer_offer.html", context)


@requires(CohortPermission.TRANSFER)
def transfer_list(request: ViewerRequest) -> HttpResponse:
    """List the transfers from and to the viewer's hubs, those that are open first."""
    page = queries.transfers(request.viewer, page_number(request.GET.get("page")))
    rows = [presenter.row(each, clock.today()) for each in page.rows]
    return render(request, "cohort/transfer_list.html", {"page": page, "rows": rows})


@requires(CohortPermission.CHANGE)
def transfer(request: ViewerRequest, pk: int) -> HttpResponse:
    """Show one transfer; while it is open, with what the receiving hub needs in order to decide."""
    moving = access.get_transfer(request.viewer, pk)
    lines = queries.lines_of(request.viewer, moving)
    if moving.is_open:
        shown = _person(request, moving)
        shown["work"] = presenter.open_work(shown["offered"].work, lines)
    else:
        queries.note_closed_transfer(request.viewer, moving)
        shown = {"person": [], "work": presenter.handed_over(lines, done=bool(moving.took_effect_at))}
    context = {
        "transfer": moving,
        "row": presenter.row(moving, clock.today()),
        "facts": presenter.facts(moving, clock.today()),
        "acts": queries.acts_open_to(request.viewer, moving),
        "may_list": request.viewer.may(CohortPermission.TRANSFER),
        "sees_record": queries.sees_record(request.viewer, moving),
        **shown,
    }
    return render(request, "cohort/transfer.html", context)


def _person(request: ViewerRequest, moving: Any) -> dict[str, Any]:
    """Read what an open transfer shows of the person."""
    offered = queries.what_is_offered(request.viewer, moving)
    return {
        "offered": offered,
        "person": presenter.person(offered, moving, names(ThreatArea), clock.today()),
    }


@requires(CohortPermission.TRANSFER)
def accept(request: ViewerRequest, pk: int) -> HttpResponse:
    """Ask what becomes of each piece of open work, and take the acceptance."""
    moving = access.get_transfer(request.viewer, pk)
    access.must_be_on_side(request.viewer, moving, TransferAct.ACCEPT)
    if not moving.is_open:
        return redirect("transfer", moving.pk)
    shown = _person(request, moving)
    offered, people = shown["offered"], queries.people_to_hold(request.viewer, moving)
    form = AcceptForm(request.POST or None, work=offered.work, people=people, lead=offered.individual.lead_agency)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            accepted = actions.accept_transfer(
                by=request.viewer, transfer=moving, answers=form.answers, lead_agency=given["lead_agency"],
                officer=given["officer"],
            )  # fmt: skip
        except BadRequest as refusal:
            form.add_error(None, str(refusal))
        else:
            own = "Your hub owns the record now." if accepted.took_effect_at else "Your hub has accepted."
            messages.success(request, own)
            return redirect("transfer", moving.pk)
    return _form(request, moving, form, "Accept the transfer", shown["person"])


@requires(CohortPermission.TRANSFER)
def refuse(request: ViewerRequest, pk: int) -> HttpResponse:
    """Take the refusal of the receiving hub."""
    return _end(request, pk, TransferAct.REFUSE)


@requires(CohortPermission.TRANSFER)
def withdraw(request: ViewerRequest, pk: int) -> HttpResponse:
    """Take the withdrawal by the offering hub."""
    return _end(request, pk, TransferAct.WITHDRAW)


def _end(request: ViewerRequest, pk: int, act: TransferAct) -> HttpResponse:
    moving = access.get_transfer(request.viewer, pk)
    access.must_be_on_side(request.viewer, moving, act)
    refuses = act == TransferAct.REFUSE
    form = (RefuseForm if refuses else WithdrawForm)(request.POST or None)
    if request.method == "POST" and form.is_valid():
        end = actions.refuse_transfer if refuses else actions.withdraw_transfer
        try:
            end(by=request.viewer, transfer=moving, reason=form.cleaned_data["words"])
        except BadRequest as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"The transfer has been {'refused' if refuses else 'withdrawn'}.")
            return redirect("transfer", moving.pk)
    queries.note_closed_transfer(request.viewer, moving)
    return _form(request, moving, form, act.label, [])


def _form(request: ViewerRequest, moving: Any, form: Any, heading: str, person: list[Any]) -> HttpResponse:
    context = {"transfer": moving, "form": form, "heading": heading, "person": person}
    return render(request, "cohort/transfer_act.html", context)
