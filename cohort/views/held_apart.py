"""Victims, witnesses and associates, held apart from the list for a short time."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from cohort import access
from cohort.actions import held_apart as actions
from cohort.enums import ApartCategory
from cohort.forms.held_apart import HoldApartForm, ReviewApartForm
from cohort.models import CrimeGroup, Individual
from cohort.permissions import CohortPermission
from cohort.presenters import held_apart as presenter
from cohort.queries import held_apart as queries
from cohort.queries.record import note_reading
from marsoc.kit import clock
from marsoc.kit.pagination import Page, page_number
from marsoc.kit.routes import requires
from sharing.errors import BadRequest
from sharing.viewer import ViewerRequest


@requires(CohortPermission.CHANGE)
def held_apart_list(request: ViewerRequest) -> HttpResponse:
    """List whom the viewer's hubs hold apart."""
    page = queries.held_apart(request.viewer, page_number(request.GET.get("page")))
    rows = [presenter.apart_row(each, clock.today()) for each in page.rows]
    return render(request, "cohort/held_apart_list.html", {"page": Page(rows, page.number, page.size, page.total)})


@requires(CohortPermission.CHANGE)
def add_for_individual(request: ViewerRequest, reference: str) -> HttpResponse:
    """Hold somebody apart for an individual."""
    individual = access.get_individual(request.viewer, reference, CohortPermission.CHANGE)
    note_reading(request.viewer, individual, page="list")
    return _add(request, individual, reverse("individual_network", args=[individual.shown_reference]))


@requires(CohortPermission.CHANGE)
def add_for_group(request: ViewerRequest, group: str) -> HttpResponse:
    """Hold somebody apart for a group."""
    found = access.get_crime_group(request.viewer, group, CohortPermission.CHANGE)
    return _add(request, found, reverse("crime_group", args=[found.shown_reference]))


@requires(CohortPermission.CHANGE)
def held_apart_review(request: ViewerRequest, pk: int) -> HttpResponse:
    """Show what is held of somebody, and take the decision whether that still has to be."""
    held = access.get_held_apart(request.viewer, pk)
    queries.note_held_apart(request.viewer, held)
    form = ReviewApartForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        why = form.cleaned_data["necessity"]
        try:
            if form.keeps:
                actions.keep_held_apart(by=request.viewer, held=held, necessity=why)
            else:
                actions.remove_held_apart(by=request.viewer, held=held, reason=why)
        except BadRequest as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "The name is held on." if form.keeps else "The name has been deleted.")
            return redirect("held_apart_list")
    facts = presenter.apart_facts(held)
    return _form(request, "Somebody held apart", form, "Save", reverse("held_apart_list"), facts=facts)


def _add(request: ViewerRequest, of: Individual | CrimeGroup, back: str) -> HttpResponse:
    form = HoldApartForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = {**form.cleaned_data, "category": ApartCategory(form.cleaned_data["category"])}
        try:
            actions.hold_apart(by=request.viewer, of=of, **given)
        except BadRequest as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "The name is held apart from the list.")
            return redirect("held_apart_list")
    return _form(request, "Hold somebody apart", form, "Save", back, of=str(of))


def _form(request: ViewerRequest, title: str, form: Any, submit: str, back: str, **more: Any) -> HttpResponse:
    context = {"title": title, "form": form, "submit": submit, "back_href": back, "facts": [], "of": "", **more}
    return render(request, "cohort/held_apart_form.html", context)
