"""The second wall, read from PostgreSQL's own catalogue: nothing about an individual stands outside it."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import connection

from marsoc.kit.database import APPLICATION_ROLE, AUDIT_ROLE, OWNER_ROLE
from sharing import row_security
from tests.contracts import catalogue
from tests.contracts.catalogue import (
    rows,
    tables_about_individuals,
    untrusted_functions,
    views_past_the_wall,
    wall_faults,
)

pytestmark = pytest.mark.django_db


@contextmanager
def as_owner() -> Iterator[None]:
    """Change the schema within the test's own transaction."""
    with connection.cursor() as cursor:
        cursor.execute(f"set local role {OWNER_ROLE}")
        yield
        cursor.execute(f"set local role {APPLICATION_ROLE}")


def plant(statement: str) -> None:
    """Do what a careless migration would."""
    with as_owner():
        rows_of = connection.cursor()
        rows_of.execute(statement)


def test_every_table_that_can_reach_an_individual_is_walled_off() -> None:
    """Enabled, forced, with a policy for the application that keeps something back."""
    tables = tables_about_individuals() | {"sharing_cellcount"}

    assert [fault for table in sorted(tables) for fault in wall_faults(table)] == []


def test_the_walk_finds_what_the_models_declare_and_no_table_that_is_about_nobody() -> None:
    """Individuals, their facts, imports, decisions about their access, and the history of each."""
    found = tables_about_individuals()

    assert set(row_security.rules()) - {"sharing_cellcount"} == found
    assert {"cohort_importcontent", "cohort_historicalalias", "cohort_individualgrant"} <= found


def test_what_is_about_nobody_is_still_pointed_at() -> None:
    """An entry that no table about an individual needs is taken out."""
    about = tables_about_individuals()
    keys = rows("select conrelid::regclass::text, confrelid::regclass::text from pg_constraint where contype = 'f'")

    assert set(catalogue.ABOUT_NOBODY) <= {target for source, target in keys if source in about}


@pytest.mark.parametrize(
    "planted",
    [
        "create table planted (id int, fact bigint references cohort_alias)",
        "create table planted (id int primary key); alter table cohort_alias add column far int references planted",
        "create table planted (id int, individual_ref text)",
        "create table cohort_individual_tags (id int)",
        "create table cohort_historicalalias2 (id int, individual_id bigint)",
    ],
)
def test_a_planted_table_is_found(planted: str) -> None:
    """By a key to a fact, by a key from one, by the name of a column or a table without any key."""
    before = tables_about_individuals()
    plant(planted)

    (table,) = tables_about_individuals() - before
    assert list(wall_faults(table)) == [
        f"{table}: enable row level security",
        f"{table}: force row level security",
        f"{table}: has no policy for {APPLICATION_ROLE}",
    ]


@pytest.mark.parametrize(
    ("planted", "fault"),
    [
        ("alter table cohort_alias no force row level security", "force row level security"),
        ("alter table cohort_alias disable row level security", "enable row level security"),
        ("drop policy seen on cohort_alias", f"has no policy for {APPLICATION_ROLE}"),
        ("create policy wide on cohort_alias to public using (true)", "the policy wide keeps nothing back"),
        (
            "create policy wide on cohort_alias for insert to marsoc_app with check (true)",
            "the policy wide keeps nothing back",
        ),
    ],
)
def test_a_planted_hole_is_found(planted: str, fault: str) -> None:
    """One table, one hole, one sentence."""
    plant(planted)

    assert list(wall_faults("cohort_alias")) == [f"cohort_alias: {fault}"]


def test_every_view_over_individuals_runs_with_the_rights_of_whoever_asks() -> None:
    """A materialised view, which keeps rows apart from their policies, never does."""
    assert views_past_the_wall() == []


@pytest.mark.parametrize(
    ("planted", "found"),
    [
        ("create view planted as select id from cohort_individual", ["planted"]),
        ("create view planted with (security_invoker = true) as select id from cohort_individual", []),
        ("create materialized view planted as select id from cohort_alias", ["planted"]),
        (
            (
                "create view inner_one with (security_invoker = on) as select id from cohort_alias;"
                "create view planted as select id from inner_one"
            ),
            ["planted"],
        ),
        ("create view planted as select code from sharing_hub", []),
    ],
)
def test_a_planted_view_is_found(planted: str, found: list[str]) -> None:
    """Directly over a table, over its history or over another view."""
    plant(planted)

    assert views_past_the_wall() == found


def test_every_function_with_the_owners_rights_is_vouched_for() -> None:
    """Named with the reason, or a history trigger; and its search path is fixed."""
    assert untrusted_functions() == []
    assert {name for (name,) in rows("select proname from pg_proc where prosecdef and proname !~ '^history_'")} == set(
        catalogue.TRUSTED_FUNCTIONS
    )


@pytest.mark.parametrize(
    "planted",
    [
        "create function planted() returns bigint language sql security definer as 'select 1'",
        "alter function named_access reset search_path",
    ],
)
def test_a_planted_function_is_found(planted: str) -> None:
    """A new one, and one whose search path the caller could bend."""
    plant(planted)

    assert untrusted_functions() == [planted.split()[2].partition("(")[0]]


def test_the_audit_role_reads_the_trail_and_nothing_else() -> None:
    """It cannot log in, owns nothing, and holds no privilege on any other table."""
    held = rows(
        "select relname, privilege_type from pg_class, aclexplode(relacl) acl"
        " where acl.grantee = %s::regrole and relnamespace = 'public'::regnamespace",
        AUDIT_ROLE,
    )

    certificates = "cohort_disposalcertificate"  # of what is no more; nothing about a person
    trail = (certificates, "sharing_auditcheckpoint", "sharing_auditevent", "sharing_auditleaf", "sharing_auditwitness")
    assert sorted(held) == [(table, "SELECT") for table in trail]
    assert rows(
        "select rolcanlogin, rolsuper, rolbypassrls, exists (select from pg_class where relowner = pg_roles.oid),"
        " exists (select from pg_auth_members where member = pg_roles.oid) from pg_roles where rolname = %s",
        AUDIT_ROLE,
    ) == [(False,) * 5]


def test_nobody_else_is_granted_anything() -> None:
    """No table of ours is open to PUBLIC."""
    assert (
        rows(
            "select relname from pg_class, aclexplode(relacl) acl"
            " where acl.grantee = 0 and relkind in ('r', 'p', 'v', 'm') and relnamespace = 'public'::regnamespace"
        )
        == []
    )
