"""Writes to links between two people on the list."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date

from django.db.models import QuerySet

from cohort.access import get_link, may_on, must_be_allowed, must_be_allowed_on
from cohort.actions.individuals import lock_individual
from cohort.actions.networks import must_be_fit, must_be_in_order
from cohort.errors import NothingChanged
from cohort.models import Individual, Link, LinkKind
from cohort.permissions import CohortPermission
from sharing import audit
from sharing.actions.writing import writing
from sharing.enums import DataCategory, Operation
from sharing.errors import BadRequest, Refused
from sharing.viewer import Viewer


def add_link(
    *,
    by: Viewer,
    individual: Individual,
    other: Individual,
    kind: LinkKind,
    from_on: date | None,
    until_on: date | None = None,
    grading: Mapping[str, str],
) -> Link:
    """Record that two people on the list are linked.

    Args:
        by: who records it; covers the hub of one of them, and sees the intelligence of both.
        individual: from whom the link reads.
        other: to whom.
        kind: how they are linked.
        from_on: since when, None if nobody knows.
        until_on: until when, None while it lasts.
        grading: 3x5x2 and the reference, by the names of the fields.

    Raises:
        BadRequest: it is one person twice, one of them is a victim or a witness or has left the list, they are linked
            so already, or the days are in the wrong order.
        Individual.DoesNotExist: a record has moved out of the viewer's sight.
        Refused: the viewer may change neither record, or does not see the intelligence of both.
    """
    if individual.pk == other.pk:
        raise BadRequest("A person cannot be linked with themselves. Enter the reference of another record.")
    must_be_in_order(from_on, until_on)
    with writing(by, "Linked with another person"):
        first, second = _lock_both(by, individual, other)
        for each in (first, second):
            must_be_fit(each)
        _must_see_intelligence(by, first, second)
        if until_on is None and _same(by, first, second, kind).exists():
            raise BadRequest("These two people are linked in this way already. Change that link instead.")
        link = Link(first=first, second=second, kind=kind, from_on=from_on, until_on=until_on, **grading)
        link.save(force_insert=True)
        _record(by, link, "linked")
    return link


def change_link(*, by: Viewer, link: Link, from_on: date | None, reason: str, grading: Mapping[str, str]) -> Link:
    """Change since when two people are linked, or how that is graded.

    Args:
        by: who changes it.
        link: the link.
        from_on: since when, None if nobody knows.
        reason: why, in the person's own words.
        grading: 3x5x2 and the reference, by the names of the fields.

    Raises:
        BadRequest: it would begin after it ended, or in the future.
        Http404: it is out of the viewer's sight by now.
        NothingChanged: the record says so already.
        Refused: the viewer may change neither record.
    """
    changes = {"from_on": from_on, **grading}
    with _working_on(by, link, reason) as locked:
        must_be_in_order(from_on, locked.until_on)
        if all(getattr(locked, name) == value for name, value in changes.items()):
            raise NothingChanged("Your answers are what the record says already. Change an answer or cancel.")
        for name, value in changes.items():
            setattr(locked, name, value)
        locked.save()
        _record(by, locked, "link changed")
    return locked


def end_link(*, by: Viewer, link: Link, until_on: date, reason: str) -> Link:
    """Record that two people are no longer linked so; the link stays as a past one.

    Raises:
        BadRequest: it has ended already, or would end before it began or in the future.
        Http404: it is out of the viewer's sight by now.
        Refused: the viewer may change neither record.
    """
    with _working_on(by, link, reason) as locked:
        if locked.until_on:
            raise BadRequest("This link has ended already. Nothing was changed.")
        must_be_in_order(locked.from_on, until_on)
        locked.until_on = until_on
        locked.save(update_fields=["until_on"])
        _record(by, locked, "link ended")
    return locked


@contextmanager
def _working_on(by: Viewer, link: Link, reason: str) -> Iterator[Link]:
    with writing(by, reason):
        first, second = _lock_both(by, link.first, link.second)
        found = get_link(by, first, link.pk)
        found.first, found.second = first, second
        yield found


def _lock_both(by: Viewer, first: Individual, second: Individual) -> tuple[Individual, Individual]:
    """Lock two records, in the one order in which everybody locks them, and hold the viewer to one of them."""
    must_be_allowed(by, CohortPermission.CHANGE)
    locked = {each.pk: lock_individual(by, each) for each in sorted((first, second), key=lambda each: each.pk)}
    if not any(may_on(by, each, CohortPermission.CHANGE) for each in locked.values()):
        must_be_allowed_on(by, first, CohortPermission.CHANGE)
    return locked[first.pk], locked[second.pk]


def _must_see_intelligence(by: Viewer, *individuals: Individual) -> None:
    for each in individuals:
        if not by.sight.holds(each.cell, each.pk, DataCategory.INTELLIGENCE):
            raise Refused("You do not see the intelligence of both records, so you cannot link them.")


def _same(by: Viewer, first: Individual, second: Individual, kind: LinkKind) -> QuerySet[Link]:
    ends = [first.pk, second.pk]
    found: QuerySet[Link] = Link.unscoped.visible_to(by)
    return found.filter(first__in=ends, second__in=ends, kind=kind, until_on=None)


def _record(by: Viewer, link: Link, change: str) -> None:
    for one, other in ((link.first, link.second), (link.second, link.first)):
        audit.record(
            by, Operation.ALTER, kind="individual", ref=one.shown_reference, change=change, other=other.shown_reference
        )
