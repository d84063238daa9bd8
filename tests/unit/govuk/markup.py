"""Draws templates, and reads markup as a browser does: white space and the order of attributes do not count."""

from typing import Any, cast

from django.template import engines
from django.template.backends.jinja2 import Jinja2
from lxml import html  # type: ignore[import-untyped]  # lxml carries no types

Element = Any


def macro(template: str, name: str) -> Any:
    """Return a macro of a template."""
    return getattr(cast("Jinja2", engines["jinja2"]).env.get_template(template).module, name)


def render(source: str, **context: Any) -> str:
    """Render a template given as text."""
    return str(engines["jinja2"].from_string(source).render(context))


def fragment(markup: object) -> Element:
    """Return part of a page as a tree to ask questions of."""
    return html.fragment_fromstring(str(markup), create_parent="body")


def document(markup: str) -> Element:
    """Return a page as a tree to ask questions of."""
    return html.document_fromstring(markup)


def words(element: Element) -> str:
    """Return the text of an element with single spaces."""
    return _single(element.text_content())


def tree(markup: object) -> list[Any]:
    """Return the markup as nested lists: name, attributes, then text and children in order."""
    return _content(fragment(markup))


def _content(element: Element) -> list[Any]:
    parts: list[Any] = [_single(element.text)]
    for child in element:
        if isinstance(child.tag, str):
            parts.append([child.tag, _attributes(child), *_content(child)])
        parts.append(_single(child.tail))
    return [part for part in parts if part]


def _attributes(element: Element) -> dict[str, str]:
    return {str(name): _single(value) for name, value in element.attrib.items()}


def _single(text: str | None) -> str:
    return " ".join((text or "").split())
