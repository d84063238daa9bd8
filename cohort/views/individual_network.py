"""The network of one individual, as far as the viewer may see it, and the links in it."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from cohort import access
from cohort.actions import links as actions
from cohort.forms.links import LinkChangeForm, LinkForm
from cohort.forms.networks import EndingForm
from cohort.models import Individual, Link
from cohort.permissions import CohortPermission
from cohort.presenters import individuals
from cohort.presenters import network_drawings as drawings
from cohort.presenters import networks as presenter
from cohort.queries import networks as queries
from cohort.queries import record as records
from cohort.views.existence import or_interest
from cohort.views.individual import record_page
from marsoc.kit import clock
from marsoc.kit.routes import requires
from sharing.enums import DataCategory
from sharing.errors import BadRequest
from sharing.viewer import ViewerRequest


@requires(CohortPermission.VIEW)
@or_interest
def network(request: ViewerRequest, reference: str) -> HttpResponse:
    """Show to which groups somebody belongs, and with whom the person is linked."""
    viewer, record = request.viewer, records.read_record(request.viewer, reference, page="network")
    members = queries.memberships_of(viewer, record.individual)
    links = queries.links_of(viewer, record.individual)
    return record_page(
        request, record, "individual_network",
        groups=[presenter.membership_row(member, may_change=record.may_change) for member in members],
        links=[
            presenter.link_row(link, record.individual, may_change=queries.may_change_link(viewer, link))
            for link in links
        ],
        drawing=drawings.of_individual(record.individual, members, links) if members or links else None,
    )  # fmt: skip


@requires(CohortPermission.CHANGE)
def link_add(request: ViewerRequest, reference: str) -> HttpResponse:
    """Record that somebody is linked with somebody else on the list."""
    individual = _individual(request, reference)
    form = LinkForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            kind, reversed_ = form.way()
            other = access.get_individual(request.viewer, given["person"], showing=DataCategory.INTELLIGENCE)
            one, two = (other, individual) if reversed_ else (individual, other)
            actions.add_link(
                by=request.viewer, individual=one, other=two, kind=kind, from_on=given["from_on"],
                grading=form.grading(),
            )  # fmt: skip
        except Http404:
            form.add_error("person", "There is no such record that you may see. Check the reference.")
        except BadRequest as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "The link has been recorded.")
            return redirect("individual_network", individual.shown_reference)
    return _form(request, individual, "Link this person with another", form, "Record the link")


@requires(CohortPermission.CHANGE)
def link_change(request: ViewerRequest, reference: str, pk: int) -> HttpResponse:
    """Change since when a link holds, or how it is graded."""
    individual, link = _link(request, reference, pk)
    form = LinkChangeForm(request.POST or None, link=link)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            actions.change_link(
                by=request.viewer, link=link, from_on=given["from_on"], reason=given["reason"], grading=form.grading()
            )
        except BadRequest as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "The link has been changed.")
            return redirect("individual_network", individual.shown_reference)
    return _form(request, individual, "Change this link", form, "Save", link=link)


@requires(CohortPermission.CHANGE)
def link_end(request: ViewerRequest, reference: str, pk: int) -> HttpResponse:
    """Record that two people are no longer linked so."""
    individual, link = _link(request, reference, pk)
    form = EndingForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.end_link(by=request.viewer, link=link, **form.cleaned_data)
        except BadRequest as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "The link has ended.")
            return redirect("individual_network", individual.shown_reference)
    return _form(request, individual, "End this link", form, "End the link", link=link)


def _individual(request: ViewerRequest, reference: str) -> Individual:
    """Return the individual from whose page a link is changed, and record that the page was read."""
    viewer = request.viewer
    individual = access.get_individual(
        viewer, reference, CohortPermission.CHANGE, showing=DataCategory.INTELLIGENCE
    )  # fmt: skip
    records.note_reading(viewer, individual, page="network")
    return individual


def _link(request: ViewerRequest, reference: str, pk: int) -> tuple[Individual, Link]:
    individual = _individual(request, reference)
    link = access.get_link(request.viewer, individual, pk)
    queries.note_shown(request.viewer, [link.other(individual)])
    return individual, link


def _form(
    request: ViewerRequest, individual: Individual, title: str, form: Any, submit: str, *, link: Link | None = None
) -> HttpResponse:
    context = {
        "header": individuals.header(individual, clock.today()),
        "title": title,
        "form": form,
        "submit": submit,
        "link": presenter.link_row(link, individual, may_change=True) if link else None,
        "back_href": reverse("individual_network", args=[individual.shown_reference]),
    }
    return render(request, "cohort/individual_link.html", context)
