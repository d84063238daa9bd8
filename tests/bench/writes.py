"""What history costs a single save."""

import os
from collections.abc import Iterator
from typing import Any

import psycopg
from django.db import models, transaction

from cohort.models import Individual
from sharing.actions.writing import writing
from sharing.viewer import system_viewer
from tests.bench.harness import Figure, benchmark, ratio, same

PLAIN = "bench_individual"
SAVES = 200


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
            untracked = _untracked().objects.get(pk=individual.pk)
            before = individual.history.count()
            individual.save()
            untracked.save()
            same(individual.history.count() - before, 1)
            value = ratio(individual.save, untracked.save, SAVES)
        transaction.set_rollback(True)
    yield Figure("B7", "save() with history / without", value, 1.3, "lower", SAVES)


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


def _untracked() -> Any:
    """Return a model of the same fields on the copy."""
    fields = {field.name: field.clone() for field in Individual._meta.local_fields}
    meta = type("Meta", (), {"app_label": "cohort", "db_table": PLAIN, "managed": False})
    return type(
        "Untracked", (models.Model,), {**fields, "Meta": meta, "__module__": __name__, "objects": models.Manager()}
    )
