"""Counts of individuals by cell."""

from collections.abc import Collection

from django.db.models import Sum

from sharing.models import CellCount


def total_in(cells: Collection[int] | None) -> int:
    """Return how many individuals some cells hold, None for every cell; restricted ones are in no cell."""
    counts = CellCount.objects.all() if cells is None else CellCount.objects.filter(cell__in=sorted(cells))
    return counts.aggregate(total=Sum("number"))["total"] or 0


def totals_by_cell() -> dict[int, int]:
    """Return how many individuals each cell holds that whoever looks may count; restricted ones are in no cell."""
    return dict(CellCount.objects.values_list("cell").annotate(total=Sum("number")))
