"""What may be chosen today from the vocabularies of crime, custody and supervision."""

from typing import TypeVar

from django.db.models import Model, Q, QuerySet

from cohort.models import KeyDateKind, ThreatArea, Tool
from marsoc.kit import clock
from sharing.models import Agency, Reference

Entry = TypeVar("Entry", bound=Reference)


def choices(vocabulary: type[Entry], *, kept: Model | None = None) -> QuerySet[Entry]:
    """Return the entries of today.

    Args:
        vocabulary: the model.
        kept: what a record says now, which stays a choice after its entry has ended.
    """
    return vocabulary._default_manager.filter(_of_today() | Q(pk=kept.pk) if kept else _of_today())


def ever(vocabulary: type[Entry]) -> QuerySet[Entry]:
    """Return the entries of all times, for what lies in the past; whether one fits the day is checked with the day."""
    return vocabulary._default_manager.all()


def lead_agencies(kept: Agency | None = None) -> QuerySet[Agency]:
    """Return the agencies that may lead, and the one that does."""
    found = choices(Agency, kept=kept)
    return found.filter(Q(can_lead=True) | Q(pk=kept.pk)) if kept else found.filter(can_lead=True)


def key_date_kinds() -> QuerySet[KeyDateKind]:
    """Return the kinds of date in a sentence, in the order in which they come."""
    return choices(KeyDateKind)


def threat_areas(kept: list[str]) -> list[tuple[str, str]]:
    """Return code and name of the threat areas of today and of those that a record has.

    Args:
        kept: codes that the record has.
    """
    return list(ThreatArea._default_manager.filter(_of_today() | Q(pk__in=kept)).values_list("code", "name"))


def tools(kept: list[str]) -> QuerySet[Tool]:
    """Return the tools of today and those that an objective names.

    Args:
        kept: their codes.
    """
    return Tool._default_manager.filter(_of_today() | Q(pk__in=kept))


def _of_today() -> Q:
    today = clock.today()
    return Q(Q(valid_to=None) | Q(valid_to__gt=today), valid_from__lte=today)
