from django.db import migrations

# The trail by month; the indexes keep the names that Django knows. Who was on a list that somebody outside the owning
# hub received is found without reading every list.
PARTITION = """
alter table sharing_auditevent rename to sharing_auditevent_flat;
create table sharing_auditevent (
    like sharing_auditevent_flat including defaults including identity,
    xid xid8 not null default pg_current_xact_id()
) partition by range (at);
drop table sharing_auditevent_flat;
do $body$
declare
    month timestamptz := date_trunc('month', now() at time zone 'UTC') at time zone 'UTC';
begin
    execute format('create table sharing_auditevent_before partition of sharing_auditevent'
        ' for values from (minvalue) to (%L)', month);
    execute format('create table sharing_auditevent_%s partition of sharing_auditevent for values from (%L) to (%L)',
        to_char(month at time zone 'UTC', 'YYYY_MM'), month,
        (month at time zone 'UTC' + interval '1 month') at time zone 'UTC');
end
$body$;
alter table sharing_auditevent add primary key (id, at);
create index audit_by_subject on sharing_auditevent (subject_kind, subject_ref, at desc);
create index audit_by_actor on sharing_auditevent (actor_id, at desc);
create index audit_by_transaction on sharing_auditevent (xid);
create index audit_by_received on sharing_auditevent using gin ((details -> 'received') jsonb_path_ops)
    where details ? 'received';
"""


class Migration(migrations.Migration):
    dependencies = [
        ("sharing", "0001_first"),
    ]

    operations = [migrations.RunSQL(PARTITION, migrations.RunSQL.noop)]
