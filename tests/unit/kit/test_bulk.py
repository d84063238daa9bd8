"""Rows written in bulk are the same rows, with the same history, as rows saved one by one."""

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, connection, models, transaction
from django.test.utils import CaptureQueriesContext

from cohort.enums import IdentifierKind
from cohort.models import Alias, Identifier, ImportBatch, ImportRow, Individual, KeyDate, SheetReference
from marsoc.kit import bulk, clock
from marsoc.kit.acting import acting
from tests import factories

pytestmark = pytest.mark.django_db

BY_CHANCE = {"id", "reference", "created_at", "updated_at", "history_id", "history_date"}


def facts(rows: "models.QuerySet[Any]") -> list[dict[str, Any]]:
    """Return rows without what differs from one writing to the next."""
    return [{name: value for name, value in row.items() if name not in BY_CHANCE} for row in rows.values()]


def history(model: type[models.Model]) -> "models.QuerySet[Any]":
    """Return the history rows of a model, oldest first."""
    found: models.QuerySet[Any] = model.history.order_by("history_id")  # type: ignore[attr-defined]  # a tracked model
    return found


def values_of(row: models.Model) -> dict[str, Any]:
    """Return a row's values by column, but for its primary key."""
    fields = [field for field in row._meta.concrete_fields if not field.primary_key]
    return {str(field.column): getattr(row, field.attname) for field in fields}


def _one(**given: Any) -> Individual:
    return Individual(
        surname="O'Haire-\N{LATIN CAPITAL LETTER L WITH STROKE}uk", forenames="Siân", name_key="sian ohaire luk",
        name_source="Sheet\tone\n\\N", category="SUSPECT", status="NOMINATED", owning_hub_id="WM", phase="CUS",
        date_of_birth=date(1984, 3, 27), threats=["DRUGS", "ML"], notes='=1+1 "quoted", {braces}\\', **given,
    )  # fmt: skip


def test_inserted_rows_and_their_history_are_those_of_single_saves() -> None:
    with acting(job="tests", reason="one by one"):
        for _ in range(2):
            _one().save()
    saved, kept = facts(Individual.unscoped.order_by("id")), facts(history(Individual))
    with acting(job="tests"):
        Individual.unscoped.all().delete()
    before = history(Individual).count()

    made = [values_of(_one()) for _ in range(2)]
    now = clock.now()
    columns = tuple(made[0])
    with acting(job="tests", reason="one by one"):
        bulk.insert_rows(
            Individual,
            columns,
            ([{**row, "created_at": now, "updated_at": now}[column] for column in columns] for row in made),
        )

    assert facts(Individual.unscoped.order_by("id")) == saved
    assert facts(history(Individual)[before:]) == kept


def test_updated_rows_and_their_history_are_those_of_single_saves() -> None:
    people = [factories.individual(surname=f"Name{number}") for number in range(3)]
    before = history(Individual).count()
    with acting(job="tests", reason="moved"):
        for person in people:
            person.place, person.threats = f"{person.surname}'s place", ["ML"]
            person.save()
    saved, kept = facts(Individual.unscoped.order_by("id")), facts(history(Individual)[before:])
    with acting(job="tests"):
        Individual.unscoped.update(place="", threats=[])
    before = history(Individual).count()

    with acting(job="tests", reason="moved"):
        bulk.update_rows(
            Individual, ("id", "place", "threats"), [(each.pk, f"{each.surname}'s place", ["ML"]) for each in people]
        )

    assert facts(Individual.unscoped.order_by("id")) == saved
    assert facts(history(Individual)[before:]) == kept


def test_json_and_nothing_and_dates_come_out_as_they_went_in() -> None:
    person = factories.individual()
    said = {"surname": 'Lo"we', "aliases": ["Tank", "ł"], "score": None}
    with acting(job="tests"):
        batch = ImportBatch(name="list.csv", sha256="")
        batch.save()
        bulk.insert_rows(
            SheetReference, ("individual_id", "hub_id", "ref", "said", "batch_id"), [(person.pk, "WM", "1", said, None)]
        )
        bulk.insert_rows(
            KeyDate,
            ("individual_id", "kind_id", "date", "source", "as_at", "keyed_by_id"),
            [(person.pk, "CRD", date(2035, 3, 17), "sheet", date(2026, 1, 1), None)],
        )
        bulk.insert_rows(
            ImportRow,
            ("batch_id", "line", "ref", "name", "outcome", "values", "changes", "problems", "candidates", "taken",
             "individual_id"),
            [(batch.pk, 2, "1", "", "IMPORTED", said, [], [said], [], [], None)],
        )  # fmt: skip

    reference = SheetReference.unscoped.get()
    assert (reference.said, reference.batch) == (said, None)
    assert (KeyDate.unscoped.get().date, KeyDate.unscoped.get().keyed_by) == (date(2035, 3, 17), None)
    row = ImportRow.unscoped.get()
    assert (row.values, row.problems, row.individual) == (said, [said], None)


def test_keys_taken_beforehand_are_used_by_nobody_else() -> None:
    taken = bulk.next_ids(Individual, 3)

    assert len(set(taken)) == 3
    assert factories.individual().pk not in taken
    assert bulk.next_ids(Individual, 0) == []


def test_no_rows_write_nothing() -> None:
    with acting(job="tests"):
        bulk.insert_rows(Alias, ("individual_id", "kind", "name", "name_key", "source"), [])
        bulk.update_rows(Alias, ("id", "name"), [])

    assert not Alias.unscoped.exists()
    assert not history(Alias).exists()


def test_the_same_table_can_be_written_twice_in_a_transaction() -> None:
    person = factories.individual()
    columns = ("individual_id", "kind", "value", "as_given", "source")
    with acting(job="tests"):
        for number in ("A1234BC", "A1234BD"):
            bulk.insert_rows(Identifier, columns, [(person.pk, IdentifierKind.PRISON.value, number, number, "sheet")])

    assert Identifier.unscoped.count() == 2


def test_a_row_the_table_refuses_keeps_out_all_the_others() -> None:
    person = factories.individual()
    columns = ("individual_id", "kind", "name", "name_key", "source")
    rows = [(person.pk, "ALIAS", name, "tank", "sheet") for name in ("Tank", "TANK")]

    with pytest.raises(IntegrityError), transaction.atomic(), acting(job="tests"):
        bulk.insert_rows(Alias, columns, rows)

    assert not Alias.unscoped.exists()
    assert not history(Alias).exists()


def test_a_thousand_rows_take_as_many_statements_as_one() -> None:
    def statements(number: int) -> int:
        with acting(job="tests"), CaptureQueriesContext(connection) as captured:
            rows = ((person.pk, "ALIAS", f"{number} {n}", f"{number} {n}", "sheet") for n in range(number))
            bulk.insert_rows(Alias, ("individual_id", "kind", "name", "name_key", "source"), rows)
        return len(captured)

    person = factories.individual()

    assert statements(1000) == statements(1)
    assert history(Alias).count() == 1001
