"""The answer to a person's request for the own data: as it would go out, and its two files."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render

from cohort.access import get_subject_access
from cohort.presenters import subject_access as presenter
from cohort.presenters.subject_access_answer import letter, letter_pdf
from cohort.queries import subject_access as requests
from cohort.queries import subject_access_answer as queries
from cohort.queries.subject_access_items import items_of
from marsoc.kit import clock
from marsoc.kit.routes import any_member
from sharing.audit.exporting import Made, export
from sharing.viewer import ViewerRequest

FILES: dict[str, tuple[str, Callable[[dict[str, Any]], bytes]]] = {
    "pdf": ("application/pdf", letter_pdf),
    "json": ("application/json", queries.as_json),
}


@any_member
def subject_access_letter(request: ViewerRequest, pk: int) -> HttpResponse:
    """Show the answer as it was approved, or as it would go out today."""
    shown = get_subject_access(request.viewer, pk)
    if not presenter.has_outcome(shown):
        raise Http404
    requests.note_reading(request.viewer, shown, page="letter")
    items = items_of(request.viewer, shown)
    answer = queries.answer_of(shown, items, clock.day_of(shown.approved_at or clock.now()))
    context = {
        "row": presenter.request_row(shown, clock.today()),
        "letter": letter(answer),
        "approved": shown.approved_at,
        "leaks": [f"{each.get_group_display()}: {each.label}" for each in queries.given_though_withheld(items)],
        "files": list(FILES),
    }
    return render(request, "cohort/subject_access_letter.html", context)


@any_member
def subject_access_download(request: ViewerRequest, pk: int, kind: str) -> HttpResponse:
    """Hand out the approved answer, made again from what was fixed when it was approved."""
    shown = get_subject_access(request.viewer, pk)
    if kind not in FILES or not shown.approved_at or not presenter.has_outcome(shown):
        raise Http404
    content_type, make = FILES[kind]

    def made() -> Made:
        answer = queries.approved_answer(request.viewer, shown)
        return Made(make(answer), len(answer["items"]))

    content = export(request.viewer, kind="subject_access", ref=str(shown.pk), make=made, file=kind)
    headers = {"Content-Disposition": f'attachment; filename="{shown}.{kind}"', "X-Content-Type-Options": "nosniff"}
    return HttpResponse(content, content_type=content_type, headers=headers)
