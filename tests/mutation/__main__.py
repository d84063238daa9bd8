"""Make each hole of ``mutants.py`` in a copy of the tree, run the tests that should notice, and report the score.

``make mutants`` runs all; ``make mutants ONLY=policy`` those with the word in their name.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

from psycopg.conninfo import make_conninfo

from marsoc import embedded
from tests.contracts.tree import ROOT
from tests.mutation.mutants import MUTANTS, Mutant

COPY = ROOT / "var" / "mutants"
LINKED = (".venv", "node_modules", "var/assets", "var/static")
SURVIVED, KILLED, BROKEN = "survived", "killed", "broken"
_OUTCOMES = {0: SURVIVED, 1: KILLED}


def main(word: str) -> int:
    """Run the mutants and return how many were not noticed."""
    mutants = [mutant for mutant in MUTANTS if word in mutant.name]
    environment = _environment()
    _copy()
    outcomes = {}
    for number, mutant in enumerate(mutants, 1):
        outcomes[mutant.name] = _outcome(mutant, environment)
        _say(f"{number:3}/{len(mutants)}  {outcomes[mutant.name]:9}{mutant.name}")
    killed = sum(outcome == KILLED for outcome in outcomes.values())
    _say(f"{killed} of {len(mutants)} mutants noticed.")
    return len(mutants) - killed


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def _outcome(mutant: Mutant, environment: dict[str, str]) -> str:
    path = COPY / mutant.path
    text = path.read_text()
    if text.count(mutant.old) != 1:
        return BROKEN
    path.write_text(text.replace(mutant.old, mutant.new))
    try:
        return _OUTCOMES.get(_run(mutant.tests, environment), BROKEN)
    finally:
        path.write_text(text)


def _run(tests: Iterable[str], environment: dict[str, str]) -> int:
    command = [sys.executable, "-m", "pytest", "-q", "-x", "--reuse-db", "-p", "no:cacheprovider", "--tb=no", *tests]
    return subprocess.run(command, cwd=COPY, env=environment, capture_output=True, check=False).returncode


def _environment() -> dict[str, str]:
    """Share the tree's own servers under a database of another name; each run makes policies and triggers anew."""
    embedded.provide()
    names = ("DATABASE_URL", "DATABASE_OWNER_URL")
    return {**os.environ, **{name: make_conninfo(os.environ[name], dbname="mutants") for name in names}}


def _copy() -> None:
    shutil.rmtree(COPY, ignore_errors=True)
    listing = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(listing, cwd=ROOT, capture_output=True, text=True, check=True).stdout.splitlines()
    for name in listed:
        target = COPY / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(ROOT / name, target)
    for name in LINKED:
        (COPY / name).parent.mkdir(parents=True, exist_ok=True)
        (COPY / name).symlink_to(Path(ROOT / name).resolve())


if __name__ == "__main__":
    sys.exit(bool(main(sys.argv[1] if len(sys.argv) > 1 else "")))
