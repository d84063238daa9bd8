"""What of an individual a viewer may be shown: whatever is withheld is read, filtered and sorted by as if empty.

A category may be shared for some of the individuals that a viewer sees and not for others, so the list decides row by
row, in the database; where nothing is withheld the plain column is read, which keeps its index.
"""

from typing import Any

from django.db.models import Case, F, Q, When

from cohort.models import Individual
from sharing.enums import DataCategory
from sharing.sight import Sight
from sharing.viewer import Viewer

_CATEGORY_OF = {name: category for category, names in Individual.categories.items() for name in names}


def category_of(field: str) -> DataCategory:
    """Return the data category of a field of the individual, given by its name or that of its column."""
    return _CATEGORY_OF[field.removesuffix("_id")]


def shown_anywhere(viewer: Viewer) -> frozenset[DataCategory]:
    """Return the categories that the viewer may see of some individual: the list has columns for no others."""
    sight = viewer.sight
    return frozenset(
        category
        for category in DataCategory
        if sight.cells(category) is None or sight.cells(category) or sight.named.get(category)
    )


def by_cell_alone(sight: Sight) -> bool:
    """Say whether every individual that is seen is seen by its cell and in every category that the list shows."""
    seen = sight.cells(DataCategory.IDENTITY)
    return not (sight.named or sight.barred) and all(sight.cells(each) == seen for each in Individual.categories)


def shows(viewer: Viewer, category: DataCategory) -> Q | None:
    """Return the condition under which an individual that the viewer sees shows a category, None if each one does."""
    sight = viewer.sight
    seen, cells = sight.cells(DataCategory.IDENTITY), sight.cells(category)
    named = sight.named.get(category, frozenset())
    by_cell = cells is None or (seen is not None and seen <= cells)
    if by_cell and sight.named.get(DataCategory.IDENTITY, frozenset()) <= named:
        return None
    return (Q(cell__isnull=False) if cells is None else Q(cell__among=cells)) | Q(pk__in=sorted(named))


def column(viewer: Viewer, field: str) -> Any:
    """Return what to read of a field: its name, or an expression that is empty where it is withheld."""
    if field in Individual.structural:
        return field
    condition = shows(viewer, category_of(field))
    return field if condition is None else Case(When(condition, then=F(field)), default=None)


def narrowed(viewer: Viewer, category: DataCategory, wanted: Q) -> Q:
    """Return a condition on fields of one category that no withheld field meets."""
    condition = shows(viewer, category)
    return wanted if condition is None else wanted & condition


def readable_fields(categories: frozenset[DataCategory]) -> list[str]:
    """Return the fields of an individual that some categories let be read."""
    return [
        *Individual.structural,
        *(name for each in sorted(categories) for name in Individual.categories.get(each, ())),
    ]
