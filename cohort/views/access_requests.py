"""Requests for access: asking, and the owner's answer."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from cohort.access import get_access_request
from cohort.actions import access_requests as actions
from cohort.enums import RequestState
from cohort.forms import access_requests as forms
from cohort.forms.shares import OfferForm
from cohort.models import AccessRequest
from cohort.permissions import CohortPermission
from cohort.presenters import shares as presenter
from cohort.queries import shares as queries
from cohort.queries.existence import told_again
from cohort.views.existence import individual_behind
from marsoc.govuk.forms import GovukForm
from marsoc.kit.pagination import Page, page_number
from marsoc.kit.routes import requires
from sharing.enums import AccessReason
from sharing.errors import BadRequest
from sharing.queries.agreements import footings
from sharing.queries.people import contacts
from sharing.viewer import Viewer, ViewerRequest


@dataclass(frozen=True, slots=True)
class Act:
    """What is done to a request on a page of its own."""

    title: str
    form: type[GovukForm]
    submit: str
    done: str
    write: Callable[[Viewer, AccessRequest, str], object]


OF_OWNER = {
    "refuse": Act(
        "Refuse access", forms.RefuseForm, "Refuse access", "Access has been refused.",
        lambda by, request, words: actions.refuse_request(by=by, request=request, reason=words),
    ),
    "question": Act(
        "Ask a question", forms.QuestionForm, "Ask", "Your question has been sent.",
        lambda by, request, words: actions.question_request(by=by, request=request, question=words),
    ),
}  # fmt: skip
OF_ASKER = {
    "reply": Act(
        "Answer the question", forms.ReplyForm, "Send the answer", "Your answer has been sent.",
        lambda by, request, words: actions.answer_question(by=by, request=request, reply=words),
    ),
    "withdraw": Act(
        "Withdraw the request?", forms.WithdrawForm, "Withdraw", "The request has been withdrawn.",
        lambda by, request, words: actions.withdraw_request(by=by, request=request),
    ),
}  # fmt: skip


@requires(CohortPermission.VIEW)
def access_request_list(request: ViewerRequest) -> HttpResponse:
    """List the requests of the viewer's agency, or those that the viewer's hub decides about."""
    page = queries.requests_page(request.viewer, page_number(request.GET.get("page")))
    rows = [presenter.request_row(each) for each in page.rows]
    context = {
        "page": Page(rows, page.number, page.size, page.total),
        "by_agreement": bool(request.viewer.contributor),
    }
    return render(request, "cohort/access_request_list.html", context)


@requires(CohortPermission.REQUEST)
def access_request_new(request: ViewerRequest, token: str) -> HttpResponse:
    """Ask for access to somebody of whom a search or a link has told."""
    told = told_again(request.viewer, individual_behind(request, token))
    form = forms.AskForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        purpose, words = AccessReason(form.cleaned_data["purpose"]), form.cleaned_data["words"]
        try:
            made = actions.request_access(by=request.viewer, interest=told.interest, purpose=purpose, words=words)
        except BadRequest as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Your request has been sent to the owning hub.")
            return redirect("access_request", made.pk)
    context = {"form": form, "interest": presenter.interest_rows([told])[0]}
    return render(request, "cohort/access_request_new.html", context)


@requires(CohortPermission.VIEW)
def access_request(request: ViewerRequest, pk: int) -> HttpResponse:
    """Show one request to either side, with what may be done."""
    viewer = request.viewer
    shown = queries.read_request(viewer, get_access_request(viewer, pk))
    asked, hub, theirs = shown.request, shown.subject.hub, bool(viewer.contributor)
    waits = asked.state in {RequestState.OPEN, RequestState.ASKED}
    context = {
        "row": presenter.request_row(shown),
        "rows": presenter.request_rows(asked, contacts([hub]).get(hub) if theirs else None),
        "share": asked.share_id,
        "by_agreement": theirs,
        "may_decide": waits and not theirs and viewer.may(CohortPermission.SHARE),
        "may_question": asked.state == RequestState.OPEN,
        "may_reply": theirs and asked.state == RequestState.ASKED,
        "may_withdraw": theirs and waits,
    }
    return render(request, "cohort/access_request.html", context)


@requires(CohortPermission.SHARE)
def access_request_grant(request: ViewerRequest, pk: int) -> HttpResponse:
    """Grant a request as a named share."""
    asked = get_access_request(request.viewer, pk)
    shown = queries.read_request(request.viewer, asked)
    offered = [each for each in footings([shown.subject.hub]) if each.agency == asked.agency]
    form = OfferForm(request.POST or None, footings=offered)
    if request.method == "POST" and form.is_valid():
        try:
            actions.grant_request(by=request.viewer, request=asked, terms=form.terms)
        except BadRequest as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"{shown.subject.reference} is now shared with {asked.agency.name}.")
            return redirect("access_request", pk)
    context = {
        "form": form,
        "chosen": [],
        "footings": offered,
        "back_href": reverse("access_request", args=[pk]),
        "title": f"Grant {asked.agency.name} access",
        "submit": "Grant access",
    }
    return render(request, "cohort/share_offer.html", context)


@requires(CohortPermission.SHARE)
def access_request_decide(request: ViewerRequest, pk: int, act: str) -> HttpResponse:
    """Refuse a request, or ask the agency something first."""
    return _act(request, pk, OF_OWNER.get(act))


@requires(CohortPermission.REQUEST)
def access_request_respond(request: ViewerRequest, pk: int, act: str) -> HttpResponse:
    """Answer the owner's question, or withdraw the request."""
    return _act(request, pk, OF_ASKER.get(act))


def _act(request: ViewerRequest, pk: int, act: Act | None) -> HttpResponse:
    if act is None:
        raise Http404
    asked = get_access_request(request.viewer, pk)
    form = act.form(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            act.write(request.viewer, asked, form.cleaned_data.get("words", ""))
        except BadRequest as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, act.done)
            return redirect("access_request", pk)
    shown = queries.read_request(request.viewer, asked)
    context: dict[str, Any] = {"form": form, "act": act, "pk": pk, "rows": presenter.request_rows(shown.request, None)}
    return render(request, "cohort/access_request_act.html", context)
