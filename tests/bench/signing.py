"""Signing and suspending an agreement over every individual, against what guardian's rows for each would take."""

import statistics
import time
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from guardian.shortcuts import assign_perm

from sharing.actions import agreements as actions
from sharing.enums import DataCategory
from sharing.models import Membership
from sharing.sight import Sight
from sharing.viewer import viewer_in
from tests.bench import agreements, world
from tests.bench.harness import Figure, benchmark, same
from tests.bench.sharing import stock_model

AGENCY = "INSS"
CATEGORIES = (DataCategory.IDENTITY, DataCategory.CUSTODY, DataCategory.ASSESSMENT)
SIGNATURES = 7
BULKS = 3


@benchmark
def signing() -> Iterator[Figure]:
    """One clause in view of three categories in every hub and phase: signed, then suspended."""
    nobody, signatory = agreements.members()["none"], agreements.signatory(AGENCY)
    signed, stopped, written = [], [], set()
    for _ in range(SIGNATURES):
        agreement = agreements.opened(AGENCY, agreements.HUBS, agreements.ALL_PHASES, CATEGORIES)
        same(_sees(nobody), 0)
        before = _rows()
        signed.append(_seconds(partial(agreements.sign, agreement, signatory)))
        written.add(_rows() - before)
        same(_sees(nobody), len(agreements.HUBS) * len(agreements.ALL_PHASES) * len(CATEGORIES))
        stopped.append(_seconds(partial(actions.suspend_agreement, by=signatory, agreement=agreement, reason="Bench")))
        same(_sees(nobody), 0)
    took = statistics.median(signed)
    bulk = statistics.median(_bulk(number) for number in range(BULKS))
    what = f"guardian's bulk assignment of {world.INDIVIDUALS} individuals / signing an agreement over all of them"
    yield Figure("B5", f"{what} ({took * 1000:.1f} ms)", bulk / took, 150, "higher", SIGNATURES)
    yield Figure(
        "B5_rows", "rows that a signature writes, history and trail included", max(written), 300, "lower", SIGNATURES
    )
    what = "seconds to suspend an agreement over every individual; nothing is visible after"
    yield Figure("B6", what, statistics.median(stopped), 0.01, "lower", SIGNATURES)


def _sees(membership: Membership) -> int:
    """Return how many scopes the agency's next request sees."""
    sight: Sight = viewer_in(membership).sight
    return sum(len(sight.cells(category) or ()) for category in DataCategory)


def _rows() -> int:
    """Return how many rows every table holds together."""
    tables = [model._meta.db_table for model in apps.get_models(include_auto_created=True) if model._meta.managed]
    counts = " + ".join(f"(select count(*) from {table})" for table in tables)
    with world.without_policies(), connection.cursor() as cursor:
        cursor.execute(f"select {counts}")
        return int(cursor.fetchone()[0])


def _bulk(number: int) -> float:
    """Return the seconds that guardian takes to give a new group a permission on every individual, then taken back."""
    stock: Any = stock_model()
    with world.without_policies(), transaction.atomic():
        kind = ContentType.objects.get_for_model(stock)
        permission, _ = Permission.objects.get_or_create(content_type=kind, codename="view_stock", name="See")
        group = Group.objects.create(name=f"bench {number}")
        took = _seconds(lambda: assign_perm(permission, group, stock.objects.all()))
        transaction.set_rollback(True)
    return took


def _seconds(run: Callable[[], object]) -> float:
    began = time.perf_counter()
    run()
    return time.perf_counter() - began
