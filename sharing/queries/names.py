"""Names of vocabularies, kept for a minute."""

import time
from functools import lru_cache

from sharing.models import Reference


def names(model: type[Reference]) -> dict[str, str]:
    """Return the names of a vocabulary by code, including entries of the past.

    Reference data changes with releases, so each process keeps what it read for a minute.
    """
    return _names(model, int(time.monotonic() // 60))


@lru_cache(maxsize=32)
def _names(model: type[Reference], minute: int) -> dict[str, str]:
    return dict(model._default_manager.values_list("code", "name"))
