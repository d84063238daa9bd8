"""Choosing the membership to act in, and managing other people's."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from marsoc.kit.routes import requires, signed_in
from sharing import access
from sharing.actions import people as actions
from sharing.errors import BadRequest
from sharing.forms.people import EndMembershipForm, MembershipForm, SwitchForm
from sharing.middleware import MEMBERSHIP
from sharing.permissions import SharingPermission
from sharing.viewer import PersonRequest, ViewerRequest


@signed_in
def switch(request: PersonRequest) -> HttpResponse:
    """Let a person choose which membership to act in."""
    initial = {"membership": request.viewer.membership.pk} if request.viewer and request.viewer.membership else {}
    form = SwitchForm(request.POST or None, user=request.user, initial=initial)
    if request.method == "POST" and form.is_valid():
        request.session[MEMBERSHIP] = form.cleaned_data["membership"]
        return redirect("home")
    return render(request, "sharing/membership_switch.html", {"form": form})


@signed_in
def none_in_force(request: PersonRequest) -> HttpResponse:
    """Say that the person has no membership now and whom to ask."""
    if request.viewer:
        return redirect("home")
    return render(request, "sharing/membership_none.html", status=403)


@requires(SharingPermission.MANAGE_MEMBERSHIPS)
def membership_list(request: ViewerRequest) -> HttpResponse:
    """List the memberships that the viewer manages."""
    return render(
        request, "sharing/membership_list.html", {"memberships": access.memberships_managed_by(request.viewer)}
    )


@requires(SharingPermission.MANAGE_MEMBERSHIPS)
def membership_add(request: ViewerRequest) -> HttpResponse:
    """Start a membership for a person, who may be new."""
    form = MembershipForm(request.POST or None, viewer=request.viewer)
    if request.method == "POST" and form.is_valid():
        try:
            membership = actions.admit(by=request.viewer, **form.cleaned_data)
        except BadRequest as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"{membership.user.full_name} is now {membership}.")
            return redirect("membership_list")
    return render(request, "sharing/membership_add.html", {"form": form})


@requires(SharingPermission.MANAGE_MEMBERSHIPS)
def membership_end(request: ViewerRequest, pk: int) -> HttpResponse:
    """End a membership, with the reason."""
    membership = access.get_managed_membership(request.viewer, pk)
    form = EndMembershipForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.end_membership(by=request.viewer, membership=membership, reason=form.cleaned_data["end_reason"])
        messages.success(request, f"The membership of {membership.user.full_name} has ended.")
        return redirect("membership_list")
    return render(request, "sharing/membership_end.html", {"form": form, "membership": membership})
