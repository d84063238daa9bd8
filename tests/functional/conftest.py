"""A real browser on a real server, worker and database."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from celery import Celery
from django.conf import settings
from django.core.cache import caches
from django.db import connection
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from psycopg.conninfo import make_conninfo
from pytest_django.live_server_helper import LiveServer

from marsoc.kit.database import APPLICATION_ROLE
from tests.functional.steps import AXE, WITHOUT_SCRIPT
from tests.functional.worker import app

# The first has no window to draw, which takes half of the time.
CHROMIUMS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
SECONDS_TO_START = 40

OpenPage = Callable[..., Page]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what lies beside this file."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)


def chromium() -> str | None:
    """Return the browser's path: what ``CHROMIUM`` names, else what is installed."""
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, CHROMIUMS)), None)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, once for all tests of a worker."""
    executable = chromium()
    if not executable:
        pytest.skip("No Chromium here: install it or name it in CHROMIUM to run the browser tests")
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        # Playwright keeps an event loop in this thread, and Django would take every query for one from a coroutine.
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        launched = playwright.chromium.launch(executable_path=executable, args=FLAGS)
        yield launched
        launched.close()


@pytest.fixture
def live(live_server: LiveServer, monkeypatch: pytest.MonkeyPatch) -> LiveServer:
    """The application on a port of its own, seeing what the test commits, with a cache nobody has written to."""
    prefix = f"test-{os.getpid()}-{time.monotonic_ns()}"
    monkeypatch.setitem(settings.CACHES["default"], "KEY_PREFIX", prefix)
    monkeypatch.setattr(caches["default"], "key_prefix", prefix)
    return live_server


@pytest.fixture
def open_page(browser: Browser, live: LiveServer) -> Iterator[OpenPage]:
    """Return a maker of pages: ``open_page(script=False, width=375)``, each with cookies of its own.

    A page on which a script fails or the browser enforces the content security policy fails the test.
    """
    contexts: list[BrowserContext] = []
    faults: list[str] = []

    def make(*, script: bool = True, width: int = 1280) -> Page:
        context = browser.new_context(
            base_url=live.url, java_script_enabled=script, viewport={"width": width, "height": 900}, locale="en-GB"
        )
        contexts.append(context)
        context.add_init_script(path=AXE)  # put into a page later, it takes ten times as long
        context.set_default_timeout(15_000)
        page = context.new_page()
        if not script:
            WITHOUT_SCRIPT.add(page)
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on(
            "console",
            lambda said: faults.append(said.text) if "Content Security Policy" in said.text else None,
        )
        return page

    yield make
    for context in contexts:
        context.close()
    assert faults == []


@pytest.fixture
def page(open_page: OpenPage) -> Page:
    """One wide page with script."""
    return open_page()


@pytest.fixture(scope="session")
def _worker_process(django_db_setup: None) -> Iterator[Celery]:
    """A worker on this run's database."""
    process = subprocess.Popen(
        [sys.executable, "-W", "ignore", "-m", "celery", "--quiet", "--app", "tests.functional.worker", "worker",
         "--pool", "solo", "--loglevel", "WARNING", "--without-gossip", "--without-mingle"],
        env={**os.environ, "DATABASE_URL": _address(), "DATABASE_OWNER_URL": ""},
    )  # fmt: skip
    try:
        _wait_for(app, process)
        yield app
    finally:
        process.terminate()
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


@pytest.fixture
def worker(_worker_process: Celery, transactional_db: None) -> Celery:
    """A real worker, which takes what the application under test enqueues."""
    return _worker_process


def _address() -> str:
    database = connection.settings_dict
    return make_conninfo(dbname=database["NAME"], user=APPLICATION_ROLE, host=database["HOST"], port=database["PORT"])


def _wait_for(app: Celery, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < until:
        if process.poll() is not None:
            raise RuntimeError(f"The Celery worker ended with status {process.returncode} before it was ready.")
        if app.control.ping(timeout=0.5):
            return
    raise RuntimeError(f"The Celery worker was not ready within {SECONDS_TO_START} s.")
