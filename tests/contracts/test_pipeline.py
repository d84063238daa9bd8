"""What the pipeline promises: nothing is skipped in silence, and every target says what it does."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.contracts.tree import ROOT

SKIPPED = "import pytest\n\ndef test_passes(): pass\n\ndef test_is_skipped(): pytest.skip('no browser')\n"


def run(directory: Path, refused: str) -> subprocess.CompletedProcess[str]:
    """Run one passing and one skipped test in a directory of their own."""
    (directory / "test_two.py").write_text(SKIPPED)
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "tests.refuse_skips", "-p", "no:django", "-c", os.devnull, directory],
        cwd=directory,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "MARSOC_REFUSE_SKIPS": refused},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(("refused", "status"), [("1", 1), ("", 0)])
def test_a_skipped_test_fails_the_pipeline_and_nobody_else(tmp_path: Path, refused: str, status: int) -> None:
    """The closing line still is pytest's own, with the counts."""
    done = run(tmp_path, refused)

    assert done.returncode == status, done.stdout
    assert re.search(r"1 passed, 1 skipped in ", done.stdout.strip().splitlines()[-1])
    assert ("allows none" in done.stdout) == bool(refused)


def test_the_pipeline_calls_the_same_command_as_people_do() -> None:
    """With skips refused, and as its last word."""
    assert (ROOT / ".ci" / "run").read_text().splitlines()[-1] == "MARSOC_REFUSE_SKIPS=1 make test"


def test_every_target_says_what_it_does() -> None:
    """``make help`` lists them all."""
    makefile = (ROOT / "Makefile").read_text()
    (listed,) = re.findall(r"^\.PHONY: (.*)$", makefile, re.MULTILINE)

    described = re.findall(r"^([a-z-]+):.*## \S", makefile, re.MULTILINE)
    assert sorted(described) == sorted(listed.split())
