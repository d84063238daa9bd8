"""The list in order of priority, by hub or for all hubs: as it is, as it stood, what changed in between."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple

from django.db.models import F, Max, QuerySet
from django.db.models.functions import Coalesce

from cohort.enums import ListAct
from cohort.models import Individual, KeyDate, ListMove, ListTerms, Panel, Standing
from cohort.moves import ON_THE_LIST
from cohort.reference_numbers import shown_reference
from marsoc.kit import clock
from marsoc.kit.pagination import Page, page_from, page_of, pages_of
from sharing import audit
from sharing.enums import Operation
from sharing.models import Hub, ScopedQuerySet
from sharing.viewer import Viewer

PAGE_SIZE = 50
JUST_BELOW = 5
"""How many people below the line are marked as just below it."""
_FIELDS = ("id", "reference", "surname", "forenames", "owning_hub_id", "status", "review_due", "created_at")
_RESULT = ("band__name", "band__starts_at", "score", "stable", "since", "panel_band__name", "panel_band__starts_at")


class Ranked(NamedTuple):
    """Somebody on the list with the result that counts, its band by name and lowest score; None where there is none.

    ``panel_band`` is one that the panel set in place of it, ``panel_floor`` its lowest score.
    """

    pk: int
    reference: str
    surname: str
    forenames: str
    hub: str
    status: str
    review_due: date | None
    created_at: datetime
    band: str | None = None
    score_floor: Decimal | None = None
    score: Decimal | None = None
    stable: bool | None = None
    assessed_at: datetime | None = None
    panel_band: str | None = None
    panel_floor: Decimal | None = None

    @property
    def shown_reference(self) -> str:
        """The reference as people read and say it."""
        return shown_reference(self.reference)

    @property
    def floor(self) -> Decimal | None:
        """The lowest score of the band that counts."""
        return self.score_floor if self.panel_floor is None else self.panel_floor

    @property
    def order(self) -> tuple[Any, ...]:
        """What the list is sorted by: band, then score, the highest first, then who has neither."""
        unknown = self.floor is None
        return unknown, -(self.floor or 0), self.score is None, -(self.score or 0), self.pk


@dataclass(frozen=True, slots=True)
class Prioritised:
    """One page of the list; ``accepted`` and ``dates`` are by individual, ``capacity`` is None without a line."""

    page: Page[Ranked]
    accepted: dict[int, datetime]
    dates: dict[int, tuple[date, str]]
    capacity: int | None


@dataclass(frozen=True, slots=True)
class Changes:
    """What changed between two instants: who came, who went, and whose band rose, fell, or is known or unknown now."""

    joined: list[Ranked] = field(default_factory=list)
    left: list[Ranked] = field(default_factory=list)
    raised: list[tuple[Ranked, Ranked]] = field(default_factory=list)
    lowered: list[tuple[Ranked, Ranked]] = field(default_factory=list)
    other: list[tuple[Ranked, Ranked]] = field(default_factory=list)


def prioritised(viewer: Viewer, hub: str | None, number: int, at: datetime | None = None) -> Prioritised:
    """Return one page of the list in order of priority, and record that it was read.

    Args:
        viewer: who asks; the role covers hubs.
        hub: the code of one, None for every hub that the viewer covers.
        number: the page, from 1; one past the end gives the last page.
        at: a past instant, None for the present.
    """
    page = _present(viewer, hub, number) if at is None else page_of(listed_at(viewer, hub, at), number, PAGE_SIZE)
    people = [row.pk for row in page.rows]
    found = Prioritised(
        page=page,
        accepted=_accepted(viewer, people, at or clock.now()),
        dates=_next_dates(viewer, people) if at is None else _next_dates_then(people, at),
        capacity=capacity_of(hub, at) if hub else None,
    )
    _record(viewer, page.rows, page.total, at)
    return found


def _present(viewer: Viewer, hub: str | None, number: int) -> Page[Ranked]:
    found: ScopedQuerySet[Individual] = Individual.unscoped.visible_to(viewer)
    found = found.filter(status__in=ON_THE_LIST, left_on=None, **({"owning_hub": hub} if hub else {}))
    total = found.count()
    number = min(number, pages_of(total, PAGE_SIZE))
    floor = Coalesce("standings__panel_band__starts_at", "standings__band__starts_at")
    ordered = found.order_by(floor.desc(nulls_last=True), F("standings__score").desc(nulls_last=True), "id")
    rows = ordered.values_list(*_FIELDS, *(f"standings__{name}" for name in _RESULT))
    start = (number - 1) * PAGE_SIZE
    return Page([Ranked._make(row) for row in rows[start : start + PAGE_SIZE]], number, PAGE_SIZE, total)


def listed_at(viewer: Viewer, hub: str | None, at: datetime) -> list[Ranked]:
    """Return who was on the list at an instant, in the order it had then, as far as the viewer sees them now.

    Args:
        viewer: who asks.
        hub: whose list it was, None for every hub.
        at: the instant.
    """
    seen = Individual.unscoped.visible_to(viewer).values("pk")
    there = _as_of(Individual.history, at).filter(status__in=ON_THE_LIST, left_on=None, id__in=seen)
    if hub:
        there = there.filter(owning_hub=hub)
    people = list(there.values_list(*_FIELDS))
    results = _as_of(Standing.history, at).filter(individual__in=seen).values_list("individual_id", *_RESULT)
    by_person = {row[0]: row[1:] for row in results}
    return sorted((Ranked(*row, *by_person.get(row[0], ())) for row in people), key=lambda each: each.order)


def _as_of(history: Any, at: datetime) -> QuerySet[Any]:
    """Return the history rows that said how things were at an instant."""
    last = history.filter(history_date__lte=at).order_by("id", "-history_id").distinct("id")
    found: QuerySet[Any] = history.filter(history_id__in=last.values("history_id")).exclude(history_type="-")
    return found


def changes_since(viewer: Viewer, hub: str | None, since: datetime) -> Changes:
    """Return what changed on the list since an instant, and record that it was read.

    Args:
        viewer: who asks.
        hub: whose list, None for every hub that the viewer covers.
        since: the instant.
    """
    before = {each.pk: each for each in listed_at(viewer, hub, since)}
    after = {each.pk: each for each in listed_at(viewer, hub, clock.now())}
    found = Changes(
        joined=[each for pk, each in after.items() if pk not in before],
        left=[each for pk, each in before.items() if pk not in after],
    )
    for pk, now in after.items():
        then = before.get(pk)
        if then is None or then.floor == now.floor:
            continue
        if then.floor is None or now.floor is None:
            found.other.append((then, now))
        else:
            (found.raised if now.floor > then.floor else found.lowered).append((then, now))
    moved = [now for pairs in (found.raised, found.lowered, found.other) for _, now in pairs]
    people = [*found.joined, *found.left, *moved]
    _record(viewer, people, len(people), since)
    return found


def meetings(viewer: Viewer, hub: str | None, number: int) -> Page[Panel]:
    """Return one page of the panels that have met, the last one first, and record the reading.

    Args:
        viewer: who asks; the role covers hubs.
        hub: whose, None for every hub that the viewer covers.
        number: the page, from 1; one past the end gives the last page.
    """
    found: QuerySet[Panel] = Panel.unscoped.visible_to(viewer).select_related("hub")
    found = found.filter(hub=hub) if hub else found
    page = page_from(found.order_by("-opened_at", "-pk"), number, PAGE_SIZE)
    audit.record(viewer, Operation.CONSULT, kind="panels", total=page.total)
    return page


def last_meeting(viewer: Viewer, hub: str) -> Panel | None:
    """Return the last panel of a hub that has been closed, None if it has held none."""
    held = Panel.unscoped.visible_to(viewer).filter(hub=hub, closed_at__isnull=False)
    last: Panel | None = held.order_by("-closed_at").first()
    return last


def capacity_of(hub: str, at: datetime | None = None) -> int | None:
    """Return how many people a hub can manage, as set at an instant or now; None if it has not said."""
    rows = ListTerms.objects.filter(hub=hub) if at is None else _as_of(ListTerms.history, at).filter(hub=hub)
    found: int | None = rows.values_list("capacity", flat=True).first()
    return found


def _accepted(viewer: Viewer, people: Sequence[int], at: datetime) -> dict[int, datetime]:
    """Return since when each has been on the list, from the last acceptance; nobody who was brought in as accepted."""
    moves = ListMove.unscoped.visible_to(viewer).filter(individual__in=people, act=ListAct.ACCEPT, moved_at__lte=at)
    return dict(moves.order_by().values_list("individual").annotate(Max("moved_at")))


def _next_dates(viewer: Viewer, people: Sequence[int]) -> dict[int, tuple[date, str]]:
    """Return the next date of each that has one, with what it is."""
    dates = KeyDate.unscoped.visible_to(viewer).filter(individual__in=people, date__gte=clock.today())
    return _first(dates.values_list("individual", "date", "kind__name"))


def _next_dates_then(people: Sequence[int], at: datetime) -> dict[int, tuple[date, str]]:
    dates = _as_of(KeyDate.history.filter(individual__in=people), at).filter(date__gte=clock.day_of(at))
    return _first(dates.values_list("individual_id", "date", "kind__name"))


def _first(dates: Iterable[tuple[int, date, str]]) -> dict[int, tuple[date, str]]:
    found: dict[int, tuple[date, str]] = {}
    for individual, on, kind in dates:
        found[individual] = min(found.get(individual, (on, kind)), (on, kind))
    return found


def _record(viewer: Viewer, shown: Sequence[Ranked], total: int, at: datetime | None) -> None:
    audit.record(
        viewer, Operation.CONSULT, kind="list", page="priority", total=total,
        shown=[row.shown_reference for row in shown], **({"at": at.isoformat()} if at else {}),
    )  # fmt: skip


def terms_of(hub: Hub) -> ListTerms:
    """Return what a hub has set for its list, or what it begins with."""
    return ListTerms.objects.filter(hub=hub).first() or ListTerms(hub=hub)
