"""Synthetic individuals, brought in as real ones are: by workbook, then worked on one by one."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, repeat

from django.db import transaction

from cohort.actions.imports import import_workbook
from cohort.actions.list_life import move_on_list
from cohort.actions.panels import close_panel
from cohort.enums import ImportState, ListAct
from cohort.models import Assessment, ImportBatch, Individual, Panel
from cohort.moves import FIT
from marsoc.demo.method import assessors_of, publish_method, score_first, score_second
from marsoc.demo.panels import accept, chair_of, sitting
from marsoc.demo.workbooks import HUBS, workbook
from sharing.models import Hub
from sharing.seeing import seeing
from sharing.viewer import Viewer

SEED = 2018
REASON = "Monthly meeting (synthetic)"
WORKED_ON_EVERY = 3
TO_PANEL = (ListAct.RESEARCH, ListAct.SCORE, ListAct.TABLE)
ACCEPTED = (*TO_PANEL, ListAct.ACCEPT)
WAYS = (ACCEPTED, TO_PANEL[:1])
"""How far the first people of a hub have come; whoever follows is in research."""
MORE: Mapping[str, Sequence[Sequence[ListAct]]] = {
    "WM": (
        *[ACCEPTED] * 5,
        TO_PANEL,
        TO_PANEL,
        TO_PANEL[:2],
        (*ACCEPTED, ListAct.MONITOR),
        (*ACCEPTED, ListAct.SUSPEND),
    ),
    "EM": (*[ACCEPTED] * 3, TO_PANEL),
}
"""How far those have come who follow them in hubs that have more to show; each score takes a second to make."""


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
    """Take every third person some way along the list, so that lists and filters have something to show."""
    brought_in = Individual.history.filter(history_type="+", history_job=by.job).values("id")
    untouched = Individual.unscoped.filter(owning_hub=hub, version=1, pk__in=brought_in)
    people = [each for each in untouched.order_by("id") if each.pk % WORKED_ON_EVERY == 0]
    if not people:
        return
    publish_method()
    chair = chair_of(hub)
    held = sitting(chair, hub)
    ways = chain(WAYS, MORE.get(hub, ()), repeat(TO_PANEL[:1]))
    for individual in people:
        _move_along(by, chair, held, individual, next(ways) if individual.category in FIT else TO_PANEL[:1])
    close_panel(by=chair, panel=held)


@transaction.atomic
def _move_along(by: Viewer, chair: Viewer, held: Panel, individual: Individual, way: Sequence[ListAct]) -> None:
    """Take somebody along a way, with what each step needs: a first assessor, and a second before the panel."""
    first, second = assessors_of(individual.owning_hub_id)
    made: Assessment | None = None
    for act in way:
        if act == ListAct.SCORE:
            made = score_first(individual, first)
        elif act == ListAct.TABLE and made:
            made = score_second(made, second)
        if act != ListAct.ACCEPT:
            move_on_list(by=by, individual=individual, act=act, words=REASON)
        elif made is None or not accept(chair, held, made):
            return
