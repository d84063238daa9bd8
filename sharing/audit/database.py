"""What the database does for the trail by itself: partitions by month, and who may add to what seals it."""

from typing import Any

from django.apps import apps
from django.db import connection

from marsoc.kit.database import APPLICATION_ROLE

SEALER_ROLE = "marsoc_sealer"
MONTHS_AHEAD = 13

_SQL = """
create or replace function make_audit_partitions(months int) returns int language plpgsql security definer
set search_path = pg_catalog, public as $body$
declare
    name text;
    following timestamptz;
    month timestamptz := date_trunc('month', now() at time zone 'UTC') at time zone 'UTC';
    made int := 0;
begin
    for step in 0 .. months loop
        name := 'sharing_auditevent_' || to_char(month at time zone 'UTC', 'YYYY_MM');
        following := (month at time zone 'UTC' + interval '1 month') at time zone 'UTC';
        if to_regclass('public.' || name) is null then
            execute format('create table public.%I partition of public.sharing_auditevent'
                ' for values from (%L) to (%L)', name, month, following);
            made := made + 1;
        end if;
        month := following;
    end loop;
    return made;
end
$body$;
revoke all on function make_audit_partitions(int) from public;
grant execute on function make_audit_partitions(int) to {application};
select make_audit_partitions({months});
grant usage on schema public to {sealer};
grant select on sharing_auditevent to {sealer};
{privileges}
"""
_SEALED = """
revoke all on {table} from {application};
grant select on {table} to {application};
grant select, insert on {table} to {sealer};
"""


def install(cursor: Any) -> None:
    """Make the partitions of a year ahead, and let nobody but the sequencer seal."""
    sealed = [model._meta.db_table for model in apps.get_models() if getattr(model, "sealed", False)]
    privileges = "".join(
        _SEALED.format(table=table, application=APPLICATION_ROLE, sealer=SEALER_ROLE) for table in sealed
    )
    sequences = "".join(
        f"grant usage on sequence {table}_id_seq to {SEALER_ROLE};" for table in sealed if table != "sharing_auditleaf"
    )
    cursor.execute(
        _SQL.format(
            application=APPLICATION_ROLE, sealer=SEALER_ROLE, months=MONTHS_AHEAD, privileges=privileges + sequences
        )
    )


def make_partitions() -> int:
    """Make the partitions of the coming months that are still missing; return how many."""
    with connection.cursor() as cursor:
        cursor.execute("select make_audit_partitions(%s)", [MONTHS_AHEAD])
        return int(cursor.fetchone()[0])
