"""Comparing a sheet with the list: what each row would do, before anything is written to a record."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from cohort.access import must_be_allowed
from cohort.comparison import Change, after, compare, parsed_date, parsed_identifier, sheet_values
from cohort.enums import ImportMode, ImportState, RowOutcome, Verdict
from cohort.matching import Person, find_candidates
from cohort.models import ImportBatch, ImportRow, SheetReference
from cohort.permissions import CohortPermission
from cohort.queries import imports as queries
from cohort.sheets.layout import Field
from cohort.sheets.layout import Mapping as Columns
from cohort.sheets.rows import CellProblem, SheetRow, read_rows
from cohort.sheets.workbook import open_sheet
from marsoc.kit import bulk, progress
from sharing import audit
from sharing.actions.writing import writing
from sharing.enums import Operation
from sharing.models import Hub
from sharing.viewer import Viewer

Record = Mapping[str, Any]


@dataclass(slots=True)
class Plan:
    """What the import does with one row.

    ``individual`` is the primary key of the record the row belongs to, None for a new one.
    """

    line: int
    ref: str
    values: dict[str, Any]
    hub: str | None
    outcome: RowOutcome
    individual: int | None = None
    said: dict[str, Any] | None = None
    reference_id: int | None = None
    changes: list[Change] = field(default_factory=list)
    problems: list[dict[str, Any]] = field(default_factory=list)
    candidates: list[dict[str, Any]] = field(default_factory=list)
    taken: list[str] = field(default_factory=list)
    stored: int | None = None

    @property
    def writes(self) -> list[Change]:
        """The changes that are made: all but those kept back because the record was edited here."""
        return [change for change in self.changes if not change.kept or change.field in self.taken]


def compare_import(*, by: Viewer, batch: ImportBatch) -> ImportBatch:
    """Read a workbook, compare it with the list and keep the result for a person to check.

    Args:
        by: who asked; only records this viewer may see are compared with.
        batch: an import in the state COMPARING.

    Raises:
        UnreadableWorkbook: the file turns out too large once it is read.
    """
    must_be_allowed(by, CohortPermission.IMPORT)
    rows = _read(batch)
    with writing(by):
        _settle_hub(batch, rows)
        hub_names = dict(Hub.objects.values_list("code", "name"))
        plans = [_begin(batch, row, hub_names) for row in rows]
        settle(by, plans)
        _find_candidates(by, batch, plans)
        if _recall_decisions(batch, plans):
            settle(by, plans)
        ImportRow.unscoped.filter(batch=batch).delete()
        bulk.insert_rows(ImportRow, _COLUMNS, (_stored(batch, plan) for plan in plans))
        batch.missing = _missing(by, batch, plans) if batch.mode == ImportMode.COMPARE else []
        batch.counts = counted(plans)
        batch.state = ImportState.PREVIEW
        batch.save()
        audit.record(by, Operation.COLLECT, kind="import", ref=str(batch.pk), step="compared", **batch.counts)
    return batch


def compare_row(*, by: Viewer, batch: ImportBatch, row: ImportRow) -> ImportRow:
    """Compare one row again after a decision about it, and bring the figures of its import up to date.

    Args:
        by: who decided.
        batch: locked by the caller, so that two decisions at once do not lose a figure.
        row: with the decision on it, not yet saved.
    """
    with writing(by):
        stored = counted([plan_of(ImportRow.unscoped.get(pk=row.pk))])
        plan = plan_of(row)
        settle(by, [plan])
        row.outcome, row.individual_id, row.problems = plan.outcome, plan.individual, plan.problems
        row.changes = [change.to_json() for change in plan.changes]
        row.save()
        present = counted([plan])
        batch.counts = {name: figure + present[name] - stored[name] for name, figure in batch.counts.items()}
        batch.save()
    return row


def settle(by: Viewer, plans: list[Plan], *, to_write: bool = False) -> None:
    """Work out, from what the records say now, what each row that is not rejected does.

    Args:
        by: records outside this viewer's reach are not touched; a reference that leads to one is a problem.
        plans: changed in place. Where two rows lead to one record, the later is compared with what the earlier makes
            of it.
        to_write: whether to hold the records until they are written, so that nobody edits them in between.
    """
    open_plans = [plan for plan in plans if plan.outcome != RowOutcome.REJECTED]
    hubs = {plan.hub for plan in open_plans if plan.hub}
    references, in_use = queries.sheet_references(by, hubs), queries.references_in_use(hubs)
    for plan in open_plans:
        key = (plan.hub or "", plan.ref.casefold())
        if key in in_use and key not in references:
            plan.individual, plan.outcome = None, RowOutcome.REJECTED
            plan.problems = [*plan.problems, _out_of_sight(plan)]
        else:
            _identify(plan, references.get(key))
    records = queries.record_values({plan.individual for plan in open_plans if plan.individual}, locked=to_write)
    for plan in open_plans:
        if plan.outcome == RowOutcome.REJECTED:
            continue
        record = _record_of(plan, records)
        if record and record["left"]:
            plan.outcome, plan.problems = RowOutcome.REJECTED, [*plan.problems, _has_left(plan)]
            continue
        _decide(plan, record)
        if plan.individual and record:
            records[plan.individual] = after(record, plan.writes)


def plan_of(row: ImportRow) -> Plan:
    """Return the plan that a stored row holds."""
    return Plan(
        stored=row.pk,
        line=row.line,
        ref=row.ref,
        values=row.values,
        hub=row.values["hub"],
        outcome=RowOutcome(row.outcome),
        individual=row.individual_id,
        changes=[Change(**change) for change in row.changes],
        problems=row.problems,
        candidates=row.candidates,
        taken=row.taken,
    )


def counted(plans: Iterable[Plan]) -> dict[str, int]:
    """Return the figures of an import; the four outcomes add up to the rows."""
    figures = {outcome.value.lower(): 0 for outcome in RowOutcome}
    others = {"rows": 0, "problems": 0, "likely": 0, "undecided": 0, "edited": 0}
    for plan in plans:
        figures[plan.outcome.value.lower()] += 1
        others["rows"] += 1
        others["problems"] += bool(plan.problems)
        others["likely"] += bool(plan.candidates)
        others["undecided"] += any(candidate["verdict"] == Verdict.OPEN for candidate in plan.candidates)
        others["edited"] += any(change.kept for change in plan.changes)
    return figures | others


def _read(batch: ImportBatch) -> list[SheetRow]:
    sheet = open_sheet(batch.name, bytes(batch.content.data))
    columns = Columns(tuple(batch.headers), tuple(Field(each) for each in batch.mapping))
    rows = []
    for row in read_rows(sheet, columns, queries.vocabulary()):
        rows.append(row)
        if len(rows) % 500 == 0:
            progress.report(batch.progress_name, "Rows read", len(rows), len(rows) + 500)
    return rows


def _settle_hub(batch: ImportBatch, rows: list[SheetRow]) -> None:
    """A sheet whose rows all name one hub is that hub's, if nobody said whose it is."""
    named = {row.hub for row in rows if row.hub}
    if batch.hub_id is None and len(named) == 1:
        batch.hub_id = named.pop()


def _begin(batch: ImportBatch, row: SheetRow, hub_names: Mapping[str, str]) -> Plan:
    problems = list(row.problems)
    rejected = row.rejected
    hub = batch.hub_id or row.hub
    if batch.hub_id and row.hub not in (None, batch.hub_id):
        problems.append(_elsewhere(batch, row, hub_names))
    if not hub and not rejected:
        problems.append(_no_hub(batch, row))
        rejected = True
    return Plan(
        line=row.line,
        ref=(row.ref or "")[:60],
        values=sheet_values(replace(row, hub=hub)),
        hub=hub,
        outcome=RowOutcome.REJECTED if rejected else RowOutcome.IMPORTED,
        problems=[problem.to_json() for problem in problems],
    )


def _elsewhere(batch: ImportBatch, row: SheetRow, hub_names: Mapping[str, str]) -> CellProblem:
    named, ours = hub_names[row.hub or ""], hub_names[batch.hub_id or ""]
    return CellProblem(
        row.line,
        row.ref,
        _heading(batch, Field.HUB),
        named,
        f"This row names the {named} hub, but the sheet was imported for {ours}.",
        "Move the row to the other hub's sheet, or correct the hub.",
    )


def _no_hub(batch: ImportBatch, row: SheetRow) -> CellProblem:
    return CellProblem(
        row.line, row.ref, _heading(batch, Field.HUB), "", "This row names no hub.", "Enter the hub that owns this row."
    )


def _heading(batch: ImportBatch, wanted: Field) -> str:
    return next((header for header, each in zip(batch.headers, batch.mapping, strict=True) if each == wanted), "Hub")


def _identify(plan: Plan, reference: Any) -> None:
    """Find the record a row belongs to: by the hub's own reference, else by a person's decision."""
    if reference is not None:
        plan.reference_id, plan.said, plan.individual = reference.pk, reference.said, reference.individual_id
        return
    same = next((each for each in plan.candidates if each["verdict"] == Verdict.SAME and each["joins"]), None)
    plan.individual = same["id"] if same else None


def _out_of_sight(plan: Plan) -> dict[str, Any]:
    return CellProblem(
        plan.line,
        plan.ref,
        "",
        plan.ref,
        "This reference belongs to a person who is not on your list now.",
        "Remove the row, or ask the central team.",
    ).to_json()


def _has_left(plan: Plan) -> dict[str, Any]:
    return CellProblem(
        plan.line,
        plan.ref,
        "",
        plan.ref,
        "This person has left the list, so the row changes nothing.",
        "Remove the row. If the person belongs on the list again, add them anew under another reference.",
    ).to_json()


def _record_of(plan: Plan, records: Mapping[int, Record]) -> Record | None:
    """Return the record a row belongs to; one joined by a decision must still be with the hub of the row."""
    record = records.get(plan.individual or 0)
    if record and plan.reference_id is None and record["owning_hub"] != plan.hub:
        plan.individual, record = None, None
    return record


def _decide(plan: Plan, record: Record | None) -> None:
    if record is None:
        plan.outcome, plan.changes = RowOutcome.IMPORTED, []
        return
    plan.changes = compare(plan.said, record, plan.values)
    plan.outcome = RowOutcome.UPDATED if plan.writes else RowOutcome.UNCHANGED


def _find_candidates(by: Viewer, batch: ImportBatch, plans: list[Plan]) -> None:
    new = {f"line {plan.line}": plan for plan in plans if plan.outcome == RowOutcome.IMPORTED}
    if not new:
        return
    progress.report(batch.progress_name, "Looking for people who may be on the list already", 0, 1)
    known, directory = queries.people(by), queries.directory(by)
    for candidate in find_candidates([_person(key, plan) for key, plan in new.items()], known):
        other = new.get(candidate.known)
        pk = None if other else int(candidate.known)
        listed = directory[pk] if pk else None
        plan = new[candidate.newcomer]
        plan.candidates.append(
            {
                "id": pk,
                "reference": listed.reference if listed else None,
                "ref": listed.ref if listed else other.ref if other else None,
                "line": other.line if other else None,
                "joins": listed is not None and listed.hub == plan.hub,
                "score": candidate.score,
                "reasons": list(candidate.reasons),
                "verdict": Verdict.OPEN,
            }
        )


def _recall_decisions(batch: ImportBatch, plans: list[Plan]) -> bool:
    """Take over what was decided about the same rows before the columns were checked again."""
    decided = {row.line: row for row in ImportRow.unscoped.filter(batch=batch)}
    found = False
    for plan in plans:
        row = decided.get(plan.line)
        if row is None or row.ref != plan.ref:
            continue
        verdicts = {(each["id"], each["line"]): each["verdict"] for each in row.candidates}
        for candidate in plan.candidates:
            candidate["verdict"] = verdicts.get((candidate["id"], candidate["line"]), candidate["verdict"])
            found = found or candidate["verdict"] != Verdict.OPEN
        plan.taken = row.taken
        found = found or bool(plan.taken)
    return found


def _person(key: str, plan: Plan) -> Person:
    values = plan.values
    return Person(
        key=key,
        surname=values["surname"],
        forenames=values["forenames"],
        aliases=tuple(values["aliases"]),
        date_of_birth=parsed_date(values["date_of_birth"]),
        year_of_birth=values["year_of_birth"],
        identifiers=tuple(parsed_identifier(number) for number in values["identifiers"]),
    )


_COLUMNS = (
    "batch_id", "line", "ref", "name", "outcome", "values", "changes", "problems", "candidates", "taken",
    "individual_id",
)  # fmt: skip


def _stored(batch: ImportBatch, plan: Plan) -> tuple[Any, ...]:
    name = ", ".join(part for part in (plan.values["surname"], plan.values["forenames"]) if part)
    return (
        batch.pk,
        plan.line,
        plan.ref,
        name,
        plan.outcome.value,
        plan.values,
        [change.to_json() for change in plan.changes],
        plan.problems,
        plan.candidates,
        plan.taken,
        plan.individual,
    )


def _missing(by: Viewer, batch: ImportBatch, plans: list[Plan]) -> list[int]:
    """Return the individuals whose reference the sheet no longer has; nothing happens to them."""
    hubs = {batch.hub_id} if batch.hub_id else {plan.hub for plan in plans}
    on_sheet = {(plan.hub, plan.ref.casefold()) for plan in plans}
    of_no_hub = {plan.ref.casefold() for plan in plans if plan.hub is None}
    known = list(
        SheetReference.unscoped.visible_to(by).filter(hub__in=hubs - {None}).values_list("hub", "ref", "individual_id")
    )
    still = {pk for hub, ref, pk in known if (hub, ref.casefold()) in on_sheet or ref.casefold() in of_no_hub}
    return sorted({pk for _hub, _ref, pk in known} - still - {plan.individual for plan in plans})
