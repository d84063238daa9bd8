"""Tests: a database of their own, made by its owner and used as the application's role."""

import os

from marsoc import embedded
from marsoc.settings.base import *  # noqa: F403  settings modules build on each other
from marsoc.settings.base import INSTALLED_APPS, connected
from marsoc.settings.environment import database, read_environment

embedded.provide()
_environment = read_environment(
    secret_key="tests-have-nothing-to-hide-" * 3, allowed_hosts="testserver,localhost,127.0.0.1"
)
_servers = connected(_environment)
_servers["CACHES"]["default"]["KEY_PREFIX"] = f"test-{os.environ.get('PYTEST_XDIST_WORKER', '')}"
globals().update(_servers)
CELERY_BROKER_TRANSPORT_OPTIONS = {"global_keyprefix": "test:"}  # a demonstration may run beside

DATABASES = {"default": database(_environment.database_owner_url or _environment.database_url)}
DATABASES["default"]["OPTIONS"]["options"] = "-c synchronous_commit=off"
DATABASES["default"]["CONN_MAX_AGE"] = 0
REFUSE_WRONG_ROLE = False  # the owner makes the database; each test is the application

INSTALLED_APPS = [*INSTALLED_APPS, "marsoc.demo"]
SYNTHETIC_DATA = True
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
