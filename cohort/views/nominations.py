"""Nominations: by an agency, and answered by the hub."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from cohort.access import get_individual, get_nomination
from cohort.actions import nominations as actions
from cohort.forms.nominations import AnswerForm, NominateForm
from cohort.models import Nomination
from cohort.permissions import CohortPermission
from cohort.presenters import likeness
from cohort.presenters import nominations as presenter
from cohort.queries import nominations as queries
from cohort.queries import reference
from cohort.queries.likeness import Likely, likely_same
from marsoc.kit import clock
from marsoc.kit.pagination import Page, page_number
from marsoc.kit.routes import requires
from sharing.errors import BadRequest
from sharing.viewer import Viewer, ViewerRequest


@requires(CohortPermission.VIEW)
def nomination_list(request: ViewerRequest) -> HttpResponse:
    """List what the agency nominated, or what is nominated for the viewer's hubs."""
    viewer = request.viewer
    page = queries.nominations(viewer, page_number(request.GET.get("page")))
    rows = [presenter.row(each, for_agency=bool(viewer.contributor)) for each in page.rows]
    context = {
        "page": Page(rows, page.number, page.size, page.total),
        "may_nominate": viewer.may(CohortPermission.NOMINATE),
        "by_agency": bool(viewer.contributor),
    }
    return render(request, "cohort/nomination_list.html", context)


@requires(CohortPermission.NOMINATE)
def nomination_new(request: ViewerRequest) -> HttpResponse:
    """Take a nomination."""
    form = NominateForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        actions.nominate_person(
            by=request.viewer, hub=given["hub"], facts=form.facts(), grounds=given["grounds"],
            evidence=given["evidence"],
        )  # fmt: skip
        messages.success(request, "The nomination has been sent to the hub. You are told when it is answered.")
        return redirect("nomination_list")
    return render(request, "cohort/nomination_new.html", {"form": form})


@requires(CohortPermission.VIEW)
def nomination_detail(request: ViewerRequest, pk: int) -> HttpResponse:
    """Show a nomination to either side; the hub answers it."""
    viewer, nomination = request.viewer, get_nomination(request.viewer, pk)
    open_now = queries.may_answer(viewer, nomination)
    form = AnswerForm(request.POST or None) if open_now else None
    likely = _likely(viewer, nomination) if open_now else []
    if form is not None and request.method == "POST" and form.is_valid():
        try:
            _answer(viewer, nomination, form, likely)
        except BadRequest as refusal:
            form.add_error(None, str(refusal))
        except Http404:
            form.add_error("reference", "There is no such record on your list. Check the reference.")
        else:
            messages.success(request, "The nomination has been answered, and the agency is told.")
            return redirect("nomination_list")
    threats = [label for code, label in reference.threat_areas(nomination.threats) if code in nomination.threats]
    context = {
        "form": form,
        "name": nomination.full_name,
        "facts": presenter.facts(nomination, threats, queries.read_outcome(viewer, nomination)),
        "likely": [likeness.likely_row(each, clock.today()) for each in likely],
    }
    return render(request, "cohort/nomination_detail.html", context)


def _likely(viewer: Viewer, nomination: Nomination) -> list[Likely]:
    return likely_same(
        viewer, surname=nomination.surname, forenames=nomination.forenames,
        date_of_birth=nomination.date_of_birth, year_of_birth=None,
    )  # fmt: skip


def _answer(by: Viewer, nomination: Nomination, form: AnswerForm, likely: list[Likely]) -> None:
    given = form.cleaned_data
    match given["decision"]:
        case AnswerForm.NEW:
            actions.take_up_as_new(by=by, nomination=nomination, phase=form.first_phase(), likely=likely)
        case AnswerForm.KNOWN:
            individual = get_individual(by, given["reference"], CohortPermission.CHANGE)
            actions.take_up_as_known(by=by, nomination=nomination, individual=individual)
        case _:
            actions.decline_nomination(by=by, nomination=nomination, answer=given["answer"])
