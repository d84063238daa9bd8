"""The database that is measured: 38,000 individuals over ten hubs, used by the application's own role."""

import contextlib
import os
import sys
from collections.abc import Iterator

import django
import psycopg
from django.db import connections
from psycopg.conninfo import make_conninfo

from marsoc import embedded

NAME = "bench_marsoc"
INDIVIDUALS = int(os.environ.get("INDIVIDUALS", "38000"))


def set_up() -> None:
    """Make the database anew and start Django on it."""
    embedded.provide()
    owner = os.environ["DATABASE_OWNER_URL"]
    with psycopg.connect(owner, autocommit=True) as connection:
        connection.execute(f"drop database if exists {NAME}")
        connection.execute(f"create database {NAME}")
    for variable in ("DATABASE_URL", "DATABASE_OWNER_URL", "DATABASE_SEALER_URL"):
        os.environ[variable] = os.environ[variable].replace("/marsoc?", f"/{NAME}?")
    os.environ["DJANGO_SETTINGS_MODULE"] = "marsoc.settings.demo"
    django.setup()
    from django.core.management import call_command

    call_command("prepare_database", stdout=sys.stderr)


def floor_connection() -> psycopg.Connection:
    """Return a plain connection to the same database, for what is written by hand; no policy keeps rows from it."""
    return psycopg.connect(make_conninfo(os.environ["DATABASE_OWNER_URL"]), autocommit=True)


@contextlib.contextmanager
def without_policies() -> Iterator[None]:
    """Have Django speak to the database as the owner of the tables, whom row-level security keeps nothing from."""
    application = connections["default"]
    connections["default"] = connections["owner"]
    try:
        yield
    finally:
        connections["default"] = application


def vacuum() -> None:
    """Let the planner know the tables as they are."""
    with floor_connection() as connection:
        connection.execute("vacuum analyze")
