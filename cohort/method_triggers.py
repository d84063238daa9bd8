"""What the database refuses by itself: to change a published version of the method, or a scoring once submitted.

Made anew after every migration. A submitted scoring may still go with its individual, which disposal has to be able to
do; a published version goes nowhere.
"""

from typing import Any

_SQL = """
create or replace function keep_published_framework() returns trigger language plpgsql as $body$
begin
    if old.published_at is not null then
        raise exception 'a published version of the method never changes' using errcode = 'insufficient_privilege';
    end if;
    return case when tg_op = 'DELETE' then old else new end;
end
$body$;
create or replace trigger keep_published_framework before update or delete on cohort_framework
    for each row execute function keep_published_framework();

create or replace function keep_published_parts() returns trigger language plpgsql as $body$
begin
    if exists (select from cohort_framework f where f.published_at is not null
            and f.id in (case when tg_op <> 'INSERT' then old.framework_id end,
                case when tg_op <> 'DELETE' then new.framework_id end)) then
        raise exception 'a published version of the method never changes' using errcode = 'insufficient_privilege';
    end if;
    return case when tg_op = 'DELETE' then old else new end;
end
$body$;
create or replace trigger keep_published_parts before insert or update or delete on cohort_dimension
    for each row execute function keep_published_parts();
create or replace trigger keep_published_parts before insert or update or delete on cohort_band
    for each row execute function keep_published_parts();

create or replace function keep_submitted_scoring() returns trigger language plpgsql as $body$
begin
    if old.submitted_at is not null then
        raise exception 'a submitted scoring never changes' using errcode = 'insufficient_privilege';
    end if;
    return new;
end
$body$;
create or replace trigger keep_submitted_scoring before update on cohort_scoring
    for each row execute function keep_submitted_scoring();

create or replace function keep_submitted_parts() returns trigger language plpgsql as $body$
begin
    if exists (select from cohort_scoring s where s.submitted_at is not null
            and s.id in (new.scoring_id, case when tg_op = 'UPDATE' then old.scoring_id end)) then
        raise exception 'a submitted scoring never changes' using errcode = 'insufficient_privilege';
    end if;
    return new;
end
$body$;
create or replace trigger keep_submitted_parts before insert or update on cohort_dimensionscore
    for each row execute function keep_submitted_parts();
create or replace trigger keep_submitted_parts before insert or update on cohort_evidence
    for each row execute function keep_submitted_parts();

create or replace function keep_revealed_result() returns trigger language plpgsql as $body$
begin
    if old.unknowns is not null
            and to_jsonb(new) - array['cell', 'individual_id'] <> to_jsonb(old) - array['cell', 'individual_id'] then
        raise exception 'the result of an assessment never changes' using errcode = 'insufficient_privilege';
    end if;
    return new;
end
$body$;
create or replace trigger keep_revealed_result before update on cohort_assessment
    for each row execute function keep_revealed_result();
"""


def install(cursor: Any) -> None:
    """Install the triggers."""
    cursor.execute(_SQL)
