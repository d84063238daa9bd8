"""The environment is parsed once, and what is missing is named."""

import os
import subprocess
import sys

import pytest

from tests.contracts.tree import ROOT

COMPLETE = {
    "DATABASE_URL": "postgresql://nobody@nowhere.invalid/none",
    "REDIS_URL": "redis://nowhere.invalid",
    "SECRET_KEY": "for-checks-only-never-for-running-0123456789-abcdefghij",
    "ALLOWED_HOSTS": "localhost",
}


def check(environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """Run the deployment checks under production settings in nothing but this environment."""
    return subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "DJANGO_SETTINGS_MODULE": "marsoc.settings.production", **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_complete_environment_passes_the_deployment_checks() -> None:
    """Without a warning."""
    run = check(COMPLETE)

    assert run.returncode == 0, run.stderr


@pytest.mark.parametrize("missing", COMPLETE)
def test_a_missing_variable_stops_the_start_with_one_sentence(missing: str) -> None:
    """It names the variable and where to read on, without a traceback."""
    run = check({name: value for name, value in COMPLETE.items() if name != missing})

    assert run.returncode == 1
    assert f"{missing}: Field required" in run.stderr
    assert "docs/settings.md" in run.stderr
    assert len(run.stderr.strip().splitlines()) == 1


def test_a_short_secret_key_is_refused_and_not_repeated() -> None:
    """The value does not reach the log."""
    run = check({**COMPLETE, "SECRET_KEY": "hunter2"})

    assert run.returncode == 1
    assert "SECRET_KEY" in run.stderr
    assert "hunter2" not in run.stderr
