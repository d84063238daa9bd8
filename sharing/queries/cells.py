"""Counts of individuals by cell."""

from collections.abc import Collection

from django.db.models import Func, IntegerField, Subquery, Sum

from sharing.models import CellCount


def total_of(cells: Collection[int] | None) -> Subquery:
    """Return an expression that counts the individuals in some cells, None for every cell.

    Restricted individuals are in no cell. Where nobody has ever been in any of them it is null.
    """
    counts = CellCount.objects.all() if cells is None else CellCount.objects.filter(cell__among=cells)
    total = Func("number", function="sum", output_field=IntegerField())
    return Subquery(counts.values(total=total))


def totals_by_cell() -> dict[int, int]:
    """Return how many individuals each cell holds that whoever looks may count; restricted ones are in no cell."""
    return dict(CellCount.objects.values_list("cell").annotate(total=Sum("number")))
