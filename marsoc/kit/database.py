"""What the application's role may do to each table, set anew after every migration.

The application logs in as ``marsoc_app``, which owns nothing. History tables it only reads (the triggers write them).
To append-only tables it may only add, and a trigger stops even their owner from altering a row by mistake, unless the
owner says that the details of the row are erased and does no more; what is ``never_deleted`` the application may add to
and alter. ``marsoc_audit`` reads what is append-only and nothing else.
"""

from collections.abc import Callable
from typing import Any

from django.apps import apps
from django.db import connections, models

from marsoc.kit import history

APPLICATION_ROLE = "marsoc_app"
OWNER_ROLE = "marsoc_owner"
AUDIT_ROLE = "marsoc_audit"

_APPEND_ONLY = """
create or replace function refuse_alteration() returns trigger language plpgsql as $body$
begin
    if tg_op = 'UPDATE' and current_setting('marsoc.erasing', true) = 'on'
        and to_jsonb(new) -> 'details' = '{{}}' and to_jsonb(new) -> 'salt' = 'null'
        and to_jsonb(new) - array['details', 'salt'] = to_jsonb(old) - array['details', 'salt'] then
        return new;
    end if;
    raise exception '% is append-only', tg_table_name using errcode = 'insufficient_privilege';
end
$body$;
create or replace trigger append_only_rows before update or delete on {table}
    for each row execute function refuse_alteration();
create or replace trigger append_only_table before truncate on {table}
    for each statement execute function refuse_alteration();
"""


_installers: list[Callable[[Any], None]] = []


def install_also(installer: Callable[[Any], None]) -> None:
    """Have an app's own functions, triggers or policies made anew after every migration.

    Args:
        installer: takes a cursor of the owner of the tables; runs again and again.
    """
    _installers.append(installer)


def secure_after_migrate(*, app_config: Any, using: str, **_: Any) -> None:
    """Install history triggers, privileges and what apps add, once per migration run."""
    if app_config != next(config for config in apps.get_app_configs() if config.models_module):
        return
    with connections[using].cursor() as cursor:
        for model in history.tracked_models():
            cursor.execute(history.trigger_sql(model))
        cursor.execute(_privileges())
        for install in _installers:
            install(cursor)


def _privileges() -> str:
    role = APPLICATION_ROLE
    statements = [
        f"grant usage on schema public to {role}, {AUDIT_ROLE}",
        f"grant select on django_migrations to {role}",
        f"grant usage, select on all sequences in schema public to {role}",
        *(_of(model) for model in apps.get_models(include_auto_created=True)),
    ]
    return ";".join(statements)


def _of(model: type[models.Model]) -> str:
    table, role = model._meta.db_table, APPLICATION_ROLE
    if history.is_history(model):
        return f"revoke all on {table} from {role}; grant select on {table} to {role}"
    if getattr(model, "append_only", False):
        return (
            f"revoke all on {table} from {role}; grant select, insert on {table} to {role};"
            f"grant select on {table} to {AUDIT_ROLE};" + _APPEND_ONLY.format(table=table)
        )
    if getattr(model, "never_deleted", False):
        return f"revoke all on {table} from {role}; grant select, insert, update on {table} to {role}"
    return f"grant select, insert, update, delete on {table} to {role}"
