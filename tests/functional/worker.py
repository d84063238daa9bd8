"""The application's Celery under key names of its own: test runs and a demonstration side by side keep apart."""

import os
from uuid import uuid4

from marsoc.celery import app

__all__ = ["app"]

PREFIX = "MARSOC_TEST_PREFIX"

# The run's name is inherited by every process of the run; each process that tests has a database of its own.
os.environ.setdefault(PREFIX, f"test-{uuid4().hex[:8]}")
app.conf.broker_transport_options = {
    **app.conf.broker_transport_options,
    "global_keyprefix": f"{os.environ[PREFIX]}{os.environ.get('PYTEST_XDIST_WORKER', '')}:",
}
