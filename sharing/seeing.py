"""Telling the database who looks, so that row-level security shows what that viewer may see and nothing else.

The settings last as long as the transaction: outside one, and before anybody is told of, every policy keeps every row
back.
"""

import contextlib
from collections.abc import Iterable, Iterator
from contextvars import ContextVar

from django.db import connection, transaction

from sharing.enums import DataCategory
from sharing.viewer import Viewer

_CATEGORIES = tuple(DataCategory)
SETTINGS = (
    "everywhere", "hubs", "person", "contributor", "governs", "manages", "speaks_for", "barred",
    *(f"cells_{number}" for number in range(len(_CATEGORIES))),
    *(f"named_{number}" for number in range(len(_CATEGORIES))),
)  # fmt: skip
_SET = "select " + ", ".join(f"set_config('marsoc.{name}', %s, true)" for name in SETTINGS)
RESET = ";".join(f"set local marsoc.{name} to default" for name in SETTINGS)
_present: ContextVar[Viewer | None] = ContextVar("seeing", default=None)


@contextlib.contextmanager
def nobody() -> Iterator[None]:
    """Begin a block in which nobody has been told of yet, and forget at its end whoever was; asks no database."""
    token = _present.set(None)
    try:
        yield
    finally:
        _present.reset(token)


def enter(viewer: Viewer) -> None:
    """Show what a viewer may see, for the rest of the transaction."""
    with connection.cursor() as cursor:
        cursor.execute(_SET, settings_of(viewer))
    _present.set(viewer)


@contextlib.contextmanager
def seeing(viewer: Viewer) -> Iterator[None]:
    """Run a block as one transaction that sees what a viewer may see; afterwards whoever looked before looks again.

    Args:
        viewer: who looks.
    """
    before, outermost = _present.get(), not connection.in_atomic_block
    if before is viewer and not outermost:
        yield
        return
    with transaction.atomic():
        token = _present.set(viewer)
        try:
            enter(viewer)
            yield
        finally:
            _present.reset(token)
        if not outermost and not connection.needs_rollback:  # else the settings go with the transaction
            leave(before)


def leave(before: Viewer | None = None) -> None:
    """Go back to whoever looked before; to nobody, which is what a connection begins with."""
    if before is not None:
        enter(before)
        return
    with connection.cursor() as cursor:
        cursor.execute(RESET)


def settings_of(viewer: Viewer) -> list[str]:
    """Return the values of ``SETTINGS`` for a viewer."""
    sight = viewer.sight
    cells = [sight.cells(category) for category in _CATEGORIES]
    return [
        "on" if sight.covered is None else "",
        _array(viewer.reach or ()),
        str(viewer.user.pk) if viewer.user else "",
        viewer.contributor,
        "on" if viewer.governs else "",
        viewer.manages,
        viewer.speaks_for,
        _array(sight.barred),
        *(_array(each or ()) for each in cells),
        *(_array(sight.named.get(category, ())) for category in _CATEGORIES),
    ]


def _array(values: Iterable[object]) -> str:
    """Return a PostgreSQL array literal of codes or numbers, none of which needs quoting."""
    return "{" + ",".join(sorted(map(str, values))) + "}"
