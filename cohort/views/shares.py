"""Named shares: an individual's, those of a hub or an agency, offering, deciding and ending."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from cohort.access import get_individual, get_share, must_be_allowed
from cohort.actions import shares as actions
from cohort.forms.shares import DecideForm, EndShareForm, OfferForm, chosen_shares
from cohort.models import Individual
from cohort.permissions import CohortPermission
from cohort.presenters import shares as presenter
from cohort.queries import shares as queries
from cohort.queries.record import note_reading, read_record
from cohort.views.individual import record_page
from marsoc.kit import clock
from marsoc.kit.pagination import Page, page_number
from marsoc.kit.routes import requires
from sharing.errors import BadRequest
from sharing.queries.agreements import footings
from sharing.viewer import Viewer, ViewerRequest


@requires(CohortPermission.SHARE)
def individual_sharing(request: ViewerRequest, reference: str) -> HttpResponse:
    """Show with whom an individual is shared by name, who asks for it, and what others may know of it."""
    record = read_record(request.viewer, reference, page="sharing")
    individual, today = record.individual, clock.today()
    return record_page(
        request,
        record,
        "individual_sharing",
        existence=presenter.existence_rows(individual.existence),
        shares=[presenter.share_row(each, today) for each in queries.shares_of(request.viewer, individual)],
        requests=[presenter.request_row(each) for each in queries.requests_about(request.viewer, individual)],
    )


@requires(CohortPermission.SHARE)
def individual_share_offer(request: ViewerRequest, reference: str) -> HttpResponse:
    """Offer one individual to an agency."""
    individual = get_individual(request.viewer, reference, CohortPermission.SHARE)
    note_reading(request.viewer, individual, page="edit:offer")
    back = reverse("individual_sharing", args=[individual.shown_reference])
    return _offer(request, [individual], back, sent=request.method == "POST")


@requires(CohortPermission.SHARE)
def share_offer(request: ViewerRequest) -> HttpResponse:
    """Offer the individuals chosen on the list, whose references are sent along and stand in no address."""
    references = request.POST.getlist("reference")
    if not references:
        if request.method == "POST":
            messages.error(request, "Select at least one individual, then offer them to an agency.")
        return redirect("individual_list")
    chosen = queries.read_chosen(request.viewer, references)
    return _offer(request, chosen, reverse("individual_list"), sent="footing" in request.POST)


def _offer(request: ViewerRequest, chosen: Sequence[Individual], back: str, *, sent: bool) -> HttpResponse:
    offered = footings({individual.owning_hub_id for individual in chosen})
    form = OfferForm(request.POST if sent else None, footings=offered)
    if sent and form.is_valid():
        try:
            made = actions.offer_shares(by=request.viewer, individuals=chosen, agency=form.agency, terms=form.terms)
        except BadRequest as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"{_counted(len(made))} offered to {form.agency.name}.")
            return redirect(back)
    context = {
        "form": form,
        "chosen": chosen,
        "footings": offered,
        "back_href": back,
        "title": f"Offer {_counted(len(chosen), to=True)} to an agency",
        "submit": "Offer",
    }
    return render(request, "cohort/share_offer.html", context)


def _counted(number: int, *, to: bool = False) -> str:
    if number == 1:
        return "an individual" if to else "1 individual has been"
    return f"{number} individuals" if to else f"{number} individuals have been"


@requires(CohortPermission.VIEW)
def share_list(request: ViewerRequest) -> HttpResponse:
    """List what is shared by name with the viewer's agency, or by the viewer's hub."""
    viewer, today = request.viewer, clock.today()
    page = queries.shares_page(viewer, page_number(request.GET.get("page")))
    rows = [presenter.share_row(each, today) for each in page.rows]
    context = {
        "page": Page(rows, page.number, page.size, page.total),
        "by_agreement": bool(viewer.contributor),
        "may_decide": viewer.may(CohortPermission.ACCEPT) and any(row.waits for row in rows),
        "agency": viewer.agency,
        "form": DecideForm(),
    }
    return render(request, "cohort/share_list.html", context)


@requires(CohortPermission.ACCEPT)
def share_decide(request: ViewerRequest) -> HttpResponse:
    """Accept or decline the offers that were selected, all or none."""
    shares = [get_share(request.viewer, pk) for pk in chosen_shares(request.POST)]
    if not shares:
        if request.method == "POST":
            messages.error(request, "Select at least one offer, then decide.")
        return redirect("share_list")
    form = DecideForm(request.POST if "decision" in request.POST or "decide" in request.POST else None)
    if form.is_bound and form.is_valid():
        try:
            _decide(request.viewer, shares, form)
        except BadRequest as refusal:
            form.add_error(None, str(refusal))
        else:
            verb = "accepted" if form.accepts else "declined"
            messages.success(request, f"{len(shares)} offer{'' if len(shares) == 1 else 's'} {verb}.")
            return redirect("share_list")
    shown = queries.shared(request.viewer, shares)
    rows = [presenter.share_row(each, clock.today()) for each in shown]
    return render(request, "cohort/share_decide.html", {"form": form, "rows": rows})


def _decide(by: Viewer, shares: Sequence[Any], form: DecideForm) -> None:
    if form.accepts:
        actions.accept_shares(by=by, shares=shares)
    else:
        actions.decline_shares(by=by, shares=shares, reason=form.cleaned_data["reason"])


@requires(CohortPermission.VIEW)
def share_detail(request: ViewerRequest, pk: int) -> HttpResponse:
    """Show one share to either side."""
    viewer, today = request.viewer, clock.today()
    shown = queries.read_share(viewer, get_share(viewer, pk))
    row = presenter.share_row(shown, today)
    may_end = viewer.may(CohortPermission.SHARE) or (viewer.may(CohortPermission.ACCEPT) and not row.waits)
    context = {
        "row": row,
        "rows": presenter.share_rows(shown, today),
        "by_agreement": bool(viewer.contributor),
        "may_decide": viewer.may(CohortPermission.ACCEPT) and row.waits,
        "may_end": may_end and not shown.share.is_over(today),
        "on_hold": row.state == presenter.ON_HOLD,
    }
    return render(request, "cohort/share_detail.html", context)


@requires(CohortPermission.VIEW)
def share_end(request: ViewerRequest, pk: int) -> HttpResponse:
    """End a share or withdraw an offer, with the reason."""
    share = get_share(request.viewer, pk)
    must_be_allowed(request.viewer, CohortPermission.ACCEPT if request.viewer.contributor else CohortPermission.SHARE)
    form = EndShareForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.end_share(by=request.viewer, share=share, reason=form.cleaned_data["reason"])
        except BadRequest as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "The share has ended.")
            return redirect("share_detail", pk)
    shown = queries.read_share(request.viewer, share)
    context = {"form": form, "row": presenter.share_row(shown, clock.today())}
    return render(request, "cohort/share_end.html", context)
