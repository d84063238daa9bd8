"""Merging two records of one person: the plan, the decision, and undoing it."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from cohort import access
from cohort.actions import merge_undoing, merging
from cohort.enums import ProposalState, Verdict
from cohort.forms.leaving import TakeBackForm
from cohort.forms.merging import MergeDecisionForm, MergeForm, UndoForm
from cohort.models import Merge
from cohort.permissions import CohortPermission
from cohort.presenters import merging as presenter
from cohort.queries import merge_undoing as undoings
from cohort.queries import merging as queries
from cohort.queries.merging import Plan
from cohort.queries.record import Record, read_both
from marsoc.govuk.forms import GovukForm
from marsoc.kit.routes import requires
from sharing.errors import BadRequest
from sharing.viewer import Viewer, ViewerRequest


@requires(CohortPermission.CHANGE)
def propose(request: ViewerRequest, pk: int) -> HttpResponse:
    """Show what a merge of two records would ask, then what it would do, and take the proposal."""
    viewer, match = request.viewer, access.get_possible_match(request.viewer, pk)
    first, second = read_both(viewer, match.first, match.second, page="merge")
    asked = presenter.differences(queries.merge_plan(viewer, first.individual, second.individual), first, second, {})
    form = MergeForm(request.POST or None, first=first.individual, second=second.individual, asked=asked)
    step = request.POST.get("step", "")
    answered = request.method == "POST" and step != "back" and form.is_valid()
    survivor, merged = (first, second) if _keeps_first(form, first, second, answered=answered) else (second, first)
    plan = queries.merge_plan(viewer, survivor.individual, merged.individual)
    context = {"match": match, "form": form, "obstacles": plan.obstacles}
    if not answered or plan.obstacles:
        return render(request, "cohort/merge_propose.html", context)
    if step != "save":
        rows = presenter.differences(plan, survivor, merged, form.choices)
        return render(request, "cohort/merge_check.html", {**context, **_checked(request, form, plan, rows)})
    try:
        proposed = merging.propose_merge(
            by=viewer, survivor=survivor.individual, merged=merged.individual, versions=form.versions,
            choices=form.choices, words=form.cleaned_data["words"],
        )  # fmt: skip
    except BadRequest as refusal:
        form.add_error(None, str(refusal))
        return render(request, "cohort/merge_propose.html", context)
    messages.success(request, "Your proposal has been kept. Somebody else decides it.")
    return redirect("merge", proposed.pk)


def _keeps_first(form: MergeForm, first: Record, second: Record, *, answered: bool) -> bool:
    return form.keeps_first if answered else queries.is_likelier_survivor(first.individual, second.individual)


def _checked(request: ViewerRequest, form: MergeForm, plan: Plan, rows: list[presenter.Difference]) -> dict[str, Any]:
    return {
        "survivor": plan.survivor,
        "merged": plan.merged,
        "facts": presenter.two_records(plan.survivor, plan.merged, form.cleaned_data["words"]),
        "rows": rows,
        "moves": presenter.moving(plan.moves),
        "stays": presenter.moving(plan.stays),
        "typed": [(name, value) for name, value in request.POST.items() if name in form.fields],
    }


@requires(CohortPermission.CHANGE)
def merge(request: ViewerRequest, pk: int) -> HttpResponse:
    """Show one merge and, while it waits, take the decision."""
    proposed = access.get_merge(request.viewer, pk)
    own = proposed.proposed_by == request.viewer.user
    form: GovukForm = (TakeBackForm if own else MergeDecisionForm)(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            _decide(request.viewer, proposed, form.cleaned_data)
        except BadRequest as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Your decision has been kept.")
            return redirect("merge", pk)
    context = {
        "merge": proposed, "form": form, "own": own, "waits": proposed.state == ProposalState.PROPOSED,
        "may_decide": own or access.may_merge(request.viewer, proposed), "facts": presenter.facts(proposed),
        "may_undo": proposed.stands and access.may_merge(request.viewer, proposed),
    }  # fmt: skip
    return render(request, "cohort/merge.html", {**context, **_told(request.viewer, proposed)})


def _told(viewer: Viewer, proposed: Merge) -> dict[str, Any]:
    """Return what a merge that waits would do, or what one that is decided did."""
    survivor, merged = read_both(viewer, proposed.individual, proposed.merged, page="merge")
    if proposed.state != ProposalState.PROPOSED:
        became = {label: number for label, number in queries.became(viewer, proposed).items() if number}
        return {"chosen": presenter.chosen(proposed), "moves": presenter.moving(became)}
    plan = queries.merge_plan(viewer, survivor.individual, merged.individual, proposed=proposed)
    rows = presenter.differences(plan, survivor, merged, proposed.choices)
    return {"obstacles": plan.obstacles, "rows": rows, "moves": presenter.moving(plan.moves)}


def _decide(viewer: Viewer, proposed: Merge, given: dict[str, Any]) -> None:
    if given.get("decision") == MergeDecisionForm.APPROVE:
        merging.approve_merge(by=viewer, proposed=proposed)
    else:
        merging.refuse_merge(by=viewer, proposed=proposed, reason=given["words"])


@requires(CohortPermission.MERGE)
def undo(request: ViewerRequest, pk: int) -> HttpResponse:
    """Show what undoing a merge would do, ask whose is what was recorded since, and undo it."""
    standing = access.get_merge(request.viewer, pk)
    if not standing.stands:
        raise Http404
    survivor, _ = read_both(request.viewer, standing.individual, standing.merged, page="merge")
    undoing = undoings.undoing_of(request.viewer, standing)
    picks = presenter.picks(undoing, standing, survivor)
    asked = [pick for pick in picks if not pick.belongs_to]
    form = UndoForm(request.POST or None, survivor=standing.individual, merged=standing.merged, asked=asked)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            merge_undoing.undo_merge(
                by=request.viewer, merge=standing, answers=form.answers, verdict=Verdict(given["verdict"]),
                words=given["words"],
            )  # fmt: skip
        except BadRequest as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "The merge has been undone. There are two records again.")
            return redirect("merge", pk)
    context = {
        "merge": standing, "form": form, "obstacles": undoing.obstacles,
        "going_back": presenter.moving(undoing.going_back), "by_rule": [pick for pick in picks if pick.belongs_to],
    }  # fmt: skip
    return render(request, "cohort/merge_undo.html", context)
