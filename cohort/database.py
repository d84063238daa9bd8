"""What the database does by itself: it keeps the cell of every row about an individual and counts each cell.

Made anew after every migration. The functions run with the rights of the owner of the tables: a record that moves to
another hub leaves the sight of whoever moves it, and a hub's own reference stays taken when its person is out of sight.
"""

from typing import Any

from django.apps import apps
from django.db import connection

from cohort.enums import ListStatus, Place
from cohort.models import AccessRequest, Individual, NamedShare
from cohort.models.subject_access import GOVERNS
from cohort.moves import DUE
from sharing.cells import LEFT
from sharing.enums import DataCategory, Phase
from sharing.models import AboutIndividual, FactAboutIndividual
from sharing.models.scoped import not_barred_sql, seen_sql, setting_sql

_OWN = """
create or replace function keep_own_cell() returns trigger language plpgsql security definer
set search_path = pg_catalog, public as $body$
begin
    new.cell := case when not new.restricted then
        (select number * 8 from sharing_hub where code = new.owning_hub_id)
        + case when new.left_on is null then array_position(array[{phases}], new.phase::text) - 1 else {left} end end;
    if new.retention_group_id is null then
        select code into new.retention_group_id from cohort_retentiongroup where is_default;
    end if;
    if new.retention_due is null then
        select (new.created_at at time zone 'Europe/London')::date + make_interval(months => review_months)
            into new.retention_due from cohort_retentiongroup where code = new.retention_group_id;
    end if;
    return new;
end
$body$;
create or replace trigger keep_own_cell before insert or update on cohort_individual
    for each row execute function keep_own_cell();

create or replace function give_retention() returns bigint language sql security definer
set search_path = pg_catalog, public as $body$
    with given as (
        update cohort_individual set version = version where retention_due is null returning id
    ) select count(*) from given
$body$;

create or replace function keep_cell_of_individual() returns trigger language plpgsql security definer
set search_path = pg_catalog, public as $body$
begin
    select cell into new.cell from cohort_individual where id = new.individual_id;
    return new;
end
$body$;

create or replace function count_new_cells() returns trigger language plpgsql security definer
set search_path = pg_catalog, public as $body$
begin
    insert into sharing_cellcount (cell, number)
    select cell, count(*) from appeared where cell is not null group by cell;
    return null;
end
$body$;
create or replace trigger count_new_cells after insert on cohort_individual
    referencing new table as appeared for each statement execute function count_new_cells();

create or replace function count_old_cells() returns trigger language plpgsql security definer
set search_path = pg_catalog, public as $body$
begin
    insert into sharing_cellcount (cell, number)
    select cell, -count(*) from gone where cell is not null group by cell;
    return null;
end
$body$;
create or replace trigger count_old_cells after delete on cohort_individual
    referencing old table as gone for each statement execute function count_old_cells();

create or replace function forget_in_imports(hidden bigint) returns void
language sql security definer set search_path = pg_catalog, public as $body$
    -- whoever is restricted is no longer suggested as the person of another row, nor of an import that goes on
    update cohort_importrow r set candidates = (
        select coalesce(jsonb_agg(candidate order by place), '[]')
        from jsonb_array_elements(r.candidates) with ordinality each (candidate, place)
        where candidate -> 'id' is distinct from to_jsonb(hidden) and not exists (
            select from cohort_importrow own where own.batch_id = r.batch_id and own.individual_id = hidden
                and candidate -> 'line' = to_jsonb(own.line)))
    where r.candidates @> jsonb_build_array(jsonb_build_object('id', hidden)) or exists (
        select from cohort_importrow own where own.batch_id = r.batch_id and own.individual_id = hidden
            and r.candidates @> jsonb_build_array(jsonb_build_object('line', own.line)));
    delete from cohort_importrow r using cohort_importbatch b
        where r.individual_id = hidden and b.id = r.batch_id and b.state <> 'DONE';
$body$;

create or replace function move_cells() returns trigger language plpgsql security definer
set search_path = pg_catalog, public as $body$
begin
    if not exists (select from was join became using (id) where was.cell is distinct from became.cell) then
        return null;
    end if;
    insert into sharing_cellcount (cell, number)
    select cell, sum(step) from (
        select became.cell, 1 step from was join became using (id) where was.cell is distinct from became.cell
        union all select was.cell, -1 from was join became using (id) where was.cell is distinct from became.cell
    ) moved where cell is not null group by cell;
    {facts}
    update cohort_importrow r set individual_id = null from was join became using (id), cohort_importbatch b
        where r.individual_id = became.id and was.owning_hub_id <> became.owning_hub_id and not became.restricted
            and b.id = r.batch_id and b.state <> 'DONE';  -- the row is told apart from whoever has left the hub
    perform forget_in_imports(became.id) from was join became using (id) where became.restricted and not was.restricted;
    return null;
end
$body$;
create or replace trigger move_cells after update on cohort_individual
    referencing old table as was new table as became for each statement execute function move_cells();

create or replace function discard_held_apart() returns table (held bigint, reference text)
language sql security definer set search_path = pg_catalog, public as $body$
    with gone as (
        delete from cohort_heldapart where delete_on <= (now() at time zone 'Europe/London')::date
            returning id, individual_id, group_id
    ) select gone.id, coalesce(i.reference, g.reference) from gone
        left join cohort_individual i on i.id = gone.individual_id left join cohort_crimegroup g on g.id = gone.group_id
$body$;

create or replace function individual_known_as(wanted text, asked_by bigint)
returns table (id bigint, hub text, restricted boolean)
language sql stable security definer set search_path = pg_catalog, public as $body$
    select i.id, i.owning_hub_id, i.restricted from cohort_individual i
        where i.reference = wanted and not exists (
            select from cohort_conflictmark c where c.individual_id = i.id and c.user_id = asked_by
                and c.starts_at <= now() and (c.ends_at is null or c.ends_at > now()))
$body$;

create or replace function references_in_use(hubs text[]) returns table (hub text, ref text)
language sql stable security definer set search_path = pg_catalog, public as $body$
    select hub_id, ref from cohort_sheetreference where hub_id = any (hubs)
$body$;

drop function if exists named_access(bigint, integer, text, boolean, timestamptz);
create or replace function named_access(acting_in bigint, of_agency int, at_hub text, covers boolean, at timestamptz)
returns table (individual bigint, category text, basis text)
language sql stable security definer set search_path = pg_catalog, public
-- asked at every request: planned once, not each time, and for the few rows that a date finds, not the third it might
set plan_cache_mode = force_generic_plan set enable_seqscan = off as $body$
    select g.content_object_id, g.category::text, 'SHARE:' || s.id from cohort_individualgrant g
        join cohort_individual i on i.id = g.content_object_id and not i.restricted
        join cohort_namedshare s on s.id = g.share_id
        where not covers and g.group_id = of_agency and (at_hub is null or i.owning_hub_id = at_hub)
            and g.starts_at <= at and g.ends_at > at
            and exists (select from sharing_giving c where c.clause_id = s.clause_id and c.group_id = of_agency
                and c.starts_at <= at and c.ends_at > at)  -- the clause gives the agency something at that instant
    union all select n.individual_id, 'ALL', 'NAMED:' || n.id from cohort_namedperson n
        join cohort_individual i on i.id = n.individual_id
        join sharing_membership m on m.id = acting_in and m.user_id = n.user_id
        where covers and (at_hub is null or i.owning_hub_id = at_hub)
            and n.starts_at <= at and (n.ends_at is null or n.ends_at > at)
    union all select e.individual_id, 'ALL', 'EMERGENCY:' || e.id from cohort_emergencyaccess e
        where e.membership_id = acting_in and e.starts_at <= at and e.ends_at > at
    union all select i.id, 'BARRED', '' from cohort_individual i, sharing_agency a
        where not covers and i.left_on is not null and a.group_id = of_agency and ({dealt_with})
    union all select i.id, 'BARRED', '' from cohort_individual i  -- the review of keeping the record is overdue
        where not covers and i.retention_due < (at at time zone 'Europe/London')::date
    union all select i.id, 'BARRED', '' from cohort_individual i  -- suspended, or the list review is overdue
        where not covers and (i.status = '{suspended}'
            or i.status in ({reviewed}) and i.review_due < (at at time zone 'Europe/London')::date)
    union all select c.individual_id, 'BARRED', '' from cohort_conflictmark c
        join sharing_membership m on m.id = acting_in and m.user_id = c.user_id
        where c.starts_at <= at and (c.ends_at is null or c.ends_at > at)
$body$;

create or replace function individuals_dealt_with() returns table (individual bigint, reference text, hub text)
language sql stable security definer set search_path = pg_catalog, public as $body$
    select i.id, i.reference, i.owning_hub_id from cohort_individual i
    where not i.restricted and {not_barred} and i.id in (
        select individual_id from cohort_namedshare where agency_id = {contributor}
        union select individual_id from cohort_accessrequest where agency_id = {contributor})
$body$;

create or replace function individuals_contributed_to() returns table (individual bigint, reference text)
language sql stable security definer set search_path = pg_catalog, public as $body$
    select i.id, i.reference from cohort_individual i where {not_barred} and i.id in (
        select individual_id from cohort_alias where contributed_by_id = {contributor}
        union select individual_id from cohort_identifier where contributed_by_id = {contributor}
        union select individual_id from cohort_keydate where contributed_by_id = {contributor})
$body$;

create or replace function interests(kinds text[], numbers text[], whole_names text[], ref text, one bigint,
    pointed smallint[], summarised smallint[])
returns table (individual bigint, reference text, hub text, phase text, summary boolean)
language sql stable security definer set search_path = pg_catalog, public as $body$
    select i.id, i.reference, i.owning_hub_id, i.phase, i.existence = 'SUMMARY' and i.cell = any (summarised)
    from cohort_individual i
    where i.id in (
            select individual_id from cohort_identifier
                where (kind, value) in (select * from unnest(kinds, numbers))
            union select id from cohort_individual
                where name_key = any (whole_names) and surname <> '' and forenames <> ''
            union select id from cohort_individual where cohort_individual.reference = ref or id = one)
        and i.existence <> 'NOTHING' and i.cell = any (pointed || summarised)  -- a restricted one has no cell
        and {not_barred} and not ({seen})
    order by i.id
$body$;

create or replace function people_like(born date, wanted text[], values_of text[], names text[], asked_by bigint)
returns table (reference text, hub text, surname text, forenames text, date_of_birth date, year_of_birth int,
    aliases text[], kinds text[], numbers text[])
language sql stable security definer set search_path = pg_catalog, public as $body$
    -- for whoever handles requests of people for their own data, and for nobody else
    select i.reference, i.owning_hub_id, i.surname, i.forenames, i.date_of_birth, i.year_of_birth,
        array(select a.name from cohort_alias a where a.individual_id = i.id order by a.id),
        array(select n.kind from cohort_identifier n where n.individual_id = i.id order by n.id),
        array(select n.value from cohort_identifier n where n.individual_id = i.id order by n.id)
    from cohort_individual i
    where {governs} and i.id in (
            select individual_id from cohort_identifier where (kind, value) in (select * from unnest(wanted, values_of))
            union select id from cohort_individual
                where (extract(year from cohort_individual.date_of_birth) = extract(year from born))::int
                    + (extract(month from cohort_individual.date_of_birth) = extract(month from born))::int
                    + (extract(day from cohort_individual.date_of_birth) = extract(day from born))::int >= 2
                or (extract(year from cohort_individual.date_of_birth) = extract(year from born)
                    and extract(month from cohort_individual.date_of_birth) = extract(day from born)
                    and extract(day from cohort_individual.date_of_birth) = extract(month from born))
            union select named.id from (
                select id, name_key from cohort_individual union all select individual_id, name_key from cohort_alias
            ) named join unnest(names) given on (
                select count(*) from unnest(string_to_array(given, ' ')) word
                where word = any (string_to_array(named.name_key, ' '))
            ) >= least(2, cardinality(string_to_array(given, ' '))) and given <> '')
        and not exists (
            select from cohort_conflictmark c where c.individual_id = i.id and c.user_id = asked_by
                and c.starts_at <= now() and (c.ends_at is null or c.ends_at > now()))
$body$;

create or replace function level_pairs(of_framework bigint)
returns table (dimension bigint, level smallint, other smallint, number bigint)
language sql stable security definer set search_path = pg_catalog, public as $body$
    -- the rule of the assessment asked once for each, and not again for every level of either scoring
    select one.dimension_id, one.level, two.level, count(*) from cohort_assessment a
        join cohort_scoring f on f.assessment_id = a.id and f.place = '{first}'
        join cohort_scoring s on s.assessment_id = a.id and s.place = '{second}' and s.submitted_at is not null
        join cohort_dimensionscore one on one.scoring_id = f.id
        join cohort_dimensionscore two on two.scoring_id = s.id and two.dimension_id = one.dimension_id
    where a.framework_id = of_framework and a.revealed_at is not null and {assessed}
    group by 1, 2, 3
$body$;

create or replace function survivor_of(wanted text) returns bigint
language sql stable security definer set search_path = pg_catalog, public as $body$
    with recursive led as (
        select id, 0 as steps from cohort_individual where reference = wanted
        union all select m.individual_id, led.steps + 1 from led
            join cohort_merge m on m.merged_id = led.id and m.state = 'APPROVED' and m.undone_at is null
    ) select id from led order by steps desc limit 1
$body$;

create or replace function known_under(one bigint)
returns table (individual bigint, shown text, among jsonb, since timestamptz, until timestamptz)
language sql stable rows 2 security definer set search_path = pg_catalog, public as $body$
    -- the person's own reference, those of records merged into this one, and the survivor's while this one was merged
    with recursive its as (
        select one as id union select m.merged_id from its
            join cohort_merge m on m.individual_id = its.id and m.state = 'APPROVED' and m.undone_at is null
    ), spans as (
        select id, '-infinity'::timestamptz as since, 'infinity'::timestamptz as until from its
        union all select m.individual_id, m.decided_at, m.undone_at from cohort_merge m
            where m.merged_id = one and m.undone_at is not null
    ) select i.id, shown, jsonb_build_array(jsonb_build_object('of', jsonb_build_array(shown))), s.since, s.until
        from spans s join cohort_individual i on i.id = s.id
        cross join lateral (select substr(i.reference, 1, 4) || '-' || substr(i.reference, 5)) as named (shown)
$body$;

create or replace function held_for_governance(individuals bigint[]) returns boolean
language sql stable security definer set search_path = pg_catalog, public as $body$
    select exists (select from cohort_subjectaccessmatch m join cohort_subjectaccessrequest r on r.id = m.request_id
        where m.individual_id = any (individuals) and r.state not in ('ANSWERED', 'CLOSED'))
$body$;

create or replace function live_emergencies(person bigint, at timestamptz) returns bigint
language sql stable security definer set search_path = pg_catalog, public as $body$
    select count(*) from cohort_emergencyaccess e join sharing_membership m on m.id = e.membership_id
        where m.user_id = person and e.starts_at <= at and e.ends_at > at
$body$;

create or replace function take_emergency_access(
    wanted text, acting_in bigint, own_hub text, why text, in_words text, at timestamptz, until timestamptz,
    due timestamptz
) returns table (access bigint, hub text)
language sql security definer set search_path = pg_catalog, public as $body$
    insert into cohort_emergencyaccess
        (individual_id, hub_id, membership_id, reason, words, starts_at, ends_at, review_due, outcome, findings)
    select i.id, i.owning_hub_id, m.id, why, in_words, at, until, due, '', ''
        from cohort_individual i join sharing_membership m on m.id = acting_in
        where i.reference = wanted and i.left_on is null and i.owning_hub_id is distinct from own_hub and not exists (
            select from cohort_conflictmark c where c.individual_id = i.id and c.user_id = m.user_id
                and c.starts_at <= at and (c.ends_at is null or c.ends_at > at))
    returning id, hub_id
$body$;
"""
_DEALT_WITH = "exists (select from {table} its where its.individual_id = i.id and its.{agency} = a.code)"
_FACT = """
create or replace trigger keep_cell_of_individual before insert or update on {table}
    for each row execute function keep_cell_of_individual();
"""
_MOVE = """update {table} fact set cell = became.cell from was join became using (id)
    where fact.individual_id = became.id and was.cell is distinct from became.cell;
    """


def give_retention() -> int:
    """Give a group and a day of review to everybody who has none yet; return how many those were."""
    with connection.cursor() as cursor:
        cursor.execute("select give_retention()")
        return int(cursor.fetchone()[0])


def install(cursor: Any) -> None:
    """Install the triggers of the individual and of every table of facts."""
    tables = [
        model._meta.db_table
        for model in apps.get_models()
        if issubclass(model, AboutIndividual) and model is not Individual
    ]
    phases = ", ".join(f"'{phase}'" for phase in Phase)
    by_agency = [(model._meta.db_table, "agency_id") for model in (NamedShare, AccessRequest)]
    by_agency += [
        (model._meta.db_table, "contributed_by_id")
        for model in apps.get_models()
        if issubclass(model, FactAboutIndividual)
    ]
    cursor.execute(
        _OWN.format(
            phases=phases,
            left=LEFT,
            suspended=ListStatus.SUSPENDED,
            reviewed=", ".join(f"'{status}'" for status in sorted(DUE)),
            dealt_with=" or ".join(_DEALT_WITH.format(table=table, agency=agency) for table, agency in by_agency),
            facts="".join(_MOVE.format(table=table) for table in tables),
            contributor=f"(select nullif({setting_sql('contributor')}, ''))",
            not_barred=not_barred_sql("i.id"),
            governs=GOVERNS,
            seen=seen_sql("i.cell", "i.id", DataCategory.IDENTITY),
            assessed=seen_sql("a.cell", "a.individual_id", DataCategory.ASSESSMENT),
            first=Place.FIRST,
            second=Place.SECOND,
        )
    )
    for table in tables:
        cursor.execute(_FACT.format(table=table))
