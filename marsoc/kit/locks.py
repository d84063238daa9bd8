"""Locks by name, held to the end of the transaction and freed by the database if the process dies."""

from django.db import connection


def wait_for(name: str) -> None:
    """Hold a lock, waiting for whoever holds it."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtextextended(%s, 0))", [name])


def taken(name: str) -> bool:
    """Hold a lock if nobody else does; say whether somebody else does."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_try_advisory_xact_lock(hashtextextended(%s, 0))", [name])
        return not cursor.fetchone()[0]
