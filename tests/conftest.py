"""The world every test lives in: the application's own role, reference data loaded, no way out of the machine.

Outside requests and actions a test sees every unrestricted row, so that it can check what was written; whoever asks
in a request or an action sees what the viewer sees.
"""

import gc
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from types import SimpleNamespace
from typing import Any

import pytest
import time_machine
from django.apps import apps
from django.core.signals import request_finished
from django.db import connection
from django.test import Client, TransactionTestCase

from cohort.queries import purposes
from marsoc.kit import clock, reference_data
from marsoc.kit.database import APPLICATION_ROLE
from sharing import seeing
from sharing.enums import RoleCode
from sharing.middleware import MEMBERSHIP
from sharing.models import Membership, Reference, Scope
from sharing.queries import names
from sharing.viewer import Viewer, viewer_in
from tests import factories
from tests.migrated import migrated_database

OWNER_ROLE = "marsoc_owner"
IS_ASKED = purposes.is_asked


def pytest_collection_finish() -> None:
    """Have the collector pass over what was imported, and look seldom: else it takes a tenth of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings: None) -> None:
    """Have the database copied from one that is migrated already."""
    connection.settings_dict["TEST"]["TEMPLATE"] = migrated_database()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Make the database as its owner, become the application for every test, and the owner again to drop it."""
    if not connection.settings_dict["NAME"].startswith("test_"):
        pytest.exit("No test database was made: mark the tests that use it with django_db.", returncode=3)
    as_owner = connection.settings_dict["OPTIONS"]["options"]
    with django_db_blocker.unblock():
        _connect_with(f"{as_owner} -c role={APPLICATION_ROLE} -c marsoc.everywhere=on")
        reference_data.load()
    yield
    with django_db_blocker.unblock():
        _connect_with(as_owner)
        _end_other_sessions()


def _end_other_sessions() -> None:
    """Let go of the database so that it can be dropped: a live server's last request may still hold a connection."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select pg_terminate_backend(pid, 5000) from pg_stat_activity"
            " where datname = current_database() and pid <> pg_backend_pid() and backend_type = 'client backend'"
        )


def _connect_with(options: str) -> None:
    connection.close()
    connection.settings_dict["OPTIONS"]["options"] = options


def _wipe(case: TransactionTestCase) -> None:
    """Empty every table that has rows, but the reference data, as the owner: the application may not truncate."""
    kept = {model._meta.db_table for model in apps.get_models() if issubclass(model, Reference | Scope)}
    kept |= {"auth_group", "auth_permission", "django_content_type"}
    tables = {model._meta.db_table for model in apps.get_models(include_auto_created=True)} - kept
    append_only = [model for model in apps.get_models() if getattr(model, "append_only", False)]
    with connection.cursor() as cursor:
        cursor.execute(f"set role {OWNER_ROLE}")
        filled = _with_rows(cursor, tables)
        if not filled:
            cursor.execute(f"set role {APPLICATION_ROLE}")
            return
        for verb in ("disable", "enable"):
            for model in append_only:
                cursor.execute(f"alter table {model._meta.db_table} {verb} trigger user")
            if verb == "disable":
                cursor.execute(f"truncate {', '.join(filled)} restart identity cascade")
        cursor.execute(f"set role {APPLICATION_ROLE}")


def _with_rows(cursor: Any, tables: set[str]) -> list[str]:
    """Return the tables that anything was written to since they were emptied, whatever row-level security shows."""
    cursor.execute(
        "select c.relname from pg_class c left join pg_inherits i on i.inhrelid = c.oid"
        " left join pg_class parent on parent.oid = i.inhparent"
        " where c.relkind = 'r' and coalesce(parent.relname, c.relname) = any(%s) and pg_relation_size(c.oid) > 0",
        [sorted(tables)],
    )
    return [table for (table,) in cursor.fetchall()]


@pytest.fixture(autouse=True, scope="session")
def _wipe_as_owner() -> Iterator[None]:
    """Replace Django's flush, which needs privileges that the application lacks."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", _wipe)
        yield


@pytest.fixture(autouse=True, scope="session")
def _look_everywhere_again() -> Iterator[None]:
    """After a request inside a test's own transaction, let the test look again at what the request wrote."""

    def look(**_: Any) -> None:
        if connection.in_atomic_block and not connection.needs_rollback:
            connection.connection.execute(seeing.RESET)  # not through Django, which would count it

    request_finished.connect(look)
    yield
    request_finished.disconnect(look)


@pytest.fixture
def stopped_clock() -> Iterator[None]:
    """Let no minute pass between two pages that are compared word for word: every page tells when it was printed."""
    with time_machine.travel(clock.now(), tick=False):
        yield


@pytest.fixture(autouse=True, scope="session")
def _names_are_kept() -> Iterator[None]:
    """Keep the names of vocabularies longer than a minute, or one page in many would need a query more."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(names, "time", SimpleNamespace(monotonic=lambda: 0))
        yield


@pytest.fixture(autouse=True, scope="session")
def _purposes_not_asked() -> Iterator[None]:
    """Let partners read records without saying what for, as hub staff do; ``purposes_asked`` has them asked again."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(purposes, "is_asked", lambda viewer: False)
        yield


@pytest.fixture
def purposes_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have partners asked, as in production, what they need a record for."""
    monkeypatch.setattr(purposes, "is_asked", IS_ASKED)


@pytest.fixture
def as_in_production(transactional_db: None) -> Callable[[], AbstractContextManager[None]]:
    """Return a block in which the test, too, sees nothing until a viewer is told of."""

    @contextmanager
    def without_everywhere() -> Iterator[None]:
        options = connection.settings_dict["OPTIONS"]["options"]
        _connect_with(options.replace(" -c marsoc.everywhere=on", ""))
        yield
        _connect_with(options)

    return without_everywhere


@pytest.fixture(autouse=True)
def _nobody_looks_yet() -> Iterator[None]:
    """Begin each test with nobody told of, whoever looked in the test before."""
    with seeing.nobody():
        yield


@pytest.fixture
def viewer(db: None) -> Callable[..., Viewer]:
    """Return a maker of viewers: ``viewer(RoleCode.HUB_OFFICER, "WM")``."""

    def make(role: RoleCode = RoleCode.HUB_OFFICER, hub: str | None = "WM", agency: str = "ROCU") -> Viewer:
        return viewer_in(factories.membership(role=role, hub=hub, agency=agency))

    return make


@pytest.fixture
def sign_in(db: None) -> Callable[..., Client]:
    """Return a maker of signed-in clients: ``sign_in(RoleCode.HUB_OFFICER, "WM")`` or ``sign_in(membership)``."""

    def make(
        role: RoleCode | Membership = RoleCode.HUB_OFFICER, hub: str | None = "WM", agency: str = "ROCU"
    ) -> Client:
        membership = role if isinstance(role, Membership) else factories.membership(role=role, hub=hub, agency=agency)
        client = Client()
        client.force_login(membership.user)
        session = client.session
        session[MEMBERSHIP] = membership.pk
        session.save()
        return client

    return make
