"""Counts of individuals by cell."""

from collections.abc import Collection

from django.db.models import BooleanField, Func, IntegerField, Subquery, Sum

from sharing.cells import LEFT, WIDTH
from sharing.models import CellCount


class _OnTheList(Func):
    """Says whether a cell is one of those who are on the list; without parameters, so that its statement is kept."""

    template = f"mod(%(expressions)s, {WIDTH}) <> {LEFT}"
    output_field = BooleanField()


def total_of(cells: Collection[int] | None) -> Subquery:
    """Return an expression that counts the individuals on the list in some cells, None for every cell.

    Restricted individuals are in no cell. Where nobody has ever been in any of them it is null.
    """
    counts = CellCount.objects.all() if cells is None else CellCount.objects.filter(cell__among=cells)
    total = Func("number", function="sum", output_field=IntegerField())
    return Subquery(counts.filter(_OnTheList("cell")).values(total=total))


def totals_by_cell() -> dict[int, int]:
    """Return how many individuals each cell holds that whoever looks may count; restricted ones are in no cell."""
    return dict(CellCount.objects.values_list("cell").annotate(total=Sum("number")))
