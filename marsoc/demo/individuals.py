"""Synthetic individuals, brought in as real ones are: by workbook, then worked on one by one."""

from collections.abc import Iterator
from datetime import timedelta
from random import Random
from typing import Any

from cohort.actions.imports import import_workbook
from cohort.actions.individuals import change_individual
from cohort.enums import ImportState, ListStatus
from cohort.models import ImportBatch, Individual
from marsoc.demo.workbooks import HUBS, workbook
from marsoc.kit import clock
from sharing.models import Hub
from sharing.seeing import seeing
from sharing.viewer import Viewer

SEED = 2018
REASON = "Monthly review (synthetic)"
WORKED_ON_EVERY = 3
STATUSES = (
    (ListStatus.RESEARCH, 15),
    (ListStatus.SCORED, 20),
    (ListStatus.PANEL, 15),
    (ListStatus.ACCEPTED, 40),
    (ListStatus.MONITORED, 10),
)


def load_hubs(by: Viewer, individuals: int) -> Iterator[tuple[str, int]]:
    """Import every hub's list that has not been imported yet and yield each hub with the number of people on its list.

    Nothing marks a hub as begun. A start that was cut short imports the same workbook again, which changes nothing
    where it had come to, and works on those that nobody has worked on.

    Args:
        by: the demonstration's own viewer.
        individuals: how many people in all.
    """
    each, more = divmod(individuals, len(HUBS))
    for position, code in enumerate(HUBS):
        rows = each + (position < more)
        with seeing(by):
            if rows and not _is_loaded(code):
                _import(by, Hub.objects.get(pk=code), rows)
            _work_on(by, code)
        yield HUBS[code], rows


def _file_name(hub: str) -> str:
    return f"Synthetic list {hub}.xlsx"


def _is_loaded(hub: str) -> bool:
    done: bool = ImportBatch.unscoped.filter(hub=hub, name=_file_name(hub), state=ImportState.DONE).exists()
    return done


def _import(by: Viewer, hub: Hub, rows: int) -> None:
    import_workbook(by=by, name=_file_name(hub.pk), content=workbook(rows, hub.pk, SEED), hub=hub)


def _work_on(by: Viewer, hub: str) -> None:
    """Give every third person a status and a review date, so that lists and filters have something to show."""
    brought_in = Individual.history.filter(history_type="+", history_job=by.job).values("id")
    untouched = Individual.unscoped.filter(owning_hub=hub, version=1, pk__in=brought_in)
    for individual in untouched.order_by("id"):
        if individual.pk % WORKED_ON_EVERY == 0:
            change_individual(
                by=by, individual=individual, version=individual.version, changes=_changes(individual), reason=REASON
            )


def _changes(individual: Individual) -> dict[str, Any]:
    chance = Random(individual.pk)
    (status,) = chance.choices([each for each, _ in STATUSES], [weight for _, weight in STATUSES])
    return {"status": status, "review_due": clock.today() + timedelta(days=chance.randint(-20, 160))}
