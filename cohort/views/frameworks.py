"""The method: its versions, what one says and would do, and a draft on its way to being published."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from cohort.access import get_framework, get_framework_draft
from cohort.actions import frameworks as actions
from cohort.forms import frameworks as forms
from cohort.models import Framework
from cohort.permissions import CohortPermission
from cohort.presenters import frameworks as presenter
from cohort.queries.frameworks import effect_of, frameworks
from marsoc.kit.pagination import page_number
from marsoc.kit.routes import any_member, requires
from sharing.errors import BadRequest
from sharing.viewer import Viewer, ViewerRequest

PARTS = ("terms", "weights", "bands")
NEW = "new-dimension"


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a draft with a page of its own."""

    heading: str
    form: Any
    save: Callable[[Viewer, Any], object]


@dataclass(frozen=True, slots=True)
class Act:
    """Something done to a whole draft: its question, what it means, its button and what is told afterwards."""

    question: str
    says: str
    button: str
    done: str
    write: Callable[[Viewer, Framework], object]


ACTS = {
    "propose": Act(
        "Propose this version?", "Somebody else of the central team then reads it and approves it. Changing the draft"
        " takes the proposal back.", "Propose", "The version is proposed. Somebody else has to approve it.",
        lambda by, draft: actions.propose_framework(by=by, framework=draft),
    ),
    "publish": Act(
        "Approve and publish this version?", "From now on individuals are assessed by it. It never changes again, and"
        " nothing that was assessed before is worked out anew.", "Approve and publish", "The version is in force.",
        lambda by, draft: actions.publish_framework(by=by, framework=draft),
    ),
    "discard": Act(
        "Discard this draft?", "What was written in it goes; its history stays.", "Discard", "The draft is discarded.",
        lambda by, draft: actions.discard_framework(by=by, framework=draft),
    ),
}  # fmt: skip


@any_member
def framework_list(request: ViewerRequest) -> HttpResponse:
    """Show the versions of the method."""
    may_draft = request.viewer.may(CohortPermission.DRAFT_FRAMEWORK)
    found = frameworks(drafts=may_draft)
    context = {
        "rows": presenter.versions(found),
        "may_draft": may_draft,
        "may_start": may_draft and not any(each.published_at is None for each in found),
    }
    return render(request, "cohort/framework_list.html", context)


@any_member
def framework_detail(request: ViewerRequest, version: int) -> HttpResponse:
    """Show all that a version says."""
    framework = get_framework(request.viewer, version)
    may_draft = request.viewer.may(CohortPermission.DRAFT_FRAMEWORK)
    context = {
        "framework": framework,
        "areas": presenter.areas(framework),
        "terms": presenter.terms(framework),
        "state": presenter.state(framework),
        "may_edit": may_draft and framework.published_at is None,
        "may_publish": may_draft and framework.proposed_by not in (None, request.viewer.user),
        "may_draft": may_draft,
    }
    return render(request, "cohort/framework_detail.html", context)


@requires(CohortPermission.DRAFT_FRAMEWORK)
def framework_effect(request: ViewerRequest, version: int) -> HttpResponse:
    """Show what a version would do to the present list."""
    framework = get_framework(request.viewer, version)
    effect = effect_of(request.viewer, framework, page_number(request.GET.get("page")))
    context = {"framework": framework, "effect": effect, "bands": presenter.bands(framework, effect)}
    return render(request, "cohort/framework_effect.html", context)


@requires(CohortPermission.DRAFT_FRAMEWORK)
def framework_start(request: ViewerRequest) -> HttpResponse:
    """Start a draft."""
    says = "It begins as a copy of the newest version, or of a proposal if there is none yet."
    context: dict[str, Any] = {
        "framework": None, "says": says, "question": "Start a draft of the method?", "button": "Start a draft",
        "back": reverse("framework_list"), "errors": [],
    }  # fmt: skip
    if request.method == "POST":
        try:
            draft = actions.draft_framework(by=request.viewer)
        except BadRequest as refusal:
            return render(request, "cohort/framework_act.html", {**context, "errors": [{"text": str(refusal)}]})
        return redirect("framework_detail", draft.version)
    return render(request, "cohort/framework_act.html", context)


@requires(CohortPermission.DRAFT_FRAMEWORK)
def framework_edit(request: ViewerRequest, version: int, section: str) -> HttpResponse:
    """Change a part of a draft."""
    draft = get_framework_draft(request.viewer, version)
    page = _section(request, draft, section)
    form, errors = page.form, []
    may_remove = section not in (*PARTS, NEW)
    removes = may_remove and request.POST.get("step") == "remove"
    if request.method == "POST" and (removes or form.is_valid()):
        try:
            if removes:
                actions.remove_dimension(by=request.viewer, framework=draft, code=section)
            else:
                page.save(request.viewer, form)
        except BadRequest as refusal:
            errors = [{"text": str(refusal)}]
        else:
            messages.success(request, "The draft has been changed.")
            return redirect("framework_detail", version)
    context = {
        "framework": draft, "form": form, "heading": page.heading, "refused": errors,
        "may_remove": may_remove,
    }  # fmt: skip
    return render(request, "cohort/framework_form.html", context)


def _section(request: ViewerRequest, draft: Framework, section: str) -> Section:
    """Return a part of a draft with its form as far as it is answered."""
    answers = request.POST or None
    if section == "terms":
        form: Any = forms.TermsForm(answers, initial=forms.TermsForm.said(draft))
        return Section("Title, limits and confidence", form, lambda by, form: actions.change_framework(
            by=by, framework=draft, terms=form.cleaned_data))  # fmt: skip
    if section == "weights":
        form = forms.WeightsForm(answers, framework=draft, initial=forms.WeightsForm.said(draft))
        return Section("Weights, which add up to 100", form, lambda by, form: actions.set_weights(
            by=by, framework=draft, weights=form.cleaned_data))  # fmt: skip
    if section == "bands":
        form = forms.BandsForm(answers, initial=forms.BandsForm.said(draft))
        return Section("Bands", form, lambda by, form: actions.set_bands(by=by, framework=draft, bands=form.bands))
    known = {each.code: each for each in draft.dimensions.all()}
    if section != NEW and section not in known:
        raise Http404
    code = section if section in known else None
    initial = forms.DimensionForm.said(known[section]) if code else None
    return Section(known[section].name if code else "Add a dimension", forms.DimensionForm(answers, initial=initial),
        lambda by, form: actions.save_dimension(by=by, framework=draft, code=code, terms=form.terms))  # fmt: skip


@requires(CohortPermission.DRAFT_FRAMEWORK)
def framework_act(request: ViewerRequest, version: int, act: str) -> HttpResponse:
    """Propose, publish or discard a draft."""
    if act not in ACTS:
        raise Http404
    draft, chosen, errors = get_framework_draft(request.viewer, version), ACTS[act], []
    if request.method == "POST":
        try:
            chosen.write(request.viewer, draft)
        except BadRequest as refusal:
            errors = [{"text": str(refusal)}]
        else:
            messages.success(request, chosen.done)
            return redirect("framework_list")
    context = {
        "framework": draft, "question": chosen.question, "says": chosen.says, "button": chosen.button,
        "back": reverse("framework_detail", args=[version]), "errors": errors,
    }  # fmt: skip
    return render(request, "cohort/framework_act.html", context)
