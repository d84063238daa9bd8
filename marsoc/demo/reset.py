"""Removes what the demonstration keeps, without starting anything that stays: ``python -m marsoc.demo.reset``."""

import shutil
import subprocess
import sys
from pathlib import Path

from marsoc.demo.processes import CannotStart, only_one
from marsoc.embedded import ROOT

_ADOPT = "from marsoc import embedded; embedded.provide()"


def reset(var: Path = ROOT / "var") -> None:
    """Remove the logins and the database.

    Args:
        var: where both lie.

    Raises:
        CannotStart: the demonstration runs, or something else uses the embedded servers.
    """
    demo, embedded = var / "demo", var / "embedded"
    demo.mkdir(parents=True, exist_ok=True)
    with only_one(demo / "lock"):
        _stop_servers(embedded)
        shutil.rmtree(demo)
    shutil.rmtree(embedded, ignore_errors=True)


def _stop_servers(embedded: Path) -> None:
    """Stop servers that a killed process left: whoever uses them last, stops them."""
    notes = (embedded / "postgres" / "postmaster.pid", embedded / "redis" / "redis.rdb.settings")
    if any(note.exists() for note in notes):
        subprocess.run([sys.executable, "-c", _ADOPT], check=False, cwd=ROOT)  # noqa: S603  our own words
    if notes[0].exists():
        raise CannotStart("Tests or another command use the embedded database: let them end, then reset.")


if __name__ == "__main__":
    try:
        reset()
    except CannotStart as reason:
        sys.exit(f"{reason}")
