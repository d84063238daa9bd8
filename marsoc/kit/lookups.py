"""Lookups that PostgreSQL answers well."""

from typing import Any

from django.db import models


@models.CharField.register_lookup
@models.IntegerField.register_lookup
class Among(models.Lookup):
    """``column = any (array)``: what ``in`` says, with one parameter however many there are.

    The array still stands in the statement as a literal, so that the planner knows what it holds.
    """

    lookup_name = "among"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        """Return the condition."""
        column, parameters = self.process_lhs(compiler, connection)
        kind = self.lhs.output_field.rel_db_type(connection)
        return f"{column} = any (%s::{kind}[])", [*parameters, sorted(self.rhs)]
