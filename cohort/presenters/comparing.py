"""Two things side by side: a record before and after a change, and two records that may be of one person."""

from datetime import date
from typing import Any, NamedTuple

from django import forms

from cohort.enums import ListStatus, SubjectCategory
from cohort.presenters.individuals import born, whereabouts
from cohort.queries.record import Record
from marsoc.govuk.jinja import long_date
from sharing.enums import Phase


class Compared(NamedTuple):
    """A fact before and after a change."""

    key: str
    before: str
    after: str

    @property
    def differs(self) -> bool:
        """Whether the change touches it."""
        return self.before != self.after


class Pair(NamedTuple):
    """A fact on two records side by side: one text or several on each."""

    key: str
    first: str | list[str]
    second: str | list[str]


def compared(form: forms.BaseForm, answers: list[str]) -> list[Compared]:
    """Return what a valid form found on the record beside what was answered, without what is blank in both.

    Args:
        form: cleaned without errors; its initial values are what the record says.
        answers: names of the fields to show.
    """
    found = [
        Compared(
            str(form.fields[name].label),
            answer(form.fields[name], form.initial.get(name)),
            answer(form.fields[name], form.cleaned_data[name]),
        )
        for name in answers
    ]
    return [row for row in found if row.before or row.after]


def answer(field: forms.Field, value: Any) -> str:
    """Return the value of a field in words, nothing for nothing."""
    if value in (None, "", []):
        return ""
    if isinstance(value, date):
        return long_date(value)
    if isinstance(field, forms.ModelChoiceField):
        return str(value)
    if isinstance(field, forms.ChoiceField):
        labels: dict[Any, Any] = dict(field.choices)  # type: ignore[arg-type]  # ours are flat pairs
        return ", ".join(
            sorted(str(labels.get(code, code)) for code in (value if isinstance(value, list) else [value]))
        )
    return str(value)


def side_by_side(first: Record, second: Record, today: date) -> list[Pair]:
    """Return what two records say of the same things.

    Args:
        first: the earlier record.
        second: the later one.
        today: the day from which ages are told.
    """
    return [
        Pair(key, one, other)
        for (key, one), (_, other) in zip(_traits(first, today), _traits(second, today), strict=True)
    ]


def _traits(record: Record, today: date) -> list[tuple[str, str | list[str]]]:
    individual = record.individual
    return [
        ("Name", individual.full_name),
        ("Other names", [alias.name for alias in record.aliases]),
        ("Birth", born(individual, today)),
        ("Identifiers", [str(identifier) for identifier in record.identifiers]),
        ("Category", SubjectCategory(individual.category).label),
        ("Owning hub", individual.owning_hub.name),
        ("Custody phase", Phase(individual.phase).label),
        ("Present location", whereabouts(individual)),
        ("Threat areas", record.threats),
        ("Organised crime group", individual.crime_group),
        ("Status", ListStatus(individual.status).label),
    ]
