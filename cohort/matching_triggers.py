"""What the database notes by itself for the matching: whose record is new or says something else of who somebody is.

Made anew after every migration. A restricted record is nobody's likely double, so it is noted once it no longer is.
"""

from typing import Any

_TRIGGERS = """
create or replace function note_new_for_matching() returns trigger language plpgsql security definer
set search_path = pg_catalog, public as $body$
begin
    insert into cohort_matchingdue (individual_id, noted_at)
        select id, clock_timestamp() from changed where cell is not null;
    return null;
end
$body$;
create or replace trigger note_new_for_matching after insert on cohort_individual
    referencing new table as changed for each statement execute function note_new_for_matching();

create or replace function note_changed_for_matching() returns trigger language plpgsql security definer
set search_path = pg_catalog, public as $body$
begin
    insert into cohort_matchingdue (individual_id, noted_at)
        select became.id, clock_timestamp() from was join became using (id) where became.cell is not null and (
            was.cell is null or (was.name_key, was.owning_hub_id) <> (became.name_key, became.owning_hub_id)
            or (was.surname, was.forenames) <> (became.surname, became.forenames)
            or row (was.date_of_birth, was.year_of_birth, was.establishment_id, was.place, was.left_on)
                is distinct from row (became.date_of_birth, became.year_of_birth, became.establishment_id,
                    became.place, became.left_on));
    return null;
end
$body$;
create or replace trigger note_changed_for_matching after update on cohort_individual
    referencing old table as was new table as became for each statement execute function note_changed_for_matching();

create or replace function note_fact_for_matching() returns trigger language plpgsql security definer
set search_path = pg_catalog, public as $body$
begin
    insert into cohort_matchingdue (individual_id, noted_at)
        select distinct individual_id, clock_timestamp() from changed where cell is not null;
    return null;
end
$body$;
create or replace trigger note_alias_for_matching after insert on cohort_alias
    referencing new table as changed for each statement execute function note_fact_for_matching();
create or replace trigger note_identifier_for_matching after insert on cohort_identifier
    referencing new table as changed for each statement execute function note_fact_for_matching();
"""


def install(cursor: Any) -> None:
    """Make the triggers."""
    cursor.execute(_TRIGGERS)
