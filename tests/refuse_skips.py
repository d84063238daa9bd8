"""A pytest plugin: with ``MARSOC_REFUSE_SKIPS`` set, a run in which anything was skipped has failed."""

import os

import pytest


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """Fail the run."""
    if session.exitstatus == pytest.ExitCode.OK and _refused(session.config):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Say why."""
    if count := _refused(config):
        terminalreporter.write_line(
            f"Failed: {count} skipped, and this run allows none (MARSOC_REFUSE_SKIPS).", red=True
        )


def _refused(config: pytest.Config) -> int:
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    if reporter is None or not os.environ.get("MARSOC_REFUSE_SKIPS"):
        return 0
    return len(reporter.stats.get("skipped", []))
