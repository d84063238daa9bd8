"""The list: filtered, sorted and one page at a time, with the exact total."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from datetime import date, timedelta
from typing import Any, NamedTuple, Self

from django.db.models import Exists, F, OuterRef, Q

from cohort.identifiers import search_keys
from cohort.models import Alias, Identifier, Individual, SheetReference
from cohort.names import name_key
from cohort.reference_numbers import parse_reference, shown_reference
from marsoc.kit import clock
from marsoc.kit.pagination import Page
from sharing.models import ScopedQuerySet
from sharing.viewer import Viewer

PAGE_SIZE = 50
PRINT_LIMIT = 1000
_DESCENDING = "-"

SORTS: Mapping[str, tuple[str, ...]] = {
    "name": ("surname", "forenames"),
    "born": ("date_of_birth",),
    "hub": ("owning_hub_id",),
    "phase": ("phase",),
    "place": ("establishment_id", "place"),
    "release": ("release_on",),
    "lead": ("lead_agency_id",),
    "score": ("provisional_score",),
    "review": ("review_due",),
}
DEFAULT_SORT = "-score"


class Listed(NamedTuple):
    """What the list reads of an individual; a tuple, because building model instances costs more than the query."""

    reference: str
    surname: str
    forenames: str
    date_of_birth: date | None
    year_of_birth: int | None
    owning_hub_id: str
    phase: str
    establishment_id: str | None
    place: str
    threats: list[str]
    lead_agency_id: str | None
    release_on: date | None
    provisional_score: int | None
    status: str
    review_due: date | None

    @property
    def shown_reference(self) -> str:
        """The reference as people read and say it."""
        return shown_reference(self.reference)


@dataclass(frozen=True, slots=True)
class ListFilter:
    """What the list is narrowed to; codes for the choices, days for the windows, free text for names and numbers."""

    hub: list[str] = field(default_factory=list)
    phase: list[str] = field(default_factory=list)
    threat: list[str] = field(default_factory=list)
    lead_agency: list[str] = field(default_factory=list)
    status: list[str] = field(default_factory=list)
    location: str = ""
    release_within: int | None = None
    review_due: str = ""
    text: str = ""

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Self:
        """Return a filter as a session kept it."""
        return cls(**{entry.name: kept[entry.name] for entry in fields(cls) if entry.name in kept})

    def to_json(self) -> dict[str, Any]:
        """Return the filter as a session keeps it."""
        return asdict(self)

    @property
    def is_empty(self) -> bool:
        """True when nothing is narrowed."""
        return self == ListFilter()


def individual_page(viewer: Viewer, wanted: ListFilter, sort: str, number: int, size: int = PAGE_SIZE) -> Page[Listed]:
    """Return one page of the list as the viewer may see it, in two statements.

    Args:
        viewer: who asks.
        wanted: what to narrow the list to.
        sort: a key of ``SORTS``, with a leading minus for descending; anything else means the default.
        number: the page, from 1; one past the end gives the last page.
        size: rows per page.
    """
    found = matching(viewer, wanted)
    total = found.count()
    number = min(number, max(1, -(-total // size)))
    start = (number - 1) * size
    rows = found.order_by(*_order(sort)).values_list(*Listed._fields)[start : start + size]
    return Page([Listed._make(row) for row in rows], number, size, total)


def matching(viewer: Viewer, wanted: ListFilter) -> ScopedQuerySet[Individual]:
    """Return the individuals within the viewer's reach that a filter keeps."""
    found: ScopedQuerySet[Individual] = Individual.unscoped.visible_to(viewer)
    for condition in _conditions(wanted):
        found = found.filter(condition)
    return found


def _conditions(wanted: ListFilter) -> list[Q]:
    chosen = {
        "owning_hub__in": wanted.hub,
        "phase__in": wanted.phase,
        "threats__overlap": wanted.threat,
        "lead_agency__in": wanted.lead_agency,
        "status__in": wanted.status,
        "establishment": wanted.location,
    }
    conditions = [Q(**{lookup: value}) for lookup, value in chosen.items() if value]
    if wanted.release_within is not None:
        today = clock.today()
        conditions.append(Q(release_on__range=(today, today + timedelta(days=wanted.release_within))))
    if wanted.review_due:
        conditions.append(_review(wanted.review_due))
    if wanted.text.strip():
        conditions.append(_text(wanted.text))
    return conditions


def _review(window: str) -> Q:
    today = clock.today()
    match window:
        case "overdue":
            return Q(review_due__lt=today)
        case "none":
            return Q(review_due=None)
        case days:
            return Q(review_due__range=(today, today + timedelta(days=int(days))))


def _text(text: str) -> Q:
    """Match a reference, an identifier in any spelling, a hub's own reference, or every word of a name."""
    if reference := parse_reference(text):
        return Q(reference=reference)
    numbers = Q(Exists(SheetReference.unscoped.filter(individual=OuterRef("pk"), ref__iexact=text.strip())))
    for kind, value in search_keys(text):
        numbers |= Q(Exists(Identifier.unscoped.filter(individual=OuterRef("pk"), kind=kind, value=value)))
    words = name_key(text).split()
    if not words:
        return numbers
    return numbers | _words(words) | Q(Exists(Alias.unscoped.filter(_words(words), individual=OuterRef("pk"))))


def _words(words: list[str]) -> Q:
    every = Q()
    for word in words:
        every &= Q(name_key__contains=word)
    return every


def _order(sort: str) -> list[Any]:
    descending = sort.startswith(_DESCENDING)
    columns = SORTS.get(sort.removeprefix(_DESCENDING))
    if columns is None:
        return _order(DEFAULT_SORT)
    ordered = [F(c).desc(nulls_last=True) if descending else F(c).asc(nulls_last=True) for c in columns]
    return [*ordered, "id"]
