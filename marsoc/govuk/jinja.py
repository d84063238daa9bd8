"""Jinja environment of the pages: strict templates, GOV.UK macros, dates as GOV.UK writes them."""

from collections.abc import MutableMapping
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import django.forms
from django.http import QueryDict
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from jinja2 import (
    BaseLoader,
    ChainableUndefined,
    ChoiceLoader,
    Environment,
    FileSystemLoader,
    PackageLoader,
    PrefixLoader,
    StrictUndefined,
    Template,
)

from marsoc.govuk.fields import MONTHS
from marsoc.govuk.forms import error_summary

GOVUK = "govuk_frontend_jinja"
WIDGETS = Path(django.forms.__file__).parent / "jinja2"


class PageEnvironment(Environment):
    """Strict environment that hands the GOV.UK macros to a forgiving one.

    The package's macros read options that were not given, which `StrictUndefined` forbids, while a page that reads
    a name it was not given is a fault. So the macros keep their own environment, and share only the globals.
    """

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.macros = Environment(
            loader=PrefixLoader({GOVUK: PackageLoader(GOVUK)}),
            autoescape=True,
            auto_reload=False,
            undefined=ChainableUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self.macros.globals = self.globals

    def get_template(
        self,
        name: str | Template,
        parent: str | None = None,
        globals: MutableMapping[str, Any] | None = None,  # noqa: A002  Jinja's own name
    ) -> Template:
        """Return the template, GOV.UK's macros from their own environment."""
        if isinstance(name, str) and name.startswith(f"{GOVUK}/"):
            return self.macros.get_template(name, parent, globals)
        return super().get_template(name, parent, globals)


def environment(**options: Any) -> Environment:
    """Return the environment for Django's Jinja2 backend.

    Args:
        options: what the backend passes on; the loader finds the project's templates.
    """
    pages: BaseLoader = options.pop("loader")
    env = PageEnvironment(
        **{
            **options,
            "loader": ChoiceLoader([pages, FileSystemLoader(WIDGETS)]),
            "autoescape": True,
            "undefined": StrictUndefined,
            "trim_blocks": True,
            "lstrip_blocks": True,
        }
    )
    env.globals.update(
        static=static, url=url, query_string=query_string, error_summary=error_summary, now=timezone.localtime
    )
    env.filters.update(date=long_date, datetime=long_datetime, when=when, number=thousands)
    return env


def url(name: str, *args: Any, **kwargs: Any) -> str:
    """Return the path of a named route."""
    return reverse(name, args=args or None, kwargs=kwargs or None)


def query_string(query: QueryDict, **changes: str | int | None) -> str:
    """Return `query` as a link to the same page, with some parameters changed; None removes one.

    Args:
        query: the parameters of the present request.
        changes: new values.
    """
    changed = query.copy()
    for name, value in changes.items():
        if value is None:
            changed.pop(name, None)
        else:
            changed[name] = str(value)
    return "?" + changed.urlencode()


def long_date(value: date | None) -> str:
    """Return a date as `4 March 2026`, nothing for None; a moment is taken in the local time zone."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        value = _local(value)
    return f"{value.day} {MONTHS[value.month - 1]} {value.year}"


def long_datetime(value: datetime | None) -> str:
    """Return a moment as `4 March 2026 at 2:05pm` in the local time zone, nothing for None."""
    if value is None:
        return ""
    moment = _local(value)
    return f"{long_date(moment.date())} at {moment.hour % 12 or 12}:{moment:%M}{'am' if moment.hour < 12 else 'pm'}"


def when(value: date | None) -> str:
    """Return a date as a date and a moment as a moment."""
    return long_datetime(value) if isinstance(value, datetime) else long_date(value)


def thousands(value: float | Decimal | None) -> str:
    """Return a number with commas between thousands, nothing for None."""
    return "" if value is None else f"{value:,}"


def _local(moment: datetime) -> datetime:
    return timezone.localtime(moment) if timezone.is_aware(moment) else moment
