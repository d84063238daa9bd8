"""What was done."""

from django.apps import AppConfig


class DisruptionsConfig(AppConfig):
    """Claims, contributions and money; the agencies' work against what the list shows."""

    name = "disruptions"
