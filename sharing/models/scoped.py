"""The bases of every model that holds something about an individual, and the rule by which its rows are seen.

Each rule is written twice, once for the ORM (``seen_by``) and once for PostgreSQL (``policy``, which
``sharing.row_security`` installs); tests hold both to a third reading in plain Python.
"""

from collections.abc import Mapping
from typing import Any, ClassVar, Protocol, Self, TypeVar

from django.db import models
from django.db.models import Q

from marsoc.kit import lookups  # noqa: F401  the rules below compare with ``among``
from sharing.enums import DataCategory
from sharing.errors import Withheld
from sharing.models.reference import Agency

Row_co = TypeVar("Row_co", bound=models.Model, covariant=True)
_CATEGORIES = tuple(DataCategory)


class Seeing(Protocol):
    """Whoever asks, with what that viewer may see."""

    @property
    def reach(self) -> frozenset[str] | None:
        """Codes of the hubs that the viewer's role covers, None for every hub."""

    @property
    def sight(self) -> Any:
        """A ``sharing.sight.Sight``."""

    @property
    def contributor(self) -> str:
        """The agency of a viewer who sees by agreement, empty for anybody else."""

    @property
    def governs(self) -> bool:
        """Whether the viewer handles the requests of people for their own data."""


class ScopedQuerySet(models.QuerySet[Row_co]):
    """Rows about individuals, which leave the database only as a viewer may see them."""

    def visible_to(self, viewer: Seeing) -> Self:
        """Keep the rows that the viewer may see.

        What the viewer may see goes into the statement as literals, never as a subquery: with a subquery the planner
        reads the whole table for a narrow share.
        """
        # every scoped model says how its rows are seen; a contract test holds it to that
        return self.filter(self.model.seen_by(viewer))  # type: ignore[attr-defined]


class ScopedModel(models.Model):
    """Something about an individual.

    There is no ``objects``: reads go through ``unscoped.visible_to(viewer)`` in ``queries`` and ``access``, writes
    through ``actions``.
    """

    unscoped: Any = ScopedQuerySet.as_manager()

    class Meta:
        """Related rows are reached through the same manager."""

        abstract = True
        base_manager_name = "unscoped"
        default_manager_name = "unscoped"

    @classmethod
    def seen_by(cls, viewer: Seeing) -> Q:
        """Return the condition that keeps the rows a viewer may see."""
        raise NotImplementedError

    @classmethod
    def policy(cls) -> str:
        """Return the same condition for row-level security, over the settings of ``sharing.seeing``."""
        raise NotImplementedError

    @classmethod
    def history_policy(cls, table: str) -> str:
        """Return the rule of the model's history table: whoever sees the row as it is may see what it was."""
        present = cls._meta.db_table
        return f"exists (select from {present} present where present.id = {table}.id)"

    def withholds(self, field: str) -> bool:
        """Say whether a field was kept back when the row was read for its viewer."""
        return field in self.get_deferred_fields()

    def refresh_from_db(self, using: Any = None, fields: Any = None, from_queryset: Any = None) -> None:
        """Read the row again; a field that was withheld when the row was read stays withheld.

        Raises:
            Withheld: a single withheld field is asked for, which Django would otherwise fetch without a word.
        """
        if fields and set(fields) & self.get_deferred_fields():
            raise Withheld(f"{', '.join(fields)} was not read for this viewer.")
        super().refresh_from_db(using=using, fields=fields, from_queryset=from_queryset)


class AboutIndividual(ScopedModel):
    """A row about one individual, of one data category, carrying the individual's cell.

    ``cell`` is kept by the database: it is the hub and phase of the individual, and empty while the individual is
    restricted, so that nothing that works by cells can see it. ``data_category`` decides who sees the row.
    ``categories`` says of every field what kind of fact it is, once per model; ``structural`` names those that are
    none. A contract test fails on a field that is in neither.
    """

    data_category: DataCategory
    categories: ClassVar[Mapping[DataCategory, tuple[str, ...]]]
    structural: ClassVar[tuple[str, ...]] = ("id", "cell", "individual")
    individual_column = "individual_id"
    individual_table: str

    cell = models.PositiveSmallIntegerField(null=True, editable=False)

    class Meta(ScopedModel.Meta):
        """As every scoped model."""

        abstract = True

    @classmethod
    def seen_by(cls, viewer: Seeing) -> Q:
        """By cell or by name, unless a conflict of interest bars the viewer from the individual."""
        return cls.seen_in(viewer, cls.data_category)

    @classmethod
    def seen_in(cls, viewer: Seeing, category: DataCategory) -> Q:
        """Return the condition that keeps the rows about individuals of whom a viewer may see a category."""
        sight = viewer.sight
        cells = sight.cells(category)
        seen = Q(cell__isnull=False) if cells is None else Q(cell__among=cells)
        if named := sight.named.get(category):
            seen |= Q(**{f"{cls.individual_column}__in": sorted(named)})
        if sight.barred:
            seen &= ~Q(**{f"{cls.individual_column}__in": sorted(sight.barred)})
        return seen

    @classmethod
    def policy(cls) -> str:
        """As ``seen_by``."""
        table = cls._meta.db_table
        return seen_sql(f"{table}.cell", f"{table}.{cls.individual_column}", cls.data_category)

    @classmethod
    def history_policy(cls, table: str) -> str:
        """Return the rule of the history table: what was said of an individual is seen as the individual is now.

        The individual's own table keeps its rule inside the subquery: identity is the door to everything else.
        """
        seen = seen_sql("about.cell", "about.id", cls.data_category)
        return (
            f"exists (select from {cls.individual_table} about"
            f" where about.id = {table}.{cls.individual_column} and {seen})"
        )


class FactAboutIndividual(AboutIndividual):
    """A row that an agency may have contributed under a clause; it sees what it contributed, whatever else ends."""

    structural = (*AboutIndividual.structural, "contributed_by")

    contributed_by = models.ForeignKey(
        Agency, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )

    class Meta(AboutIndividual.Meta):
        """As every row about an individual."""

        abstract = True

    @classmethod
    def seen_by(cls, viewer: Seeing) -> Q:
        """Also by the agency that contributed it."""
        seen = super().seen_by(viewer)
        if viewer.contributor:
            seen |= Q(contributed_by=viewer.contributor) & ~Q(individual__in=sorted(viewer.sight.barred))
        return seen

    @classmethod
    def policy(cls) -> str:
        """As ``seen_by``."""
        table = cls._meta.db_table
        return (
            f"({super().policy()}) or ({table}.contributed_by_id = (select {setting_sql('contributor')})"
            f" and {not_barred_sql(f'{table}.individual_id')})"
        )


class WorkOfHub(ScopedModel):
    """Something a hub works with that holds rows about individuals, such as an import.

    ``hub_paths`` are the lookups that lead from a row to hubs, all of which the viewer's role must cover.
    """

    hub_paths: tuple[str, ...]

    class Meta(ScopedModel.Meta):
        """As every scoped model."""

        abstract = True

    @classmethod
    def seen_by(cls, viewer: Seeing) -> Q:
        """By the viewer's hubs."""
        if viewer.reach is None:
            return Q()
        return Q(**{f"{path}__in": sorted(viewer.reach) for path in cls.hub_paths})


def seen_sql(cell: str, individual: str, category: DataCategory) -> str:
    """Return the condition on a cell and an individual under which a category is seen.

    Every setting is read in a subquery without a row, which PostgreSQL runs once per statement and not once per row.

    Args:
        cell: SQL of the cell.
        individual: SQL of the individual's id.
        category: what kind of fact it is.
    """
    number = _CATEGORIES.index(category)
    return (
        f"({cell_sql(cell, category)}"
        f" or {individual} = any ((select {array_sql(f'named_{number}', 'bigint')})::bigint[]))"
        f" and {not_barred_sql(individual)}"
    )


def cell_sql(cell: str, category: DataCategory) -> str:
    """Return the condition on a cell alone under which a category is seen."""
    cells = array_sql(f"cells_{_CATEGORIES.index(category)}", "smallint")
    return (
        f"(({cell} is not null and (select {setting_sql('everywhere')} = 'on'))"
        f" or {cell} = any ((select {cells})::smallint[]))"
    )


def not_barred_sql(individual: str) -> str:
    """Return the condition under which no conflict of interest bars the viewer from an individual."""
    return f"{individual} <> all ((select {array_sql('barred', 'bigint')})::bigint[])"


def covered_sql(hub: str) -> str:
    """Return the condition under which the viewer's role covers a hub.

    Args:
        hub: SQL of the hub's code.
    """
    return (
        f"((select {setting_sql('everywhere')} = 'on') or {hub} = any ((select {array_sql('hubs', 'text')})::text[]))"
    )


def setting_sql(name: str) -> str:
    """Return SQL that reads a setting of ``sharing.seeing``, empty when nobody has been told of."""
    return f"coalesce(current_setting('marsoc.{name}', true), '')"


def array_sql(name: str, kind: str) -> str:
    """Return SQL that reads a setting as an array of a PostgreSQL type."""
    return f"coalesce(nullif(current_setting('marsoc.{name}', true), ''), '{{}}')::{kind}[]"
