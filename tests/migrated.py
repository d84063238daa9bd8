"""A database in which every migration has run, copied by each worker's own instead of migrating anew.

It is kept from one run to the next, under a name that says which migrations it has. What the migrations do not make
(functions, policies, permissions) is made in the copy, after ``migrate`` has found nothing to do there.
"""

import hashlib
import os
import subprocess
import sys

import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo

from marsoc import embedded
from tests.contracts.tree import ROOT

_PREFIX = "migrated_"


def migrated_database() -> str:
    """Return the name of the database to copy, having made it if no run has yet."""
    name = _PREFIX + _digest()
    owner = os.environ["DATABASE_OWNER_URL"]
    with psycopg.connect(owner, autocommit=True) as connection:
        connection.execute("select pg_advisory_lock(hashtext(%s))", [_PREFIX])
        if not connection.execute("select 1 from pg_database where datname = %s", [name]).fetchone():
            _make(connection, name, owner)
    return name


def _digest() -> str:
    found = hashlib.sha256()
    for path in sorted([*ROOT.glob("*/migrations/*.py"), *ROOT.glob("requirements*.txt")]):
        found.update(path.read_bytes())
    return found.hexdigest()[:16]


def _make(connection: psycopg.Connection, name: str, owner: str) -> None:
    earlier = connection.execute("select datname from pg_database where starts_with(datname, %s)", [_PREFIX])
    unfinished = f"{name}_unfinished"
    for each in {unfinished, *(found for (found,) in earlier)}:
        connection.execute(sql.SQL("drop database if exists {}").format(sql.Identifier(each)))
    connection.execute(sql.SQL("create database {}").format(sql.Identifier(unfinished)))
    address = make_conninfo(owner, dbname=unfinished)
    subprocess.run(
        [sys.executable, ROOT / "manage.py", "migrate", "--verbosity", "0"],
        env={**os.environ, "DATABASE_URL": address, "DATABASE_OWNER_URL": address},
        check=True,
    )
    connection.execute(
        sql.SQL("alter database {} rename to {}").format(sql.Identifier(unfinished), sql.Identifier(name))
    )


if __name__ == "__main__":
    embedded.provide()
    migrated_database()
