"""Habits of the source that no linter knows; each check also finds a fault that is planted for it."""

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache

import pytest

from sharing.enums import RoleCode
from sharing.permissions import SharingPermission, permissions_of
from tests.contracts.tree import Check, Module, found_by, module, product_modules

EDGES = ("views", "forms", "presenters", "tasks", "pages")
UNSCOPED = {"objects", "unscoped", "history", "_default_manager", "_base_manager"}
READS_BY_NAME = {"get_object_or_404", "get_list_or_404", "aget_object_or_404", "aget_list_or_404"}
ORM_VERBS = {
    "aggregate", "annotate", "bulk_create", "bulk_update", "create", "delete", "exclude", "filter", "get_or_create",
    "in_bulk", "only", "prefetch_related", "raw", "save", "select_for_update", "select_related", "update_or_create",
    "using", "values_list",
}  # fmt: skip
INNER = ("models", "access", "queries", "actions")
OUTER_LIBRARIES = ("django.http", "django.shortcuts", "django.forms")
FORBIDDEN_NAMES = {"utils", "util", "common", "helpers", "helper", "misc", "signals"}
LONGEST_MODULE, LONGEST_HANDLER = 400, 30
Function = ast.FunctionDef | ast.AsyncFunctionDef


def unscoped_reads(module: Module) -> Iterator[str]:
    """Find reads that no viewer scopes, in modules that must ask ``access`` and ``queries``."""
    if not module.is_in(*EDGES):
        return
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Attribute) and node.attr in UNSCOPED and not _is_empty_choice(node, module.tree):
            yield f"{node.lineno}: .{node.attr} at the edge: read through queries or access, which take the viewer"
        if isinstance(node, ast.Attribute | ast.Name) and _name(node) in READS_BY_NAME:
            yield f"{node.lineno}: {_name(node)}: call access.get_<noun>(viewer, ...), which authorises as it fetches"
        if isinstance(node, ast.alias) and node.name in READS_BY_NAME:
            yield f"{node.lineno}: {node.name} imported: call access.get_<noun>(viewer, ...)"
        if isinstance(node, ast.Constant) and node.value in UNSCOPED | READS_BY_NAME:
            yield f"{node.lineno}: {node.value!r} spelt as text: read through queries or access"


def _is_empty_choice(node: ast.Attribute, tree: ast.Module) -> bool:
    """Allow ``Model.objects.none()``, the place that a form's own viewer fills."""
    return any(
        isinstance(outer, ast.Attribute) and outer.value is node and outer.attr == "none" for outer in ast.walk(tree)
    )


def orm_verbs(module: Module) -> Iterator[str]:
    """Find querysets being made or rows being written in views."""
    if not module.is_in("views"):
        return
    for node in ast.walk(module.tree):
        if not isinstance(node, ast.Call) or _is_asked_by_a_viewer(node):
            continue
        if isinstance(node.func, ast.Attribute) and node.func.attr in ORM_VERBS:
            yield f"{node.lineno}: .{node.func.attr}() in a view: put the read in queries, the write in actions"


def _is_asked_by_a_viewer(call: ast.Call) -> bool:
    """Tell an action kept in an attribute, such as ``page.save(request.viewer, ...)``, from Django's own verb."""
    given = [*call.args[:1], *(keyword.value for keyword in call.keywords if keyword.arg == "by")]
    return any(ast.unparse(each) in {"viewer", "request.viewer"} for each in given)


def outer_imports(module: Module) -> Iterator[str]:
    """Find models, access, queries and actions that know about requests, pages or forms."""
    if not module.is_in(*INNER):
        return
    for name, line in _imports(module.tree):
        if name == "django.http.Http404" and module.is_in("access"):
            continue
        if name.startswith(tuple(f"{each}." for each in OUTER_LIBRARIES)) or name in OUTER_LIBRARIES:
            yield f"{line}: imports {name}: only views, forms and middleware may"


def loose_actions(module: Module) -> Iterator[str]:
    """Find public functions of actions that are not keyword-only with ``by: Viewer``."""
    if not module.is_in("actions"):
        return
    for function in _public_functions(module.tree):
        if any("contextmanager" in ast.unparse(each) for each in function.decorator_list):
            continue
        if _called_only_by_actions(module, function.name):
            continue
        if not function.name.islower() or ("_" not in function.name and function.name not in SINGLE_VERBS):
            yield f"{function.lineno}: {function.name}: an action is named verb_noun"
        given = function.args
        if given.args or given.posonlyargs or given.vararg:
            yield f"{function.lineno}: {function.name}: put * first, an action takes everything by keyword"
        by = next((each for each in given.kwonlyargs if each.arg == "by"), None)
        if by is None or by.annotation is None or ast.unparse(by.annotation) != "Viewer":
            yield f"{function.lineno}: {function.name}: an action takes by: Viewer"


@cache
def _mentions() -> dict[str, set[Module]]:
    """Return, for every name, the modules that mention it."""
    mentions: dict[str, set[Module]] = defaultdict(set)
    for each in product_modules():
        for node in ast.walk(each.tree):
            if isinstance(node, ast.Name | ast.Attribute):
                mentions[_name(node)].add(each)
            elif isinstance(node, ast.alias):
                mentions[node.name].add(each)
    return mentions


def _called_only_by_actions(module: Module, name: str) -> bool:
    """Tell a helper that action modules share from an action: nobody else calls it, and another action does."""
    callers = {each for each in _mentions()[name] if each.path != module.path}
    return bool(callers) and all(each.is_in("actions") and each.parts[0] == module.parts[0] for each in callers)


SINGLE_VERBS = {"admit", "tell"}  # verbs that say their noun: to admit is of a person, to tell is by a notice


def forbidden_names(module: Module) -> Iterator[str]:
    """Find modules named for nothing in particular."""
    for part in set(module.parts) & FORBIDDEN_NAMES:
        yield f"1: a module named {part} collects strangers: name it for what it holds"


def long_modules(module: Module) -> Iterator[str]:
    """Find modules of more than 400 lines."""
    lines = len(module.text.splitlines())
    if lines > LONGEST_MODULE:
        yield f"{lines}: {lines} lines, at most {LONGEST_MODULE}: split it by noun"


def long_handlers(module: Module) -> Iterator[str]:
    """Find view functions and methods of more than 30 lines, docstring and decorators apart."""
    if not module.is_in("views"):
        return
    for function in _functions(module.tree):
        first = function.body[1] if ast.get_docstring(function) and len(function.body) > 1 else function.body[0]
        lines = (function.end_lineno or 0) - first.lineno + 1
        if lines > LONGEST_HANDLER:
            yield f"{function.lineno}: {function.name} has {lines} lines, at most {LONGEST_HANDLER}: move work out"


def undocumented(module: Module) -> Iterator[str]:
    """Find modules that hold something, and public classes and functions, without a docstring."""
    if module.tree.body and not ast.get_docstring(module.tree):
        yield "1: no module docstring"
    for node in _public(module.tree):
        if not ast.get_docstring(node):
            yield f"{node.lineno}: {node.name} has no docstring: say what a reader cannot see"


def permissions_as_text(module: Module) -> Iterator[str]:
    """Find permissions spelt as text outside the modules that name them."""
    if module.is_in("permissions"):
        return
    known = {permission for role in RoleCode for permission in permissions_of(role)}
    for node in ast.walk(module.tree):
        if not isinstance(node, ast.Constant) or not isinstance(node.value, str):
            continue
        if node.value in known or _PERMISSION.fullmatch(node.value):
            yield f"{node.lineno}: {node.value!r}: name the permission through its TextChoices"


_PERMISSION = re.compile(
    r"(?:sharing|cohort|disruptions|auth)\.(?:view|add|change|delete|import|manage|export|see)_\w+"
)


def clocks_of_their_own(module: Module) -> Iterator[str]:
    """Find code that asks the time elsewhere than of the one clock."""
    if module.path == "marsoc/kit/clock.py":
        return
    own = module.path.startswith("marsoc/govuk/")  # beside the kit, not above it: asks Django's clock
    for node in ast.walk(module.tree):
        asked = ast.unparse(node.func) if isinstance(node, ast.Call) and not _converts(node) else ""
        if isinstance(node, ast.Call) and _CLOCK.fullmatch(asked) and not (own and "timezone." in asked):
            yield f"{node.lineno}: {asked}(): ask marsoc.kit.clock"
        if isinstance(node, ast.keyword | ast.Assign) and _CLOCK_PASSED.search(ast.unparse(node)) and not own:
            yield f"{node.value.lineno}: timezone's clock passed on: pass marsoc.kit.clock's"


_CLOCK = re.compile(
    r"(?:datetime\.)?(?:datetime|date)\.(?:now|utcnow|today)|(?:timezone\.)?(?:now|localdate|localtime)|time\.time"
)


def _converts(call: ast.Call) -> bool:
    """Tell ``localtime(moment)``, a conversion, from ``localtime()``, which asks the time."""
    return ast.unparse(call.func).endswith("localtime") and bool(call.args)


_CLOCK_PASSED = re.compile(r"=\s*timezone\.(?:now|localdate|localtime)\b(?!\()")


def bare_markup(module: Module) -> Iterator[str]:
    """Find values declared safe for HTML outside the one package that makes HTML; a constant shows that it is."""
    if module.path.startswith("marsoc/govuk/"):
        return
    for node in ast.walk(module.tree):
        if not isinstance(node, ast.Call) or _last_name(node) not in {"mark_safe", "Markup", "SafeString"}:
            continue
        if not all(isinstance(each, ast.Constant) for each in node.args):
            yield f"{node.lineno}: {_last_name(node)}: give format_html the parts, it escapes them"


def _last_name(call: ast.Call) -> str:
    return _name(call.func) if isinstance(call.func, ast.Name | ast.Attribute) else ""


def _functions(tree: ast.AST) -> Iterator[Function]:
    yield from (node for node in ast.walk(tree) if isinstance(node, Function))


def _public_functions(tree: ast.Module) -> Iterator[Function]:
    yield from (node for node in tree.body if isinstance(node, Function) and not node.name.startswith("_"))


def _public(tree: ast.Module | ast.ClassDef) -> Iterator[Function | ast.ClassDef]:
    for node in tree.body:
        if isinstance(node, Function | ast.ClassDef) and not node.name.startswith("_"):
            if not any("overload" in ast.unparse(each) for each in node.decorator_list):
                yield node
            if isinstance(node, ast.ClassDef):
                yield from _public(node)


def _imports(tree: ast.Module) -> Iterator[tuple[str, int]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from ((f"{node.module}.{alias.name}", node.lineno) for alias in node.names)


def _name(node: ast.Name | ast.Attribute) -> str:
    return node.id if isinstance(node, ast.Name) else node.attr


# Each check with faults that it must find, as (path, text), and a text that it must leave alone.
CHECKS: dict[Check, tuple[list[tuple[str, str]], tuple[str, str]]] = {
    unscoped_reads: (
        [
            ("cohort/views/lists.py", "Individual.unscoped.all()"),
            ("cohort/forms/lists.py", "User.objects.filter(pk=1)"),
            ("cohort/forms.py", "rows = Individual._base_manager"),
            ("cohort/presenters/lists.py", "individual.history.all()"),
            ("cohort/tasks.py", "ImportBatch.unscoped.get(pk=1)"),
            ("marsoc/pages/views/home.py", "get_object_or_404(Individual, pk=1)"),
            ("sharing/views/memberships.py", "shortcuts.get_object_or_404(Membership, pk=1)"),
            ("sharing/views/memberships.py", "from django.shortcuts import get_object_or_404 as find"),
            ("cohort/views/lists.py", "getattr(Individual, 'unscoped').all()"),
        ],
        ("sharing/forms.py", "agency = ModelChoiceField(queryset=Agency.objects.none())"),
    ),
    orm_verbs: (
        [
            ("cohort/views/lists.py", "queries.individuals(viewer).filter(surname='x')"),
            ("marsoc/pages/views/home.py", "individual.save()"),
            ("cohort/views/lists.py", "rows.get_or_create(surname='x')"),
            ("cohort/views/lists.py", "form.save(individual)"),
        ],
        ("cohort/views/lists.py", "page.save(request.viewer, individual)"),
    ),
    outer_imports: (
        [
            ("cohort/actions/edit.py", "from django.http import HttpRequest"),
            ("cohort/queries/lists.py", "import django.forms"),
            ("sharing/models/people.py", "def show():\n    from django import forms"),
            ("cohort/access.py", "from django.http import Http404, HttpRequest"),
            ("cohort/queries/lists.py", "from django.http import Http404"),
            ("cohort/access.py", "from django.shortcuts import get_object_or_404"),
        ],
        ("cohort/access.py", "from django.http import Http404"),
    ),
    loose_actions: (
        [
            ("cohort/actions/edit.py", "def edit_name(by: Viewer, name: str) -> None: ..."),
            ("cohort/actions/edit.py", "def edit_name(*, name: str) -> None: ..."),
            ("cohort/actions/edit.py", "def edit_name(*, by: int) -> None: ..."),
            ("sharing/actions/people.py", "def edit_name(*names, by: Viewer) -> None: ..."),
            ("sharing/actions/people.py", "def edit(*, by: Viewer) -> None: ..."),
        ],
        (
            "sharing/actions/people.py",
            "@contextlib.contextmanager\ndef writing(by): ...\ndef edit_name(*, by: Viewer): ...\ndef _help(x): ...",
        ),
    ),
    forbidden_names: (
        [("cohort/utils.py", ""), ("cohort/helpers/__init__.py", ""), ("marsoc/common/words.py", "")],
        ("cohort/names.py", ""),
    ),
    long_modules: ([("cohort/names.py", "x = 1\n" * 401)], ("cohort/names.py", "x = 1\n" * 400)),
    long_handlers: (
        [("cohort/views/lists.py", "def show(request):\n    '''Show.'''\n" + "    x = 1\n" * 31)],
        ("cohort/views/lists.py", "def show(request):\n    '''Show.'''\n" + "    x = 1\n" * 30),
    ),
    undocumented: (
        [
            ("cohort/names.py", "x = 1"),
            ("cohort/names.py", "'''Names.'''\ndef fold(): ..."),
            ("cohort/models/names.py", "'''Names.'''\nclass Name(Model): ..."),
            ("cohort/models/names.py", "'''Names.'''\nclass Name(Model):\n    '''A name.'''\n    def shown(self): ..."),
        ],
        ("cohort/names.py", "'''Names.'''\nclass _Inner: ...\ndef fold():\n    '''Fold.'''"),
    ),
    permissions_as_text: (
        [
            ("cohort/views/lists.py", "viewer.has('cohort.view_individual')"),
            ("cohort/views/lists.py", "user.has_perm('cohort.delete_alias')"),
            ("sharing/viewer.py", f"x = '{SharingPermission.MANAGE_MEMBERSHIPS}'"),
        ],
        ("cohort/permissions.py", "VIEW = 'cohort.view_individual'"),
    ),
    clocks_of_their_own: (
        [
            ("cohort/queries/lists.py", "datetime.now()"),
            ("cohort/queries/lists.py", "datetime.datetime.now(UTC)"),
            ("cohort/queries/lists.py", "date.today()"),
            ("cohort/queries/lists.py", "timezone.now()"),
            ("cohort/models/names.py", "at = DateTimeField(default=timezone.now)"),
        ],
        ("cohort/queries/lists.py", "clock.now(); clock.today()"),
    ),
    bare_markup: (
        [
            ("cohort/presenters/lists.py", "mark_safe(name)"),
            ("cohort/views/lists.py", "markupsafe.Markup(f'<b>{name}</b>')"),
        ],
        ("cohort/presenters/lists.py", "format_html_join(SafeString('<br>'), '{}', names)"),
    ),
}


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_the_source_keeps_the_habit(check: Check) -> None:
    """Each finding says where, what, and what to do instead."""
    findings = found_by(check)

    assert not findings, "\n".join(["", *findings])


@pytest.mark.parametrize(
    ("check", "path", "text"),
    [(check, path, text) for check, (planted, _) in CHECKS.items() for path, text in planted],
    ids=lambda value: value.__name__ if callable(value) else None,
)
def test_the_check_finds_a_planted_fault(check: Check, path: str, text: str) -> None:
    """A check that finds nothing proves nothing."""
    assert found_by(check, (module(path, text),)) != []


@pytest.mark.parametrize(("check", "clean"), [(check, clean) for check, (_, clean) in CHECKS.items()])
def test_the_check_leaves_good_code_alone(check: Check, clean: tuple[str, str]) -> None:
    """What is right passes."""
    assert found_by(check, (module(*clean),)) == []


def test_the_checks_read_the_product() -> None:
    """The modules that the checks are about are among those read."""
    read = {each.path for each in product_modules()}

    assert {
        "sharing/actions/people.py",
        "sharing/views/memberships.py",
        "cohort/access/records.py",
        "marsoc/urls.py",
    } <= read
    assert not any(path.startswith(("tests/", "var/", ".venv/")) for path in read)
