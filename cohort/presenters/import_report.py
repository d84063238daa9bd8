"""What an import did, for the command line and for the workbook handed back."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from cohort.enums import RowOutcome
from cohort.models import ImportBatch, ImportRow
from cohort.sheets.handback import annotate
from cohort.sheets.rows import CellProblem

OUTCOMES = {
    RowOutcome.IMPORTED: "Imported.",
    RowOutcome.UPDATED: "Updated.",
    RowOutcome.UNCHANGED: "Nothing changed.",
    RowOutcome.REJECTED: "Not imported.",
}


@dataclass(frozen=True, slots=True)
class ImportReport:
    """Figures, problems and candidates of one file."""

    file: str
    counts: Mapping[str, int]
    problems: list[CellProblem]
    candidates: list[dict[str, Any]]

    def to_json(self) -> dict[str, Any]:
        """Return the report as ``import_cohort --json`` prints it."""
        figures = ("rows", "imported", "updated", "unchanged", "rejected")
        return {
            "file": self.file,
            **{name: self.counts[name] for name in figures},
            "reported": [problem.to_json() for problem in self.problems],
            "candidates": self.candidates,
        }

    def in_words(self, *, dry_run: bool) -> str:
        """Return the report as the command prints it for people."""
        lines = [
            f"{self.file}: {self.counts['rows']} rows: {self.counts['imported']} new, "
            f"{self.counts['updated']} changed, {self.counts['unchanged']} unchanged, "
            f"{self.counts['rejected']} rejected." + (" Nothing was kept: this was a dry run." if dry_run else "")
        ]
        lines += [f"  line {each.line}, {each.column}: {each.problem} {each.remedy}" for each in self.problems]
        lines += [
            f"  line {each['line']} is likely the same person as {_known(each)} ({each['score']}): "
            + "; ".join(each["reasons"])
            for each in self.candidates
        ]
        return "\n".join(lines)

    def handed_back(self, content: bytes, outcomes: Mapping[int, RowOutcome]) -> bytes:
        """Return the workbook with a column that says, row by row, what became of it and what to correct.

        Args:
            content: the workbook as it was uploaded.
            outcomes: what became of each line; empty while nothing has been imported.
        """
        sentences = {line: OUTCOMES[outcome] for line, outcome in outcomes.items()}
        return annotate(self.file, content, self._problems_by_line(), sentences)

    def _problems_by_line(self) -> dict[int, list[CellProblem]]:
        by_line: dict[int, list[CellProblem]] = {}
        for problem in self.problems:
            by_line.setdefault(problem.line, []).append(problem)
        return by_line


def report_of(batch: ImportBatch, rows: Iterable[ImportRow]) -> ImportReport:
    """Return the report of an import.

    Args:
        batch: an import that has been compared; until it is done, a candidate on the same sheet has no reference.
        rows: its rows that have problems or candidates, each with its individual.
    """
    listed = list(rows)
    references = {row.line: row.individual.shown_reference for row in listed if row.individual}
    return ImportReport(
        file=batch.name,
        counts=batch.counts,
        problems=[CellProblem.from_json(problem) for row in listed for problem in row.problems],
        candidates=[_candidate(row, each, references) for row in listed for each in row.candidates],
    )


def _known(candidate: Mapping[str, Any]) -> str:
    return ", ".join(filter(None, (candidate["individual"], candidate["individual_ref"])))


def _candidate(row: ImportRow, candidate: Mapping[str, Any], references: Mapping[int, str]) -> dict[str, Any]:
    return {
        "line": row.line,
        "ref": row.ref,
        "individual": candidate["reference"] or references.get(candidate["line"]),
        "individual_ref": candidate["ref"],
        "score": candidate["score"],
        "reasons": candidate["reasons"],
    }
