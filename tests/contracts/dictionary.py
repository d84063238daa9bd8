"""What the data dictionary must say of each model and field."""

import re
from typing import Any

from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db import models

from marsoc.kit import history
from tests.contracts.tree import DOMAIN, ROOT

PAGE = ROOT / "docs" / "data-dictionary.md"
# The first that fits; subclasses stand before what they derive from.
KINDS: tuple[tuple[type[Any], str], ...] = (
    (ArrayField, "list of text"),
    (models.BooleanField, "yes or no"),
    (models.DateTimeField, "instant"),
    (models.DateField, "date"),
    (models.EmailField, "e-mail address"),
    (models.TextField, "text"),
    (models.JSONField, "structured values"),
    (models.BinaryField, "bytes"),
    (models.DecimalField, "decimal number"),
    (models.IntegerField, "number"),
)


def described_models() -> list[type[models.Model]]:
    """Return the models that the page describes: all of ours but the history tables."""
    return [model for model in apps.get_models() if model._meta.app_label in DOMAIN and not history.is_history(model)]


def kind_of(field: Any) -> str:
    """Return what a field holds, in words."""
    empty = field.null or field.blank
    optional = ", optional" if empty and not field.primary_key and not field.many_to_many else ""
    if field.is_relation:
        several = "several " if field.many_to_many else ""
        return f"{several}{field.related_model.__name__}{optional}"
    if isinstance(field, models.CharField) and not isinstance(field, models.EmailField):
        kind = "one of a list" if field.choices else f"text, up to {field.max_length}"
    else:
        kind = next(words for kind, words in KINDS if isinstance(field, kind))
    return kind + optional


def on_the_page() -> dict[str, dict[str, tuple[str, str]]]:
    """Return, by model, the kind and the meaning of each field on the page."""
    found: dict[str, dict[str, tuple[str, str]]] = {}
    for section in re.split(r"\n(?=### )", PAGE.read_text())[1:]:
        name = section.splitlines()[0].removeprefix("### ").strip()
        rows = re.finditer(r"^\| `(\w+)` \| ([^|]+) \| ([^|]*) \|$", section, re.MULTILINE)
        found[name] = {row[1]: (row[2], row[3]) for row in rows}
    return found
