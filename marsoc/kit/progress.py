"""How far long work has come: a figure for the page that waits, kept in Redis outside the work's transaction."""

import logging
from dataclasses import asdict, dataclass

from django.core.cache import cache
from redis.exceptions import RedisError

_log = logging.getLogger("marsoc.progress")
_SECONDS = 60 * 60


@dataclass(frozen=True, slots=True)
class Progress:
    """``done`` of ``total`` things in the step that ``label`` names."""

    label: str
    done: int
    total: int


def report(name: str, label: str, done: int, total: int) -> None:
    """Say how far a piece of work has come; the work goes on without Redis, only unseen."""
    try:
        cache.set(f"progress:{name}", asdict(Progress(label, done, total)), _SECONDS)
    except RedisError:
        _log.warning("Progress of %s cannot be shown: Redis does not answer.", name)


def read(name: str) -> Progress:
    """Return how far a piece of work has come, nothing done if that is not known."""
    try:
        kept = cache.get(f"progress:{name}")
    except RedisError:
        kept = None
    return Progress(**kept) if kept else Progress("Waiting to start", 0, 1)
