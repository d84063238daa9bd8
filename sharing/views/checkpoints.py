"""What any agency may keep of the audit trail, so that nobody can make another past of it."""

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render

from marsoc.kit import clock
from marsoc.kit.routes import any_member
from sharing.queries.trail import newest_checkpoint
from sharing.viewer import ViewerRequest


@any_member
def checkpoint(request: ViewerRequest) -> HttpResponse:
    """Show the newest checkpoint and the key it is verified with."""
    context = {"checkpoint": newest_checkpoint(), "public_key": settings.AUDIT_PUBLIC_KEY}
    return render(request, "sharing/checkpoint.html", context)


@any_member
def checkpoint_download(request: ViewerRequest) -> HttpResponse:
    """Give out the newest checkpoint as it was signed."""
    newest = newest_checkpoint()
    if newest is None:
        return redirect("checkpoint")
    name = f"marsoc-checkpoint-{newest.size}-{clock.day_of(newest.at).isoformat()}.txt"
    return HttpResponse(
        newest.note,
        content_type="text/plain; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
