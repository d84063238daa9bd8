"""What holds something about an individual is scoped; what is tracked is tracked by the database; rules have names."""

from collections import Counter
from collections.abc import Iterator
from typing import Any, ClassVar

import psycopg
import pytest
from django.apps import apps
from django.db import DatabaseError, IntegrityError, connection, models, transaction

from cohort.models import (
    Alias,
    ColumnMeaning,
    DisposalCertificate,
    GroupWord,
    HeldApart,
    Identifier,
    ImportBatch,
    ImportContent,
    ImportRow,
    Individual,
    IndividualGrant,
    KeyDate,
    MatchingDue,
    MergedRow,
    NameWord,
    PhasePeriod,
    PossibleMatch,
    SheetReference,
)
from marsoc.kit import history
from marsoc.kit.acting import acting
from marsoc.kit.database import APPLICATION_ROLE
from sharing.enums import DataCategory
from sharing.models import (
    AboutIndividual,
    Agency,
    AuditCheckpoint,
    AuditEvent,
    AuditLeaf,
    AuditWitness,
    CellCount,
    Giving,
    Hub,
    Membership,
    ScopedModel,
    ScopedQuerySet,
    ScopeGrant,
)
from tests.contracts.tree import DOMAIN
from tests.contracts.violations import VIOLATIONS

OURS = [model for model in apps.get_models() if model._meta.app_label in DOMAIN and not history.is_history(model)]
TRACKED = history.tracked_models()
HISTORY_FIELDS = {
    "history_id", "history_date", "history_type", "history_user_id", "history_membership_id", "history_job",
    "history_change_reason",
}  # fmt: skip
# Tracked nowhere, each with the reason.
UNTRACKED = {
    AuditEvent: "append-only: it is a history itself",
    AuditLeaf: "append-only: the tree over the trail",
    AuditCheckpoint: "append-only: what was signed",
    AuditWitness: "append-only: who was handed a checkpoint",
    CellCount: "sums that the database derives from the individuals",
    DisposalCertificate: "append-only: that something is no more",
    IndividualGrant: "never deleted, only dated: it is a history itself",
    Giving: "never deleted, only dated: it is a history itself",
    ScopeGrant: "never changes: its giving is dated",
    ImportContent: "never changes, and is removed after thirty days",
    ImportRow: "what an import read; what it did to records is in their history",
    MergedRow: "never changes: it is a record of what moved",
    NameWord: "derived by the database from names, which have their own history",
    HeldApart: "deleted on its day, when nothing may remain of who it was; the trail says who held it",
    GroupWord: "derived by the database from records, which have their own history",
    MatchingDue: "a queue that the database fills: what a record said is in its own history",
}
OWNER_ROLE = "marsoc_owner"

pytestmark = pytest.mark.django_db


def about_individuals(all_models: list[type[models.Model]]) -> set[type[models.Model]]:
    """Return the models that hold something about an individual.

    Those are the individual, whatever points at one of them, and whatever takes rows of one of them along when it is
    deleted, such as the import of a row.
    """
    found: set[type[models.Model]] = {Individual}
    while True:
        more = {model for model in all_models if any(field.related_model in found for field in _links(model))} | {
            field.related_model
            for model in found
            for field in _links(model)
            if field.remote_field.on_delete is models.CASCADE and field.related_model in all_models
        }
        if more <= found:
            return found
        found |= more


def _links(model: type[models.Model]) -> Iterator[Any]:
    yield from (field for field in model._meta.get_fields() if field.is_relation and field.concrete)


def unscoped_faults(model: type[models.Model]) -> Iterator[str]:
    """Find what lets rows of a model out unscoped, or does not say how they are seen."""
    name = model._meta.label
    if not issubclass(model, ScopedModel):
        yield f"{name} holds something about an individual: inherit AboutIndividual or another ScopedModel"
        return
    managers = {manager.name for manager in model._meta.managers}
    theirs = {"objects"} if hasattr(model, "content_object") else set[str]()  # guardian's, set to None
    if getattr(model, "objects", None) is not None or managers != {"unscoped"} | theirs:
        yield f"{name} has the managers {sorted(managers)}: only unscoped may be there"
    if not isinstance(model.unscoped.all(), ScopedQuerySet):
        yield f"{name}.unscoped is no ScopedQuerySet"
    if {model._meta.base_manager_name, model._meta.default_manager_name} != {"unscoped"}:
        yield f"{name}: let its Meta inherit that of ScopedModel, related rows come through its managers"
    for rule in ("seen_by", "policy"):
        if getattr(model, rule).__func__ is getattr(ScopedModel, rule).__func__:
            yield f"{name} says nothing of {rule}"


@pytest.mark.parametrize("model", sorted(about_individuals(OURS), key=str), ids=lambda model: model.__name__)
def test_what_is_about_an_individual_is_scoped(model: type[models.Model]) -> None:
    """It inherits ScopedModel, has no ``objects`` and says how its rows are seen."""
    assert list(unscoped_faults(model)) == []


def test_the_models_about_individuals_are_found() -> None:
    """By foreign keys in both directions, the import that a row belongs to included."""
    found = about_individuals(OURS)

    assert {Individual, Alias, Identifier, KeyDate, PhasePeriod, PossibleMatch} <= found
    assert {ImportBatch, ImportContent, ImportRow, SheetReference} <= found
    assert found & {Hub, Agency, Membership, ColumnMeaning, AuditEvent} == set()
    assert {model for model in OURS if issubclass(model, ScopedModel)} <= found


def test_an_unscoped_model_is_found() -> None:
    """Models planted outside the registry of apps, each with its fault."""

    class Loose(models.Model):  # noqa: DJ008  planted, never shown
        individual = models.ForeignKey(Individual, on_delete=models.CASCADE, related_name="+")

        class Meta:
            app_label = "planted"

    class Open(ScopedModel):
        individual = models.ForeignKey(Individual, on_delete=models.CASCADE, related_name="+")
        objects = models.Manager["Open"]()

        class Meta(ScopedModel.Meta):
            app_label = "planted"

    try:
        assert {Loose, Open} <= about_individuals([*OURS, Loose, Open])
        assert len(list(unscoped_faults(Loose))) == 1
        assert len(list(unscoped_faults(Open))) == 3
    finally:
        apps.all_models.pop("planted")
        apps.clear_cache()


def unclassified(model: type[AboutIndividual]) -> Iterator[str]:
    """Find the fields of which nobody said what kind of fact they are, or of which it was said twice or in vain."""
    name, groups = model._meta.label, vars(model).get("categories", {})
    said = Counter([*(field for fields in groups.values() for field in fields), *model.structural])
    present = {field.name for field in model._meta.concrete_fields}
    yield from (f"{name}.{field}: name it under its data category in categories" for field in present - set(said))
    yield from (f"{name}.{field}: there is no such field" for field in set(said) - present)
    yield from (f"{name}.{field}: it is named twice" for field, times in said.items() if times > 1)
    if model is not Individual and set(groups) - {model.data_category}:
        yield f"{name}: its rows are seen by {model.data_category}, whatever its fields say: make it two models"


@pytest.mark.parametrize(
    "model", [model for model in OURS if issubclass(model, AboutIndividual)], ids=lambda model: model.__name__
)
def test_every_field_about_an_individual_has_its_data_category(model: type[AboutIndividual]) -> None:
    """Of the category that a clause shares it by, or structural: nothing is shared because it was forgotten."""
    assert sorted(unclassified(model)) == []


def test_an_unclassified_field_is_found() -> None:
    """Planted: a field of which nothing is said, a group without its field, a group that rows are not seen by."""

    class Forgetful(AboutIndividual):
        data_category = DataCategory.CUSTODY
        categories: ClassVar = {DataCategory.CUSTODY: ("wing",), DataCategory.FINANCE: ("debts",)}
        individual = models.ForeignKey(Individual, on_delete=models.CASCADE, related_name="+")
        debts = models.CharField(max_length=10)
        illness = models.CharField(max_length=10)

        class Meta(AboutIndividual.Meta):
            app_label = "planted"

    try:
        found = sorted(unclassified(Forgetful))
    finally:
        apps.all_models.pop("planted")
        apps.clear_cache()

    assert [fault.split(":")[0].removeprefix("planted.Forgetful") for fault in found] == [".illness", ".wing", ""]


@pytest.mark.parametrize("model", OURS, ids=lambda model: model.__name__)
def test_every_model_keeps_history_or_says_why_not(model: type[models.Model]) -> None:
    """``history = records()``, or a reason in UNTRACKED."""
    assert (model in TRACKED) != (model in UNTRACKED), (
        f"{model.__name__}: history = records(), or a reason in UNTRACKED"
    )


@pytest.mark.parametrize("model", OURS, ids=lambda model: model.__name__)
def test_every_model_says_what_it_is(model: type[models.Model]) -> None:
    """In a docstring of its own, not the one that Django makes of its fields."""
    assert model.__doc__
    assert not model.__doc__.startswith(f"{model.__name__}(")


@pytest.mark.parametrize("model", TRACKED, ids=lambda model: model.__name__)
def test_the_database_writes_the_history(model: type[models.Model]) -> None:
    """Insert, update and delete each have their trigger, and none is disabled."""
    table = model._meta.db_table
    found = _rows(
        "select tgname, tgenabled from pg_trigger where tgrelid = %s::regclass and not tgisinternal"
        " and tgname like 'history\\_%%'",
        table,
    )

    assert sorted(found) == sorted((f"history_{table}_{verb}"[:63], "O") for verb in ("insert", "update", "delete"))


@pytest.mark.parametrize("model", TRACKED, ids=lambda model: model.__name__)
def test_the_history_has_the_columns_of_the_table(model: type[models.Model]) -> None:
    """Same names and types, but for what ``records(excluded_fields=...)`` leaves out by name."""
    kept = model.history.model  # type: ignore[attr-defined]  # simple-history adds it
    # every excluded field is a column, which get_field alone does not promise
    excluded = {model._meta.get_field(name).column for name in EXCLUDED.get(model._meta.label, ())}  # type: ignore[union-attr]
    own, old = _columns(model._meta.db_table), _columns(kept._meta.db_table)

    assert set(old) == (set(own) - excluded) | HISTORY_FIELDS
    assert {name: old[name] for name in own if name not in excluded} == {
        name: kind for name, kind in own.items() if name not in excluded
    }


# What history leaves out, each because it must not be kept: nothing is left out unless it is named here.
EXCLUDED = {
    "sharing.User": ("password",),  # a password's hash is no history
    # ``said`` repeats what the history of the record and the import say; a fact's cell follows the individual's
    "cohort.SheetReference": ("said", "cell"),
    "cohort.Standing": ("cell",),
    # both repeat what the history of the two records says
    "cohort.Merge": ("before", "after"),
    **dict.fromkeys(
        (
            "cohort.Absence",
            "cohort.Alias",
            "cohort.Assessment",
            "cohort.Categorisation",
            "cohort.CustodyPlace",
            "cohort.CustodySpell",
            "cohort.GroupMember",
            "cohort.Identifier",
            "cohort.KeyDate",
            "cohort.Objective",
            "cohort.PhasePeriod",
            "cohort.PlanSafeguards",
            "cohort.Sentence",
        ),
        ("cell",),
    ),
}


def _columns(table: str) -> dict[str, str]:
    return dict(
        _rows(
            "select attname, format_type(atttypid, atttypmod) from pg_attribute"
            " where attrelid = %s::regclass and attnum > 0 and not attisdropped",
            table,
        )
    )


def _rows(statement: str, *given: Any) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(statement, given)
        return list(cursor.fetchall())


def test_tests_run_as_the_application() -> None:
    """Otherwise nothing below would mean anything."""
    assert _rows("select current_user, session_user <> current_user") == [(APPLICATION_ROLE, True)]


def test_the_application_owns_nothing() -> None:
    """No table, function, schema or database is its own, it is no superuser, and no policy is passed by it."""
    owned = _rows(
        """
        select 'relation', relname::text from pg_class where relowner = %(role)s::regrole and relpersistence <> 't'
        union all select 'function', proname::text from pg_proc where proowner = %(role)s::regrole
        union all select 'type', typname::text from pg_type where typowner = %(role)s::regrole
        union all select 'schema', nspname::text from pg_namespace
            where nspowner = %(role)s::regrole and nspname !~ '^pg_(toast_)?temp'
        union all select 'database', datname::text from pg_database where datdba = %(role)s::regrole
        """.replace("%(role)s", f"'{APPLICATION_ROLE}'")
    )
    powers = _rows(
        "select rolsuper, rolbypassrls, rolcreatedb, rolcreaterole, rolreplication,"
        " pg_has_role(rolname, %s, 'member'), has_schema_privilege(rolname, 'public', 'create'),"
        " exists (select from pg_auth_members where member = pg_roles.oid)"
        " from pg_roles where rolname = %s",
        OWNER_ROLE,
        APPLICATION_ROLE,
    )

    assert owned == []
    assert powers == [(False,) * 8]


# simple-history adds the attribute to tracked models
HISTORY_TABLES = [model.history.model._meta.db_table for model in TRACKED]  # type: ignore[attr-defined]
PRIVILEGES = ("INSERT", "UPDATE", "DELETE", "TRUNCATE", "REFERENCES", "TRIGGER")


@pytest.mark.parametrize("table", HISTORY_TABLES)
def test_the_application_only_reads_history(table: str) -> None:
    """The triggers write it, with the rights of the owner."""
    held = [each for each in PRIVILEGES if _may(table, each)]

    assert held == []
    assert _may(table, "SELECT")


@pytest.mark.parametrize("model", [model for model in OURS if getattr(model, "append_only", False)])
def test_the_application_only_adds_to_what_is_append_only(model: type[models.Model]) -> None:
    """By privilege, and by triggers that stop its owner as well; what seals the trail it cannot even add to."""
    table = model._meta.db_table
    held = [each for each in PRIVILEGES if _may(table, each)]
    triggers = _rows(
        "select tgname, tgenabled from pg_trigger where tgrelid = %s::regclass and not tgisinternal", table
    )

    assert held == ([] if getattr(model, "sealed", False) else ["INSERT"])
    assert sorted(triggers) == [("append_only_rows", "O"), ("append_only_table", "O")]


def test_the_audit_trail_is_append_only() -> None:
    """It is among the tables tested above."""
    assert AuditEvent.append_only


def _may(table: str, privilege: str) -> bool:
    return bool(_rows("select has_table_privilege(%s, %s, %s)", APPLICATION_ROLE, table, privilege)[0][0])


@pytest.mark.parametrize(
    "statement",
    [
        "alter table sharing_auditevent disable trigger all",
        "alter table cohort_individual disable trigger all",
        "drop trigger history_cohort_individual_update on cohort_individual",
        "create or replace function refuse_alteration() returns trigger language plpgsql as 'begin return old; end'",
        "set session_replication_role = replica",
        "create table mine (id int)",
    ],
)
def test_the_application_cannot_take_the_walls_down(statement: str) -> None:
    """Each attempt is refused by the database."""
    with pytest.raises(DatabaseError), transaction.atomic():
        connection.cursor().execute(statement)


def test_even_the_owner_does_not_alter_the_audit_trail_by_mistake() -> None:
    """The triggers answer to everybody."""
    AuditEvent(operation="CONSULT", subject_kind="test").save()
    connection.cursor().execute(f"set local role {OWNER_ROLE}")
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        connection.cursor().execute("delete from sharing_auditevent")


CONSTRAINTS = [(model, each) for model in OURS for each in model._meta.constraints]


@pytest.mark.parametrize(("model", "constraint"), CONSTRAINTS, ids=lambda value: getattr(value, "name", None))
def test_the_database_refuses_what_breaks_a_constraint(
    model: type[models.Model], constraint: models.BaseConstraint
) -> None:
    """The row that breaks it is refused, by that constraint."""
    assert constraint.name in VIOLATIONS, f"{constraint.name}: add a row to tests/contracts/violations.py"
    with pytest.raises(IntegrityError) as refused, acting(job="tests"):
        VIOLATIONS[constraint.name]().save()

    assert isinstance(refused.value.__cause__, psycopg.Error)
    assert refused.value.__cause__.diag.constraint_name == constraint.name


def test_no_violation_is_left_over() -> None:
    """A constraint that is gone takes its row with it."""
    assert sorted(VIOLATIONS) == sorted(constraint.name for _, constraint in CONSTRAINTS)


def test_every_constraint_of_the_database_has_a_name_of_ours() -> None:
    """No check or unique constraint carries a generated name, but those of single fields, which say so themselves."""
    found = _rows(
        "select conname, contype from pg_constraint join pg_class on pg_class.oid = conrelid"
        " where contype in ('c', 'u') and relname ~ '^(sharing|cohort|disruptions)_(?!historical)'"
    )
    ours = {constraint.name for _, constraint in CONSTRAINTS}
    of_fields = {
        name
        for name, kind in found
        if (kind == "c" and name.endswith("_check")) or (kind == "u" and _is_of_a_field(name))
    }

    assert sorted({name for name, _ in found} - ours - of_fields) == []


def _is_of_a_field(name: str) -> bool:
    """Say whether a unique constraint's name is one that Django gives to ``unique=True``."""
    return name.endswith(("_key", "_uniq")) or any(
        name.startswith(f"{model._meta.db_table}_{field.column}_")
        for model in OURS
        for field in model._meta.local_fields
        if field.unique
    )
