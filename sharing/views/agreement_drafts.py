"""Drafting an agreement, a page for each thing, until it is opened for signature."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from marsoc.govuk.forms import GovukForm
from marsoc.kit.routes import requires
from sharing.access import check_simulating, get_agreement
from sharing.actions import drafts as actions
from sharing.authority import check_changing, check_drafting, passes
from sharing.content import missing_from
from sharing.errors import BadRequest
from sharing.forms import agreements as forms
from sharing.models import Agreement, Clause, Party
from sharing.permissions import SharingPermission
from sharing.presenters import agreement_drafts as presenter
from sharing.presenters import agreements as agreement_presenter
from sharing.queries import people
from sharing.viewer import ViewerRequest
from sharing.views.agreements import content

SECTIONS = {"purpose": forms.PurposeForm, "dates": forms.DatesForm, "rules": forms.RulesForm}


@requires(SharingPermission.DRAFT_AGREEMENTS)
def agreement_start(request: ViewerRequest) -> HttpResponse:
    """Start a draft."""
    form = forms.StartForm(request.POST or None)

    def start() -> HttpResponse:
        made = actions.draft_agreement(by=request.viewer, **form.cleaned_data)
        return redirect("agreement_draft", made.reference)

    return _ask(request, form, start, heading="Start a draft", back=reverse("agreement_list"), submit="Start")


@requires(SharingPermission.DRAFT_AGREEMENTS)
def agreement_new_version(request: ViewerRequest, reference: str, version: int) -> HttpResponse:
    """Start the next version of an agreement as a copy of this one."""
    agreement = get_agreement(request.viewer, reference, version)
    if request.method == "POST":
        made = actions.draft_new_version(by=request.viewer, agreement=agreement)
        messages.success(request, f"{made} is a copy of version {version}. Change it below.")
        return redirect("agreement_draft", reference)
    return render(request, "sharing/agreement_new_version.html", {"agreement": agreement})


@requires(SharingPermission.DRAFT_AGREEMENTS)
def agreement_draft(request: ViewerRequest, reference: str) -> HttpResponse:
    """Show what there is to do until a draft can be opened for signature."""
    draft = _draft(request, reference)
    groups = presenter.task_list(draft, simulates=passes(check_simulating, request.viewer, draft))
    context = {"agreement": draft, "groups": groups}
    return render(request, "sharing/agreement_draft.html", context)


@requires(SharingPermission.DRAFT_AGREEMENTS)
def agreement_draft_terms(request: ViewerRequest, reference: str, section: str) -> HttpResponse:
    """Change a part of the terms."""
    if section not in SECTIONS:
        raise Http404
    draft, page = _draft(request, reference), SECTIONS[section]
    form = page(request.POST or None, initial=page.said(draft))

    def save() -> HttpResponse:
        actions.change_draft(by=request.viewer, agreement=draft, changes=form.cleaned_data)
        return redirect("agreement_draft", reference)

    return _ask(
        request, form, save, heading=page.heading, draft=draft, back=reverse("agreement_draft", args=[reference])
    )


@requires(SharingPermission.DRAFT_AGREEMENTS)
def agreement_draft_parties(request: ViewerRequest, reference: str) -> HttpResponse:
    """List the parties of a draft."""
    draft = _draft(request, reference)
    context = {"agreement": draft, "parties": agreement_presenter.party_rows(draft)}
    return render(request, "sharing/agreement_draft_parties.html", context)


@requires(SharingPermission.DRAFT_AGREEMENTS)
def agreement_draft_party_add(request: ViewerRequest, reference: str) -> HttpResponse:
    """Add an agency to a draft."""
    draft = _draft(request, reference)
    form = forms.PartyForm(request.POST or None, present=[each.agency_id for each in draft.parties.all()])
    return _ask_for_party(request, draft, form, "Add an agency", lambda: form.cleaned_data)


@requires(SharingPermission.DRAFT_AGREEMENTS)
def agreement_draft_party(request: ViewerRequest, reference: str, agency: str) -> HttpResponse:
    """Change whom to ask at a party of a draft."""
    draft = _draft(request, reference)
    party = _party(draft, agency)
    form = forms.ContactForm(request.POST or None, initial=forms.ContactForm.said(party))
    return _ask_for_party(
        request, draft, form, f"Contact at {party.agency.name}", lambda: {"agency": party.agency, **form.cleaned_data}
    )


def _ask_for_party(
    request: ViewerRequest, draft: Agreement, form: GovukForm, heading: str, answers: Callable[[], dict[str, Any]]
) -> HttpResponse:
    back = reverse("agreement_draft_parties", args=[draft.reference])

    def save() -> HttpResponse:
        actions.add_party(by=request.viewer, agreement=draft, **answers())
        return redirect(back)

    return _ask(request, form, save, heading=heading, draft=draft, back=back)


@requires(SharingPermission.DRAFT_AGREEMENTS)
def agreement_draft_party_remove(request: ViewerRequest, reference: str, agency: str) -> HttpResponse:
    """Take an agency out of a draft and its clauses, after asking."""
    draft = _draft(request, reference)
    party, back = _party(draft, agency), reverse("agreement_draft_parties", args=[reference])
    if request.method == "POST":
        actions.remove_party(by=request.viewer, agreement=draft, agency=party.agency)
        return redirect(back)
    says = "It is taken out of every clause as well. A clause that names no other agency has then no recipient."
    question = f"Take {party.agency.name} out?"
    return _confirm(request, draft, question=question, says=says, button="Take out", back=back)


@requires(SharingPermission.DRAFT_AGREEMENTS)
def agreement_draft_clause(request: ViewerRequest, reference: str, number: int | None = None) -> HttpResponse:
    """Write a clause of a draft, or change one."""
    draft, back = _draft(request, reference), reverse("agreement_draft", args=[reference])
    clause = None if number is None else _clause(draft, number)
    receiving = [(each.agency_id, each.agency.name) for each in draft.parties.all() if each.agency_id != draft.owner_id]
    if not receiving:
        messages.error(request, "Add an agency that receives information before you write a clause.")
        return redirect("agreement_draft_parties", reference)
    said = forms.ClauseForm.said(clause, [hub.code for hub in people.hubs()]) if clause else {"purpose": draft.purpose}
    form = forms.ClauseForm(request.POST or None, receiving=receiving, initial=said)

    def save() -> HttpResponse:
        actions.save_clause(by=request.viewer, agreement=draft, number=number, terms=form.cleaned_data)
        return redirect(back)

    heading = f"Clause {number}" if clause else "Add a clause"
    return _ask(request, form, save, heading=heading, draft=draft, back=back, remove=clause)


@requires(SharingPermission.DRAFT_AGREEMENTS)
def agreement_draft_clause_remove(request: ViewerRequest, reference: str, number: int) -> HttpResponse:
    """Take a clause out of a draft, after asking."""
    draft, back = _draft(request, reference), reverse("agreement_draft", args=[reference])
    _clause(draft, number)
    if request.method == "POST":
        actions.remove_clause(by=request.viewer, agreement=draft, number=number)
        return redirect(back)
    says = "The other clauses keep their numbers."
    question = f"Remove clause {number}?"
    return _confirm(request, draft, question=question, says=says, button="Remove clause", back=back)


@requires(SharingPermission.DRAFT_AGREEMENTS)
def agreement_draft_check(request: ViewerRequest, reference: str) -> HttpResponse:
    """Show all that will be signed and what is missing, and open it for signature."""
    draft = _draft(request, reference)
    errors = []
    if request.method == "POST":
        try:
            opened = actions.open_for_signature(by=request.viewer, agreement=draft)
        except BadRequest as refusal:
            errors = [{"text": str(refusal)}]
        else:
            messages.success(request, f"{opened} is open for signature. Every party has been told.")
            return redirect("agreement_detail", reference)
    terms = agreement_presenter.terms(draft, presenter.term_links(draft))
    context = {**content(draft), "terms": terms, "missing": missing_from(draft), "errors": errors}
    return render(request, "sharing/agreement_draft_check.html", context)


@requires(SharingPermission.DRAFT_AGREEMENTS)
def agreement_draft_discard(request: ViewerRequest, reference: str) -> HttpResponse:
    """Discard a draft, after asking."""
    draft = _draft(request, reference)
    if request.method == "POST":
        actions.discard_draft(by=request.viewer, agreement=draft)
        messages.success(request, f"The draft of {draft} has been discarded.")
        return redirect("agreement_list")
    says = "It disappears from the register. Earlier versions stay as they are."
    back = reverse("agreement_draft", args=[reference])
    return _confirm(request, draft, question="Discard this draft?", says=says, button="Discard draft", back=back)


def _draft(request: ViewerRequest, reference: str) -> Agreement:
    draft = get_agreement(request.viewer, reference)
    if request.method == "POST":
        check_drafting(request.viewer)  # what has become of the draft meanwhile is said beside what was typed
    else:
        check_changing(request.viewer, draft)
    return draft


def _party(draft: Agreement, agency: str) -> Party:
    party = next((each for each in draft.parties.all() if each.agency_id == agency), None)
    if party is None:
        raise Http404
    return party


def _clause(draft: Agreement, number: int) -> Clause:
    clause = next((each for each in draft.clauses.all() if each.number == number), None)
    if clause is None:
        raise Http404
    return clause


def _ask(
    request: ViewerRequest,
    form: GovukForm,
    save: Callable[[], HttpResponse],
    *,
    heading: str,
    back: str,
    submit: str = "Save",
    draft: Agreement | None = None,
    remove: Clause | None = None,
) -> HttpResponse:
    """Show a form until its answers can be saved; what is refused is said above what was typed."""
    if request.method == "POST" and form.is_valid():
        try:
            return save()
        except BadRequest as refusal:
            form.add_error(None, str(refusal))
    context = {"form": form, "heading": heading, "back": back, "submit": submit, "agreement": draft, "remove": remove}
    return render(request, "sharing/agreement_form.html", context)


def _confirm(
    request: ViewerRequest, draft: Agreement, *, question: str, says: str, button: str, back: str
) -> HttpResponse:
    context = {"agreement": draft, "question": question, "says": says, "button": button, "back": back}
    return render(request, "sharing/agreement_confirm.html", context)
