"""How long records are kept: what is due for review, and deciding about one record."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from cohort.access import get_certificate, get_individual
from cohort.actions import retention as actions
from cohort.enums import RetentionKind
from cohort.errors import EditConflict
from cohort.forms.record import RecordForm
from cohort.forms.retention import DisposeForm, EndHoldForm, HoldForm, RetainForm
from cohort.models import DisposalCertificate, Individual
from cohort.permissions import CohortPermission
from cohort.presenters import individuals, retention
from cohort.queries import retention as queries
from cohort.queries.record import note_reading
from marsoc.kit import clock
from marsoc.kit.pagination import page_number
from marsoc.kit.routes import requires
from sharing.errors import BadRequest
from sharing.viewer import Viewer, ViewerRequest


@dataclass(frozen=True, slots=True)
class Act:
    """One decision about the keeping of a record, with its page."""

    title: str
    form: type[RecordForm]
    submit: str
    done: str
    write: Callable[[Viewer, Individual, dict[str, Any]], object]

    @property
    def erases(self) -> bool:
        """Say whether it is about erasing."""
        return self.form is DisposeForm


def _retain(by: Viewer, individual: Individual, given: dict[str, Any]) -> None:
    actions.retain_record(
        by=by, individual=individual, version=given["version"], group=given["group"], words=given["reason"],
        next_on=given["next_on"],
    )  # fmt: skip


def _hold(by: Viewer, individual: Individual, given: dict[str, Any]) -> None:
    actions.hold_record(
        by=by, individual=individual, version=given["version"], words=given["reason"], next_on=given["next_on"]
    )


def _release(by: Viewer, individual: Individual, given: dict[str, Any]) -> None:
    actions.end_hold(by=by, individual=individual, words=given["reason"])


def _dispose(by: Viewer, individual: Individual, given: dict[str, Any]) -> None:
    actions.propose_erasing(by=by, individual=individual, kind=RetentionKind.DISPOSE, words=given["reason"])


def _propose_reducing(by: Viewer, individual: Individual, given: dict[str, Any]) -> None:
    actions.propose_erasing(by=by, individual=individual, kind=RetentionKind.REDUCE, words=given["reason"])


def _approve(by: Viewer, individual: Individual, given: dict[str, Any]) -> DisposalCertificate | None:
    return actions.approve_erasing(by=by, individual=individual)


def _refuse(by: Viewer, individual: Individual, given: dict[str, Any]) -> None:
    actions.refuse_erasing(by=by, individual=individual, words=given["reason"])


_PROPOSED = "Somebody else decides your proposal."
ACTS = {
    "dispose": Act("Propose to dispose of this record", DisposeForm, "Propose", _PROPOSED, _dispose),
    "reduce": Act("Propose to reduce this record", DisposeForm, "Propose", _PROPOSED, _propose_reducing),
    "approve": Act("Erase this for good?", DisposeForm, "Erase for good", "It has been erased.", _approve),
    "refuse": Act("Keep this record as it is?", DisposeForm, "Keep it", "Nothing is erased.", _refuse),
    "retain": Act("Keep this record", RetainForm, "Keep the record", "The record is kept until then.", _retain),
    "hold": Act("Hold this record", HoldForm, "Hold the record", "Nothing of the record is disposed of now.", _hold),
    "release": Act("End the hold on this record", EndHoldForm, "End the hold", "The hold has ended.", _release),
}


@requires(CohortPermission.SEE_RETENTION)
def retention_list(request: ViewerRequest) -> HttpResponse:
    """List the records whose keeping is to be reviewed."""
    window = request.GET.get("window", "")
    window = window if window in queries.WINDOWS else queries.WINDOWS[0]
    page = queries.reviews(request.viewer, window, page_number(request.GET.get("page")))
    context = {
        "page": page,
        "rows": [retention.due_row(row, clock.today()) for row in page.rows],
        "tabs": retention.tabs(window),
        "opens": request.viewer.may(CohortPermission.RETENTION),
    }
    return render(request, "cohort/retention_list.html", context)


@requires(CohortPermission.RETENTION)
def individual_retention(request: ViewerRequest, reference: str) -> HttpResponse:
    """Show under what a record is kept, and what was decided about it."""
    individual = get_individual(request.viewer, reference, CohortPermission.RETENTION)
    note_reading(request.viewer, individual, page="retention")
    context = {
        "header": individuals.header(individual, clock.today()),
        "facts": retention.facts(individual),
        "decisions": [retention.decision_row(row) for row in queries.decisions_about(request.viewer, individual)],
        "proposal": _proposal(request.viewer, individual),
        "may_erase": individual.left_on is not None,
        "held": queries.open_hold(request.viewer, individual) is not None,
        "overdue": individual.retention_due is not None and individual.retention_due < clock.today(),
    }
    return render(request, "cohort/individual_retention.html", context)


def _proposal(viewer: Viewer, individual: Individual) -> retention.DecisionRow | None:
    proposed = queries.waiting_erasing(viewer, individual)
    return retention.decision_row(proposed) if proposed else None


@requires(CohortPermission.RETENTION)
def individual_retention_decide(request: ViewerRequest, reference: str, act: str) -> HttpResponse:
    """Take one decision about the keeping of a record."""
    if act not in ACTS:
        raise Http404
    individual, chosen = get_individual(request.viewer, reference, CohortPermission.RETENTION), ACTS[act]
    form = chosen.form(request.POST or None, individual=individual)
    if request.method == "POST" and form.is_valid():
        try:
            result = chosen.write(request.viewer, individual, form.cleaned_data)
        except EditConflict:
            form.add_error(None, "Somebody changed the record while you were deciding. Open it again, then decide.")
        except BadRequest as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, chosen.done)
            if isinstance(result, DisposalCertificate):
                return redirect("certificate_detail", result.pk)
            return redirect("individual_retention", individual.shown_reference)
    note_reading(request.viewer, individual, page="retention")
    context = {
        "form": form,
        "act": chosen,
        "proposal": _proposal(request.viewer, individual),
        "header": individuals.header(individual, clock.today()),
        "back_href": reverse("individual_retention", args=[individual.shown_reference]),
        "submit": chosen.submit,
    }
    return render(request, "cohort/individual_retention_decide.html", context)


@requires(CohortPermission.SEE_RETENTION)
def certificate_list(request: ViewerRequest) -> HttpResponse:
    """List the certificates of disposal."""
    page = queries.certificates(request.viewer, page_number(request.GET.get("page")))
    context = {"page": page, "rows": [retention.certificate_row(row) for row in page.rows]}
    return render(request, "cohort/certificate_list.html", context)


@requires(CohortPermission.SEE_RETENTION)
def certificate_detail(request: ViewerRequest, pk: int) -> HttpResponse:
    """Show one certificate of disposal, to be printed."""
    certificate = get_certificate(request.viewer, pk)
    queries.note_certificate(request.viewer, certificate)
    context = {
        "certificate": certificate,
        "facts": retention.certificate_facts(certificate),
        "erased": sorted(certificate.rows.items()),
    }
    return render(request, "cohort/certificate_detail.html", context)
