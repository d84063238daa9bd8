"""The macros give the markup that GOV.UK Frontend's own fixtures expect, case by case."""

import json
from typing import Any

import pytest
from django.conf import settings

from tests.unit.govuk.markup import macro, tree

COMPONENTS = settings.BASE_DIR / "node_modules" / "govuk-frontend" / "dist" / "govuk" / "components"
USED = (
    "back-link",
    "breadcrumbs",
    "button",
    "checkboxes",
    "date-input",
    "details",
    "error-message",
    "error-summary",
    "fieldset",
    "file-upload",
    "footer",
    "generic-header",
    "hint",
    "input",
    "inset-text",
    "label",
    "notification-banner",
    "pagination",
    "panel",
    "password-input",
    "phase-banner",
    "radios",
    "select",
    "service-navigation",
    "skip-link",
    "summary-list",
    "table",
    "tabs",
    "tag",
    "task-list",
    "textarea",
    "warning-text",
)

# A case the macros cannot match goes here by component and name, with the reason. None today: package.json pins the
# release of GOV.UK Frontend that govuk-frontend-jinja was made after (6.6.0 differs in 48 cases, most in date-input).
DIFFERENT: dict[tuple[str, str], str] = {}


def cases() -> list[Any]:
    """Return every fixture of the components in use; the listed ones must go on failing."""
    return [
        pytest.param(
            component,
            fixture,
            id=f"{component}: {fixture['name']}",
            marks=[pytest.mark.xfail(reason=DIFFERENT[key], strict=True)]
            if (key := (component, fixture["name"])) in DIFFERENT
            else [],
        )
        for component in USED
        if (COMPONENTS / component).exists()
        for fixture in json.loads((COMPONENTS / component / "fixtures.json").read_text())["fixtures"]
    ]


def govuk(component: str) -> Any:
    """Return GOV.UK's macro for a component."""
    name = "govuk" + component.title().replace("-", "")
    return macro(f"govuk_frontend_jinja/components/{component}/macro.html", name)


def test_fixtures_are_installed() -> None:
    assert COMPONENTS.exists(), "Run npm ci: the fixtures come with govuk-frontend"
    assert len(cases()) > 500


@pytest.mark.parametrize(("component", "fixture"), cases())
def test_macro_gives_what_govuk_frontend_expects(component: str, fixture: dict[str, Any]) -> None:
    assert tree(govuk(component)(fixture["options"])) == tree(fixture["html"])


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ('<p class="a b">x</p>', '<p class="a">x</p>'),
        ("<p>x</p>", "<p>y</p>"),
        ("<p>x</p>", "<div>x</div>"),
        ('<input id="a">', '<input id="b">'),
        ("<input checked>", "<input>"),
        ("<p><b>x</b> y</p>", "<p>y <b>x</b></p>"),
    ],
)
def test_the_comparison_sees_a_difference(one: str, other: str) -> None:
    assert tree(one) != tree(other)
    assert tree(one) == tree(one.replace(">x", ">\n  x"))
