"""The sample workbooks through the command, measured against their truth; docs/import.md states the figures."""

import json
from collections import Counter
from functools import cache
from io import StringIO
from typing import Any

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection

from cohort.enums import IdentifierKind
from cohort.models import Identifier, Individual, KeyDate, PossibleMatch, SheetReference
from cohort.reference_numbers import parse_reference
from tests.unit.cohort.sheets.building import REPOSITORY, SAMPLES

pytestmark = pytest.mark.django_db

RIGHT_ENOUGH = 0.99
PROPOSED_ENOUGH = 0.95
PRECISE_ENOUGH = 0.90
FIELDS = ("surname", "forename", "dob", "pnc", "nomis", "crn", "phase", "threat", "crd")
NUMBERS = {"pnc": IdentifierKind.PNC, "nomis": IdentifierKind.PRISON, "crn": IdentifierKind.CRN}
FAULTY_COLUMNS = {
    "pnc_check_letter": {"PNC", "PNC ID"},
    "dob_unreadable": {"DOB", "Date of birth"},
    "dob_future": {"DOB", "Date of birth"},
    "no_name": {"Surname", "Name (SURNAME, Forename)"},
}
SCORES = {"Harm score", "Score /100"}
FIGURES = ("imported", "updated", "unchanged", "rejected")
PAGE = (REPOSITORY / "docs" / "import.md").read_text(encoding="utf-8")
OF_EVERY_IMPORT = frozenset(
    [
        "cohort_importbatch",
        "cohort_historicalimportbatch",
        "cohort_importcontent",
        "cohort_importrow",
        "sharing_auditevent",
    ]
)


@cache
def truth() -> dict[str, Any]:
    """Return what the samples mean."""
    found: dict[str, Any] = json.loads((SAMPLES / "truth.json").read_text(encoding="utf-8"))
    return found


def run(*options: str) -> list[dict[str, Any]]:
    """Run the command over the samples and return what it reports of each file."""
    out = StringIO()
    call_command("import_cohort", *sorted(SAMPLES.glob("hub_*")), "--json", *options, stdout=out)
    files: list[dict[str, Any]] = json.loads(out.getvalue())["files"]
    return files


def sizes() -> dict[str, int]:
    """Return how many rows each table holds, history and audit trail included."""
    names = sorted({model._meta.db_table for model in apps.get_models(include_auto_created=True)})
    with connection.cursor() as cursor:
        cursor.execute(" union all ".join(f"select '{name}', count(*) from {name}" for name in names))
        return dict(cursor.fetchall())


def stored() -> dict[str, dict[str, Any]]:
    """Return what the database says of each person, by the hub's own reference, in the terms of the truth."""
    numbers: dict[int, dict[str, str]] = {}
    for pk, kind, value in Identifier.unscoped.values_list("individual_id", "kind", "value"):
        numbers.setdefault(pk, {})[kind] = value
    crds = dict(KeyDate.unscoped.filter(kind="CRD").values_list("individual_id", "date"))
    found = SheetReference.unscoped.select_related("individual")
    return {each.ref: _facts(each.individual, numbers.get(each.individual_id, {}), crds) for each in found}


def _facts(individual: Individual, numbers: dict[str, str], crds: dict[int, Any]) -> dict[str, Any]:
    born, crd = individual.date_of_birth, crds.get(individual.pk)
    return {
        "surname": individual.surname,
        "forename": individual.forenames.split(" ")[0],
        "dob": born.isoformat() if born else None,
        "phase": individual.phase,
        "threat": individual.threats[0] if individual.threats else None,
        "crd": crd.isoformat() if crd else None,
        **{field: numbers.get(kind) for field, kind in NUMBERS.items()},
    }


def reported_pairs(files: list[dict[str, Any]]) -> set[frozenset[str]]:
    """Return the pairs that the JSON proposes, by the hubs' own references."""
    refs = dict(SheetReference.unscoped.values_list("individual__reference", "ref"))
    return {
        frozenset({each["ref"], refs[parse_reference(each["individual"]) or ""]})
        for file in files
        for each in file["candidates"]
    }


def same_person() -> set[frozenset[str]]:
    """Return the pairs that are one person in truth, by the hubs' own references."""
    return {frozenset(key.partition("#")[2] for key in pair) for pair in truth()["same_person"]}


def test_every_fact_of_the_truth_is_in_the_database() -> None:
    run()
    found, rows = stored(), [row for row in truth()["rows"] if row["bad"] != "no_name"]

    assert found.keys() == {row["ref"] for row in rows}
    for field in FIELDS:
        wrong = [
            (row["ref"], found[row["ref"]][field], row[field]) for row in rows if found[row["ref"]][field] != row[field]
        ]
        assert len(wrong) <= (1 - RIGHT_ENOUGH) * len(rows), (field, wrong)
    right = sum(found[row["ref"]][field] == row[field] for row in rows for field in FIELDS)
    assert f"| {right:,} of {len(rows) * len(FIELDS):,} |" in PAGE


def test_the_outcomes_add_up_and_agree_with_the_database() -> None:
    files = run()

    expected = Counter(row["file"] for row in truth()["rows"])
    rejected = Counter(row["file"] for row in truth()["rows"] if row["bad"] == "no_name")
    assert {file["file"]: file["rows"] for file in files} == expected
    for file in files:
        assert sum(file[figure] for figure in FIGURES) == file["rows"]
        assert (file["rejected"], file["updated"], file["unchanged"]) == (rejected[file["file"]], 0, 0)
    assert Individual.unscoped.count() == sum(file["imported"] for file in files)


def test_every_planted_fault_is_reported_at_its_line_and_nothing_good_is() -> None:
    reported: dict[tuple[str, int], list[dict[str, Any]]] = {}
    for file in run():
        for problem in file["reported"]:
            reported.setdefault((file["file"], problem["line"]), []).append(problem)

    faults = sum(bool(row["bad"]) for row in truth()["rows"])
    assert f"| {faults} of {faults} |" in PAGE
    for row in truth()["rows"]:
        problems = reported.pop((row["file"], row["line"]), [])
        columns = {problem["column"] for problem in problems} - SCORES
        assert columns <= FAULTY_COLUMNS.get(row["bad"], set())
        assert bool(columns) == bool(row["bad"])
        for problem in problems:
            assert problem["ref"] == row["ref"]
            assert problem["problem"].endswith(".")
            assert problem["remedy"].endswith(".")
        assert {problem["value"] for problem in problems if problem["column"] in SCORES} <= {"High"}
    assert not reported


def test_a_cell_reported_as_bad_is_left_out_of_the_record() -> None:
    run()
    found = stored()

    for row in truth()["rows"]:
        if row["bad"] in {"dob_unreadable", "dob_future"}:
            assert found[row["ref"]]["dob"] is None
        if row["bad"] == "pnc_check_letter":
            assert found[row["ref"]]["pnc"] is None


def test_people_who_are_on_two_lists_are_proposed_and_hardly_anybody_else() -> None:
    proposed, true = reported_pairs(run()), same_person()

    assert len(proposed & true) >= PROPOSED_ENOUGH * len(true), true - proposed
    assert len(proposed & true) >= PRECISE_ENOUGH * len(proposed), proposed - true
    assert f"| {len(proposed & true)} of {len(true)} |" in PAGE
    assert f"| {len(proposed & true)} of {len(proposed)} |" in PAGE
    refs = dict(SheetReference.unscoped.values_list("individual_id", "ref"))
    pairs = PossibleMatch.unscoped.values_list("first_id", "second_id")
    assert {frozenset({refs[first], refs[second]}) for first, second in pairs} == proposed


def test_each_proposal_has_reasons_a_score_and_a_record_that_exists() -> None:
    candidates = [candidate for file in run() for candidate in file["candidates"]]

    refs = dict(SheetReference.unscoped.values_list("individual__reference", "ref"))
    for candidate in candidates:
        assert candidate.keys() == {"line", "ref", "individual", "individual_ref", "score", "reasons"}
        assert refs[parse_reference(candidate["individual"]) or ""] == candidate["individual_ref"]
        assert 60 <= candidate["score"] <= 100
        assert candidate["reasons"]


def test_the_same_files_again_change_nothing() -> None:
    run()
    before, versions = sizes(), set(Individual.unscoped.values_list("pk", "version", "updated_at"))

    files = run()

    assert all(file["unchanged"] == file["rows"] - file["rejected"] for file in files)
    assert all(file["imported"] == file["updated"] == 0 and not file["candidates"] for file in files)
    assert set(Individual.unscoped.values_list("pk", "version", "updated_at")) == versions
    after = sizes()
    assert {name for name in after if after[name] != before[name]} == OF_EVERY_IMPORT


def test_a_dry_run_prints_the_same_figures_and_writes_nothing_at_all() -> None:
    before = sizes()

    tried = run("--dry-run")

    assert sizes() == before
    done = run()
    assert [_without_references(file) for file in tried] == [_without_references(file) for file in done]


def _without_references(file: dict[str, Any]) -> dict[str, Any]:
    """Leave out what is drawn by chance when a record is made."""
    return {**file, "candidates": [{**each, "individual": None} for each in file["candidates"]]}
