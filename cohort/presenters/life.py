"""Somebody's life on one line of time: custody, places, dates, licence, reviews and moves on the list."""

from collections.abc import Iterator
from datetime import date
from itertools import zip_longest

from cohort.enums import AbsenceKind, ListAct
from cohort.models import KeyDate, ListMove, ListReview
from cohort.presenters.custody import spell_name
from cohort.queries.custody import CustodyRecord
from cohort.queries.record import Record
from marsoc.govuk.time_charts import Lane, Mark, TimeChart
from marsoc.kit import clock
from sharing.enums import DataCategory, Phase

_LICENCE = "LIC_START"


def life(
    record: Record, custody: CustodyRecord, moves: list[ListMove], reviews: list[ListReview], today: date
) -> TimeChart | None:
    """Return what is recorded of somebody on one line of time, as far as the viewer may see it; None if it is nothing.

    Args:
        record: as the viewer may see it.
        custody: the custody record, likewise.
        moves: on the list, likewise.
        reviews: likewise.
        today: which is marked.
    """
    phases = [Mark(Phase(each.phase).label, each.started_on, each.ended_on) for each in reversed(record.phases)]
    lanes = [
        Lane("Custody phase", phases),
        Lane("Spells in custody", [Mark(spell_name(each), each.started_on, each.ended_on) for each in custody.spells]),
        Lane("Prisons", list(_places(custody))),
        Lane("Away from custody", [
            Mark(AbsenceKind(each.kind).label, each.started_on, each.ended_on) for each in custody.absences
        ]),
        Lane("Security category", list(_categories(custody, today))),
        Lane("Licence or supervision", list(_licence(record.key_dates, today))),
        Lane("Key dates", [
            Mark(each.kind.name, each.date, is_day=True, ahead=each.date > today) for each in record.key_dates
        ]),
        Lane("Reviews", list(_reviews(record, reviews, today))),
        Lane("Moves on the list", [
            Mark(ListAct(each.act).label, clock.day_of(each.moved_at), is_day=True) for each in moves
        ]),
    ]  # fmt: skip
    chart = TimeChart("life", "Custody, dates and reviews, past and to come", lanes, today)
    return chart if chart.filled else None


def _places(custody: CustodyRecord) -> Iterator[Mark]:
    for each in custody.places:
        yield Mark(each.establishment.name, each.arrived_on or each.as_at, each.left_on)


def _categories(custody: CustodyRecord, today: date) -> Iterator[Mark]:
    days = [each.decided_on for each in custody.categories]
    for each, until in zip_longest(custody.categories, days[1:]):
        yield Mark(each.category.name, each.decided_on, until)
    if (last := custody.present_category) and last.review_on:
        yield Mark("Review of the category due", last.review_on, is_day=True, ahead=last.review_on > today)


def _licence(key_dates: list[KeyDate], today: date) -> Iterator[Mark]:
    """Yield the licence as its recorded days say; one without a first day is not drawn, as none is worked out."""
    began = next((each.date for each in key_dates if each.kind_id == _LICENCE and not each.aside), None)
    if began is None:
        return
    ends = [each for each in key_dates if each.kind.ends_supervision and not each.aside and each.date >= began]
    for each in ends:
        yield Mark(f"Until {each.kind.name[:1].lower()}{each.kind.name[1:]}", began, each.date, ahead=each.date > today)


def _reviews(record: Record, reviews: list[ListReview], today: date) -> Iterator[Mark]:
    for each in reviews:
        yield Mark("Reviewed", clock.day_of(each.reviewed_at), is_day=True)
    if DataCategory.ASSESSMENT in record.categories and (due := record.individual.review_due):
        yield Mark("Review due", due, is_day=True, ahead=due > today)
