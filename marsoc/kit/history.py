"""History rows written by the database.

django-simple-history keeps its tables and its reading side (``history``, ``as_of``, ``diff_against``); the rows come
from statement triggers generated here from the history models, so that bulk, raw and cascading writes cannot slip by.
The triggers are made anew after every migration and so always fit the tables.
"""

from typing import Any

from django.apps import apps
from django.db import models
from simple_history.models import HistoricalChanges, HistoricalRecords


class ActingFields(models.Model):
    """What a history row says about its writer beyond the user: the membership acted in, or the system job."""

    history_membership_id = models.BigIntegerField(null=True)
    history_job = models.CharField(max_length=100)

    class Meta:
        """Mixed into every history model."""

        abstract = True


def records(**options: Any) -> HistoricalRecords:
    """Return the history descriptor for a model; every tracked model declares ``history = records()``."""
    return HistoricalRecords(bases=[ActingFields], **options)


_FUNCTION = """
create or replace function {function}() returns trigger language plpgsql security definer
set search_path = pg_catalog, public as $body$
declare
    actor text := nullif(current_setting('marsoc.actor', true), '');
    job text := coalesce(current_setting('marsoc.job', true), '');
begin
    if tg_op = 'UPDATE' and pg_trigger_depth() > 1 then
        return null;  -- the database keeps a derived column true: nothing that anybody wrote
    end if;
    if actor is null and job = '' then
        if not exists (select from changed) then
            return null;
        end if;
        raise exception 'a write to {table} names no actor' using errcode = 'insufficient_privilege';
    end if;
    insert into {history} ({columns}, history_date, history_type, history_user_id,
                           history_membership_id, history_job, history_change_reason)
    select {columns}, clock_timestamp(), {kind}, actor::bigint,
           nullif(current_setting('marsoc.membership', true), '')::bigint, job,
           nullif(current_setting('marsoc.reason', true), '')
    from changed;
    return null;
end
$body$;
create or replace trigger {function} after {verb} on {table}
    referencing {rows} table as changed for each statement execute function {function}();
"""
_VERBS = (("insert", "new", "'+'"), ("update", "new", "'~'"), ("delete", "old", "'-'"))


def trigger_sql(model: type[models.Model]) -> str:
    """Return the SQL that makes the three history triggers of a tracked model."""
    history = model.history.model  # type: ignore[attr-defined]  # simple-history adds it
    tracked = {field.column for field in history.tracked_fields}
    columns = ", ".join(f'"{f.column}"' for f in model._meta.concrete_fields if f.column in tracked)
    table = model._meta.db_table
    return "".join(
        _FUNCTION.format(
            function=f"history_{table}_{verb}",
            table=table,
            history=history._meta.db_table,
            columns=columns,
            verb=verb,
            rows=rows,
            kind=kind,
        )
        for verb, rows, kind in _VERBS
    )


def tracked_models() -> list[type[models.Model]]:
    """Return every installed model that keeps history."""
    return [model for model in apps.get_models() if hasattr(model, "history") and not is_history(model)]


def is_history(model: type[models.Model]) -> bool:
    """Say whether a model is one of simple-history's own."""
    return issubclass(model, HistoricalChanges)
