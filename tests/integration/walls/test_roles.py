"""Web server and worker refuse to start under a role of the database that the policies do not bind."""

import os
import subprocess
import sys

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from psycopg.conninfo import make_conninfo

from marsoc.kit.database import OWNER_ROLE
from marsoc.kit.database_role import refuse_wrong_role

START = {
    "web": "import marsoc.wsgi",
    "worker": "from marsoc.celery import app; from celery.signals import worker_init; worker_init.send(app.Worker())",
}


def start(process: str, address: str) -> subprocess.CompletedProcess[str]:
    """Start a process with production's settings on a database address."""
    given = {
        "DATABASE_URL": address,
        "DATABASE_OWNER_URL": "",
        "REDIS_URL": os.environ["REDIS_URL"],
        "SECRET_KEY": "a-key-for-this-test-alone-" * 3,
        "ALLOWED_HOSTS": "localhost",
        "DJANGO_SETTINGS_MODULE": "marsoc.settings.production",
        "PATH": os.environ["PATH"],
    }
    return subprocess.run(
        [sys.executable, "-c", START[process]], env=given, capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize("process", START)
def test_a_process_does_not_start_as_the_owner_of_the_tables(process: str, db: None) -> None:
    """It ends with one sentence that names the role and the setting to mend; as the application it starts."""
    name = str(connection.settings_dict["NAME"])
    owner, application = (make_conninfo(os.environ[url], dbname=name) for url in ("DATABASE_OWNER_URL", "DATABASE_URL"))

    refused, started = start(process, owner), start(process, application)

    assert refused.returncode == 1
    assert refused.stderr.strip().splitlines()[-1] == (
        "marsoc cannot start. The database role marsoc_owner owns tables: name marsoc_app in DATABASE_URL, and another"
        " role only in DATABASE_OWNER_URL. See docs/settings.md."
    )
    assert started.returncode == 0, started.stderr


def test_a_connection_that_became_the_application_by_set_role_is_refused(db: None) -> None:
    """Whoever may set the role may set it back: this very test, logged in as the owner, would not be served."""
    with pytest.raises(ImproperlyConfigured, match=OWNER_ROLE):
        refuse_wrong_role(connection=connection.copy())


def test_a_database_that_is_away_does_not_stop_the_start() -> None:
    """The health checks tell of it, and the first connection is asked like any other."""
    away = make_conninfo(os.environ["DATABASE_URL"], host="/nowhere")

    assert start("web", away).returncode == 0
