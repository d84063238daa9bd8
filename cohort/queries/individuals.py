"""The list: filtered, sorted and one page at a time, with the exact total."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields
from datetime import date, timedelta
from functools import lru_cache
from typing import Any, NamedTuple, Self

from django.db import connection
from django.db.models import Exists, F, OrderBy, OuterRef, Q, QuerySet

from cohort.identifiers import search_keys
from cohort.models import Alias, Identifier, Individual, SheetReference
from cohort.names import name_key
from cohort.queries.masking import by_cell_alone, category_of, column, narrowed, shown_anywhere
from cohort.reference_numbers import parse_reference, shown_reference
from marsoc.kit import clock
from marsoc.kit.pagination import Page, pages_of
from sharing.enums import DataCategory
from sharing.models import ScopedQuerySet
from sharing.queries.cells import total_of
from sharing.sight import EVERYTHING, Sight
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
LEFT_THE_LIST = "left"


class Listed(NamedTuple):
    """What the list reads of an individual; a tuple, because building model instances costs more than the query.

    None also where the viewer may not see it.
    """

    reference: str
    surname: str
    forenames: str
    date_of_birth: date | None
    year_of_birth: int | None
    owning_hub_id: str
    phase: str | None
    establishment_id: str | None
    place: str | None
    threats: list[str] | None
    lead_agency_id: str | None
    release_on: date | None
    provisional_score: int | None
    status: str | None
    review_due: date | None
    id: int
    cell: int | None

    @property
    def shown_reference(self) -> str:
        """The reference as people read and say it."""
        return shown_reference(self.reference)


@dataclass(frozen=True, slots=True)
class ListFilter:
    """What the list is narrowed to; codes for the choices, days for the windows, free text for names and numbers.

    A ``standing`` of ``LEFT_THE_LIST`` asks for those who have left it, anything else for those who are on it.
    """

    hub: list[str] = field(default_factory=list)
    phase: list[str] = field(default_factory=list)
    threat: list[str] = field(default_factory=list)
    lead_agency: list[str] = field(default_factory=list)
    status: list[str] = field(default_factory=list)
    location: str = ""
    release_within: int | None = None
    review_due: str = ""
    standing: str = ""
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
    """Return one page of the list as the viewer may see it; the whole list takes one statement, the rest two.

    Args:
        viewer: who asks.
        wanted: what to narrow the list to.
        sort: one of ``sorts``, with a leading minus for descending; anything else means the default.
        number: the page, from 1; one past the end gives the last page.
        size: rows per page.
    """
    if wanted.is_empty and by_cell_alone(viewer.sight) and (page := _whole_list(viewer, sort, number, size)):
        return page
    found = matching(viewer, wanted)
    total = found.count()
    number = min(number, pages_of(total, size))
    rows = _rows(found, _order(viewer, sort), [column(viewer, name) for name in Listed._fields], number, size)
    return Page([Listed._make(row) for row in rows], number, size, total)


def total_listed(viewer: Viewer) -> int:
    """Return how many individuals the viewer's list holds, as the list counts them."""
    return individual_page(viewer, ListFilter(), DEFAULT_SORT, 1, size=1).total


def _rows(
    found: ScopedQuerySet[Individual], order: Sequence[Any], columns: Sequence[Any], number: int, size: int
) -> QuerySet[Any, Any]:
    start = (number - 1) * size
    return found.order_by(*order).values_list(*columns)[start : start + size]


def _whole_list(viewer: Viewer, sort: str, number: int, size: int) -> Page[Listed] | None:
    """Return a page of all that a viewer sees, counted by what the database keeps of each cell; None for no rows."""
    cells = viewer.sight.cells(DataCategory.IDENTITY)
    statement = _whole_list_sql(cells is None, sort_in_force(viewer, sort), number, size)
    with connection.cursor() as cursor:
        cursor.execute(statement, [] if cells is None else [sorted(cells)] * 2)
        rows = cursor.fetchall()
    return Page([Listed._make(row[1:]) for row in rows], number, size, rows[0][0]) if rows else None


@lru_cache(maxsize=256)
def _whole_list_sql(everywhere: bool, sort: str, number: int, size: int) -> str:
    """Return what the ORM makes of a page of the whole list; its making takes longer than its running.

    The statement is the same for everybody whose sight is made of cells alone: the cells are its parameters.
    """
    sight = EVERYTHING if everywhere else Sight(covered=frozenset({0}))
    anybody = Viewer(reach=frozenset(), permissions=frozenset(), sight=sight)
    columns = [total_of(sight.cells(DataCategory.IDENTITY)), *Listed._fields]
    rows = _rows(matching(anybody, ListFilter()), _order(anybody, sort), columns, number, size)
    statement, parameters = rows.query.sql_with_params()
    assert list(parameters) == ([] if everywhere else [[0], [0]])
    return str(statement)


def matching(viewer: Viewer, wanted: ListFilter) -> ScopedQuerySet[Individual]:
    """Return the individuals that the viewer may see and a filter keeps; what is withheld matches no filter."""
    found: ScopedQuerySet[Individual] = Individual.unscoped.visible_to(viewer)
    found = found.filter(left_on__isnull=wanted.standing != LEFT_THE_LIST)
    for category, condition in _conditions(wanted):
        found = found.filter(narrowed(viewer, category, condition))
    return found


def _conditions(wanted: ListFilter) -> list[tuple[DataCategory, Q]]:
    chosen = {
        "owning_hub__in": wanted.hub,
        "phase__in": wanted.phase,
        "threats__overlap": wanted.threat,
        "lead_agency__in": wanted.lead_agency,
        "status__in": wanted.status,
        "establishment": wanted.location,
    }
    conditions = [(category_of(lookup.partition("__")[0]), Q(**{lookup: v})) for lookup, v in chosen.items() if v]
    if wanted.release_within is not None:
        today = clock.today()
        released = Q(release_on__range=(today, today + timedelta(days=wanted.release_within)))
        conditions.append((category_of("release_on"), released))
    if wanted.review_due:
        conditions.append((category_of("review_due"), _review(wanted.review_due)))
    if wanted.text.strip():
        conditions.append((category_of("surname"), _text(wanted.text)))
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


def sorts(viewer: Viewer) -> frozenset[str]:
    """Return the keys of ``SORTS`` that the viewer's list has columns for."""
    shown = shown_anywhere(viewer)
    return frozenset(key for key, columns in SORTS.items() if {category_of(each) for each in columns} <= shown)


def sort_in_force(viewer: Viewer, sort: str) -> str:
    """Return a sort if the viewer's list has it, else the default, which is by name where no score is shared."""
    for wanted in (sort, DEFAULT_SORT):
        if wanted.removeprefix(_DESCENDING) in sorts(viewer):
            return wanted
    return "name"


def _order(viewer: Viewer, sort: str) -> list[Any]:
    sort = sort_in_force(viewer, sort)
    read = [column(viewer, each) for each in SORTS[sort.removeprefix(_DESCENDING)]]
    columns = [F(each) if isinstance(each, str) else each for each in read]
    if sort.startswith(_DESCENDING):
        return [*(OrderBy(each, descending=True, nulls_last=True) for each in columns), "id"]
    return [*(OrderBy(each, nulls_last=True) for each in columns), "id"]
