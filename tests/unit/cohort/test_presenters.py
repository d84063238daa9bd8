"""A record in words, without asking the database."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest

from cohort.enums import IdentifierKind
from cohort.models import Individual, KeyDate
from cohort.presenters import comparing, individuals
from cohort.presenters import timeline as timeline_presenter
from cohort.queries.record import Record, read_record
from cohort.queries.timeline import TRACKED, Difference, Event
from sharing.enums import Phase
from sharing.viewer import Viewer
from tests import factories

TODAY = date(2026, 11, 22)


@pytest.fixture
def record(viewer: Callable[..., Viewer]) -> Record:
    """Return the record of somebody with a fact of every kind."""
    made = factories.individual(
        surname="<b>Invented</b>",
        date_of_birth=date(1984, 11, 23),
        review_due=date(2026, 11, 21),
        provisional_score=0,
        score_source="Hub sheet",
        threats=["DRUGS", "ML"],
    )
    factories.alias(made, "Tank")
    factories.identifier(made, IdentifierKind.PRISON, "A1234BC")
    factories.key_date(made, "CRD", date(2027, 3, 4))
    factories.key_date(made, "HDCAD", date(2027, 1, 4), as_at=date(2026, 11, 22))
    return read_record(viewer(), made.shown_reference, page="overview")


def test_record_is_presented_without_a_query(record: Record, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        individuals.header(record.individual, TODAY)
        individuals.cards(record, TODAY)
        individuals.key_dates(record, TODAY)
        individuals.release_row(record)
        comparing.side_by_side(record, record, TODAY)


@pytest.mark.parametrize(
    ("known", "words"),
    [
        ({"date_of_birth": date(1984, 11, 22)}, "Born 22 November 1984 (age 42)"),
        ({"date_of_birth": date(1984, 11, 23)}, "Born 23 November 1984 (age 41)"),
        ({"year_of_birth": 1984}, "Born 1984, day not known"),
        ({}, "Date of birth not known"),
    ],
)
def test_born(known: dict[str, Any], words: str) -> None:
    assert individuals.born(Individual(**known), TODAY) == words


def test_header_names_phase_and_status(record: Record) -> None:
    header = individuals.header(record.individual, TODAY)

    assert header.captions[1:] == ["Born 23 November 1984 (age 41)", "West Midlands hub"]
    assert [text for text, _ in header.badges] == ["In custody", "Nominated"]


def test_status_tells_how_late_a_review_is(record: Record) -> None:
    rows = {row.key: row.value for row in individuals.cards(record, TODAY)["status"]}

    assert rows["Review due"] == "21 November 2026, overdue by 1 day"


def test_score_of_nought_is_a_score(record: Record) -> None:
    (row,) = individuals.cards(record, TODAY)["score"]

    assert (row.value, row.source) == ("0 out of 100", "Hub sheet")


def test_release_is_the_date_of_the_lowest_rank(record: Record) -> None:
    row = individuals.release_row(record)
    assert row is not None

    assert row.value == "4 January 2027, home detention curfew approved date"
    assert [entry.counts for entry in individuals.key_dates(record, TODAY)] == [True, False]


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 11, 22), "22 November 2026, today"),
        (date(2026, 11, 21), "21 November 2026, yesterday"),
        (date(2026, 11, 1), "1 November 2026, 21 days ago"),
    ],
)
def test_as_at_tells_how_old_it_is(day: date, words: str) -> None:
    assert individuals.as_at(day, TODAY) == words


@pytest.mark.parametrize(
    ("difference", "sentence"),
    [
        (Difference("phase", "On remand", "In custody"), "Custody phase changed from On remand to In custody"),
        (Difference("officer", "", "DS A. Invented"), "Officer in the case recorded: DS A. Invented"),
        (Difference("review_due", date(2026, 1, 2), None), "Review due removed: 2 January 2026"),
        (
            Difference("threats", ["Illegal drugs"], ["Illegal drugs", "Money laundering"]),
            "Threat areas changed from Illegal drugs to Illegal drugs, Money laundering",
        ),
        (Difference("provisional_score", None, 0), "Provisional score recorded: 0"),
        (Difference("notes", "long text", "longer text"), "Notes changed"),
        (Difference("record", None, None), "Record made"),
    ],
)
def test_sentences(difference: Difference, sentence: str) -> None:
    assert timeline_presenter.sentence_of(difference) == sentence


def test_every_tracked_field_has_a_sentence() -> None:
    assert set(TRACKED) - {"notes"} == set(timeline_presenter.LABELS)


def test_key_date_sentences(db: None) -> None:
    made = factories.key_date(factories.individual(), "CRD", date(2027, 3, 4))
    later = KeyDate(kind=made.kind, date=date(2027, 4, 4), as_at=date(2026, 11, 2), source="HMPPS")

    assert timeline_presenter.sentence_of(Difference("key_date", None, made)) == (
        "Conditional release date recorded: 4 March 2027, as at 1 November 2026, source: HMPPS"
    )
    assert timeline_presenter.sentence_of(Difference("key_date", made, later)) == (
        "Conditional release date changed from 4 March 2027 to 4 April 2027, as at 2 November 2026, source: HMPPS"
    )


def _event(**given: Any) -> Event:
    values = {
        "at": datetime(2026, 11, 22, 9, tzinfo=UTC),
        "person": "Daniel Okafor",
        "membership": "Hub officer, West Midlands hub",
        "job": "",
        "reason": "<script>",
        "differences": (Difference("phase", Phase.REM.label, Phase.CUS.label), Difference("officer", "", "<b>")),
    }
    return Event(**{**values, **given})


def test_entry_tells_who_acted_as_what_and_why(db: None) -> None:
    entry = timeline_presenter.entry(_event(), "HK47-2MRX")

    assert entry.title == "Custody phase changed from On remand to In custody"
    assert entry.by == "Daniel Okafor, acting as Hub officer, West Midlands hub"
    assert [each.text for each in entry.text] == ["Officer in the case recorded: <b>", "Reason: <script>"]
    assert entry.href == "/individuals/HK47-2MRX/history/phase/"


def test_entry_names_the_system_job() -> None:
    entry = timeline_presenter.entry(_event(person="", membership="", job="import"), "HK47-2MRX")

    assert entry.by == "the system (import)"
