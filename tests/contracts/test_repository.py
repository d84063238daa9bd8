"""The repository as a whole: nothing in it that should not be, nothing missing that something else relies on."""

import ast
import json
import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import allauth
import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command, get_commands
from django.db import models
from django.template import engines
from django.urls import URLResolver, get_resolver
from jinja2 import Environment, meta, nodes

from marsoc.govuk.jinja import GOVUK, environment
from tests.contracts import dictionary
from tests.contracts.tree import DOMAIN, PRODUCT, ROOT, files, product_modules, text_of

TOP_LEVEL = {
    ".ci", ".editorconfig", ".git-blame-ignore-revs", ".gitattributes", ".github", ".gitignore", ".importlinter",
    ".npmrc", ".pre-commit-config.yaml", "CHANGELOG.md", "CONTRIBUTING.md", "DEVELOPERS.md", "LICENSE", "Makefile",
    "README.md", "SECURITY.md", "cohort", "deploy", "disruptions", "docs", "manage.py", "marsoc", "package-lock.json",
    "package.json", "pyproject.toml", "requirements-dev.txt", "requirements.txt", "sharing", "templates", "tests",
}  # fmt: skip
LOCKS = ("requirements.txt", "requirements-dev.txt")
COMMANDS = sorted(name for name, app in get_commands().items() if str(app).split(".")[0] in PRODUCT)

# What no file may hold; spelt so that this file does not hold it either.
FORBIDDEN = {
    "a package registry": re.compile(
        r"pypi[.]org|pypi[.]python[.]org|pythonhosted[.]org|registry[.]npmjs|npmjs[.](?:org|com)|registry[.]yarnpkg|jfrog[.]io"
        r"|--(?:extra-)?index-url[ =]http",
        re.IGNORECASE,
    ),
    "a path of somebody's machine": re.compile(
        r"(?<![\w.~])/(?:work|root|Users)/\w|(?<![\w.~])/home/(?!marsoc\b|app\b)\w"
    ),
    "a private key": re.compile(r"-----BEGIN [A-Z ]*PRIVATE [K]EY-----"),
    "an access key": re.compile(r"\b(?:AKIA[0-9A-Z]{16}|gh[pousr]_\w{30,}|xox[abp]-[\w-]{10,}|sk-[A-Za-z0-9]{32,})\b"),
    "a password in an address": re.compile(
        r"\b(?:postgres(?:ql)?|redis|amqp|https?)://[^\s:/@]*:(?!secret@|\.\.\.@|\$|\{|<)[^\s:/@]+@"
    ),
    "a secret set in the code": re.compile(
        r"""(?i)\b(?:secret_key|password|api_key|token)\s*=\s*["'](?!tests-have-nothing-to-hide|for-checks-only)[\w+/=-]{24,}["']"""
    ),
}


def forbidden_in(path: str, text: str) -> Iterator[str]:
    """Find what no file may hold, with its line."""
    for what, pattern in FORBIDDEN.items():
        for match in pattern.finditer(text):
            yield f"{path}:{text.count(chr(10), 0, match.start()) + 1}: {what}: {match.group()[:60]}"


def test_no_file_holds_what_it_must_not() -> None:
    """No secrets, no registry addresses, no paths of a machine."""
    found = [each for path in files() if (text := text_of(path)) for each in forbidden_in(path, text)]

    assert not found, "\n".join(["", *found])


@pytest.mark.parametrize(
    "planted",
    [
        "https://py" + "pi.org/simple",
        "https://registry" + ".npm" + "js.org/sass",
        "see /ro" + "ot/project/file",
        "/ho" + "me/somebody/marsoc",
        "-----BEGIN PRIVATE" + " KEY-----",
        "AK" + "IA0123456789ABCDEF",
        "postgresql://app:hunter2" + "@db/marsoc",
        "SECRET_KEY" + ' = "abcdefghijklmnopqrstuvwxyz0123456789"',
    ],
)
def test_the_search_finds_what_is_planted(planted: str) -> None:
    """Each pattern finds its own."""
    assert list(forbidden_in("planted.py", planted)) != []


def test_only_known_entries_lie_at_the_top() -> None:
    """A file at the top is for everybody to wonder at: give it a place, or a line in TOP_LEVEL."""
    assert sorted({path.split("/")[0] for path in files()} - TOP_LEVEL) == []


@pytest.mark.django_db
def test_every_change_of_a_model_has_its_migration() -> None:
    """Run ``manage.py makemigrations``."""
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


@pytest.mark.parametrize("path", LOCKS)
def test_every_locked_package_is_hashed(path: str) -> None:
    """One version and at least one sha256 for each; a lock names no place to fetch from."""
    entries = re.split(r"\n(?=[a-z0-9])", (ROOT / path).read_text())
    packages = [entry for entry in entries if not entry.startswith("#")]
    loose = [
        each.split()[0] for each in packages if not re.match(r"[\w.\[\]-]+==\S+", each) or "--hash=sha256:" not in each
    ]

    assert len(packages) > 20
    assert loose == []


def test_the_development_lock_holds_the_production_lock() -> None:
    """What is tested is what runs: the same versions in both."""
    production, development = (_pins(path) for path in LOCKS)

    assert {name: pin for name, pin in production.items() if development.get(name) != pin} == {}


def _pins(path: str) -> dict[str, str]:
    return dict(re.findall(r"^([\w.-]+)(?:\[[\w,]+\])?==([^\s;\\]+)", (ROOT / path).read_text(), re.MULTILINE))


def test_the_package_lock_names_no_addresses() -> None:
    """Every package by version and digest, none by where it was fetched."""
    packages = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    fetched = {name: entry for name, entry in packages.items() if name}

    assert [name for name, entry in fetched.items() if "resolved" in entry] == []
    assert [name for name, entry in fetched.items() if not entry.get("integrity") and not entry.get("link")] == []


def test_decisions_are_numbered_once_and_titled() -> None:
    """docs/adr/NNNN-title.md, counted from 0001 without a gap, each beginning with its title."""
    decisions = [Path(path) for path in files() if path.startswith("docs/adr/")]
    numbers = [int(match[1]) for path in decisions if (match := re.fullmatch(r"(\d{4})-[a-z0-9-]+\.md", path.name))]

    assert len(numbers) == len(decisions), [path.name for path in decisions]
    assert all(later - earlier == 1 for earlier, later in pairwise(numbers)), numbers
    assert [path.name for path in decisions if not re.match(r"# \S", (ROOT / path).read_text())] == []


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_explained(command: str) -> None:
    """README.md or a page in docs/ names it."""
    pages = [text_of(path) or "" for path in files() if path == "README.md" or path.startswith("docs/")]

    assert any(re.search(rf"(?<![\w-]){re.escape(command)}(?![\w-])", page) for page in pages), (
        f"Explain manage.py {command} in README.md or docs/."
    )


TEMPLATES = sorted(path.removeprefix("templates/") for path in files() if path.startswith("templates/"))
# Asked for by name by Django itself.
BY_DJANGO = {"400.html", "403.html", "404.html", "500.html"}


@cache
def _jinja() -> Environment:
    found: Environment = engines.all()[0].env  # type: ignore[attr-defined]  # the Jinja2 backend has it
    return found


@cache
def _parsed(name: str) -> nodes.Template:
    return _jinja().parse((ROOT / "templates" / name).read_text())


def _named_by_templates() -> dict[str, set[str | None]]:
    return {name: set(meta.find_referenced_templates(_parsed(name))) for name in TEMPLATES if name.endswith(".html")}


_A_NAME = re.compile(r"[\w/-]+\.(?:html|txt)")


_A_NAME = re.compile(r"[\w/-]+\.(?:html|txt)")


@cache
def _named_by_code() -> set[str]:
    """Return the names of templates in the product, and those there are for a name put together from parts."""
    named: set[str] = set()
    for module in product_modules():
        for node in ast.walk(module.tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and _A_NAME.fullmatch(node.value):
                named.add(node.value)
            elif isinstance(node, ast.JoinedStr):
                parts = [
                    re.escape(str(each.value)) if isinstance(each, ast.Constant) else r"\w+" for each in node.values
                ]
                named |= {name for name in TEMPLATES if "/" in parts[0] and re.fullmatch("".join(parts), name)}
    return named


def _named_by_sign_in() -> set[str]:
    """Return what the sign-in package asks for: by its views that have a route, and by its own code for e-mails."""
    views = {getattr(each, "view_class", None) for each in _views(get_resolver())}
    named = {str(view.template_name) for view in views if view and getattr(view, "template_name", None)}
    package = Path(allauth.__file__).parent
    texts = "\n".join(path.read_text() for path in package.rglob("*.py") if "tests" not in path.parts)
    said = set(re.findall(r"""["']((?:account/|429)[\w/]*)""", texts))
    return named | {name for name in TEMPLATES if re.sub(r"(?:_(?:message|subject))?\.(?:html|txt)$", "", name) in said}


def _views(resolver: URLResolver) -> Iterator[Any]:
    for each in resolver.url_patterns:
        if isinstance(each, URLResolver):
            yield from _views(each)
        else:
            yield each.callback


def test_every_template_is_used() -> None:
    """By a view, by another template, by Django or by the sign-in package; else remove it."""
    used = _named_by_code() | _named_by_sign_in() | BY_DJANGO
    used |= {name for named in _named_by_templates().values() for name in named if name}

    unused = sorted(set(TEMPLATES) - used)

    assert not unused, "\n".join(["", *unused])


def test_every_template_that_is_named_exists() -> None:
    """Includes, imports, extends and views name templates that are there."""
    loader = _jinja().loader
    assert loader is not None
    known = set(loader.list_templates())
    by_templates = {
        f"{name} names {other}"
        for name, named in _named_by_templates().items()
        for other in named
        if other and other not in known and not _is_a_macro(other)
    }
    by_code = {
        name for name in _named_by_code() if name not in known and not name.startswith(("django/", "account/email/"))
    }

    assert sorted(by_templates) == []
    assert sorted(by_code) == []


def _is_a_macro(name: str) -> bool:
    if not name.startswith(f"{GOVUK}/"):
        return False
    macros = _jinja().macros.loader  # type: ignore[attr-defined]  # marsoc.govuk.jinja.PageEnvironment
    return name in macros.list_templates()


def test_templates_name_their_parts_outright() -> None:
    """A name put together at run time could not be checked; the form field alone picks its macro by its kind."""
    assert [name for name, named in _named_by_templates().items() if None in named] == ["forms/field.html"]


INLINE = {
    "an inline script": re.compile(r"<script(?![^>]*\bsrc=)[^>]*>", re.IGNORECASE),
    "a script with a body": re.compile(r"<script[^>]*>\s*[^<\s]", re.IGNORECASE),
    "an inline style sheet": re.compile(r"<style\b", re.IGNORECASE),
    "a style attribute": re.compile(r"""<[^>]*\sstyle\s*=""", re.IGNORECASE),
    "an event handler": re.compile(r"""<[a-z][^>]*\son[a-z]+\s*=""", re.IGNORECASE),
    "a javascript: address": re.compile(r"javascript:", re.IGNORECASE),
    "text declared safe": re.compile(r"\|\s*safe\b|{%-?\s*autoescape\s+false|\bMarkup\("),
    "another site's file": re.compile(
        r"""<(?:script|link|img|iframe|source)\b[^>]*(?:src|href)\s*=\s*["']?(?:https?:)?//"""
    ),
}
_COMMENT = re.compile(r"{#.*?#}", re.DOTALL)


def inline_in(name: str, text: str) -> Iterator[str]:
    """Find what the content security policy would stop, and what escaping would miss."""
    bare = _COMMENT.sub(lambda match: "\n" * match.group().count("\n"), text)
    for what, pattern in INLINE.items():
        if name.endswith(".txt") and what == "text declared safe":
            continue  # an e-mail of plain text has nothing to escape
        for match in pattern.finditer(bare):
            yield f"templates/{name}:{bare.count(chr(10), 0, match.start()) + 1}: {what}"


def test_no_template_holds_anything_inline() -> None:
    """Scripts, styles and handlers live in marsoc/govuk/assets; text is always escaped."""
    found = [each for name in TEMPLATES for each in inline_in(name, (ROOT / "templates" / name).read_text())]

    assert not found, "\n".join(["", *found])


@pytest.mark.parametrize(
    "planted",
    [
        "<script>alert(1)</script>",
        '<script src="/a.js">alert(1)</script>',
        "<style>p {}</style>",
        '<p class="a" style="color: red">',
        "<button type='button' onclick='go()'>",
        '<a href="javascript:go()">',
        "{{ name|safe }}",
        "{{ name | safe }}",
        "{% autoescape false %}",
        '<img src="https://elsewhere.example/a.png">',
    ],
)
def test_the_search_finds_what_is_inline(planted: str) -> None:
    """Each pattern finds its own, and leaves what is allowed."""
    assert list(inline_in("planted.html", planted)) != []
    assert list(inline_in("planted.html", '<script src="/static/a.js"></script>{# |safe #}<p class="on">')) == []


def test_a_value_that_was_not_given_is_a_fault() -> None:
    """Templates are strict: a misspelt name fails instead of showing nothing."""
    assert environment(loader=_jinja().loader).undefined.__name__ == "StrictUndefined"
    assert _jinja().undefined.__name__ == "StrictUndefined"
    assert _jinja().autoescape is True


@pytest.mark.parametrize("model", dictionary.described_models(), ids=lambda model: model.__name__)
def test_the_data_dictionary_describes_every_field(model: type[models.Model]) -> None:
    """A row per field, in the model's order, with its kind and a meaning."""
    label, fields = model._meta.label, [*model._meta.local_fields, *model._meta.local_many_to_many]
    rows = dictionary.on_the_page().get(label)

    assert rows is not None, f"Describe {label} in docs/data-dictionary.md."
    assert {name: kind for name, (kind, _) in rows.items()} == {
        field.name: dictionary.kind_of(field) for field in fields
    }, f"Bring {label} in docs/data-dictionary.md up to date."
    assert [name for name, (_, meaning) in rows.items() if len(meaning.strip()) < 10] == []


def test_the_data_dictionary_describes_nothing_else() -> None:
    """A model that is gone goes from docs/data-dictionary.md."""
    assert set(dictionary.on_the_page()) == {model._meta.label for model in dictionary.described_models()}


@pytest.mark.parametrize("app", DOMAIN)
def test_every_app_that_is_installed_is_ours_or_known(app: str) -> None:
    """The three domain apps are installed, and nothing brings models without being named here."""
    assert app in settings.INSTALLED_APPS
    known = {*DOMAIN, "auth", "contenttypes", "sessions", "account", "guardian"}

    assert {model._meta.app_label for model in apps.get_models()} <= known
