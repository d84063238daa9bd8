"""Production: everything from the environment, HTTPS only, nothing embedded."""

from marsoc.settings.base import *  # noqa: F403  settings modules build on each other
from marsoc.settings.base import connected
from marsoc.settings.environment import read_environment

_environment = read_environment()
globals().update(connected(_environment))

DEBUG = False
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},  # uploads live in the database
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

SECURE_SSL_REDIRECT = True
SECURE_REDIRECT_EXEMPT = [r"^health/"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 2 * 365 * 24 * 60 * 60
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
SESSION_COOKIE_NAME = "__Host-session"
CSRF_COOKIE_SECURE = True
CSRF_COOKIE_NAME = "__Host-csrf"
ALLAUTH_TRUSTED_PROXY_COUNT = _environment.proxy_count

EMAIL_HOST = _environment.mail_host
EMAIL_PORT = _environment.mail_port
DEFAULT_FROM_EMAIL = SERVER_EMAIL = _environment.mail_sender
