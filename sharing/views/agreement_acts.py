"""Signing an agreement, and stopping, resuming or ending it, each with what follows for whom."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from marsoc.kit.routes import requires
from sharing import authority
from sharing.access import get_agreement
from sharing.actions import agreements as actions
from sharing.content import content_of, hash_of
from sharing.errors import BadRequest
from sharing.forms.agreements import ReasonForm, SignForm
from sharing.models import Agency, Agreement, Clause
from sharing.permissions import SharingPermission
from sharing.presenters import agreement_acts as presenter
from sharing.presenters.agreements import Row
from sharing.queries.agreements import opened_versions
from sharing.viewer import Viewer, ViewerRequest
from sharing.views.agreements import content, words


@requires(SharingPermission.SIGN_AGREEMENTS)
def agreement_sign(request: ViewerRequest, reference: str, version: int) -> HttpResponse:
    """Show the whole text that is signed with its hash, and sign what was read."""
    agreement = get_agreement(request.viewer, reference, version)
    form = SignForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            signature = actions.sign_agreement(by=request.viewer, agreement=agreement, **form.cleaned_data)
        except BadRequest as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"You have signed {agreement} for {signature.party.agency.name}.")
            return redirect("agreement_version", reference, version)
    elif refused := _refusal(request, authority.check_signing, agreement):
        return refused
    text = {"content_hash": hash_of(agreement), "exact": content_of(agreement)}
    return render(request, "sharing/agreement_sign.html", {**content(agreement), **text, "form": form})


def _refusal(
    request: ViewerRequest, check: Callable[[Viewer, Agreement], Any], agreement: Agreement
) -> HttpResponse | None:
    """Lead back to the agreement, with the reason, whoever follows a link to what cannot be done any more."""
    try:
        check(request.viewer, agreement)
    except BadRequest as refusal:
        messages.error(request, str(refusal))
        return redirect("agreement_version", agreement.reference, agreement.version)
    return None


@dataclass(frozen=True, slots=True)
class Act:
    """Something that is done to an agreement with a reason.

    Attributes:
        concerns: which clauses it stops or begins for whom: given the viewer, the agreement, a clause and an agency.
    """

    question: str
    button: str
    done: str
    says: str
    heading: str
    check: Callable[[Viewer, Agreement], Any]
    write: Callable[..., object]
    concerns: Callable[[Viewer, Agreement, Clause, Agency], bool]
    begins: bool = False


def _of_any_version(viewer: Viewer, agreement: Agreement, clause: Clause, agency: Agency) -> bool:
    return True


def _of_this_version(viewer: Viewer, agreement: Agreement, clause: Clause, agency: Agency) -> bool:
    return clause.agreement_id == agreement.pk


def _of_own_signature(viewer: Viewer, agreement: Agreement, clause: Clause, agency: Agency) -> bool:
    own = viewer.agency.pk if viewer.agency else None
    return clause.agreement_id == agreement.pk and own in (agreement.owner_id, agency.pk)


ACTS = {
    "suspend": Act(
        question="Suspend this agreement?", button="Suspend", done="is suspended: nothing is shared under it",
        says="All sharing under it stops with the next request, in every version, until the agency that provides the"
        " information resumes it.",
        heading="What stops", check=authority.check_suspending, write=actions.suspend_agreement,
        concerns=_of_any_version,
    ),
    "resume": Act(
        question="Resume this agreement?", button="Resume", done="is no longer suspended",
        says="Sharing under it goes on with the next request, as its dates and signatures say.",
        heading="What is shared again", check=authority.check_resuming, write=actions.resume_agreement,
        concerns=_of_any_version, begins=True,
    ),
    "withdraw": Act(
        question="Withdraw your agency's signature?", button="Withdraw", done="no longer has your agency's signature",
        says="What your agency receives under this version, or gives as the one that provides the information, stops"
        " with the next request. An earlier version does not come back. Your agency can sign this version again.",
        heading="What stops", check=authority.check_withdrawing, write=actions.withdraw_signature,
        concerns=_of_own_signature,
    ),
    "end": Act(
        question="End this version for good?", button="End this version", done="has ended",
        says="Sharing under this version stops with the next request and cannot be resumed. To share again, a new"
        " version has to be drafted and signed.",
        heading="What stops", check=authority.check_ending, write=actions.terminate_agreement,
        concerns=_of_this_version,
    ),
}  # fmt: skip


@requires(SharingPermission.SIGN_AGREEMENTS)
def agreement_act(request: ViewerRequest, reference: str, version: int, act: str) -> HttpResponse:
    """Ask why, say what stops or begins and for whom, and do it."""
    page = ACTS[act]
    agreement = get_agreement(request.viewer, reference, version)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            page.write(by=request.viewer, agreement=agreement, reason=form.cleaned_data["reason"])
        except BadRequest as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"{agreement} {page.done}.")
            return redirect("agreement_version", reference, version)
    elif refused := _refusal(request, page.check, agreement):
        return refused
    context = {"agreement": agreement, "page": page, "form": form, "rows": _effect(request.viewer, agreement, page)}
    return render(request, "sharing/agreement_act.html", context)


def _effect(viewer: Viewer, agreement: Agreement, page: Act) -> list[Row]:
    versions = opened_versions(agreement.reference)
    return presenter.given_now(
        presenter.as_if_resumed(versions) if page.begins else versions,
        words(),
        lambda clause, agency: page.concerns(viewer, agreement, clause, agency),
    )
