"""Fields that Django lacks: a date in three parts."""

import operator
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any, ClassVar, Literal

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

PARTS = ("day", "month", "year")
MONTHS = tuple(f"{date(2000, month, 1):%B}" for month in range(1, 13))


class DateInput(forms.MultiWidget):
    """Day, month and year as three text inputs."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(dict.fromkeys(PARTS, forms.TextInput), attrs)
        self.widgets_names = [f"-{part}" for part in PARTS]

    def decompress(self, value: date | None) -> list[str | None]:
        """Return the three parts of a date."""
        if value is None:
            return [None, None, None]
        return [str(value.day), str(value.month), str(value.year)]


class DateField(forms.Field):
    """A date typed as day, month and year.

    Args:
        must_be: where the date must lie, seen from today.
    """

    widget = DateInput
    default_error_messages = {
        "required": "Enter %(lower)s",
        "incomplete": "%(label)s must include a %(missing)s",
        "invalid": "%(label)s must be a real date",
        "short_year": "Year must include 4 numbers",
        "past": "%(label)s must be in the past",
        "today or past": "%(label)s must be today or in the past",
        "future": "%(label)s must be in the future",
        "today or future": "%(label)s must be today or in the future",
    }
    compare: ClassVar[Mapping[str, Callable[[date, date], bool]]] = {
        "past": operator.lt,
        "today or past": operator.le,
        "future": operator.gt,
        "today or future": operator.ge,
    }

    def __init__(
        self,
        *,
        must_be: Literal["past", "today or past", "future", "today or future"] | None = None,
        **kwargs: Any,
    ) -> None:
        self.must_be = must_be
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> date | None:
        """Return the date, or say in a sentence what is wrong with it."""
        if value is None or isinstance(value, date):
            return value
        typed = dict(zip(PARTS, ((part or "").strip() for part in value), strict=True))
        missing = [part for part in PARTS if not typed[part]]
        if len(missing) == len(PARTS):
            return None
        if missing:
            raise self._error("incomplete", missing, missing=" and ".join(missing))
        return self._real(typed)

    def validate(self, value: date | None) -> None:
        """Check that a needed date is there and lies where it must."""
        if value is None:
            if self.required:
                raise self._error("required", PARTS)
        elif self.must_be and not self.compare[self.must_be](value, timezone.localdate()):
            raise self._error(self.must_be, PARTS)

    def has_changed(self, initial: date | None, data: Any) -> bool:
        """Say whether what was typed differs from the date shown at first."""
        try:
            return self.to_python(data) != initial
        except ValidationError:
            return True

    def _real(self, typed: Mapping[str, str]) -> date:
        if _is_number(typed["year"]) and len(typed["year"]) != 4:
            raise self._error("short_year", ["year"])
        month = _month(typed["month"])
        wrong = [part for part in ("day", "year") if not _is_number(typed[part])]
        if month is None:
            wrong.append("month")
        if wrong or month is None:
            raise self._error("invalid", wrong)
        try:
            return date(int(typed["year"]), month, int(typed["day"]))
        except ValueError as error:
            raise self._error("invalid", PARTS) from error

    def _error(self, code: str, parts: Iterable[str], **params: str) -> ValidationError:
        label = str(self.label or "Date")
        return ValidationError(
            self.error_messages[code],
            code=code,
            params={"label": label, "lower": lowered(label), "parts": tuple(parts), **params},
        )


def _is_number(typed: str) -> bool:
    return typed.isascii() and typed.isdecimal()


def _month(typed: str) -> int | None:
    if _is_number(typed):
        return int(typed)
    for number, name in enumerate(MONTHS, start=1):
        if typed.lower() in {name.lower(), name[:3].lower()}:
            return number
    return None


def lowered(label: str) -> str:
    """Lower the first letter, as a label reads inside a sentence, but leave NCA and PNC alone."""
    return label if label[:2].isupper() else label[:1].lower() + label[1:]
