"""Imports and their rows."""

from django.http import Http404

from cohort.access.rights import one
from cohort.models import (
    ImportBatch,
    ImportContent,
    ImportRow,
)
from cohort.permissions import CohortPermission
from sharing.viewer import Viewer


def get_import(viewer: Viewer, pk: int) -> ImportBatch:
    """Return an import that the viewer may work on.

    Raises:
        Http404: there is no such import, or none the viewer may see.
    """
    if not viewer.may(CohortPermission.IMPORT):
        raise Http404
    return one(ImportBatch.unscoped.visible_to(viewer).select_related("hub", "agency").filter(pk=pk))


def get_import_with_content(viewer: Viewer, pk: int) -> ImportBatch:
    """Return an import that has been compared, together with its workbook.

    Raises:
        Http404: see ``get_import``; or the workbook has been removed, nothing has been compared yet, or the workbook
            tells of somebody who is out of the viewer's sight by now.
    """
    batch = get_import(viewer, pk)
    content = ImportContent.unscoped.visible_to(viewer).filter(batch=batch)
    if not batch.counts or hides_rows(viewer, batch) or not content.exists():
        raise Http404
    return batch


def hides_rows(viewer: Viewer, batch: ImportBatch) -> bool:
    """Say whether an import that has been compared has rows of people who are out of the viewer's sight by now."""
    shown: int = ImportRow.unscoped.visible_to(viewer).filter(batch=batch).count()
    return shown < int(batch.counts["rows"])


def get_import_row(viewer: Viewer, batch: ImportBatch, line: int) -> ImportRow:
    """Return one row of an import that the viewer has already been given.

    Raises:
        Http404: the sheet has no such line.
    """
    return one(ImportRow.unscoped.visible_to(viewer).select_related("individual").filter(batch=batch, line=line))
