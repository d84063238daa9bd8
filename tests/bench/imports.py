"""The import of 38,000 rows, against saving the same rows one by one."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from typing import Any

from django.db import connection, models, transaction

from cohort.models import Alias, CustodyPlace, Identifier, ImportRow, Individual, KeyDate, PhasePeriod, SheetReference
from cohort.queries.imports import free_references
from marsoc.demo.workbooks import workbook
from marsoc.kit.acting import acting
from sharing.seeing import seeing
from sharing.viewer import system_viewer
from tests.bench import world
from tests.bench.harness import Figure, benchmark, same

SAMPLE = 1900
FACTS: tuple[Any, ...] = (Alias, CustodyPlace, Identifier, KeyDate, PhasePeriod, SheetReference)


@benchmark
def importing() -> Iterator[Figure]:
    """Apply a confirmed import in a process of its own, then save a twentieth of its rows through the ORM."""
    content = workbook(world.INDIVIDUALS, None, 7)
    done = json.loads(
        subprocess.run(
            [sys.executable, "-m", "tests.bench.import_child"],
            input=content,
            stdout=subprocess.PIPE,
            check=True,
            env=os.environ,
        ).stdout
    )
    world.vacuum()
    share = min(SAMPLE, done["imported"])
    with seeing(system_viewer("bench")):
        same(Individual.unscoped.count(), done["imported"])
        one_by_one = _save_one_by_one(share) * done["imported"] / share
    rows = f"{done['imported']} rows"
    yield Figure(
        "import_speedup",
        f"saving one by one through the ORM with history / import of {rows}, preview to done ({done['apply']:.1f} s)",
        one_by_one / done["apply"],
        10,
        "higher",
        1,
    )
    yield Figure("import_memory", f"peak MiB of the process that imports {rows}", done["peak_mib"], 1024, "lower", 1)
    yield Figure("import_compare", f"seconds to read, compare and match {rows}", done["compare"], 120, "lower", 1)


def _save_one_by_one(share: int) -> float:
    """Return the seconds it takes to save copies of a share of the imported rows, which are then taken back.

    The same rows as the import writes: individuals, their facts, and what became of each row of the sheet.
    """
    individuals = {each.pk: each for each in Individual.unscoped.order_by("id")[:share]}
    facts = {model: list(model.unscoped.filter(individual__in=list(individuals))) for model in FACTS}
    imported = list(ImportRow.unscoped.filter(individual__in=list(individuals)))
    references = iter(free_references(share))
    before = _written()
    with transaction.atomic():
        with acting(job="bench"):
            began = time.perf_counter()
            copies = {pk: _saved(each, reference=next(references)) for pk, each in individuals.items()}
            for row in imported:
                row.save()
            for model, rows in facts.items():
                for row in rows:
                    extra = {"ref": f"copy {row.pk}"} if model is SheetReference else {}
                    _saved(row, individual=copies[row.individual_id], **extra)
            connection.check_constraints()  # as committing does, which the import is timed with
            seconds = time.perf_counter() - began
        expected = {Individual: share, **{model: len(rows) for model, rows in facts.items()}}
        same({model: after - before[model] for model, after in _written().items()}, expected)
        transaction.set_rollback(True)
    return seconds


def _saved(row: models.Model, **changed: Any) -> models.Model:
    row.pk = None
    row._state.adding = True
    for name, value in changed.items():
        setattr(row, name, value)
    row.save()
    return row


def _written() -> dict[Any, int]:
    """Return how many history rows of additions there are of each model."""
    models_measured = (Individual, *FACTS)
    return {model: model.history.filter(history_type="+").count() for model in models_measured}
