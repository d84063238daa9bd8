"""Thousands of rows in one statement, under the same privileges, policies and triggers as single rows.

COPY fills a temporary table, from which one statement writes the real one: COPY alone could not, because PostgreSQL
does not allow it on a table with row-level security.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection, models
from psycopg.types.json import Jsonb

Rows = Iterable[Sequence[Any]]


def next_ids(model: type[models.Model], count: int) -> list[int]:
    """Take primary keys for rows that are still to be inserted, so that rows that refer to them can be made.

    Args:
        model: with an automatic primary key.
        count: how many.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "select nextval(pg_get_serial_sequence(%s, 'id')) from generate_series(1, %s)",
            [model._meta.db_table, count],
        )
        return [row[0] for row in cursor.fetchall()]


def insert_rows(model: type[models.Model], columns: Sequence[str], rows: Rows) -> None:
    """Insert rows.

    Args:
        model: whose table to fill.
        columns: names of the columns given; every other column must have a database default.
        rows: values in the order of the columns.
    """
    table, listed = model._meta.db_table, ", ".join(columns)
    with connection.cursor() as cursor:
        _stage(cursor, table, listed, _converters(model, columns), rows)
        cursor.execute(f"insert into {table} ({listed}) select {listed} from staged_{table}")
        cursor.execute(f"drop table staged_{table}")


def update_rows(model: type[models.Model], columns: Sequence[str], rows: Rows) -> None:
    """Update rows by primary key.

    Args:
        model: whose table to change.
        columns: the columns given, the first being ``id``.
        rows: values in the order of the columns.
    """
    table, listed = model._meta.db_table, ", ".join(columns)
    changed = ", ".join(f"{column} = staged.{column}" for column in columns[1:])
    with connection.cursor() as cursor:
        _stage(cursor, table, listed, _converters(model, columns), rows)
        cursor.execute(f"update {table} set {changed} from staged_{table} staged where {table}.id = staged.id")
        cursor.execute(f"drop table staged_{table}")


def _stage(cursor: Any, table: str, listed: str, converters: Sequence[Any], rows: Rows) -> None:
    cursor.execute(f"create temporary table staged_{table} on commit drop as select {listed} from {table} limit 0")
    with cursor.copy(f"copy staged_{table} ({listed}) from stdin") as copy:
        for row in rows:
            copy.write_row(
                [convert(value) if convert else value for convert, value in zip(converters, row, strict=True)]
            )


def _converters(model: type[models.Model], columns: Sequence[str]) -> list[Any]:
    by_column = {field.column: field for field in model._meta.concrete_fields}
    return [Jsonb if isinstance(by_column[column], models.JSONField) else None for column in columns]
