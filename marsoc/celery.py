"""The entry point of the worker and of the scheduler."""

from celery import Celery
from celery.signals import worker_init

from marsoc.kit.database_role import refuse_to_start_in_wrong_role

app = Celery("marsoc")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
worker_init.connect(refuse_to_start_in_wrong_role)
