"""Refusing to serve under a role of the database that row-level security does not hold.

Every connection is asked, so that nothing that reaches it passes; web server and worker ask once more as they start.
"""

import contextlib
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import OperationalError, connection
from django.db.backends.signals import connection_created

_FAULTS = """
select rolname, fault from (
    select rolname,
        case when rolsuper then 'is a superuser'
            when rolbypassrls then 'passes row-level security'
            when exists (
                select from pg_class
                where relkind in ('r', 'p') and relpersistence = 'p' and pg_has_role(rolname, relowner, 'member')
            ) then 'owns tables' end as fault
    from pg_roles where rolname in (current_user, session_user)
) roles where fault is not null
"""


def listen() -> None:
    """Have every connection of the application asked, except where tests make their database as its owner."""
    if settings.REFUSE_WRONG_ROLE:
        connection_created.connect(refuse_wrong_role, dispatch_uid="refuse-wrong-role")


def refuse_wrong_role(*, connection: Any, **_: Any) -> None:
    """Refuse a connection of the application whose role the policies do not bind; migrations have one of their own.

    Raises:
        ImproperlyConfigured: the role, or the one that was logged in with, is above the policies.
    """
    if connection.alias != "default":
        return
    with connection.cursor() as cursor:
        cursor.execute(_FAULTS)
        found = cursor.fetchall()
    if found:
        connection.close()
        name, fault = found[0]
        raise ImproperlyConfigured(
            f"The database role {name} {fault}: name marsoc_app in DATABASE_URL, and another role only in"
            " DATABASE_OWNER_URL. See docs/settings.md."
        )


def refuse_to_start_in_wrong_role(**_: Any) -> None:
    """Stop a process that starts under a wrong role; a database that is away is for the health checks to tell.

    Raises:
        SystemExit: see ``refuse_wrong_role``.
    """
    try:
        with contextlib.suppress(OperationalError):
            connection.ensure_connection()
    except ImproperlyConfigured as refusal:
        raise SystemExit(f"marsoc cannot start. {refusal}") from None
    finally:
        connection.close()  # a web server forks after this
