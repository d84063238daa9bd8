"""The entry point of the worker and of the scheduler."""

from celery import Celery

app = Celery("marsoc")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
