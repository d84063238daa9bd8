"""What the database does by itself for the search: it keeps the words of names and groups, and which words are alike.

Made anew after every migration. Trigram and text-search operators cannot use an index under row-level security, so a
search compares words for equality: it asks first which words there are like those typed, then who has one of them. Two
words are near if they share a spelling: each is kept with every spelling of its first seven letters that leaves out up
to two of them, which is what two slips of the pen amount to. They sound alike if their consonants do, however they
were put into Latin letters. The words stand apart from those who bear them, in a table that the application cannot
read; the function that answers from it tells of no word that the viewer could not read on a record.
"""

from typing import Any

from cohort.models import GroupWord, NameWord
from marsoc.kit.database import APPLICATION_ROLE
from sharing.models.scoped import seen_sql

MANY = 100
"""Bearers of a word are counted up to so many: enough to tell which of the words typed is the rarest."""
_WORDS = """
create table if not exists cohort_searchword (word text primary key, keys text[] not null);
create index if not exists search_word_beginning on cohort_searchword (word collate "C");
create index if not exists search_word_keys on cohort_searchword using gin (keys) with (fastupdate = off);
"""
_FUNCTIONS = """
create or replace function slips_of(word text) returns text[] language plpgsql immutable parallel safe as $body$
declare
    spelling text := left(word, 7);
    shorter text;
    found text[] := array[spelling];
begin
    for place in 1 .. case when length(spelling) > 2 then length(spelling) else 0 end loop
        shorter := left(spelling, place - 1) || substr(spelling, place + 1);
        found := found || shorter;
        for further in place .. case when length(shorter) > 3 then length(shorter) else 0 end loop
            found := found || (left(shorter, further - 1) || substr(shorter, further + 1));
        end loop;
    end loop;
    return found;
end
$body$;

create or replace function sounds_of(word text) returns text[] language sql immutable parallel safe as $body$
    -- j and w are consonants to some and vowels to others, so both readings are kept
    select array_agg(distinct '~' || consonants) from unnest(array[word, translate(word, 'jw', '')]) reading,
        regexp_replace(reading, 'tsch|tch|sch|dsch|dzh|ch|sh|zh|ts|tz|cz|dj|c(?=[eiy])', 's', 'g') hissed,
        translate(replace(replace(hissed, 'ph', 'f'), 'x', 'ks'), 'zjcqgdbfwaeiouyh', 'sskkktpvv') bare,
        regexp_replace(bare, '(.)\\1+', '\\1', 'g') consonants
        where length(consonants) > 1
$body$;


create or replace function words_like(asked text[])
returns table (typed text, word text, sounds boolean, bearers bigint, of_group boolean)
language sql stable security definer set search_path = pg_catalog, public
set plan_cache_mode = force_generic_plan as $body$  -- planned once, not at every search
    select given, alike.word, alike.sounds, its_names.number, its_groups.any
    from unnest(asked) given
    cross join lateral (select slips_of(given) as spelled, sounds_of(given) as heard offset 0) its  -- worked out once
    cross join lateral (
        select known.word, coalesce(known.keys && heard, false) as sounds from cohort_searchword known
            where (known.keys && (spelled || heard)
                    and (abs(length(known.word) - length(given)) < 3 or known.keys && heard))
                or (length(given) > 2 and known.word collate "C" >= given and known.word collate "C" < given || '~')
    ) alike
    cross join lateral (select count(*) as number from (select {names} limit {many}) few) its_names
    cross join lateral (select exists (select {groups}) as any) its_groups
    where its_names.number > 0 or its_groups.any
$body$;

create or replace function learn_words() returns trigger language plpgsql security definer
set search_path = pg_catalog, public as $body$
declare
    known text[] := array(select word from cohort_searchword
        where word in (select word from changed) order by word for key share);  -- nobody may forget them meanwhile
begin
    insert into cohort_searchword (word, keys)
        select word, slips_of(word) || sounds_of(word) from (select distinct word from changed) new_one
            where word <> all (known) order by word on conflict do nothing;
    return null;
end
$body$;

create or replace function forget_words() returns trigger language plpgsql security definer
set search_path = pg_catalog, public as $body$
declare
    unused text[] := array(select word from cohort_searchword known
        where word in (select word from changed) and {unused} for update skip locked);
begin
    delete from cohort_searchword known where word = any (unused) and {unused};
    return null;
end
$body$;

create or replace function folded_group(name text) returns text language sql immutable parallel safe as $body$
    select trim(regexp_replace(lower(name), '[^[:alnum:]]+', ' ', 'g'))
$body$;

create or replace function note_new_words() returns trigger language plpgsql security definer
set search_path = pg_catalog, public as $body$
begin
    insert into cohort_nameword (individual_id, word, whole, kind)
        select distinct id, word, name_key, '' from became, string_to_table(name_key, ' ') word where word <> '';
    insert into cohort_groupword (individual_id, word, whole)
        select distinct id, word, whole from became, folded_group(crime_group) whole, string_to_table(whole, ' ') word
            where word <> '';
    return null;
end
$body$;

create or replace function note_changed_words() returns trigger language plpgsql security definer
set search_path = pg_catalog, public as $body$
declare
    renamed bigint[] := array(select id from was join became using (id) where was.name_key <> became.name_key);
    regrouped bigint[] := array(select id from was join became using (id) where was.crime_group <> became.crime_group);
begin
    if renamed <> '{{}}' then
        delete from cohort_nameword where individual_id = any (renamed) and kind = '';
        insert into cohort_nameword (individual_id, word, whole, kind)
            select distinct id, word, name_key, '' from became, string_to_table(name_key, ' ') word
                where word <> '' and id = any (renamed);
    end if;
    if regrouped <> '{{}}' then
        delete from cohort_groupword where individual_id = any (regrouped);
        insert into cohort_groupword (individual_id, word, whole)
            select distinct id, word, whole from became, folded_group(crime_group) whole,
                string_to_table(whole, ' ') word where word <> '' and id = any (regrouped);
    end if;
    return null;
end
$body$;

create or replace function note_new_aliases() returns trigger language plpgsql security definer
set search_path = pg_catalog, public as $body$
begin
    insert into cohort_nameword (individual_id, word, whole, kind)
        select distinct individual_id, word, name_key, kind from became, string_to_table(name_key, ' ') word
            where word <> '';
    return null;
end
$body$;

create or replace function note_changed_aliases() returns trigger language plpgsql security definer
set search_path = pg_catalog, public as $body$
begin
    delete from cohort_nameword own using was join became using (id)
        where own.individual_id = was.individual_id and own.whole = was.name_key and own.kind = was.kind
            and (was.individual_id, was.name_key, was.kind) <> (became.individual_id, became.name_key, became.kind);
    insert into cohort_nameword (individual_id, word, whole, kind)
        select distinct became.individual_id, word, became.name_key, became.kind
            from was join became using (id), string_to_table(became.name_key, ' ') word where word <> ''
            and (was.individual_id, was.name_key, was.kind) <> (became.individual_id, became.name_key, became.kind);
    return null;
end
$body$;

create or replace function forget_aliases() returns trigger language plpgsql security definer
set search_path = pg_catalog, public as $body$
begin
    delete from cohort_nameword own using was
        where own.individual_id = was.individual_id and own.whole = was.name_key and own.kind = was.kind;
    return null;
end
$body$;

create or replace function forget_people() returns trigger language plpgsql security definer
set search_path = pg_catalog, public as $body$
begin
    delete from cohort_nameword where individual_id in (select id from was);
    delete from cohort_groupword where individual_id in (select id from was);
    return null;
end
$body$;

create or replace trigger note_new_words after insert on cohort_individual
    referencing new table as became for each statement execute function note_new_words();
create or replace trigger note_changed_words after update on cohort_individual
    referencing old table as was new table as became for each statement execute function note_changed_words();
create or replace trigger forget_people after delete on cohort_individual
    referencing old table as was for each statement execute function forget_people();
create or replace trigger note_new_aliases after insert on cohort_alias
    referencing new table as became for each statement execute function note_new_aliases();
create or replace trigger note_changed_aliases after update on cohort_alias
    referencing old table as was new table as became for each statement execute function note_changed_aliases();
create or replace trigger forget_aliases after delete on cohort_alias
    referencing old table as was for each statement execute function forget_aliases();
"""
_KEPT = """
create or replace trigger learn_words after insert on {table}
    referencing new table as changed for each statement execute function learn_words();
create or replace trigger forget_words after delete on {table}
    referencing old table as changed for each statement execute function forget_words();
revoke insert, update, delete on {table} from {application};
"""


def install(cursor: Any) -> None:
    """Make the words' table, the functions and the triggers."""
    tables = {model: model._meta.db_table for model in (NameWord, GroupWord)}
    bearers = [f"exists (select from {table} own where own.word = known.word)" for table in tables.values()]
    names, groups = (
        f"from {table} own where own.word = alike.word"
        f" and {seen_sql('own.cell', 'own.individual_id', model.data_category)}"
        for model, table in tables.items()
    )
    cursor.execute(_WORDS)
    cursor.execute(_FUNCTIONS.format(names=names, groups=groups, many=MANY, unused=f"not ({' or '.join(bearers)})"))
    for table in tables.values():
        cursor.execute(_KEPT.format(table=table, application=APPLICATION_ROLE))
