"""What history costs a single save, and many rows at once."""

import os
import statistics
import time
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import psycopg
from django.db import connection, models, transaction
from django.test import override_settings
from simple_history.utils import bulk_create_with_history

from cohort.models import Individual
from cohort.queries.imports import free_references
from marsoc.kit import bulk as insertion
from marsoc.kit.history import records
from sharing.actions.writing import writing
from sharing.seeing import seeing
from sharing.viewer import system_viewer
from tests.bench.harness import Figure, benchmark, ratio, same

PLAIN = "bench_individual"
SAVES = 200
BULKS = 3
_COLUMNS = tuple(
    field.attname for field in Individual._meta.local_concrete_fields if field.name not in {"id", "reference", "cell"}
)


@benchmark
def saving() -> Iterator[Figure]:
    """``save()`` on the table as it is, and on a copy with the same policies and triggers but those of history."""
    with psycopg.connect(os.environ["DATABASE_OWNER_URL"], autocommit=True) as owner:
        owner.execute(f"create table {PLAIN} (like cohort_individual including all)")
        owner.execute(f"insert into {PLAIN} select * from cohort_individual")
        owner.execute(f"grant all on {PLAIN} to marsoc_app")
        _give_all_but_history(owner)
    with transaction.atomic():
        with writing(system_viewer("bench")):
            individual: Individual = Individual.unscoped.earliest("id")
            untracked = _model_on(PLAIN).objects.get(pk=individual.pk)
            before = individual.history.count()
            individual.save()
            untracked.save()
            same(individual.history.count() - before, 1)
            value = ratio(individual.save, untracked.save, SAVES)
        transaction.set_rollback(True)
    yield Figure("B7", "save() with history / without", value, 1.3, "lower", SAVES)


@benchmark
def bulk() -> Iterator[Figure]:
    """Every individual inserted anew with history: simple-history's own way, on tables without triggers, and ours."""
    stock = _with_stock_history()
    with seeing(system_viewer("bench")):
        rows = [[getattr(each, name) for name in _COLUMNS] for each in Individual.unscoped.order_by("id")]
    ways = {"ours": partial(_insert_our_way, rows), "stock": partial(_insert_stock_way, stock, rows)}
    times = {name: statistics.median(_inserted(way, len(rows)) for _ in range(BULKS)) for name, way in ways.items()}
    what = f"bulk_create_with_history of {len(rows)} rows / the import's way ({times['ours']:.1f} s)"
    yield Figure("B8", what, times["stock"] / times["ours"], 4, "higher", BULKS)


def _inserted(way: Callable[[], int], rows: int) -> float:
    """Return the seconds that a way takes, its history counted and everything taken back."""
    with transaction.atomic():
        with writing(system_viewer("bench")):
            began = time.perf_counter()
            before_and_after = way()
            connection.check_constraints()
            took = time.perf_counter() - began
            same(before_and_after, rows)
        transaction.set_rollback(True)
    return took


def _insert_our_way(rows: list[list[Any]]) -> int:
    before = Individual.history.count()
    ids, references = insertion.next_ids(Individual, len(rows)), free_references(len(rows))
    anew = ([pk, reference, *row] for pk, reference, row in zip(ids, references, rows, strict=True))
    insertion.insert_rows(Individual, ("id", "reference", *_COLUMNS), anew)
    return int(Individual.history.count() - before)


def _insert_stock_way(stock: Any, rows: list[list[Any]]) -> int:
    before = stock.history.count()
    references = free_references(len(rows))
    made = [
        stock(reference=reference, **dict(zip(_COLUMNS, row, strict=True)))
        for reference, row in zip(references, rows, strict=True)
    ]
    with override_settings(SIMPLE_HISTORY_ENABLED=True):
        bulk_create_with_history(made, stock, batch_size=1000)
    return int(stock.history.count() - before)


def _with_stock_history() -> Any:
    """Return a model of the individual's fields whose history simple-history writes."""
    with psycopg.connect(os.environ["DATABASE_OWNER_URL"], autocommit=True) as owner:
        for table in ("individual", "historicalindividual"):
            owner.execute(f"create table bench_stock_{table} (like cohort_{table} including all)")
            owner.execute(f"grant all on bench_stock_{table} to marsoc_app")
    return _model_on(
        "bench_stock_individual",
        history=records(table_name="bench_stock_historicalindividual"),
    )


def _give_all_but_history(owner: psycopg.Connection) -> None:
    triggers = owner.execute(
        "select pg_get_triggerdef(oid) from pg_trigger"
        " where tgrelid = 'cohort_individual'::regclass and not tgisinternal and tgname not like 'history%'"
    )
    for (trigger,) in triggers.fetchall():
        owner.execute(trigger.replace("ON public.cohort_individual", f"ON public.{PLAIN}"))
    owner.execute(f"alter table {PLAIN} enable row level security")
    rule = Individual.policy().replace("cohort_individual", PLAIN)
    owner.execute(f"create policy seen on {PLAIN} using ({rule}) with check ({rule})")


def _model_on(table: str, **more: Any) -> Any:
    """Return a model of the individual's fields on another table."""
    fields = {field.name: field.clone() for field in Individual._meta.local_fields}
    meta = type("Meta", (), {"app_label": "cohort", "db_table": table, "managed": False})
    name = table.title().replace("_", "")
    return type(
        name, (models.Model,), {**fields, **more, "Meta": meta, "__module__": __name__, "objects": models.Manager()}
    )
