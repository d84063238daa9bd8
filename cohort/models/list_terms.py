"""What each hub has set for its list."""

from django.db import models

from marsoc.kit.history import records
from sharing.models import Hub, reference_to


class ListTerms(models.Model):
    """What a hub has set for its list: how many people it can manage; without a ``capacity`` the list shows no line."""

    hub = reference_to(Hub)
    capacity = models.PositiveSmallIntegerField(null=True, blank=True)

    history = records()
    objects = models.Manager["ListTerms"]()

    class Meta:
        """One for each hub."""

        constraints = [models.UniqueConstraint(name="list_terms_once", fields=["hub"])]

    def __str__(self) -> str:
        return f"Terms of {self.hub_id}"
