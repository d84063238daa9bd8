"""Reads of the audit trail; reading it is an event of its own."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date
from typing import Any, NamedTuple, Self

from django.db.models import QuerySet

from marsoc.kit import clock
from marsoc.kit.pagination import Page, page_from
from sharing import audit
from sharing.access import trail_visible_to
from sharing.enums import Operation
from sharing.models import AuditEvent, LogReview, User
from sharing.viewer import Viewer

PAGE_SIZE = 50
OF_INDIVIDUALS = ("individual", "existence", "access", "share", "access request", "emergency_access")
"""The kinds of subject whose reference is that of an individual."""


class Entry(NamedTuple):
    """An event, and the person who acted if there was one."""

    event: AuditEvent
    person: User | None


@dataclass(frozen=True, slots=True)
class TrailFilter:
    """What the trail is narrowed to: an individual's reference, a user name, codes, the first and the last day."""

    reference: str = ""
    user: str = ""
    agency: str = ""
    operation: str = ""
    first: str = ""
    last: str = ""

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Self:
        """Return a filter as a session kept it."""
        return cls(**{entry.name: kept[entry.name] for entry in fields(cls) if entry.name in kept})

    def to_json(self) -> dict[str, str]:
        """Return the filter as a session keeps it."""
        return asdict(self)


def trail_page(viewer: Viewer, wanted: TrailFilter, number: int) -> Page[Entry]:
    """Return one page of the trail, the newest first, and record that it was read.

    Args:
        viewer: who reads.
        wanted: what to narrow it to.
        number: the page, from 1; one past the end gives the last page.
    """
    page = entries_page(_matching(trail_visible_to(viewer), wanted), number)
    audit.record(
        viewer, Operation.CONSULT, kind="audit", query=audit.digest(wanted.to_json()), total=page.total,
        page_number=page.number,
    )  # fmt: skip
    return page


def _matching(events: QuerySet[AuditEvent], wanted: TrailFilter) -> QuerySet[AuditEvent]:
    if wanted.reference:
        events = events.filter(subject_kind__in=OF_INDIVIDUALS, subject_ref=wanted.reference)
    if wanted.user:
        people = list(User.objects.filter(username__iexact=wanted.user).values_list("pk", flat=True))
        events = events.filter(actor_id__in=people)
    if wanted.agency:
        events = events.filter(agency=wanted.agency)
    if wanted.operation:
        events = events.filter(operation=wanted.operation)
    if wanted.first:
        events = events.filter(at__gte=clock.start_of(date.fromisoformat(wanted.first)))
    if wanted.last:
        events = events.filter(at__lt=clock.end_of(date.fromisoformat(wanted.last)))
    return events


def entries_about(
    kinds: Collection[str], reference: str, operations: Collection[Operation], number: int
) -> Page[Entry]:
    """Return one page of what was done to one thing, the newest first, for whoever answers for that thing.

    Args:
        kinds: of subject.
        reference: of the subject.
        operations: what was done.
        number: the page, from 1; one past the end gives the last page.
    """
    events = AuditEvent.objects.filter(subject_kind__in=kinds, subject_ref=reference, operation__in=operations)
    return entries_page(events, number)


def entries_page(events: QuerySet[AuditEvent], number: int) -> Page[Entry]:
    """Return one page of events with the people who acted, the newest first.

    Args:
        events: which; whoever asks may read them.
        number: the page, from 1; one past the end gives the last page.
    """
    page = page_from(events.order_by("-at", "-pk").defer("salt", "commitment"), number, PAGE_SIZE)
    people = people_of(event.actor_id for event in page.rows)
    rows = [Entry(event, people.get(event.actor_id or 0)) for event in page.rows]
    return Page(rows, page.number, PAGE_SIZE, page.total)


def people_of(actors: Iterable[int | None]) -> dict[int, User]:
    """Return the people with the given numbers; logins outlive their holders, so none is missing."""
    wanted = {actor for actor in actors if actor is not None}
    return User.objects.in_bulk(sorted(wanted)) if wanted else {}


def last_log_review() -> LogReview | None:
    """Return the review of the trail that was recorded last."""
    return LogReview.objects.select_related("reviewed_by").first()
