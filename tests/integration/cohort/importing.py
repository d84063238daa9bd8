"""Small sheets, and the import taken from step to step as pages and worker take it."""

import csv
import io
from collections.abc import Mapping
from typing import Any

from cohort import tasks
from cohort.actions import imports
from cohort.enums import ImportMode, ImportState
from cohort.models import ImportBatch, ImportRow, Individual, SheetReference
from sharing.models import Hub
from sharing.viewer import Viewer


def person(ref: str = "WM/0001", surname: str = "Sandhar", forenames: str = "Ann", **cells: str) -> dict[str, str]:
    """Return a row of a sheet by heading; an underscore in a keyword stands for a space."""
    given = {heading.replace("_", " "): cell for heading, cell in cells.items()}
    return {"Ref": ref, "Surname": surname, "Forename(s)": forenames, **given}


def sheet(*rows: Mapping[str, str]) -> bytes:
    """Return rows as a .csv file."""
    out = io.StringIO()
    headings = list(dict.fromkeys(heading for row in rows for heading in row))
    writer = csv.DictWriter(out, headings, restval="", lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


def received(by: Viewer, content: bytes, *, hub: str | None = "WM", **given: Any) -> ImportBatch:
    """Return an import whose columns are to be checked."""
    owner = Hub.objects.get(pk=hub) if hub else None
    return imports.receive_workbook(by=by, name=given.pop("name", "list.csv"), content=content, hub=owner, **given)


def compared(by: Viewer, *rows: Mapping[str, str], mode: ImportMode = ImportMode.UPDATE, **given: Any) -> ImportBatch:
    """Return an import that the worker has compared and that waits to be confirmed."""
    batch = received(by, sheet(*rows), mode=mode, **given)
    imports.confirm_mapping(by=by, batch=batch, fields=batch.mapping)
    tasks.compare_import(batch.pk)
    batch.refresh_from_db()
    assert batch.state == ImportState.PREVIEW, batch.refusal
    return batch


def confirmed(by: Viewer, batch: ImportBatch) -> ImportBatch:
    """Return an import that the worker has written to the list."""
    imports.confirm_import(by=by, batch=batch)
    tasks.apply_import(batch.pk)
    batch.refresh_from_db()
    assert batch.state == ImportState.DONE, batch.refusal
    return batch


def imported(by: Viewer, *rows: Mapping[str, str], **given: Any) -> ImportBatch:
    """Return a sheet's import, done without anything decided."""
    return confirmed(by, compared(by, *rows, **given))


def line(batch: ImportBatch, number: int = 2) -> ImportRow:
    """Return a row of an import; the first below the header unless told otherwise."""
    found: ImportRow = ImportRow.unscoped.get(batch=batch, line=number)
    return found


def individual(ref: str = "WM/0001", hub: str = "WM") -> Individual:
    """Return the individual whom a hub knows by a reference."""
    return SheetReference.unscoped.get(hub=hub, ref=ref).individual
