"""The demonstration and development: synthetic data, embedded servers where none are named."""

import secrets

from marsoc import embedded
from marsoc.settings.base import *  # noqa: F403  settings modules build on each other
from marsoc.settings.base import BASE_DIR, INSTALLED_APPS, connected
from marsoc.settings.environment import read_environment

VAR = BASE_DIR / "var" / "demo"
VAR.mkdir(parents=True, exist_ok=True)
_secret = VAR / "secret_key"
if not _secret.exists():
    _secret.touch(mode=0o600)
    _secret.write_text(secrets.token_urlsafe(64))

embedded.provide()
globals().update(connected(read_environment(secret_key=_secret.read_text(), allowed_hosts="localhost,127.0.0.1,[::1]")))

INSTALLED_APPS = [*INSTALLED_APPS, "marsoc.demo"]
SYNTHETIC_DATA = True
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = VAR / "mail"
WHITENOISE_USE_FINDERS = True
