"""Writing a compared workbook to the list: everything or nothing, in a few statements however many rows."""

from collections.abc import Iterator
from contextlib import nullcontext
from datetime import date
from typing import Any

from cohort.access import must_be_allowed
from cohort.actions.import_comparison import Plan, counted, plan_of, settle
from cohort.actions.restriction import restricting
from cohort.comparison import SCALARS, now_said, parsed_date, parsed_identifier
from cohort.enums import ImportState, ListStatus, NameKind, RowOutcome, SubjectCategory, Verdict
from cohort.key_dates import release_date
from cohort.models import (
    Alias,
    CustodyPlace,
    Identifier,
    ImportBatch,
    ImportRow,
    Individual,
    KeyDate,
    PhasePeriod,
    PossibleMatch,
    SheetReference,
)
from cohort.names import name_key
from cohort.permissions import CohortPermission
from cohort.queries import imports as queries
from marsoc.kit import bulk, clock, locks, progress
from sharing import audit
from sharing.actions.writing import writing
from sharing.enums import Operation, Phase
from sharing.viewer import Viewer

_SENTENCED = {Phase.CUS, Phase.REL, Phase.POST, Phase.FUG}
_ROWS_BETWEEN_REPORTS = 2000


def apply_import(*, by: Viewer, batch: ImportBatch) -> ImportBatch:
    """Import a workbook that has been compared and confirmed.

    The rows are compared once more, because the list may have changed since, and written in one transaction: a worker
    that dies leaves nothing half done.

    Args:
        by: who asked for the import.
        batch: an import in the state APPLYING.
    """
    must_be_allowed(by, CohortPermission.IMPORT)
    with writing(by, f"Import {batch.pk}"):
        locks.wait_for("import into the list")
        plans = [plan_of(row) for row in ImportRow.unscoped.filter(batch=batch).order_by("line")]
        settle(by, plans, to_write=True)
        _Writing(by, batch, plans).write()
        batch.counts = counted(plans)
        batch.state = ImportState.DONE
        batch.finished_at = clock.now()
        batch.save()
        audit.record(by, Operation.COLLECT, kind="import", ref=str(batch.pk), step="done", **batch.counts)
    return batch


class _Writing:
    """The rows to be written to each table, gathered from the plans of one import."""

    def __init__(self, by: Viewer, batch: ImportBatch, plans: list[Plan]) -> None:
        self.by = by
        self.batch = batch
        self.plans = plans
        self.now = clock.now()
        self.today = clock.today()
        self.ranks = queries.release_ranks()
        self.new = [plan for plan in plans if plan.outcome == RowOutcome.IMPORTED]
        self.changed = [plan for plan in plans if plan.outcome == RowOutcome.UPDATED]

    def write(self) -> None:
        """Write every table in turn; new records of a restricted import are restricted before anybody can look."""
        ids = bulk.next_ids(Individual, len(self.new))
        for plan, pk in zip(self.new, ids, strict=True):
            plan.individual = pk
        self.references = iter(queries.free_references(len(self.new)))
        with restricting(self.by, ids, [], f"Import {self.batch.pk}") if self.batch.restricted else nullcontext():
            self._insert_individuals()
            self._insert_facts()
            self._update_individuals()
            self._keep_references()
            self._keep_matches()
            self._keep_outcomes()

    def _insert_individuals(self) -> None:
        rows = self._reported("Individuals written", self.new, self._individual)
        bulk.insert_rows(Individual, _INDIVIDUAL_COLUMNS, rows)
        self._insert(PhasePeriod, ("individual_id", "phase", "started_on", "source"), self._first_periods())
        self._insert(CustodyPlace, _PLACE_COLUMNS, self._first_places())

    def _first_places(self) -> Iterator[tuple[Any, ...]]:
        """Yield where sheets say that new people are held; since when, they do not say."""
        keyed_by = self.by.user.pk if self.by.user else None
        for plan in self.new:
            if held_in := plan.values["establishment"]:
                yield plan.individual, held_in, "", self._source(plan), self._as_at(plan), keyed_by

    def _individual(self, plan: Plan) -> tuple[Any, ...]:
        values, source = plan.values, self._source(plan)
        phase = Phase(values["phase"] or Phase.PRE)
        dates = {kind: date.fromisoformat(on) for kind, on in values["key_dates"].items()}
        has_birth = values["date_of_birth"] or values["year_of_birth"]
        return (
            plan.individual,
            next(self.references),
            (SubjectCategory.CONVICTED if phase in _SENTENCED else SubjectCategory.SUSPECT).value,
            ListStatus.NOMINATED.value,
            values["surname"],
            values["forenames"],
            name_key(values["forenames"], values["surname"]),
            source,
            parsed_date(values["date_of_birth"]),
            None if values["date_of_birth"] else values["year_of_birth"],
            source if has_birth else "",
            plan.hub,
            values["establishment"],
            "",
            values["threats"],
            values["crime_group"],
            values["lead_agency"],
            values["officer"],
            phase.value,
            values["provisional_score"],
            source if values["provisional_score"] is not None else "",
            release_date(dates, self.ranks),
            values["notes"],
            self.batch.restricted,
            1,
            self.now,
            self.now,
        )

    def _first_periods(self) -> Iterator[tuple[Any, ...]]:
        for plan in self.new:
            yield plan.individual, plan.values["phase"] or Phase.PRE.value, self._as_at(plan), self._source(plan)

    def _insert_facts(self) -> None:
        """Write the names, numbers and dates that are new, of new and of changed individuals."""
        self._insert(Alias, ("individual_id", "kind", "name", "name_key", "source"), self._aliases())
        self._insert(Identifier, ("individual_id", "kind", "value", "as_given", "source"), self._identifiers())
        self._insert(KeyDate, _KEY_DATE_COLUMNS, self._new_key_dates())

    def _aliases(self) -> Iterator[tuple[Any, ...]]:
        for plan, names in self._added("aliases"):
            keys = {name_key(name): name for name in names}
            for key, name in keys.items():
                yield plan.individual, NameKind.ALIAS.value, name[:200], key, self._source(plan)

    def _identifiers(self) -> Iterator[tuple[Any, ...]]:
        for plan, numbers in self._added("identifiers"):
            for number in numbers:
                given = plan.values["as_given"][number]
                yield plan.individual, *parsed_identifier(number), given[:60], self._source(plan)

    def _new_key_dates(self) -> Iterator[tuple[Any, ...]]:
        for plan in self.new:
            for kind, on in plan.values["key_dates"].items():
                yield self._key_date(plan, kind, on)
        for plan in self.changed:
            for kind, before, after in _key_date_changes(plan):
                if before is None:
                    yield self._key_date(plan, kind, after)

    def _key_date(self, plan: Plan, kind: str, on: str) -> tuple[Any, ...]:
        keyed_by = self.by.user.pk if self.by.user else None
        return plan.individual, kind, date.fromisoformat(on), self._source(plan), self._as_at(plan), keyed_by

    def _update_individuals(self) -> None:
        individuals = Individual.unscoped.in_bulk([plan.individual for plan in self.changed])
        for plan in self.changed:
            individual = individuals[plan.individual or 0]
            self._update_key_dates(plan)
            self._update_individual(plan, individual)
            if any(change.field == "phase" for change in plan.writes):
                self._move_phase(plan, individual)
            if any(change.field == "establishment" for change in plan.writes):
                self._move_place(plan, individual)

    def _update_individual(self, plan: Plan, individual: Individual) -> None:
        for change in plan.writes:
            if change.field in SCALARS:
                setattr(individual, _ATTRIBUTES.get(change.field, change.field), _python(change.field, change.after))
                for name in _SOURCES.get(change.field, ()):
                    setattr(individual, name, self._source(plan))
        if individual.date_of_birth:
            individual.year_of_birth = None
        individual.name_key = name_key(individual.forenames, individual.surname)
        if any(_key_date_changes(plan)):
            dates = dict(KeyDate.unscoped.filter(individual=individual, aside=False).values_list("kind_id", "date"))
            individual.release_on = release_date(dates, self.ranks)
        individual.version += 1
        individual.save()

    def _update_key_dates(self, plan: Plan) -> None:
        for kind, before, after in _key_date_changes(plan):
            if before is not None:
                KeyDate.unscoped.filter(individual=plan.individual, kind=kind, aside=False).update(
                    date=after, source=self._source(plan), as_at=self._as_at(plan), keyed_by=self.by.user
                )

    def _move_phase(self, plan: Plan, individual: Individual) -> None:
        on = self._as_at(plan)
        open_period = PhasePeriod.unscoped.filter(individual=individual, ended_on=None).first()
        if open_period:
            on = max(on, open_period.started_on)
            open_period.ended_on = on
            open_period.save()
        PhasePeriod(
            individual_id=individual.pk, phase=individual.phase, started_on=on, source=self._source(plan)
        ).save()

    def _move_place(self, plan: Plan, individual: Individual) -> None:
        on = self._as_at(plan)
        left = CustodyPlace.unscoped.filter(individual=individual, left_on=None).first()
        if left:
            left.left_on = max(on, left.arrived_on or on)
            left.save()
        CustodyPlace(
            individual=individual, establishment=individual.establishment, source=self._source(plan), as_at=on,
            keyed_by=self.by.user,
        ).save()  # fmt: skip

    def _keep_references(self) -> None:
        """Remember what the sheet said, so that the next import can tell an edit made here from one on the sheet."""
        plans = [plan for plan in self.plans if plan.outcome != RowOutcome.REJECTED]
        said = {plan.line: self._said(plan) for plan in plans}
        new = [plan for plan in plans if plan.reference_id is None]
        moved = [plan for plan in plans if plan.reference_id is not None and said[plan.line] != plan.said]
        self._insert(
            SheetReference,
            ("individual_id", "hub_id", "ref", "said", "batch_id"),
            ((plan.individual, plan.hub, plan.ref, said[plan.line], self.batch.pk) for plan in new),
        )
        bulk.update_rows(
            SheetReference,
            ("id", "said", "batch_id"),
            ((plan.reference_id, said[plan.line], self.batch.pk) for plan in moved),
        )

    def _said(self, plan: Plan) -> dict[str, Any]:
        """Return what the sheet is remembered to have said; the phase given to a new record is no edit of anybody's."""
        said = now_said(plan.said, plan.values)
        return said | {"phase": said["phase"] or Phase.PRE.value} if plan.outcome == RowOutcome.IMPORTED else said

    def _keep_matches(self) -> None:
        """Put every likely pair before a person, with what was decided about it in the preview."""
        by_line = {plan.line: plan.individual for plan in self.plans}
        pairs = {
            tuple(sorted((plan.individual or 0, candidate["id"] or by_line[candidate["line"]] or 0))): candidate
            for plan in self.new
            for candidate in plan.candidates
        }
        self._insert(PossibleMatch, _MATCH_COLUMNS, (self._match(pair, each) for pair, each in pairs.items()))

    def _match(self, pair: tuple[int, ...], candidate: dict[str, Any]) -> tuple[Any, ...]:
        decided = candidate["verdict"] != Verdict.OPEN
        by = self.by.user.pk if decided and self.by.user else None
        return *pair, candidate["score"], candidate["reasons"], candidate["verdict"], by, self.now if decided else None

    def _keep_outcomes(self) -> None:
        """Say on each row what became of it; a new one is as the comparison stored it but for its record."""
        bulk.update_rows(ImportRow, ("id", "individual_id"), ((plan.stored, plan.individual) for plan in self.new))
        others = [plan for plan in self.plans if plan.outcome != RowOutcome.IMPORTED]
        bulk.update_rows(ImportRow, _OUTCOME_COLUMNS, (self._outcome(plan) for plan in others))

    def _outcome(self, plan: Plan) -> tuple[Any, ...]:
        changes = [change.to_json() for change in plan.changes]
        return plan.stored, plan.outcome.value, plan.individual, changes, plan.problems

    def _added(self, field: str) -> Iterator[tuple[Plan, list[Any]]]:
        for plan in self.new:
            yield plan, plan.values[field]
        for plan in self.changed:
            yield plan, [change.after for change in plan.writes if change.field == field]

    def _insert(self, model: Any, columns: tuple[str, ...], rows: Iterator[tuple[Any, ...]]) -> None:
        bulk.insert_rows(model, columns, rows)

    def _reported(self, label: str, plans: list[Plan], make: Any) -> Iterator[tuple[Any, ...]]:
        for done, plan in enumerate(plans):
            if done % _ROWS_BETWEEN_REPORTS == 0:
                progress.report(self.batch.progress_name, label, done, len(plans))
            yield make(plan)

    def _source(self, plan: Plan) -> str:
        return f"{self.batch.name}, {plan.ref}"[-200:]

    def _as_at(self, plan: Plan) -> date:
        updated = parsed_date(plan.values["updated_on"])
        return updated if updated and updated <= self.today else self.today


_INDIVIDUAL_COLUMNS = (
    "id", "reference", "category", "status", "surname", "forenames", "name_key", "name_source", "date_of_birth",
    "year_of_birth", "birth_source", "owning_hub_id", "establishment_id", "place", "threats", "crime_group",
    "lead_agency_id", "officer", "phase", "provisional_score", "score_source", "release_on", "notes", "restricted",
    "version", "created_at", "updated_at",
)  # fmt: skip
_OUTCOME_COLUMNS = ("id", "outcome", "individual_id", "changes", "problems")
_KEY_DATE_COLUMNS = ("individual_id", "kind_id", "date", "source", "as_at", "keyed_by_id")
_PLACE_COLUMNS = ("individual_id", "establishment_id", "why", "source", "as_at", "keyed_by_id")
_MATCH_COLUMNS = ("first_id", "second_id", "score", "reasons", "verdict", "decided_by_id", "decided_at")
_ATTRIBUTES = {"establishment": "establishment_id", "lead_agency": "lead_agency_id"}
_SOURCES = {
    "surname": ("name_source",),
    "forenames": ("name_source",),
    "date_of_birth": ("birth_source",),
    "year_of_birth": ("birth_source",),
    "provisional_score": ("score_source",),
}


def _python(field: str, value: Any) -> Any:
    return parsed_date(value) if field == "date_of_birth" else value


def _key_date_changes(plan: Plan) -> Iterator[tuple[str, str | None, str]]:
    for change in plan.writes:
        kind = change.field.removeprefix("key_dates.")
        if kind != change.field:
            yield kind, change.before, change.after
