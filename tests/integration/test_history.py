"""What the triggers write is what simple-history itself would write, whatever way a row is written."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.db.models import Max
from django.test import override_settings

from cohort.models import Band, Dimension, DimensionScore, Evidence, Framework, Individual, KeyDate, Scoring
from marsoc.kit import history
from sharing.models import User
from tests import factories
from tests.contracts.tree import DOMAIN
from tests.factories import by_name
from tests.integration.walls.test_second_wall import one_row_of_everything

_OWN = {"history_id", "history_date", "history_job", "history_membership_id"}


@contextmanager
def both_write() -> Iterator[None]:
    """Have simple-history write beside the triggers, as the owner of the tables: the application may not."""
    with by_name.as_owner(), override_settings(SIMPLE_HISTORY_ENABLED=True):
        yield


def newest(model: Any) -> int:
    """Return the number of the newest row of a history."""
    return int(model.history.aggregate(newest=Max("history_id"))["newest"] or 0)


def same_since(number: int, model: Any) -> list[str]:
    """Hold what the two wrote since together, row by row; return the kinds of row."""
    since = model.history.filter(history_id__gt=number)
    by_pk: dict[Any, list[dict[str, Any]]] = defaultdict(list)
    for row in since.order_by("history_id").values():
        by_pk[row[model._meta.pk.attname]].append({name: row[name] for name in row.keys() - _OWN})
    for pk, rows in by_pk.items():
        assert len(rows) == 2, f"{model.__name__} {pk}"
        assert rows[0] == rows[1], f"{model.__name__} {pk}"
    return [rows[0]["history_type"] for rows in by_pk.values()]


def _written_alone(entry: KeyDate) -> None:
    """Have simple-history write what it would for a row that it was not told of."""
    fresh = KeyDate.unscoped.get(pk=entry.pk)
    KeyDate.history.bulk_history_create([fresh], update=True, default_change_reason=None)


def _save(entry: KeyDate) -> None:
    entry.source = "Court"
    entry.save()


def _bulk_update(entry: KeyDate) -> None:
    entry.source = "Court"
    KeyDate.unscoped.bulk_update([entry], ["source"])
    _written_alone(entry)


def _update(entry: KeyDate) -> None:
    KeyDate.unscoped.filter(pk=entry.pk).update(source="Court")
    _written_alone(entry)


def _raw(entry: KeyDate) -> None:
    with connection.cursor() as cursor:
        cursor.execute("update cohort_keydate set source = 'Court' where id = %s", [entry.pk])
    _written_alone(entry)


WAYS: dict[str, tuple[Callable[[KeyDate], object], str]] = {
    "save": (_save, "~"),
    "bulk_update": (_bulk_update, "~"),
    "update": (_update, "~"),
    "raw SQL": (_raw, "~"),
    "delete": (lambda entry: entry.delete(), "-"),
    "cascade": (lambda entry: entry.individual.delete(), "-"),
}


@pytest.mark.django_db
@pytest.mark.parametrize("way", WAYS)
def test_a_row_changed_or_removed_leaves_what_simple_history_would(way: str) -> None:
    """One by one, many at once, behind Django's back, and with what it hangs on."""
    entry = factories.key_date(factories.individual(), "CRD", date(2027, 3, 1), source="PNC")
    write, kind = WAYS[way]

    with both_write():
        before = newest(KeyDate)
        write(entry)
        assert same_since(before, KeyDate) == [kind]


@pytest.mark.django_db
def test_rows_made_one_by_one_and_many_at_once_leave_what_simple_history_would() -> None:
    individual = factories.individual()
    given: dict[str, Any] = {"individual": individual, "date": date(2027, 3, 1), "source": "PNC"}
    given["as_at"] = date(2026, 11, 1)

    with both_write():
        before = newest(KeyDate)
        KeyDate.unscoped.create(kind_id="CRD", **given)
        made = KeyDate.unscoped.bulk_create([KeyDate(kind_id=kind, **given) for kind in ("SED", "HDCED")])
        many = KeyDate.unscoped.filter(pk__in=[each.pk for each in made])
        KeyDate.history.bulk_history_create(many, default_change_reason=None)
        assert same_since(before, KeyDate) == ["+"] * 3


# What the database lets nobody change once it is published or submitted.
FIXED = {Band, Dimension, DimensionScore, Evidence, Framework, Scoring}


@pytest.mark.django_db
def test_every_model_leaves_what_simple_history_would() -> None:
    """One row of each model that is about individuals, and of those they need, saved as it is."""
    one_row_of_everything()
    written = set()
    with both_write():
        for model in history.tracked_models():
            rows: Any = model._base_manager.order_by("pk")
            if model not in FIXED and (row := rows.first()):
                before = newest(model)
                row.save()
                assert same_since(before, model) == ["~"]
                written.add(model)

    assert {Individual, KeyDate, User} <= written
    assert len(written) > len(history.tracked_models()) / 2


def test_no_model_has_a_many_to_many_that_history_would_miss() -> None:
    """Of ours only Django's own groups and permissions of a user are many to many, which give nobody anything."""
    fields = {
        str(field)
        for config in apps.get_app_configs()
        if config.label in DOMAIN
        for model in config.get_models()
        for field in model._meta.local_many_to_many
    }

    assert fields == {"sharing.User.groups", "sharing.User.user_permissions"}
