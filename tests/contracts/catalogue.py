"""What PostgreSQL itself says about tables that can reach an individual, and faults in how they are walled off.

Nothing here asks Django's models: a table that a migration made by hand is found like any other.
"""

from collections.abc import Iterator
from typing import Any

from django.db import connection

from marsoc.kit.database import APPLICATION_ROLE

INDIVIDUAL = "cohort_individual"
# What tables about individuals point at and what says nothing about one: reference data, who signs in, agreements.
ABOUT_NOBODY = {
    "auth_group": "an agency's group",
    "auth_permission": "names of permissions",
    "cohort_band": "a part of the method",
    "cohort_dimension": "a part of the method",
    "cohort_framework": "the method by which individuals are assessed",
    "cohort_establishment": "reference data: prisons",
    "cohort_exitreason": "reference data: reasons for leaving the list",
    "cohort_grouprole": "reference data: roles in organised crime groups",
    "cohort_linkkind": "reference data: ways of being linked",
    "cohort_panelquorum": "reference data: who must take part in a panel",
    "cohort_plandomain": "reference data: what objectives of plans are about",
    "cohort_rejectionreason": "reference data: reasons for not accepting somebody",
    "cohort_exemption": "reference data: grounds on which the law lets something be withheld",
    "cohort_keydatekind": "reference data: kinds of dates",
    "cohort_probationregion": "reference data: regions",
    "cohort_recallkind": "reference data: kinds of recall",
    "cohort_securitycategory": "reference data: how securely somebody is held",
    "cohort_retentiongroup": "reference data: how long things are kept",
    "sharing_agency": "reference data: agencies",
    "sharing_clause": "what agencies have agreed, about nobody in particular",
    "sharing_hub": "reference data: hubs",
    "sharing_membership": "where somebody who signs in works",
    "sharing_user": "somebody who signs in",
}
# Functions that run with the rights of the owner of the tables, each with why that lets nobody see more.
TRUSTED_FUNCTIONS = {
    "count_new_cells": "a trigger: adds to the counter of cells, returns nothing",
    "count_old_cells": "a trigger: adds to the counter of cells, returns nothing",
    "dispose_of_record": "erases one person on the decision of two people, returns the number of a certificate",
    "note_new_for_matching": "a trigger: notes ids to compare, returns nothing",
    "note_changed_for_matching": "a trigger: notes ids to compare, returns nothing",
    "note_fact_for_matching": "a trigger: notes ids to compare, returns nothing",
    "discard_held_apart": "deletes those held apart whose day has come, returns numbers and references of theirs",
    "forget_people": "a trigger: takes away the words of whoever is deleted, returns nothing",
    "forget_in_imports": "takes a restricted individual out of the rows of imports, returns nothing",
    "give_retention": "gives a group and a day of review to whoever has none, returns how many",
    "level_pairs": "counts levels of revealed assessments that the viewer sees by the terms of their own policy",
    "survivor_of": "returns the id that a reference leads to; whoever asks looks for it among what the viewer sees",
    "held_for_governance": "says whether a request of a person is open, and not which; asked by who may change both",
    "known_under": "returns references of one individual whose register whoever asks has been given",
    "individual_known_as": "returns id, hub and restriction of one reference; cohort.access decides who is told",
    "individuals_contributed_to": "returns references to the agency told of by the setting, which added facts to them",
    "individuals_dealt_with": "returns references and hubs to the agency told of by the setting, which shares or asks",
    "interests": "returns what owner and clause let be known in cells in sight; cohort.queries.existence tells",
    "keep_cell_of_individual": "a trigger: copies the individual's cell to the row that is written",
    "keep_own_cell": "a trigger: derives the cell of the row that is written from that row",
    "live_emergencies": "returns how many emergency accesses one person holds, not to what",
    "make_audit_partitions": "makes the months of the trail that are still missing, returns how many",
    "move_cells": "a trigger: carries the cell of a moved individual to its facts, returns nothing",
    "named_access": "returns ids and categories by name for one membership; a statement on the sight, not a record",
    "learn_words": "a trigger: adds words to those that the search knows, returns nothing",
    "forget_words": "a trigger: takes out words that nobody bears any more, returns nothing",
    "note_new_words": "a trigger: keeps the words of new records, returns nothing",
    "note_changed_words": "a trigger: keeps the words of changed records, returns nothing",
    "note_new_aliases": "a trigger: keeps the words of new aliases, returns nothing",
    "note_changed_aliases": "a trigger: keeps the words of changed aliases, returns nothing",
    "forget_aliases": "a trigger: takes out the words of removed aliases, returns nothing",
    "words_like": "returns words of names and groups on records that the settings say the viewer sees",
    "reduce_record": "erases most of one person on the decision of two people, returns nothing",
    "people_like": "returns who is like an applicant, restricted ones too, to whom the setting says handles requests",
    "references_in_use": "returns hubs' own references, codes without a person, so that none is given twice",
    "take_emergency_access": "opens one record by its reference for one membership; told, counted and reviewed",
}
_HISTORY_FUNCTION = r"^history_[a-z_]+_(insert|update|delete)$"  # triggers: write history, return nothing
_TRUE = ("true", "(true)")


def rows(statement: str, *given: Any) -> list[Any]:
    """Return the rows of a statement."""
    with connection.cursor() as cursor:
        cursor.execute(statement, given)
        return list(cursor.fetchall())


def tables_about_individuals() -> set[str]:
    """Return every table from which an individual can be reached, or which an individual's rows lead to.

    Along foreign keys in both directions, but not past what is about nobody; by name where no key is declared, as in
    history tables.
    """
    keys = rows("select conrelid::regclass::text, confrelid::regclass::text from pg_constraint where contype = 'f'")
    named = rows(
        "select distinct attrelid::regclass::text from pg_attribute join pg_class on pg_class.oid = attrelid"
        " where relkind in ('r', 'p') and relnamespace = 'public'::regnamespace and not attisdropped"
        " and (attname ~ 'individual' or relname ~ 'individual')"
    )
    found = {INDIVIDUAL, *(name for (name,) in named)} - {"sharing_auditevent"}
    while True:
        near = {a for a, b in keys if b in found} | {b for a, b in keys if a in found}
        more = near - found - set(ABOUT_NOBODY)
        if not more:
            break
        found |= more
    return found | set(_histories(found))


def _histories(tables: set[str]) -> Iterator[str]:
    for (history,) in rows("select relname from pg_class where relkind in ('r', 'p') and relname ~ '_historical'"):
        if history.replace("_historical", "_") in tables:
            yield history


def wall_faults(table: str) -> Iterator[str]:
    """Find what lets the application past the second wall of a table."""
    ((enabled, forced),) = rows(
        "select relrowsecurity, relforcerowsecurity from pg_class where oid = %s::regclass", table
    )
    if not enabled:
        yield f"{table}: enable row level security"
    if not forced:
        yield f"{table}: force row level security"
    policies = rows(
        "select policyname, roles::text[], qual, with_check from pg_policies"
        " where tablename = %s and permissive = 'PERMISSIVE'",
        table,
    )
    own = [policy for policy in policies if {APPLICATION_ROLE, "public"} & set(policy[1])]
    if not own:
        yield f"{table}: has no policy for {APPLICATION_ROLE}"
    for name, _, using, check in own:
        if {using, check} & set(_TRUE):
            yield f"{table}: the policy {name} keeps nothing back"


def views_past_the_wall() -> list[str]:
    """Return the views over tables about individuals that do not run with the rights of whoever asks."""
    about = tables_about_individuals()
    seen: set[str] = set(about)
    reads = rows(
        "select distinct view.oid::regclass::text, source.oid::regclass::text, view.relkind = 'v'"
        " and coalesce(view.reloptions && array['security_invoker=true', 'security_invoker=on'], false)"
        " from pg_rewrite join pg_class view on view.oid = ev_class join pg_depend on objid = pg_rewrite.oid"
        " join pg_class source on source.oid = refobjid and source.oid <> view.oid"
        " where view.relkind in ('v', 'm') and classid = 'pg_rewrite'::regclass and refclassid = 'pg_class'::regclass"
    )
    while more := {view for view, source, _ in reads if source in seen} - seen:
        seen |= more
    return sorted({view for view, _, invoker in reads if view in seen and not invoker})


def untrusted_functions() -> list[str]:
    """Return the functions with the owner's rights that nobody has vouched for, or whose search path is not fixed."""
    found = rows(
        "select proname, proname ~ %s, coalesce('search_path=pg_catalog, public' = any (proconfig), false) from pg_proc"
        " where prosecdef and pronamespace = 'public'::regnamespace",
        _HISTORY_FUNCTION,
    )
    return sorted(name for name, history, fixed in found if not fixed or not (history or name in TRUSTED_FUNCTIONS))
