"""Holes in the walls, one at a time: what is taken out, and the tests of which at least one must fail then."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Mutant:
    """A text of the product that is there once, what stands in its place, and the tests that should notice."""

    name: str
    path: str
    old: str
    new: str
    tests: tuple[str, ...]


ORACLE = ("tests/integration/walls/test_oracle.py",)
SECOND_WALL = ("tests/integration/walls/test_second_wall.py",)
CATALOGUE = ("tests/contracts/test_walls.py", "tests/contracts/test_models.py")
TWO_WORLDS = ("tests/integration/walls/test_two_worlds.py", "-k", "withheld")
REVOCATION = ("tests/integration/walls/test_revocation.py",)
WORKER = ("tests/integration/cohort/test_import_worker.py", "tests/integration/walls/test_second_wall.py")
ROLES = ("tests/integration/walls/test_roles.py",)


def routes(*names: str) -> tuple[str, ...]:
    """Return the walk over some routes, with both walls and with the first alone."""
    walk = f"everybody_gets and ({' or '.join(names)}) or second_wall and ({' or '.join(names)}) or middleware_refuses"
    return ("tests/contracts/test_routes.py", "-k", walk)


ANY_MEMBER = '@__import__("marsoc.kit.routes", fromlist=["routes"]).any_member\n'


def without_permission(path: str, permission: str, view: str, route: str) -> Mutant:
    """Return a mutant of a view that lets in whoever holds a membership."""
    line = f"def {view}("
    return Mutant(
        f"{route}: permission", path, f"@requires({permission})\n{line}", f"{ANY_MEMBER}{line}", routes(route)
    )


SCOPED, CELLS, SIGHT = "sharing/models/scoped.py", "cohort/database.py", "sharing/sight.py"
STANDING, ACCESS, NAMED = "sharing/standing.py", "cohort/access/records.py", "cohort/models/named_access.py"
SECURITY, MIDDLEWARE = "sharing/row_security.py", "sharing/middleware.py"

FILTERS = (
    Mutant("rows: cells", SCOPED, "Q(cell__among=cells)", "Q(cell__isnull=False)", ORACLE),
    Mutant("rows: conflicts", SCOPED, "        if sight.barred:\n", "        if False:\n", ORACLE),
    Mutant("rows: named", SCOPED, 'seen |= Q(**{f"{cls.individual_column}__in": sorted(named)})', "pass", ORACLE),
    Mutant("rows: contributed", SCOPED, "        if viewer.contributor:\n", "        if False:\n", ORACLE),
    Mutant(
        "rows: conflict of a contributor",
        SCOPED,
        "Q(contributed_by=viewer.contributor) & ~Q(individual__in=sorted(viewer.sight.barred))",
        "Q(contributed_by=viewer.contributor)",
        ORACLE,
    ),
    Mutant("visible_to", SCOPED, "self.filter(self.model.seen_by(viewer))", "self.all()", ORACLE),
    Mutant(
        "imports: hubs",
        SCOPED,
        "        if viewer.reach is None:\n            return Q()\n",
        "        return Q()\n",
        SECOND_WALL,
    ),
    Mutant(
        "pairs: second",
        "cohort/models/individuals.py",
        ' & Q(Exists(seen.filter(pk=OuterRef("second"))))',
        "",
        SECOND_WALL,
    ),
    Mutant(
        "individual: fetched",
        ACCESS,
        "Individual.unscoped.visible_to(viewer).filter(reference=stored)",
        "Individual.unscoped.filter(reference=stored)",
        routes("individual_overview"),
    ),
    Mutant(
        "individual: category of the page",
        ACCESS,
        "if not viewer.sight.holds(individual.cell, individual.pk, showing):",
        "if False:",
        routes("individual_custody"),
    ),
    Mutant(
        "fact: fetched of its individual",
        ACCESS,
        "kind.unscoped.visible_to(viewer).filter(individual=individual, pk=pk)",
        "kind.unscoped.visible_to(viewer).filter(pk=pk)",
        ("tests/integration/cohort/test_individual_edits.py",),
    ),
    Mutant(
        "pair: fetched",
        ACCESS,
        "PossibleMatch.unscoped.visible_to(viewer).select",
        "PossibleMatch.unscoped.select",
        routes("possible_match"),
    ),
    Mutant(
        "import: fetched",
        ACCESS,
        "ImportBatch.unscoped.visible_to(viewer).select",
        "ImportBatch.unscoped.select",
        routes("import_detail"),
    ),
    Mutant(
        "list: withheld columns",
        "cohort/queries/masking.py",
        "return field if condition is None else",
        "return field if True else",
        TWO_WORLDS,
    ),
    Mutant(
        "list: withheld filters",
        "cohort/queries/masking.py",
        "return wanted if condition is None else",
        "return wanted if True else",
        TWO_WORLDS,
    ),
    Mutant(
        "timeline: withheld categories",
        "cohort/queries/timeline.py",
        "for name in changed if name in seen]",
        "for name in changed]",
        TWO_WORLDS,
    ),
)
AGREEMENTS = (
    Mutant("grants: end", SIGHT, " and v.ends_at > %(at)s", "", ORACLE),
    Mutant("grants: start", SIGHT, " and v.starts_at <= %(at)s", "", ORACLE),
    Mutant(
        "grants: hub of the membership",
        SIGHT,
        "if within is None else within.intersection(cells)",
        "if True else within",
        ORACLE,
    ),
    Mutant(
        "conflict before name", SIGHT, "        if individual in self.barred:\n            return False\n", "", ORACLE
    ),
    Mutant("clause: recipients", STANDING, "if agency.pk in clause.recipients and (own", "if (own", ORACLE),
    Mutant("clause: abilities", STANDING, "for each in clause.abilities]", "for each in Ability]", ORACLE),
    Mutant("owner's signature", STANDING, "_stands(given) & _stands(received)", "_stands(received)", ORACLE),
    Mutant("recipient's signature", STANDING, "_stands(given) & _stands(received)", "_stands(given)", ORACLE),
    Mutant("withdrawal", STANDING, "signature.withdrawn_at or FOREVER", "FOREVER", ORACLE),
    Mutant(
        "later version", STANDING, "        end = min([end, *(interval.start for interval in together)])\n", "", ORACLE
    ),
    Mutant("termination", STANDING, "min(end, agreement.terminated_at or FOREVER)", "end", ORACLE),
    Mutant(
        "suspension", "sharing/actions/agreements.py", "        end_all_grants(opened.reference, now)\n", "", REVOCATION
    ),
    Mutant("membership: end", "sharing/models/people.py", "Q(ends_at=None) | Q(ends_at__gt=at)", "Q()", ORACLE),
)
NAMES = (
    Mutant(
        "share: restricted",
        CELLS,
        "i.id = g.content_object_id and not i.restricted",
        "i.id = g.content_object_id",
        ORACLE,
    ),
    Mutant("share: end", CELLS, "and g.starts_at <= at and g.ends_at > at", "and g.starts_at <= at", ORACLE),
    Mutant(
        "share: hub of the membership",
        CELLS,
        "g.group_id = of_agency and (at_hub is null or i.owning_hub_id = at_hub)",
        "g.group_id = of_agency",
        ORACLE,
    ),
    Mutant(
        "named: hub", CELLS, "where covers and (at_hub is null or i.owning_hub_id = at_hub)", "where covers", ORACLE
    ),
    Mutant(
        "named: end",
        CELLS,
        "and n.starts_at <= at and (n.ends_at is null or n.ends_at > at)",
        "and n.starts_at <= at",
        ORACLE,
    ),
    Mutant("named: role", CELLS, "where covers and (at_hub", "where (at_hub", ORACLE),
    Mutant(
        "emergency: end",
        CELLS,
        "acting_in and e.starts_at <= at and e.ends_at > at",
        "acting_in and e.starts_at <= at",
        ORACLE,
    ),
    Mutant("emergency: membership", CELLS, "where e.membership_id = acting_in", "where true", ORACLE),
    Mutant(
        "conflict: dates",
        CELLS,
        "where c.starts_at <= at and (c.ends_at is null or c.ends_at > at)\n$body$;",
        "where false\n$body$;",
        ORACLE,
    ),
    Mutant("cell: restricted", CELLS, "case when not new.restricted then", "case when true then", ORACLE),
    Mutant("cell: facts follow", CELLS, '"".join(_MOVE.format(table=table) for table in tables)', '""', ORACLE),
)
POLICIES = (
    Mutant("policy: conflicts", SCOPED, '\n        f" and {not_barred_sql(individual)}"', "", ORACLE),
    Mutant(
        "policy: every cell",
        SCOPED,
        "(({cell} is not null and (select {setting_sql('everywhere')} = 'on'))",
        "(({cell} is not null)",
        ORACLE,
    ),
    Mutant(
        "policy: restricted is in no cell",
        SCOPED,
        "({cell} is not null and (select {setting_sql('everywhere')} = 'on'))",
        "(select {setting_sql('everywhere')} = 'on')",
        ORACLE,
    ),
    Mutant(
        "policy: import rows of restricted people",
        "cohort/models/imports.py",
        "(cohort_importrow.individual_id is null or exists {individual})",
        "true",
        SECOND_WALL,
    ),
    Mutant(
        "policy: history",
        SECURITY,
        "            yield table, model.history_policy(table)\n",
        "            pass\n",
        CATALOGUE,
    ),
    Mutant(
        "policy: forced",
        SECURITY,
        "alter table {table} force row level security;",
        "alter table {table} no force row level security;",
        CATALOGUE,
    ),
    Mutant(
        "policy: enabled",
        SECURITY,
        "alter table {table} enable row level security;",
        "alter table {table} disable row level security;",
        CATALOGUE,
    ),
    Mutant(
        "policy: true",
        SECURITY,
        "to {application} using ({rule}) with check ({rule})",
        "to {application} using (true) with check (true)",
        CATALOGUE,
    ),
    Mutant(
        "policy: checked on writing",
        SECURITY,
        "using ({rule}) with check ({rule})",
        "using ({rule}) with check (true)",
        CATALOGUE,
    ),
    Mutant(
        "policy: pairs",
        "cohort/models/individuals.py",
        'for side in ("first", "second")',
        'for side in ("first",)',
        SECOND_WALL,
    ),
    Mutant(
        "policy: imports of every hub",
        "cohort/models/imports.py",
        " and {covered_sql(f'(select hub_id {asked})')}\"",
        '"',
        SECOND_WALL,
    ),
    Mutant(
        "policy: grants by name",
        NAMED,
        "cohort_individualgrant.share_id in (select share.id from cohort_namedshare share)",
        "1 = 1",
        SECOND_WALL,
    ),
    Mutant(
        "settings end with the transaction",
        "sharing/seeing.py",
        '%s, true)" for name in SETTINGS',
        '%s, false)" for name in SETTINGS',
        SECOND_WALL,
    ),
    Mutant("settings are told", MIDDLEWARE, "            seeing.enter(viewer)\n", "", SECOND_WALL),
    Mutant(
        "search path",
        "cohort/database.py",
        "language sql stable security definer set search_path = pg_catalog, public as $body$\n    select hub_id, ref",
        "language sql stable security definer as $body$\n    select hub_id, ref",
        CATALOGUE,
    ),
    Mutant(
        "trail: update",
        "marsoc/kit/database.py",
        'grant select, insert on {table} to {role};"',
        'grant select, insert, update on {table} to {role};"',
        CATALOGUE,
    ),
    Mutant("role: owns tables", "marsoc/kit/database_role.py", "then 'owns tables' end", "then null end", ROLES),
)
DECORATORS = (
    without_permission(
        "cohort/views/individual_list.py", "CohortPermission.VIEW", "individual_list", "individual_list"
    ),
    without_permission("cohort/views/individual_edit.py", "CohortPermission.CHANGE", "edit", "individual_edit"),
    without_permission("cohort/views/individual_facts.py", "CohortPermission.VIEW", "remove", "individual_fact_remove"),
    without_permission(
        "cohort/views/possible_matches.py", "CohortPermission.CHANGE", "possible_match_list", "possible_match_list"
    ),
    without_permission("cohort/views/imports.py", "CohortPermission.IMPORT", "import_list", "import_list"),
    without_permission("cohort/views/imports.py", "CohortPermission.IMPORT", "import_row", "import_row"),
    without_permission("cohort/views/explanations.py", "CohortPermission.EXPLAIN", "what", "membership_sight"),
    without_permission(
        "cohort/views/emergency.py", "CohortPermission.REVIEW_EMERGENCY", "emergency_list", "emergency_list"
    ),
    without_permission("cohort/views/shares.py", "CohortPermission.ACCEPT", "share_decide", "share_decide"),
    without_permission(
        "cohort/views/access_requests.py", "CohortPermission.SHARE", "access_request_grant", "access_request_grant"
    ),
    Mutant(
        "any route: permission",
        MIDDLEWARE,
        "if rule.permission and not viewer.may(rule.permission):",
        "if False:",
        routes("import_list"),
    ),
    Mutant(
        "any route: rule",
        MIDDLEWARE,
        '        if rule is None:\n            raise ImproperlyConfigured(f"The view {view.__module__} declares no access rule.")\n',
        "        if rule is None:\n            return None\n",
        routes("import_list"),
    ),
    Mutant(
        "trail: reading",
        "cohort/queries/record.py",
        "    note_reading(viewer, individual, page=page)\n",
        "",
        routes("individual_overview"),
    ),
    Mutant(
        "trail: refusal",
        MIDDLEWARE,
        '        audit.record(getattr(request, "viewer", None), Operation.DENIED, kind="route", ref=route)\n',
        "        pass\n",
        routes("import_list"),
    ),
    Mutant(
        "task: whoever asked has left",
        "cohort/tasks.py",
        "if batch.membership is None or not membership_still_in_force(batch.membership):",
        "if batch.membership is None:",
        WORKER,
    ),
    Mutant(
        "task: scope of whoever asked",
        "cohort/tasks.py",
        "            work(by, batch)\n",
        "            work(_IMPORTS, batch)\n",
        WORKER,
    ),
)
MUTANTS = (*FILTERS, *AGREEMENTS, *NAMES, *POLICIES, *DECORATORS)
