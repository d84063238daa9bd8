-- The roles of marsoc, run once per cluster as a superuser; passwords are set apart, by whoever runs the cluster.
-- The application logs in as marsoc_app, which owns nothing; only migrations log in as marsoc_owner. Whoever inspects or
-- ships the audit trail gets a login of their own in marsoc_audit, which reads the trail and nothing else. The sequencer
-- logs in as marsoc_sealer, which gives events their place in the tree and changes nothing.
do $$
begin
    if not exists (select from pg_roles where rolname = 'marsoc_owner') then
        create role marsoc_owner login createdb;
    end if;
    if not exists (select from pg_roles where rolname = 'marsoc_app') then
        create role marsoc_app login;
    end if;
    if not exists (select from pg_roles where rolname = 'marsoc_audit') then
        create role marsoc_audit nologin;
    end if;
    if not exists (select from pg_roles where rolname = 'marsoc_sealer') then
        create role marsoc_sealer login;
    end if;
end
$$;

grant marsoc_app to marsoc_owner;

alter role marsoc_app set lock_timeout = '5s';
alter role marsoc_app set statement_timeout = '30s';
alter role marsoc_app set idle_in_transaction_session_timeout = '60s';
