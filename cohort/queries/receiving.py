"""What the event of a reading holds of what somebody outside the owning hub received, and what that rested on.

The register of disclosures (``cohort.queries.disclosures``) is read from it.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from cohort.models import Individual, Objective
from cohort.queries.individuals import Listed
from sharing.enums import AccessRule, DataCategory
from sharing.viewer import Viewer

LISTED = frozenset({*Individual.categories})
"""The data categories of which a row of the list, and the overview of a record, hold something."""
HELD = LISTED | {Objective.data_category}
"""The data categories of which a record holds something."""


def received_of(viewer: Viewer, individual: Individual, categories: Iterable[DataCategory]) -> dict[str, Any]:
    """Return what the event of reading one record says beside the categories; nothing for the owning hub's own.

    Args:
        viewer: who reads.
        individual: whose record.
        categories: what of it is shown.
    """
    if not _is_outside(viewer, individual.owning_hub_id):
        return {}
    return {"under": viewer.sight.bases(individual.cell, individual.pk, categories)}


def received_in(viewer: Viewer, rows: Iterable[Listed], of: frozenset[DataCategory] = LISTED) -> dict[str, Any]:
    """Return what the event of a list says of the rows that are received from a hub that is not the viewer's own.

    Rows of which the same is shown on the same grounds stand together.

    Args:
        viewer: who reads.
        rows: what the list shows.
        of: the categories that the list has anything of.
    """
    together: dict[tuple[tuple[str, ...], tuple[str, ...]], list[str]] = defaultdict(list)
    for row in rows:
        if _is_outside(viewer, row.owning_hub_id):
            shown = viewer.sight.categories(row.cell, row.id) & of
            under = viewer.sight.bases(row.cell, row.id, shown)
            together[(_in_order(shown), tuple(under))].append(row.shown_reference)
    found = [_group(references, categories, under) for (categories, under), references in together.items()]
    return {"received": found} if found else {}


def received_beside(viewer: Viewer, individual: Individual, categories: Iterable[DataCategory]) -> dict[str, Any]:
    """Return what the event of reading something else says that shows some of an individual beside it."""
    if not _is_outside(viewer, individual.owning_hub_id):
        return {}
    under = viewer.sight.bases(individual.cell, individual.pk, categories)
    return {"received": [_group([individual.shown_reference], _in_order(categories), under)]}


def told_of(viewer: Viewer, references: Sequence[str], *, under: AccessRule | None = None) -> dict[str, Any]:
    """Return what the event of a list says that tells an agency of individuals by their references alone.

    Args:
        viewer: who reads.
        references: of the individuals.
        under: what lets the agency have the list, if it is not a clause.
    """
    if not viewer.contributor or not references:
        return {}
    return {"received": [_group(sorted(set(references)), (), (str(under),) if under else ())]}


def _is_outside(viewer: Viewer, hub: str) -> bool:
    return viewer.reach is not None and hub not in viewer.reach


def _in_order(categories: Iterable[DataCategory]) -> tuple[str, ...]:
    return tuple(category.value for category in DataCategory if category in set(categories))


def _group(references: Sequence[str], categories: Sequence[str], under: Sequence[str]) -> dict[str, Any]:
    return {"of": list(references), "categories": list(categories), "under": list(under)}
