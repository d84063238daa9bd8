"""Loading the reference data of every app from its fixtures, writing only what differs."""

from collections.abc import Callable, Iterator
from pathlib import Path

from django.apps import apps
from django.core import serializers
from django.core.serializers.base import DeserializedObject
from django.db import models, transaction

from marsoc.kit.acting import acting

_derived: list[Callable[[], int]] = []


def derive(make: Callable[[], int]) -> None:
    """Have reference data that follows from other reference data made after each loading.

    Args:
        make: writes what is missing and returns how many entries that were.
    """
    _derived.append(make)


def load() -> int:
    """Bring reference data to what the fixtures say; loading twice changes nothing.

    Returns:
        How many entries were written.
    """
    with acting(job="reference data"):
        written = sum(_keep(entry) for path in _fixtures() for entry in _entries(path))
        return written + sum(make() for make in _derived)


def _fixtures() -> Iterator[Path]:
    for app in apps.get_app_configs():
        yield from sorted((Path(app.path) / "fixtures").glob("*.json"))


def _entries(path: Path) -> Iterator[DeserializedObject]:
    yield from serializers.deserialize("json", path.read_text())


def _keep(entry: DeserializedObject) -> int:
    present = type(entry.object)._default_manager.filter(pk=entry.object.pk).first()
    if present is not None and _values(present) == _values(entry.object):
        return 0
    with transaction.atomic():
        entry.save()
    return 1


def _values(instance: models.Model) -> list[object]:
    return [field.to_python(getattr(instance, field.attname)) for field in instance._meta.concrete_fields]
