"""Making many tables in one migration without drawing up all of their models again after each."""

from collections.abc import Sequence

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations import CreateModel
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState


class CreateModels(Operation):
    """Several tables as one step.

    Django renders every model that a new one is related to again, which for a hundred tables that point to each other
    takes longer than all else; here they are rendered once, when all are known.
    """

    reversible = True

    def __init__(self, *creations: CreateModel) -> None:
        """Take the creations in the order in which they are made."""
        self.creations: Sequence[CreateModel] = creations

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Add all models to the state, which is rendered when somebody asks for it."""
        state.__dict__.pop("apps", None)
        for creation in self.creations:
            creation.state_forwards(app_label, state)

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        """Make the tables; the database adds foreign keys when all are there."""
        for creation in self.creations:
            creation.database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        """Remove the tables, the last one first."""
        for creation in reversed(self.creations):
            creation.database_backwards(app_label, schema_editor, from_state, to_state)

    def describe(self) -> str:
        """Name the models."""
        return f"Create {', '.join(creation.name for creation in self.creations)}"
