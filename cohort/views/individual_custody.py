"""Acts of the custody record, and taking a fact out of it."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from cohort.access import get_fact, get_individual, get_key_dates
from cohort.actions import custody, custody_facts
from cohort.actions.key_dates import settle_key_date
from cohort.enums import SpellKind
from cohort.errors import EditConflict
from cohort.forms import custody as forms
from cohort.forms.facts import RemoveForm
from cohort.forms.record import RecordForm
from cohort.forms.what_if import WhatIfForm
from cohort.models import Absence, Categorisation, CustodyPlace, CustodySpell, Individual, Sentence
from cohort.permissions import CohortPermission
from cohort.presenters import custody as presenter
from cohort.presenters import individuals as record_presenter
from cohort.presenters import planning as planning_presenter
from cohort.queries.custody import custody_of, proposed_phase
from cohort.queries.planning import due_soon, if_moved
from cohort.queries.record import note_reading, read_record
from cohort.views.existence import or_interest
from cohort.views.individual import record_page
from marsoc.kit import clock
from marsoc.kit.routes import requires
from sharing.enums import DataCategory, Phase
from sharing.errors import BadRequest
from sharing.viewer import ViewerRequest


@dataclass(frozen=True, slots=True)
class Act:
    """One act of the custody record: its page, what it asks and what it writes."""

    title: str
    form: type[RecordForm]
    write: Callable[..., Any]


def _release(**answers: Any) -> None:
    custody.release_individual(**{**answers, "phase": Phase(answers["phase"])})


ACTS = {
    "sentence": Act("Record a sentence", forms.SentenceForm, custody.sentence_individual),
    "remand": Act("Record a remand", forms.RemandForm, partial(custody.begin_spell, kind=SpellKind.REMAND)),
    "default-term": Act(
        "Record a default term", forms.DefaultTermForm, partial(custody.begin_spell, kind=SpellKind.DEFAULT_TERM)
    ),
    "recall": Act("Record a recall", forms.RecallForm, partial(custody.begin_spell, kind=SpellKind.RECALL)),
    "release": Act("Record a release", forms.ReleaseForm, _release),
    "move": Act("Record a move to another prison", forms.MoveForm, custody.move_to_establishment),
    "category": Act("Record a security category", forms.CategorisationForm, custody_facts.record_categorisation),
    "absence": Act("Record an absence", forms.AbsenceForm, custody_facts.begin_absence),
    "return": Act("Record a return to custody", forms.ReturnForm, custody_facts.end_absence),
}
KINDS: dict[str, Any] = {
    "spell": CustodySpell,
    "sentence": Sentence,
    "place": CustodyPlace,
    "category": Categorisation,
    "absence": Absence,
}


@requires(CohortPermission.VIEW)
@or_interest
def what_if(request: ViewerRequest, reference: str) -> HttpResponse:
    """Show what falls due, and what would if a date moved; nothing is written."""
    read = read_record(request.viewer, reference, page="custody")
    facts = custody_of(request.viewer, read.individual)
    form = WhatIfForm(request.GET, key_dates=read.key_dates)
    recorded, moved = due_soon(read.key_dates, facts), form.moved()
    supposed = if_moved(read.key_dates, facts, moved) if moved else []
    return record_page(
        request,
        read,
        "individual_what_if",
        form=form,
        moved=bool(moved),
        work=planning_presenter.work(supposed, recorded) if moved else planning_presenter.work(recorded),
        no_longer=planning_presenter.no_longer(supposed, recorded) if moved else [],
    )


@requires(CohortPermission.CHANGE)
def record(request: ViewerRequest, reference: str, act: str) -> HttpResponse:
    """Record one act: spell, place and phase together, or nothing."""
    if act not in ACTS:
        raise Http404
    individual = get_individual(request.viewer, reference, CohortPermission.CHANGE, showing=DataCategory.CUSTODY)
    form = ACTS[act].form(request.POST or None, individual=individual, initial=_proposed(request, individual, act))
    if request.method != "POST" or not form.is_valid():
        return _show(request, individual, ACTS[act].title, form)
    try:
        ACTS[act].write(by=request.viewer, individual=individual, **form.arguments())
    except EditConflict as conflict:
        form = form.renewed(individual, conflict.version)
        return _show(request, individual, ACTS[act].title, form, conflict=conflict)
    except BadRequest as refusal:
        form.add_error("on", str(refusal))
        return _show(request, individual, ACTS[act].title, form)
    messages.success(request, "The custody record has been changed.")
    return redirect("individual_custody", individual.shown_reference)


def _proposed(request: ViewerRequest, individual: Individual, act: str) -> dict[str, Any]:
    """Propose what follows a release, if the record says until when the person is supervised."""
    if act != "release":
        return {}
    ended = custody_of(request.viewer, individual).released(clock.today())
    return {"phase": proposed_phase(request.viewer, individual, ended)}


@requires(CohortPermission.CHANGE)
def remove(request: ViewerRequest, reference: str, kind: str, pk: int) -> HttpResponse:
    """Take one fact out of the custody record, with the reason."""
    if kind not in KINDS:
        raise Http404
    individual = get_individual(request.viewer, reference, CohortPermission.CHANGE, showing=DataCategory.CUSTODY)
    fact = get_fact(request.viewer, individual, KINDS[kind], pk)
    form = RemoveForm(request.POST or None, individual=individual)
    told: dict[str, Any] = {"rows": presenter.fact_rows(fact), "submit": "Remove"}
    title = f"Remove this {presenter.called(fact)}?"
    if request.method != "POST" or not form.is_valid():
        return _show(request, individual, title, form, **told)
    try:
        custody_facts.remove_custody_fact(by=request.viewer, individual=individual, fact=fact, **form.arguments())
    except EditConflict as conflict:
        form = form.renewed(individual, conflict.version)
        return _show(request, individual, title, form, conflict=conflict, **told)
    except BadRequest as refusal:
        form.add_error("inaccurate", str(refusal))
        return _show(request, individual, title, form, **told)
    messages.success(request, "The custody record has been changed.")
    return redirect("individual_custody", individual.shown_reference)


@requires(CohortPermission.CHANGE)
def settle_dates(request: ViewerRequest, reference: str, kind: str) -> HttpResponse:
    """Settle which of the days that sources give for one date counts."""
    individual = get_individual(request.viewer, reference, CohortPermission.CHANGE, showing=DataCategory.CUSTODY)
    given = get_key_dates(request.viewer, individual, kind)
    form = forms.SettleForm(request.POST or None, individual=individual, given=given)
    title = f"Settle the {given[0].kind.name.lower()}"
    if request.method != "POST" or not form.is_valid():
        return _show(request, individual, title, form)
    answers = form.cleaned_data
    try:
        settle_key_date(
            by=request.viewer, individual=individual, version=answers["version"], key_date=form.key_date(),
            reason=answers["reason"],
        )  # fmt: skip
    except EditConflict as conflict:
        form = forms.SettleForm(
            {**request.POST.dict(), "version": str(conflict.version)}, individual=individual, given=given
        )
        return _show(request, individual, title, form, conflict=conflict)
    except BadRequest as refusal:
        form.add_error("chosen", str(refusal))
        return _show(request, individual, title, form)
    messages.success(request, "The date has been settled.")
    return redirect("individual_custody", individual.shown_reference)


def _show(request: ViewerRequest, individual: Individual, title: str, form: RecordForm, **more: Any) -> HttpResponse:
    note_reading(request.viewer, individual, page="edit:custody")
    context = {
        "form": form,
        "title": title,
        "back_href": reverse("individual_custody", args=[individual.shown_reference]),
        "submit": "Save",
        "header": record_presenter.header(individual, clock.today()),
        "conflict": None,
        "rows": [],
        **more,
    }
    return render(request, "cohort/individual_fact.html", context, status=409 if context["conflict"] else 200)
