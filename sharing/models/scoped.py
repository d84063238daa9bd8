"""The base of every model that holds something about an individual."""

from typing import Any, Protocol, Self, TypeVar

from django.db import models

Row_co = TypeVar("Row_co", bound=models.Model, covariant=True)


class Reaching(Protocol):
    """Whoever asks: codes of the hubs within reach, None for every hub."""

    @property
    def reach(self) -> frozenset[str] | None:
        """Hub codes."""


class ScopedQuerySet(models.QuerySet[Row_co]):
    """Rows about individuals, which leave the database only as a viewer may see them."""

    def visible_to(self, viewer: Reaching) -> Self:
        """Keep the rows that the viewer may see.

        The viewer's hubs go into the statement as literals, never as a subquery: with a subquery the planner reads
        the whole table for a narrow share.
        """
        if viewer.reach is None:
            return self
        if not viewer.reach:
            return self.none()
        hubs = sorted(viewer.reach)
        # every scoped model names its paths; a contract test holds it to that
        return self.filter(**{f"{path}__in": hubs for path in self.model.hub_paths})  # type: ignore[attr-defined]


class ScopedModel(models.Model):
    """Something about an individual.

    There is no ``objects``: reads go through ``unscoped.visible_to(viewer)`` in ``queries`` and ``access``, writes
    through ``actions``. ``hub_paths`` are the lookups that lead from a row to the hubs that own the individuals it
    is about; a viewer must reach them all.
    """

    hub_paths: tuple[str, ...]

    unscoped: Any = ScopedQuerySet.as_manager()

    class Meta:
        """Related rows are reached through the same manager."""

        abstract = True
        base_manager_name = "unscoped"
        default_manager_name = "unscoped"
