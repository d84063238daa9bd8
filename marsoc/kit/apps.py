"""Leaf helpers that know no domain app."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class KitConfig(AppConfig):
    """Secures the database after every migration."""

    name = "marsoc.kit"

    def ready(self) -> None:
        """Connect the installer."""
        from marsoc.kit import database  # noqa: PLC0415  models must be loaded first

        post_migrate.connect(database.secure_after_migrate, dispatch_uid="secure-database")
