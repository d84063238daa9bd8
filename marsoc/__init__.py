"""The project: settings, shared leaf code, pages that compose the domain apps."""

from marsoc.celery import app as celery_app

__all__ = ["celery_app"]
