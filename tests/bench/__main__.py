"""Runs every benchmark in a database of its own and writes ``var/bench.json``; ``make bench`` calls it."""

import json
import sys
import traceback
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path

from tests.bench import world
from tests.bench.harness import REGISTERED, Figure

OUT = Path("var/bench.json")
# In this order: the import makes the individuals that all others read; the search adds names, the method its own.
MEASURED = ("imports", "reads", "sharing", "signing", "history", "trail", "writes", "search", "method")


def main() -> int:
    """Measure everything; a benchmark that cannot run is an error, not a missing row."""
    world.set_up()
    for name in MEASURED:  # they register as they are imported, and Django must be set up before
        import_module(f"tests.bench.{name}")

    figures: list[Figure] = []
    broken: list[str] = []
    for measure in REGISTERED:
        try:
            figures += _shown(list(measure()))
        except Exception:  # noqa: BLE001  the rest is measured all the same, and the run fails at the end
            broken.append(measure.__name__)
            traceback.print_exc()
    _write(figures)
    if broken:
        sys.stdout.write(f"Could not be measured: {', '.join(broken)}.\n")
    return 1 if broken else 0


def _shown(figures: list[Figure]) -> list[Figure]:
    for each in figures:
        sign = "<=" if each.better == "lower" else ">="
        verdict = "met" if each.met else "NOT MET"
        sys.stdout.write(f"{each.id:<16} {each.value:>10.3f}  {sign} {each.goal:<8g} {verdict:<8} {each.what}\n")
    sys.stdout.flush()
    return figures


def _write(figures: list[Figure]) -> None:
    at = datetime.now(UTC).isoformat(timespec="seconds")
    rows = {
        each.id: {
            "what": each.what,
            "value": round(each.value, 4),
            "goal": each.goal,
            "better": each.better,
            "runs": each.runs,
            "at": at,
        }
        for each in figures
    }
    OUT.parent.mkdir(exist_ok=True)
    OUT.write_text(json.dumps(rows, indent=1))


if __name__ == "__main__":
    sys.exit(main())
