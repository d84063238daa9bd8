"""Imports the workbook on standard input and prints seconds and peak memory: a process of its own for a true peak."""

import json
import resource
import sys
import time
from collections.abc import Callable

import django


def main() -> None:
    """Receive, compare and apply, and say how long the last two took."""
    django.setup()
    from cohort.actions import imports
    from cohort.actions.import_comparison import compare_import
    from cohort.actions.import_writing import apply_import
    from cohort.enums import ImportState
    from sharing.viewer import system_viewer

    by = system_viewer("bench")
    batch = imports.receive_workbook(by=by, name="bench.xlsx", content=sys.stdin.buffer.read(), hub=None)
    batch.state = ImportState.COMPARING
    compare = _seconds(lambda: compare_import(by=by, batch=batch))
    apply = _seconds(lambda: apply_import(by=by, batch=batch))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    done = {"compare": compare, "apply": apply, "peak_mib": peak, "imported": batch.counts["imported"]}
    sys.stdout.write(json.dumps(done))


def _seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


if __name__ == "__main__":
    main()
