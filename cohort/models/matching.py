"""Whose record is to be compared with the others."""

from django.db import models

from cohort.models.named_access import ByName
from marsoc.kit import clock


class MatchingDue(ByName):
    """That somebody joined a list, or that a name, number, birth or place of theirs changed, since they were compared.

    Triggers of the database write the rows in the transaction of the change, several about one person if need be; the
    job that compares removes in its own transaction what it has dealt with, so that no change is lost with a worker.
    """

    noted_at = models.DateTimeField(default=clock.now)

    class Meta(ByName.Meta):
        """In the order noted."""

    def __str__(self) -> str:
        return f"{self.individual_id} is to be compared"
