"""Organised crime groups: the list, one group, and who belongs to it."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from cohort import access
from cohort.actions import networks as actions
from cohort.errors import EditConflict
from cohort.forms.networks import EndingForm, GroupForm, MemberChangeForm, MemberForm
from cohort.models import CrimeGroup, GroupMember
from cohort.permissions import CohortPermission
from cohort.presenters import network_drawings as drawings
from cohort.presenters import networks as presenter
from cohort.queries import networks as queries
from marsoc.govuk.jinja import long_date
from marsoc.kit.pagination import Page, page_number
from marsoc.kit.routes import requires
from sharing.errors import BadRequest
from sharing.viewer import ViewerRequest


@requires(CohortPermission.VIEW)
def crime_group_list(request: ViewerRequest) -> HttpResponse:
    """List the groups that the viewer sees."""
    page = queries.groups(request.viewer, page_number(request.GET.get("page")))
    rows = [presenter.group_row(group, members) for group, members in page.rows]
    context = {
        "page": Page(rows, page.number, page.size, page.total),
        "may_add": queries.may_keep_groups(request.viewer),
        "by_agreement": bool(request.viewer.contributor),
    }
    return render(request, "cohort/crime_group_list.html", context)


@requires(CohortPermission.VIEW)
def crime_group(request: ViewerRequest, group: str) -> HttpResponse:
    """Show a group with those of its members whom the viewer sees."""
    read = queries.read_group(request.viewer, access.get_crime_group(request.viewer, group))
    context = {
        "group": read.group,
        "facts": presenter.group_facts(read),
        "rows": [
            presenter.member_row(member, may_change=queries.may_change_member(request.viewer, member))
            for member in read.members
        ],
        "may_change": read.may_change,
        "drawing": drawings.of_group(read) if read.present else None,
    }
    return render(request, "cohort/crime_group.html", context)


@requires(CohortPermission.CHANGE)
def crime_group_add(request: ViewerRequest) -> HttpResponse:
    """Begin to keep a group."""
    form = GroupForm(request.POST or None, viewer=request.viewer)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.add_group(
                by=request.viewer, hub=form.chosen_hub(), reason=form.cleaned_data["reason"], **form.given()
            )
        except BadRequest as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "The group has been added. Say now who belongs to it.")
            return redirect("crime_group", made.shown_reference)
    return _form(request, "Add an organised crime group", form, "Add")


@requires(CohortPermission.CHANGE)
def crime_group_edit(request: ViewerRequest, group: str) -> HttpResponse:
    """Change what is kept of a group itself."""
    found = access.get_crime_group(request.viewer, group, CohortPermission.CHANGE)
    form = GroupForm(request.POST or None, viewer=request.viewer, group=found)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            actions.change_group(
                by=request.viewer, group=found, version=given["version"] or 0, changes=form.given(),
                reason=given["reason"],
            )  # fmt: skip
        except EditConflict as conflict:
            form.add_error(
                None,
                f"{conflict.changed_by} changed this group on {long_date(conflict.changed_at)} while you were writing."
                " Nothing of yours has been saved. Open the group again to see what it says now.",
            )
        except BadRequest as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "The group has been changed.")
            return redirect("crime_group", found.shown_reference)
    return _form(request, "Change this group", form, "Save", group=found)


@requires(CohortPermission.CHANGE)
def member_add(request: ViewerRequest, group: str) -> HttpResponse:
    """Record that somebody on the list belongs to a group."""
    found = access.get_crime_group(request.viewer, group, CohortPermission.CHANGE)
    form = MemberForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            person = access.get_individual(request.viewer, given["person"], CohortPermission.CHANGE)
            actions.add_member(
                by=request.viewer, group=found, individual=person, role=given["role"], from_on=given["from_on"],
                grading=form.grading(),
            )  # fmt: skip
        except Http404:
            form.add_error("person", "There is no such record on your list. Check the reference.")
        except BadRequest as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "The person has been added to the group.")
            return redirect("crime_group", found.shown_reference)
    return _form(request, "Add somebody to this group", form, "Add", group=found)


@requires(CohortPermission.CHANGE)
def member_change(request: ViewerRequest, group: str, pk: int) -> HttpResponse:
    """Change what is recorded of a membership."""
    member = _member(request, group, pk)
    form = MemberChangeForm(request.POST or None, member=member)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            actions.change_member(
                by=request.viewer, member=member, role=given["role"], from_on=given["from_on"],
                reason=given["reason"], grading=form.grading(),
            )  # fmt: skip
        except BadRequest as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "The membership has been changed.")
            return redirect("crime_group", member.group.shown_reference)
    return _form(request, "Change this membership", form, "Save", group=member.group, member=member)


@requires(CohortPermission.CHANGE)
def member_end(request: ViewerRequest, group: str, pk: int) -> HttpResponse:
    """Record that somebody no longer belongs to a group."""
    member = _member(request, group, pk)
    form = EndingForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.end_member(by=request.viewer, member=member, **form.cleaned_data)
        except BadRequest as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "The membership has ended.")
            return redirect("crime_group", member.group.shown_reference)
    return _form(request, "End this membership", form, "End the membership", group=member.group, member=member)


def _member(request: ViewerRequest, group: str, pk: int) -> GroupMember:
    member = access.get_group_member(request.viewer, access.get_crime_group(request.viewer, group), pk)
    access.must_be_allowed_on(request.viewer, member.individual, CohortPermission.CHANGE)
    queries.note_shown(request.viewer, [member.individual])
    return member


def _form(
    request: ViewerRequest, title: str, form: Any, submit: str, *, group: CrimeGroup | None = None,
    member: GroupMember | None = None,
) -> HttpResponse:  # fmt: skip
    back = reverse("crime_group", args=[group.shown_reference]) if group else reverse("crime_group_list")
    context = {"title": title, "form": form, "submit": submit, "back_href": back, "group": group, "member": member}
    return render(request, "cohort/crime_group_form.html", context)
