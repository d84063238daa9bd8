"""Adding and removing the facts of which an individual has several."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from cohort.access import get_fact, get_individual, must_be_allowed_to_add, must_be_own
from cohort.actions import facts as actions
from cohort.actions import key_dates
from cohort.enums import IdentifierKind, NameKind
from cohort.errors import EditConflict
from cohort.forms.facts import AliasForm, IdentifierForm, KeyDateForm, RemoveForm
from cohort.forms.record import CorrectingForm, RecordForm
from cohort.models import Alias, Identifier, Individual, KeyDate
from cohort.permissions import CohortPermission
from cohort.presenters import individuals as presenter
from cohort.queries.record import note_reading
from marsoc.kit import clock
from marsoc.kit.routes import requires
from sharing.errors import BadRequest
from sharing.viewer import Viewer, ViewerRequest


@dataclass(frozen=True, slots=True)
class FactKind:
    """What one kind of fact is called, how it is added and removed, and the page it stands on."""

    add_title: str
    remove_title: str
    form: type[RecordForm]
    model: Any  # one of the three models; get_fact tells them apart
    back: str
    add: Callable[..., Any]
    remove: Callable[..., None]
    argument: str
    kinds: Callable[[Any], Any]
    refused_field: str


KINDS = {
    "name": FactKind(
        add_title="Add another name",
        remove_title="Remove this name?",
        form=AliasForm,
        model=Alias,
        back="individual_identity",
        add=actions.add_alias,
        remove=actions.remove_alias,
        argument="alias",
        kinds=NameKind,
        refused_field="name",
    ),
    "identifier": FactKind(
        add_title="Add an identifier",
        remove_title="Remove this identifier?",
        form=IdentifierForm,
        model=Identifier,
        back="individual_identity",
        add=actions.add_identifier,
        remove=actions.remove_identifier,
        argument="identifier",
        kinds=IdentifierKind,
        refused_field="given",
    ),
    "key-date": FactKind(
        add_title="Record a key date",
        remove_title="Remove this key date?",
        form=KeyDateForm,
        model=KeyDate,
        back="individual_custody",
        add=key_dates.record_key_date,
        remove=key_dates.remove_key_date,
        argument="key_date",
        kinds=lambda kind: kind,
        refused_field="on",
    ),
}


@requires(CohortPermission.VIEW)
def add(request: ViewerRequest, reference: str, kind: str) -> HttpResponse:
    """Add a further name, an identifier or a key date."""
    fact = _kind(kind)
    individual = _individual(request.viewer, reference, fact)
    initial = {"kind": request.GET.get("kind"), **_version(request.viewer)}
    form = _asked(request.viewer, fact.form(request.POST or None, individual=individual, initial=initial))
    if request.method != "POST" or not form.is_valid():
        return _show(request, individual, kind, form, fact.add_title)
    answers = {**form.arguments(), "kind": fact.kinds(form.cleaned_data["kind"])}
    try:
        fact.add(by=request.viewer, individual=individual, **answers)
    except EditConflict as conflict:
        return _show(
            request, individual, kind, form.renewed(individual, conflict.version), fact.add_title, conflict=conflict
        )
    except BadRequest as refusal:
        form.add_error(fact.refused_field, str(refusal))
        return _show(request, individual, kind, form, fact.add_title)
    messages.success(request, "The record has been changed.")
    return redirect(fact.back, individual.shown_reference)


@requires(CohortPermission.VIEW)
def remove(request: ViewerRequest, reference: str, kind: str, pk: int) -> HttpResponse:
    """Remove one fact, with the reason."""
    fact = _kind(kind)
    individual = _individual(request.viewer, reference, fact)
    row = get_fact(request.viewer, individual, fact.model, pk)
    must_be_own(request.viewer, row)
    removing = RemoveForm(request.POST or None, individual=individual, initial=_version(request.viewer))
    form = _asked(request.viewer, removing)
    told: dict[str, Any] = {"rows": presenter.fact_rows(row), "submit": "Remove"}
    if request.method != "POST" or not form.is_valid():
        return _show(request, individual, kind, form, fact.remove_title, **told)
    try:
        fact.remove(by=request.viewer, individual=individual, **{fact.argument: row}, **form.arguments())
    except EditConflict as conflict:
        form = form.renewed(individual, conflict.version)
        return _show(request, individual, kind, form, fact.remove_title, conflict=conflict, **told)
    except BadRequest as refusal:
        form.add_error("inaccurate", str(refusal))
        return _show(request, individual, kind, form, fact.remove_title, **told)
    messages.success(request, "The record has been changed.")
    return redirect(fact.back, individual.shown_reference)


def _individual(viewer: Viewer, reference: str, fact: FactKind) -> Individual:
    category = fact.model.data_category
    individual = get_individual(viewer, reference)
    must_be_allowed_to_add(viewer, individual, category)
    return individual


def _asked(viewer: Viewer, form: RecordForm) -> RecordForm:
    """Return a form as its viewer is asked it: an agency is not asked what was inaccurate."""
    if viewer.contributor and isinstance(form, CorrectingForm):
        form.leave_out_correcting()
    return form


def _version(viewer: Viewer) -> dict[str, int]:
    """Tell an agency no version of the record: it rises with changes that may be hidden from it."""
    return {"version": 0} if viewer.contributor else {}


def _kind(kind: str) -> FactKind:
    if kind not in KINDS:
        raise Http404
    return KINDS[kind]


def _show(
    request: ViewerRequest,
    individual: Individual,
    kind: str,
    form: RecordForm,
    title: str,
    **more: Any,
) -> HttpResponse:
    note_reading(request.viewer, individual, page=f"edit:{kind}")
    context = {
        "form": form,
        "title": title,
        "back_href": reverse(KINDS[kind].back, args=[individual.shown_reference]),
        "submit": "Save",
        "header": presenter.header(individual, clock.today()),
        "conflict": None,
        "rows": [],
        **more,
    }
    return render(request, "cohort/individual_fact.html", context, status=409 if context["conflict"] else 200)
