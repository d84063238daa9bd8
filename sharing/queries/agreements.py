"""Reads of agreements."""

from django.db.models import Max

from sharing.models import Agreement


def latest_version(reference: str) -> int:
    """Return the number of the newest version of an agreement, 0 if there is none."""
    return Agreement.objects.filter(reference=reference).aggregate(latest=Max("version"))["latest"] or 0
