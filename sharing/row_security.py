"""Row-level security on every table that holds something about an individual, its history included.

Made anew after every migration from the models' own rules. The application's role is held to the rules; the owner of
the tables, whom only migrations and the database's own functions act as, maintains every row.
"""

from collections.abc import Iterator
from typing import Any

from django.apps import apps

from marsoc.kit.database import APPLICATION_ROLE, OWNER_ROLE
from sharing.enums import DataCategory
from sharing.models import CellCount, ScopedModel
from sharing.models.scoped import cell_sql

_POLICY = """
alter table {table} enable row level security;
alter table {table} force row level security;
drop policy if exists seen on {table};
create policy seen on {table} to {application} using ({rule}) with check ({rule});
drop policy if exists maintained on {table};
create policy maintained on {table} to {owner} using (true) with check (true);
"""


def install(cursor: Any) -> None:
    """Install the policy of every scoped table."""
    for table, rule in rules().items():
        cursor.execute(_POLICY.format(table=table, rule=rule, application=APPLICATION_ROLE, owner=OWNER_ROLE))


def rules() -> dict[str, str]:
    """Return the condition of every table that is under row-level security."""
    return dict(_rules())


def _rules() -> Iterator[tuple[str, str]]:
    yield CellCount._meta.db_table, cell_sql(f"{CellCount._meta.db_table}.cell", DataCategory.IDENTITY)
    for model in apps.get_models():
        if not issubclass(model, ScopedModel):
            continue
        yield model._meta.db_table, model.policy()
        if hasattr(model, "history"):
            table = model.history.model._meta.db_table
            yield table, model.history_policy(table)
