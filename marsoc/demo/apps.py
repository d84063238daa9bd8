"""Synthetic data and the one-command demonstration; never installed in production."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    """The demo command and its data."""

    name = "marsoc.demo"
