"""An uploaded workbook, from receiving it to the decision to import it."""

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from cohort.access import must_be_allowed
from cohort.actions import import_comparison, import_writing
from cohort.enums import ImportMode, ImportState, Verdict
from cohort.models import ColumnMeaning, ImportBatch, ImportContent, ImportRow
from cohort.permissions import CohortPermission
from cohort.queries import imports as queries
from cohort.sheets import layout
from cohort.sheets.workbook import open_sheet
from marsoc.kit import clock, progress
from marsoc.kit.enqueue import enqueue
from sharing import audit
from sharing.actions.writing import writing
from sharing.enums import Operation
from sharing.errors import BadRequest, Refused
from sharing.models import Hub
from sharing.viewer import Viewer


def receive_workbook(
    *,
    by: Viewer,
    name: str,
    content: bytes,
    hub: Hub | None,
    mode: ImportMode = ImportMode.UPDATE,
    restricted: bool = False,
) -> ImportBatch:
    """Take in a workbook and propose what its columns mean.

    Args:
        by: who uploads it.
        name: the file's name.
        content: the whole file.
        hub: whose list it is; None where each row names its own hub, which only the central team may import.
        mode: whether to list those no longer on the sheet as well.
        restricted: whether every record that it makes is restricted to whoever imports it; the import itself then is
            seen by nobody else from this moment on.

    Raises:
        UnreadableWorkbook: the file is refused, with one sentence; nothing is kept.
        Refused: the viewer may not import, or not for this hub, or not restricted records of another hub.
    """
    must_be_allowed(by, CohortPermission.IMPORT)
    if by.reach is not None and (hub is None or hub.pk not in by.reach):
        raise Refused("You can import for your own hub only.")
    if restricted and not by.reach:
        raise Refused("Restricted records are imported by somebody of the hub that owns them, who then sees them.")
    header = open_sheet(name, content).header
    mapping = layout.Mapping.from_json(queries.column_meanings(by.agency), header.titles)
    with writing(by):
        batch = ImportBatch(
            hub=hub,
            agency=by.agency,
            membership=by.membership,
            name=name[-200:],
            sha256=hashlib.sha256(content).hexdigest(),
            mode=mode,
            restricted=restricted,
            header_line=header.line,
            headers=list(header.titles),
            mapping=[field.value for field in mapping.fields],
        )
        batch.save()
        ImportContent(batch=batch, data=content).save()
        audit.record(by, Operation.COLLECT, kind="import", ref=str(batch.pk), step="received", restricted=restricted)
    return batch


def confirm_mapping(*, by: Viewer, batch: ImportBatch, fields: Sequence[str]) -> ImportBatch:
    """Settle what the columns mean, remember it for the agency, and have the sheet compared.

    Args:
        by: who decides.
        batch: an import whose columns are to be checked.
        fields: the meaning of each column, in the order of the headers.

    Raises:
        MappingError: no list can be read this way; the error says what to choose.
        BadRequest: the import is past this step.
    """
    must_be_allowed(by, CohortPermission.IMPORT)
    mapping = layout.Mapping(tuple(batch.headers), tuple(layout.Field(field) for field in fields))
    for error in mapping.errors():
        raise error
    with writing(by):
        batch = _in_state(by, batch, ImportState.MAPPING, ImportState.PREVIEW)
        batch.mapping = list(fields)
        batch.state = ImportState.COMPARING
        batch.save()
        _remember(batch, mapping)
        _hand_to_worker("cohort.compare_import", batch)
    return batch


def decide_row(
    *, by: Viewer, batch: ImportBatch, row: ImportRow, verdicts: Mapping[int, Verdict], taken: Sequence[str]
) -> ImportRow:
    """Keep what a person decided about one row before the import.

    Args:
        by: who decides.
        batch: an import that has been compared.
        row: one of its rows.
        verdicts: for candidates by their place, whether they are the same person.
        taken: names of fields that were edited here whose value on the sheet is to be taken all the same.

    Raises:
        BadRequest: the import is past this step, or two different people are called the same as this row.
    """
    must_be_allowed(by, CohortPermission.IMPORT)
    if sum(verdict == Verdict.SAME for verdict in verdicts.values()) > 1:
        raise BadRequest("Only one record can be the same person as this row. Choose one.")
    with writing(by):
        batch = _in_state(by, batch, ImportState.PREVIEW)
        row = ImportRow.unscoped.visible_to(by).get(batch=batch, line=row.line)
        row.candidates = [
            {**candidate, "verdict": verdicts.get(place, candidate["verdict"])}
            for place, candidate in enumerate(row.candidates)
        ]
        row.taken = sorted(taken)
        import_comparison.compare_row(by=by, batch=batch, row=row)
    return row


def confirm_import(*, by: Viewer, batch: ImportBatch) -> ImportBatch:
    """Have the compared workbook imported.

    Raises:
        BadRequest: the import is not ready to be confirmed, or was confirmed already.
    """
    return _move(by, batch, ImportState.PREVIEW, ImportState.APPLYING, then="cohort.apply_import")


def cancel_import(*, by: Viewer, batch: ImportBatch) -> ImportBatch:
    """Give up an import that has not begun; nothing on the list changes.

    Raises:
        BadRequest: the import has begun or ended.
    """
    return _move(by, batch, (ImportState.MAPPING, ImportState.PREVIEW), ImportState.CANCELLED)


def import_workbook(*, by: Viewer, name: str, content: bytes, hub: Hub | None, restricted: bool = False) -> ImportBatch:
    """Receive, compare and apply a workbook in one go, with the columns as proposed.

    Raises:
        UnreadableWorkbook: the file is refused as a whole.
        MappingError: no list can be read with the columns as proposed.
    """
    batch = receive_workbook(by=by, name=name, content=content, hub=hub, restricted=restricted)
    for error in layout.Mapping(tuple(batch.headers), tuple(layout.Field(field) for field in batch.mapping)).errors():
        raise error
    _set_state(by, batch, ImportState.COMPARING)
    import_comparison.compare_import(by=by, batch=batch)
    _set_state(by, batch, ImportState.APPLYING)
    import_writing.apply_import(by=by, batch=batch)
    return batch


def refuse_import(*, by: Viewer, batch: ImportBatch, refusal: str) -> ImportBatch:
    """End an import that cannot be done, with the sentence that says why.

    Args:
        by: who asked for the import, or the job that gave it up.
        batch: the import.
        refusal: what is wrong and what to do.
    """
    with writing(by):
        batch.state = ImportState.REFUSED
        batch.refusal = refusal[:500]
        batch.finished_at = clock.now()
        batch.save()
    return batch


def discard_old_content(*, by: Viewer, before: Any) -> int:
    """Remove the workbooks of imports that began before an instant.

    Returns:
        How many were removed.
    """
    must_be_allowed(by, CohortPermission.IMPORT)
    with writing(by):
        removed, _ = ImportContent.unscoped.filter(batch__created_at__lt=before).delete()
    return int(removed)


def _move(
    by: Viewer, batch: ImportBatch, before: ImportState | tuple[ImportState, ...], after: ImportState, then: str = ""
) -> ImportBatch:
    must_be_allowed(by, CohortPermission.IMPORT)
    with writing(by):
        batch = _in_state(by, batch, *((before,) if isinstance(before, ImportState) else before))
        batch.state = after
        batch.save()
        audit.record(by, Operation.COLLECT, kind="import", ref=str(batch.pk), step=after.value.lower())
        if then:
            _hand_to_worker(then, batch)
    return batch


def _hand_to_worker(task: str, batch: ImportBatch) -> None:
    progress.report(batch.progress_name, "Waiting to start", 0, 1)
    enqueue(task, batch_id=batch.pk)


def _in_state(by: Viewer, batch: ImportBatch, *states: ImportState) -> ImportBatch:
    rows = ImportBatch.unscoped.visible_to(by).select_for_update(of=("self",))
    locked: ImportBatch = rows.get(pk=batch.pk)
    if locked.state not in states:
        raise BadRequest("Somebody has moved this import on already. Open it again to see where it stands.")
    return locked


def _set_state(by: Viewer, batch: ImportBatch, state: ImportState) -> None:
    with writing(by):
        batch.state = state
        batch.save()


def _remember(batch: ImportBatch, mapping: layout.Mapping) -> None:
    if batch.agency is None:
        return
    known = queries.column_meanings(batch.agency)
    said = {header[:200]: field for header, field in mapping.to_json().items()}
    for header, field in said.items() - known.items():
        ColumnMeaning.objects.update_or_create(agency=batch.agency, header=header, defaults={"field": field})
