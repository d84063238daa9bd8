"""The worker that browser tests use is a real one."""

from celery import Celery


def test_the_worker_knows_the_tasks_of_the_application(worker: Celery) -> None:
    """It answers over Redis and has loaded the application's own tasks."""
    registered = worker.control.inspect(timeout=5).registered() or {}
    tasks = [name for names in registered.values() for name in names]

    assert any(name.startswith("cohort.") for name in tasks)
