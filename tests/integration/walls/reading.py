"""Reading with one wall at a time."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction

from marsoc.kit.database import APPLICATION_ROLE, OWNER_ROLE


@contextmanager
def first_wall_alone() -> Iterator[None]:
    """Read as the owner of the tables, from whom the policies keep nothing: only ``visible_to`` is left."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"set local role {OWNER_ROLE}")
        yield
        cursor.execute(f"set local role {APPLICATION_ROLE}")


def selected(model: Any) -> set[int]:
    """Select every row without a filter: only the policies are left."""
    with connection.cursor() as cursor:
        cursor.execute(f"select id from {model._meta.db_table}")
        return {pk for (pk,) in cursor.fetchall()}
