"""Leaf helpers that know no domain app."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class KitConfig(AppConfig):
    """Secures the database after every migration, and refuses roles that its policies do not bind."""

    name = "marsoc.kit"

    def ready(self) -> None:
        """Connect the installer and the refusal of a wrong role."""
        from marsoc.kit import database, database_role  # noqa: PLC0415  models must be loaded first

        database_role.listen()
        post_migrate.connect(database.secure_after_migrate, dispatch_uid="secure-database")
