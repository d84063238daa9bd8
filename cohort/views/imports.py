"""Uploading a workbook, checking its columns and what it would do, and importing it."""

import io

from django.contrib import messages
from django.http import FileResponse, HttpResponse, JsonResponse
from django.shortcuts import redirect, render

from cohort import access
from cohort.actions import imports as actions
from cohort.enums import ImportState, Verdict
from cohort.forms.imports import ColumnsForm, RowForm, UploadForm
from cohort.models import ImportBatch
from cohort.permissions import CohortPermission
from cohort.presenters import imports as presenter
from cohort.presenters.import_report import report_of
from cohort.queries import imports as queries
from cohort.sheets.layout import MappingError
from cohort.sheets.workbook import UnreadableWorkbook
from cohort.views.individual_list import vocabularies
from marsoc.kit import progress
from marsoc.kit.pagination import page_number
from marsoc.kit.routes import requires
from sharing import audit
from sharing.audit.exporting import Made, export
from sharing.enums import Operation
from sharing.viewer import ViewerRequest

_WORKING = (ImportState.COMPARING, ImportState.APPLYING)


@requires(CohortPermission.IMPORT)
def import_list(request: ViewerRequest) -> HttpResponse:
    """List the imports of the viewer's hub."""
    page = queries.imports(request.viewer, page_number(request.GET.get("page")))
    rows = [(batch, presenter.state_colour(batch)) for batch in page.rows]
    return render(request, "cohort/import_list.html", {"page": page, "rows": rows})


@requires(CohortPermission.IMPORT)
def import_upload(request: ViewerRequest) -> HttpResponse:
    """Take in a workbook."""
    form = UploadForm(request.POST or None, request.FILES or None, viewer=request.viewer)
    if request.method == "POST" and form.is_valid():
        workbook = form.cleaned_data["workbook"]
        try:
            batch = actions.receive_workbook(
                by=request.viewer,
                name=workbook.name,
                content=workbook.read(),
                hub=form.hub_answered(),
                mode=form.cleaned_data["mode"],
                restricted=form.cleaned_data.get("restricted", False),
            )
        except UnreadableWorkbook as refusal:
            form.add_error("workbook", str(refusal))
        else:
            return redirect("import_columns", pk=batch.pk)
    return render(request, "cohort/import_upload.html", {"form": form})


@requires(CohortPermission.IMPORT)
def import_columns(request: ViewerRequest, pk: int) -> HttpResponse:
    """Check what the columns mean."""
    batch = access.get_import(request.viewer, pk)
    if batch.state not in (ImportState.MAPPING, ImportState.PREVIEW):
        return redirect("import_detail", pk=pk)
    form = ColumnsForm(request.POST or None, batch=batch)
    if request.method == "POST" and form.is_valid():
        try:
            actions.confirm_mapping(by=request.viewer, batch=batch, fields=form.meanings())
        except MappingError as error:
            form.add_error(None, str(error))
        else:
            return redirect("import_detail", pk=pk)
    return render(request, "cohort/import_columns.html", {"form": form, "batch": batch})


@requires(CohortPermission.IMPORT)
def import_detail(request: ViewerRequest, pk: int) -> HttpResponse:
    """Show where an import stands: its progress, its preview, or its result."""
    batch = access.get_import(request.viewer, pk)
    match ImportState(batch.state):
        case ImportState.MAPPING:
            return redirect("import_columns", pk=pk)
        case ImportState.COMPARING | ImportState.APPLYING:
            shown = {"batch": batch, "progress": progress.read(batch.progress_name)}
            return render(request, "cohort/import_progress.html", shown)
        case ImportState.REFUSED | ImportState.CANCELLED:
            return render(request, "cohort/import_ended.html", {"batch": batch})
        case _:
            return _preview(request, batch)


def _preview(request: ViewerRequest, batch: ImportBatch) -> HttpResponse:
    kind = request.GET.get("show", "")
    kind = kind if kind in queries.ROW_KINDS else presenter.first_kind(batch)
    page = queries.import_rows(batch, kind, page_number(request.GET.get("page")))
    missing = queries.missing_from(request.viewer, batch)
    audit.record(
        request.viewer,
        Operation.CONSULT,
        kind="import",
        ref=str(batch.pk),
        shown=[row.line for row in page.rows],
        missing=[individual.shown_reference for individual in missing],
    )
    names = vocabularies()
    context = {
        "batch": batch,
        "whole": not access.hides_rows(request.viewer, batch),
        "kind": kind,
        "sections": presenter.sections(batch, kind),
        "page": page,
        "rows": [presenter.row_words(row, names) for row in page.rows],
        "missing": missing,
    }
    return render(request, "cohort/import_detail.html", context)


@requires(CohortPermission.IMPORT)
def import_progress(request: ViewerRequest, pk: int) -> JsonResponse:
    """Tell the page that waits how far the worker has come."""
    batch = access.get_import(request.viewer, pk)
    seen = progress.read(batch.progress_name)
    return JsonResponse(
        {"working": batch.state in _WORKING, "label": seen.label, "done": seen.done, "total": seen.total}
    )


@requires(CohortPermission.IMPORT)
def import_row(request: ViewerRequest, pk: int, line: int) -> HttpResponse:
    """Decide on one row: whether it is somebody already listed, and whose values stand."""
    batch = access.get_import(request.viewer, pk)
    row = access.get_import_row(request.viewer, batch, line)
    form = RowForm(request.POST or None, row=row)
    if request.method == "POST" and form.is_valid():
        verdicts = form.verdicts()
        if sum(verdict == Verdict.SAME for verdict in verdicts.values()) > 1:
            form.add_error(None, "Only one record can be the same person as this row. Choose one.")
        else:
            actions.decide_row(by=request.viewer, batch=batch, row=row, verdicts=verdicts, taken=form.taken())
            messages.success(request, f"Decision on line {line} saved.")
            return redirect("import_detail", pk=pk)
    candidates = queries.candidates_of(request.viewer, row)
    references = [individual.shown_reference for individual in candidates.values()]
    audit.record(request.viewer, Operation.CONSULT, kind="import", ref=str(pk), line=line, individuals=references)
    context = {
        "form": form,
        "batch": batch,
        "row": presenter.row_words(row, vocabularies()),
        "references": references,
        "facts": presenter.beside(row.values, candidates.values()),
    }
    return render(request, "cohort/import_row.html", context)


@requires(CohortPermission.IMPORT)
def import_confirm(request: ViewerRequest, pk: int) -> HttpResponse:
    """Have a compared workbook imported; who only follows the address, after signing in anew, is asked again."""
    batch = access.get_import(request.viewer, pk)
    if request.method == "POST":
        actions.confirm_import(by=request.viewer, batch=batch)
    return redirect("import_detail", pk=pk)


@requires(CohortPermission.IMPORT)
def import_cancel(request: ViewerRequest, pk: int) -> HttpResponse:
    """Give up an import; who only follows the address, after signing in anew, is asked again."""
    batch = access.get_import(request.viewer, pk)
    if request.method != "POST":
        return redirect("import_detail", pk=pk)
    actions.cancel_import(by=request.viewer, batch=batch)
    messages.success(request, "The import was cancelled. Nothing on the list changed.")
    return redirect("import_list")


@requires(CohortPermission.IMPORT)
def import_corrections(request: ViewerRequest, pk: int) -> FileResponse:
    """Hand the workbook back with a column saying what to correct."""
    batch = access.get_import_with_content(request.viewer, pk)

    def made() -> Made:
        report = report_of(batch, queries.report_rows(batch))
        content = report.handed_back(bytes(batch.content.data), queries.outcomes(batch))
        return Made(content, batch.counts["rows"])

    content = export(request.viewer, kind="import", ref=str(pk), make=made)
    response = FileResponse(io.BytesIO(content), as_attachment=True, filename=f"corrections-{batch.name}")
    response["X-Content-Type-Options"] = "nosniff"
    return response
