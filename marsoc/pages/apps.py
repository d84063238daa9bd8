"""Pages that compose the domain apps."""

from django.apps import AppConfig


class PagesConfig(AppConfig):
    """Home, shell, errors, health."""

    name = "marsoc.pages"
