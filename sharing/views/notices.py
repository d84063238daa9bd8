"""Putting notices away."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from marsoc.kit.routes import any_member
from sharing.access import get_notice
from sharing.actions.notices import dismiss_notice
from sharing.errors import BadRequest
from sharing.forms.notices import DismissForm
from sharing.viewer import ViewerRequest


@any_member
@require_POST
def notice_dismiss(request: ViewerRequest) -> HttpResponse:
    """Put away a notice that asks for nothing, for everybody whom it reaches."""
    form = DismissForm(request.POST)
    if not form.is_valid():
        raise BadRequest("Choose on the first page which notice to dismiss.")
    dismiss_notice(by=request.viewer, notice=get_notice(request.viewer, form.cleaned_data["notice"]))
    messages.success(request, "The notice has been dismissed.")
    return redirect("home")
