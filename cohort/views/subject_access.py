"""People's requests for their own data, as information governance handles them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from cohort.access import get_subject_access
from cohort.actions import subject_access as actions
from cohort.actions import subject_access_answer as answers
from cohort.actions import subject_access_items as item_actions
from cohort.enums import Channel, Outcome, Regime
from cohort.forms import subject_access as forms
from cohort.models import SubjectAccessRequest
from cohort.permissions import CohortPermission
from cohort.presenters import subject_access as presenter
from cohort.queries import subject_access as queries
from cohort.queries import subject_access_items as items
from cohort.views.subject_access_items import collect
from marsoc.govuk.forms import GovukForm
from marsoc.kit import clock
from marsoc.kit.pagination import Page, page_number
from marsoc.kit.routes import any_member, requires
from sharing.errors import BadRequest
from sharing.viewer import Viewer, ViewerRequest


@dataclass(frozen=True, slots=True)
class Act:
    """What is done to a request on a page of its own."""

    title: str
    form: type[GovukForm]
    submit: str
    done: str
    write: Callable[[Viewer, SubjectAccessRequest, dict[str, Any]], object]


ACTS = {
    "identity": Act(
        "Ask for proof of identity", forms.AskIdentityForm, "Record that it was asked for",
        "The clock starts when the identity is verified.",
        lambda by, request, said: actions.ask_for_identity(by=by, request=request, words=said["words"]),
    ),
    "verify": Act(
        "Verify the identity", forms.VerifyForm, "Record the identity as verified", "The identity has been verified.",
        lambda by, request, said: actions.verify_identity(by=by, request=request, how=said["words"], on=said["on"]),
    ),
    "pause": Act(
        "Pause the clock for clarification", forms.PauseForm, "Pause the clock", "The clock stands still.",
        lambda by, request, said: actions.pause_clock(by=by, request=request, words=said["words"]),
    ),
    "resume": Act(
        "Let the clock go on", forms.ResumeForm, "Let the clock go on", "The clock runs again.",
        lambda by, request, said: actions.resume_clock(by=by, request=request, words=said["words"]),
    ),
    "extend": Act(
        "Extend the time by two months", forms.ExtendForm, "Extend the time",
        "The time has been extended. Tell the applicant, with the reason.",
        lambda by, request, said: actions.extend_time(by=by, request=request, reason=said["words"]),
    ),
    "collect": Act(
        "Collect what is held", forms.CollectForm, "Collect", "What is held was collected, and its owners were asked.",
        lambda by, request, _: collect(by, request),
    ),
    "decide": Act(
        "Decide how the request is answered", forms.OutcomeForm, "Save the decision",
        "The decision has been saved. Somebody else must approve it.",
        lambda by, request, said: answers.decide_outcome(
            by=by, request=request, outcome=Outcome(said["outcome"]), reason=said["words"]
        ),
    ),
    "approve": Act(
        "Approve the answer", forms.ApproveForm, "Approve the answer", "The answer has been approved.",
        lambda by, request, _: answers.approve_outcome(by=by, request=request),
    ),
    "answer": Act(
        "Record that the answer was sent", forms.SentForm, "Record that it was sent", "The request has been answered.",
        lambda by, request, said: answers.send_answer(by=by, request=request, words=said["words"]),
    ),
    "reopen": Act(
        "Search and collect again", forms.ReopenForm, "Search and collect again",
        "What was collected has been thrown away.",
        lambda by, request, said: item_actions.collect_anew(by=by, request=request, words=said["words"]),
    ),
    "close": Act(
        "Close the request", forms.CloseForm, "Close the request", "The request has been closed.",
        lambda by, request, said: item_actions.close_request(by=by, request=request, words=said["words"]),
    ),
}  # fmt: skip


@requires(CohortPermission.SUBJECT_ACCESS)
def subject_access_list(request: ViewerRequest) -> HttpResponse:
    """List the requests."""
    page = queries.requests_page(request.viewer, page_number(request.GET.get("page")))
    rows = [presenter.request_row(each, clock.today()) for each in page.rows]
    context = {"page": Page(rows, page.number, page.size, page.total), "handles": request.viewer.governs}
    return render(request, "cohort/subject_access_list.html", context)


@requires(CohortPermission.SUBJECT_ACCESS)
def subject_access_new(request: ViewerRequest) -> HttpResponse:
    """Register a request."""
    form = forms.RequestForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        coded = {"regime": Regime(said["regime"]), "channel": Channel(said["channel"])}
        made = actions.register_request(by=request.viewer, **{**said, **coded})
        messages.success(request, f"{made} has been registered.")
        return redirect("subject_access", made.pk)
    return render(request, "cohort/subject_access_new.html", {"form": form})


@any_member
def subject_access(request: ViewerRequest, pk: int) -> HttpResponse:
    """Show one request with its clock and its steps."""
    shown = get_subject_access(request.viewer, pk)
    queries.note_reading(request.viewer, shown, page="request")
    context = {
        "row": presenter.request_row(shown, clock.today()),
        "facts": presenter.facts(shown),
        "tasks": presenter.tasks(shown, items.waiting_items(request.viewer, shown)),
        "links": presenter.further_acts(shown),
    }
    return render(request, "cohort/subject_access.html", context)


@any_member
def subject_access_act(request: ViewerRequest, pk: int, act: str) -> HttpResponse:
    """Do one thing to a request."""
    shown = get_subject_access(request.viewer, pk)
    found = ACTS.get(act)
    if found is None:
        raise Http404
    form = found.form(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            found.write(request.viewer, shown, form.cleaned_data)
        except BadRequest as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, found.done)
            return redirect("subject_access", pk)
    queries.note_reading(request.viewer, shown, page=act)
    row = presenter.request_row(shown, clock.today())
    return render(request, "cohort/subject_access_act.html", {"form": form, "act": found, "row": row})
