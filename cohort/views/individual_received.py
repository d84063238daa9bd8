"""Who received something of one individual: on screen, in print and as a file."""

from collections.abc import Callable, Mapping

from django.http import Http404, HttpResponse
from django.shortcuts import render

from cohort.access import get_explained
from cohort.permissions import CohortPermission
from cohort.presenters.corrections import notice_row
from cohort.presenters.disclosure_files import as_csv, as_json
from cohort.presenters.disclosures import recipients
from cohort.queries.disclosures import Register, every_disclosure, read_register
from cohort.reference_numbers import parse_reference, shown_reference
from marsoc.kit.routes import requires
from sharing.audit.exporting import Made, export
from sharing.enums import Operation
from sharing.viewer import ViewerRequest

FORMS: Mapping[str, tuple[str, Callable[[Register], Made]]] = {
    "csv": ("text/csv; charset=utf-8", as_csv),
    "json": ("application/json", as_json),
}
"""The kinds of file, each with its content type and what makes it."""


@requires(CohortPermission.EXPLAIN)
def received(request: ViewerRequest, reference: str) -> HttpResponse:
    """Show by agency who received what."""
    return _page(request, read_register(request.viewer, reference))


@requires(CohortPermission.EXPLAIN)
def received_print(request: ViewerRequest, reference: str) -> HttpResponse:
    """Show the same for printing, which is recorded as such."""
    return _page(request, read_register(request.viewer, reference, Operation.PRINT), printed=True)


@requires(CohortPermission.EXPLAIN)
def received_export(request: ViewerRequest, reference: str, form: str) -> HttpResponse:
    """Hand the register out as a file."""
    if form not in FORMS:
        raise Http404
    kind, make = FORMS[form]
    get_explained(request.viewer, reference)
    shown = shown_reference(parse_reference(reference) or "")
    content = export(
        request.viewer,
        kind="access",
        ref=shown,
        page="received",
        form=form,
        make=lambda: make(every_disclosure(request.viewer, reference)),
    )
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="received-{shown}.{form}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _page(request: ViewerRequest, register: Register, *, printed: bool = False) -> HttpResponse:
    context = {
        "reference": register.reference,
        "recipients": recipients(register),
        "notices": [notice_row(each) for each in register.notices],
        "printed": printed,
        "opens_record": request.viewer.may(CohortPermission.VIEW),
    }
    return render(request, "cohort/individual_received.html", context)
