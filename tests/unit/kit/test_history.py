"""History rows are written by the database, whatever way a row is written."""

from datetime import date

import pytest
from django.db import DatabaseError, connection, transaction

from cohort.models import Individual, KeyDate
from marsoc.kit.acting import acting
from sharing.models import AuditEvent
from tests import factories

pytestmark = pytest.mark.django_db


def test_saving_updating_and_deleting_each_leave_a_row_with_actor_and_reason() -> None:
    """The three kinds of row, newest first."""
    individual = factories.individual()
    writer = factories.membership()
    with acting(user_id=writer.user_id, membership_id=writer.pk, reason="Heard from the prison"):
        Individual.unscoped.filter(pk=individual.pk).update(place="Leeds")

    updated, created = individual.history.all()

    assert (created.history_type, created.history_job) == ("+", "tests")
    assert (updated.history_type, updated.place) == ("~", "Leeds")
    assert updated.history_user == writer.user
    assert updated.history_membership_id == writer.pk
    assert updated.history_change_reason == "Heard from the prison"


def test_a_cascade_is_recorded() -> None:
    """Deleting the individual records the end of its facts."""
    individual = factories.individual()
    factories.key_date(individual, "CRD", date(2027, 3, 1))
    with acting(job="tests"):
        individual.delete()

    connection.cursor().execute("set local role marsoc_owner")  # nobody else sees what was said of somebody erased
    assert [row.history_type for row in KeyDate.history.all()] == ["-", "+"]


def test_a_write_without_an_actor_is_refused() -> None:
    """The database itself refuses."""
    individual = factories.individual()
    with pytest.raises(DatabaseError, match="names no actor"), transaction.atomic():
        Individual.unscoped.filter(pk=individual.pk).update(place="Leeds")


def test_an_actor_within_an_actor_gives_way_again() -> None:
    """The outer actor is restored."""
    with acting(job="outer"):
        with acting(job="inner"):
            pass
        with connection.cursor() as cursor:
            cursor.execute("select current_setting('marsoc.job', true)")
            assert cursor.fetchone() == ("outer",)


def test_history_cannot_be_written_by_the_application() -> None:
    """Only the triggers write history."""
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        Individual.history.model.objects.all().delete()


@pytest.mark.parametrize(
    "statement",
    [
        "update sharing_auditevent set subject_ref = ''",
        "delete from sharing_auditevent",
        "truncate sharing_auditevent",
    ],
)
def test_the_audit_trail_only_grows(statement: str) -> None:
    """The application has no privilege to alter it."""
    AuditEvent(operation="CONSULT", subject_kind="test").save()
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        connection.cursor().execute(statement)
