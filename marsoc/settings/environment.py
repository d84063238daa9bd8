"""The environment, parsed once and typed; a missing or wrong value stops the start with a hint."""

from typing import Any

from psycopg.conninfo import conninfo_to_dict
from pydantic import SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict


class Environment(BaseSettings):
    """What a deployment must or may say in environment variables of the same names in capitals.

    ``database_owner_url`` is given only to the process that migrates, ``database_sealer_url`` and ``audit_key_file``
    only to the one that seals the audit trail. ``audit_public_key`` is what the trail is verified with,
    ``audit_witness`` a directory outside the database that is handed every checkpoint. ``proxy_count`` is how many
    proxies stand before the application and may be believed about the client's address.
    """

    model_config = SettingsConfigDict(secrets_dir=None)

    database_url: str
    redis_url: str
    secret_key: SecretStr
    allowed_hosts: str
    database_owner_url: str = ""
    database_sealer_url: str = ""
    audit_name: str = "marsoc/audit"
    audit_key_file: str = ""
    audit_public_key: str = ""
    audit_witness: str = ""
    secret_key_fallbacks: SecretStr = SecretStr("")
    mail_host: str = "localhost"
    mail_port: int = 25
    mail_sender: str = "marsoc@localhost"
    proxy_count: int = 1

    @field_validator("secret_key")
    @classmethod
    def _long_enough(cls, value: SecretStr) -> SecretStr:
        if len(value.get_secret_value()) < 50:
            raise ValueError("must be at least 50 random characters")
        return value


def read_environment(**given: Any) -> Environment:
    """Return the environment.

    Args:
        given: values that a settings module fixes itself, by field name.

    Raises:
        SystemExit: a value is missing or wrong; the message says which and what to do.
    """
    try:
        return Environment(**given)
    except ValidationError as error:
        wrong = "; ".join(f"{str(part['loc'][0]).upper()}: {part['msg']}" for part in error.errors())
        raise SystemExit(
            f"marsoc cannot start, the environment is not complete. {wrong}. See docs/settings.md."
        ) from None


def database(url: str, **options: str) -> dict[str, Any]:
    """Return Django's settings for the PostgreSQL database at a libpq address.

    Args:
        url: such as ``postgresql://marsoc_app:secret@db.internal/marsoc?sslmode=verify-full``.
        options: further libpq parameters.
    """
    parts: dict[str, Any] = dict(conninfo_to_dict(url, **options))
    named = {
        "NAME": parts.pop("dbname", "marsoc"),
        "USER": parts.pop("user", ""),
        "PASSWORD": parts.pop("password", ""),
        "HOST": parts.pop("host", ""),
        "PORT": parts.pop("port", ""),
    }
    return {
        "ENGINE": "django.db.backends.postgresql",
        **named,
        "OPTIONS": parts,
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "DISABLE_SERVER_SIDE_CURSORS": True,
    }


def broker(url: str) -> str:
    """Return a Redis address as Celery spells it: kombu has a name of its own for Unix sockets."""
    return url.replace("unix://", "redis+socket://", 1)
