"""The database functions that erase what is held about one person, made from the models after every migration.

They run with the rights of the owner of the tables and act on nothing but what two people have decided. They go from
the individual along every foreign key that leads to it, so that a new table cannot be forgotten.
"""

from collections.abc import Collection, Iterator
from typing import Any

from django.apps import apps
from django.db import models

from cohort.enums import RetentionKind
from cohort.models import (
    AccessRequest,
    EmergencyAccess,
    Identifier,
    Individual,
    ListExit,
    NamedShare,
    NameWord,
    RetentionDecision,
)
from marsoc.kit import history
from marsoc.kit.database import APPLICATION_ROLE

_FUNCTION = """
create or replace function {name}(decision bigint, at timestamptz) returns bigint
language plpgsql security definer set search_path = pg_catalog, public as $body$
declare
    decided cohort_retentiondecision;
    person cohort_individual;
    shown text;
    erased jsonb := '{{}}';
    number bigint;
    result bigint;
begin
    select * into decided from cohort_retentiondecision
        where id = decision and kind = '{kind}' and state = 'APPROVED' and decided_by_id <> proposed_by_id;
    select * into person from cohort_individual where id = decided.individual_id and left_on is not null for update;
    if person.id is null or exists (select from cohort_retentiondecision held where held.individual_id = person.id
            and held.kind = 'HOLD' and held.state = 'APPROVED' and held.ended_at is null) then
        raise exception 'no disposal has been decided' using errcode = 'insufficient_privilege';
    end if;
    shown := substr(person.reference, 1, 4) || '-' || substr(person.reference, 5);
    perform forget_in_imports(person.id);
    delete from cohort_importcontent where batch_id in (
        select batch_id from cohort_importrow where individual_id = person.id);
    delete from cohort_importrow row using cohort_importbatch batch, cohort_sheetreference own
        where own.individual_id = person.id and batch.id = row.batch_id and row.ref = own.ref
            and coalesce(batch.hub_id, own.hub_id) = own.hub_id;
    {erasing}
    {ending}
    return result;
end
$body$;
revoke all on function {name}(bigint, timestamptz) from public;
grant execute on function {name}(bigint, timestamptz) to {application};
"""
_FORGET_NOTICES = """
    delete from sharing_notice where {notices};
    delete from sharing_historicalnotice where {notices};
"""
_KEEP_NOTICES = "update sharing_historicalnotice set history_change_reason = null where {notices};"
_ABOUT = "strpos(sentence, shown) > 0 or argument = shown"
_ABOUT_ONE = "(route = '{route}' and argument in (select id::text from {table} where individual_id = person.id))"
_NOTIFIED = (
    ("share_detail", NamedShare), ("access_request", AccessRequest), ("emergency_review", EmergencyAccess),
    ("exit_decide", ListExit),
)  # fmt: skip
_CERTIFY = """
    perform set_config('marsoc.erasing', 'on', true);
    with recursive kinds as (
        select min(subject_kind) kind from sharing_auditevent
        union all select (select min(e.subject_kind) from sharing_auditevent e where e.subject_kind > kinds.kind)
            from kinds where kinds.kind is not null
    ) update sharing_auditevent event set details = '{}', salt = null from kinds
        where event.subject_kind = kinds.kind and event.subject_ref = shown;
    get diagnostics number = row_count;
    erased := erased || jsonb_build_object('details of events in the audit trail', number);
    perform set_config('marsoc.erasing', '', true);
    insert into cohort_disposalcertificate
        (reference, hub_id, group_id, left_on, rows, proposed_by_id, approved_by_id, at)
        values (person.reference, person.owning_hub_id, person.retention_group_id, person.left_on, erased,
            decided.proposed_by_id, decided.decided_by_id, at)
        returning id into result;
"""
_STRIP = """
    update cohort_individual set version = version + 1, updated_at = at, notes = '', crime_group = '', threats = '{}',
        officer = '', place = '', establishment_id = null, probation_region_id = null, home_region_id = null,
        lead_agency_id = null, provisional_score = null, score_source = '', release_on = null, review_due = null
        where id = person.id;
    delete from cohort_historicalindividual past where past.id = person.id and past.history_id < (
        select max(last.history_id) from cohort_historicalindividual last where last.id = person.id);
"""
KEPT_WHEN_REDUCED = (Individual, Identifier, NameWord, ListExit, RetentionDecision)
_ERASE = """
    delete from {table} where {condition};
    get diagnostics number = row_count;
    if number > 0 then
        erased := erased || jsonb_build_object('{kind}', number);
    end if;
"""
_LEADS = "{column} in (select id from {table} where {condition})"
Paths = dict[type[models.Model], list[tuple[str, type[models.Model]]]]


def install(cursor: Any) -> None:
    """Make the functions: one disposes of a record, the other reduces it to what must be kept."""
    ones = (_ABOUT_ONE.format(route=route, table=model._meta.db_table) for route, model in _NOTIFIED)
    notices = " or ".join([_ABOUT, *ones])
    for name, kind, kept, beginning, ending in (
        ("dispose_of_record", RetentionKind.DISPOSE, (), _FORGET_NOTICES, _CERTIFY),
        ("reduce_record", RetentionKind.REDUCE, KEPT_WHEN_REDUCED, _KEEP_NOTICES, _STRIP),
    ):
        erasing = beginning.format(notices=notices) + "".join(_erasing(kept))
        cursor.execute(
            _FUNCTION.format(name=name, kind=kind, erasing=erasing, ending=ending, application=APPLICATION_ROLE)
        )


def _erasing(kept: Collection[type[models.Model]]) -> Iterator[str]:
    """Yield the statements: the rows themselves, what leads to others first, then their history, which has grown."""
    paths = paths_to_an_individual()
    order: list[Any] = [model for model in (*reversed(paths), Individual) if model not in kept]
    for model in order:
        condition = _condition(model, paths, past=False)
        yield _ERASE.format(table=model._meta.db_table, condition=condition, kind=str(model._meta.verbose_name))
    for model in order:
        if hasattr(model, "history"):
            table = model.history.model._meta.db_table
            kind = f"history of {model._meta.verbose_name}"
            yield _ERASE.format(table=table, condition=_condition(model, paths, past=True), kind=kind)


def paths_to_an_individual() -> Paths:
    """Return every model whose rows are about an individual, with the columns by which they lead there.

    A row that goes on without what it points at, as one that is set to null, is not about it.
    """
    found: Paths = {}
    reached: list[type[models.Model]] = [Individual]
    for target in reached:
        for model in apps.get_models(include_auto_created=True):
            if history.is_history(model):
                continue
            fields: tuple[Any, ...] = model._meta.concrete_fields
            for field in fields:
                leads = field.remote_field and field.remote_field.model is target
                if leads and field.remote_field.on_delete in (models.CASCADE, models.PROTECT, models.DO_NOTHING):
                    found.setdefault(model, []).append((field.column, target))
                    if model not in reached:
                        reached.append(model)
    return found


def _condition(model: type[models.Model], paths: Paths, *, past: bool) -> str:
    if model is Individual:
        return "id = person.id"
    return " or ".join(_leads(column, target, paths, past=past) for column, target in paths[model])


def _leads(column: str, target: Any, paths: Paths, *, past: bool) -> str:
    if target is Individual:
        return f"{column} = person.id"
    kept = past and hasattr(target, "history")
    table = target.history.model._meta.db_table if kept else target._meta.db_table
    return _LEADS.format(column=column, table=table, condition=_condition(target, paths, past=past))
