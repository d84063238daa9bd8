"""How each hub keeps its list: how many it can manage, and which agencies make a quorum of its panel."""

from django.db import models

from marsoc.kit.history import records
from sharing.models import Hub, reference_to
from sharing.models.agreements import codes


class ListTerms(models.Model):
    """What a hub has set for its list: how many people it can manage, and who must sit on its panel.

    A panel may decide about somebody while people of at least ``least_agencies`` agencies take part, those of
    ``required_agencies`` among them. Without a ``capacity`` the list shows no line.
    """

    hub = reference_to(Hub)
    capacity = models.PositiveSmallIntegerField(null=True, blank=True)
    least_agencies = models.PositiveSmallIntegerField(default=2)
    required_agencies = codes()

    history = records()
    objects = models.Manager["ListTerms"]()

    class Meta:
        """One for each hub, and never a panel of nobody."""

        constraints = [
            models.UniqueConstraint(name="list_terms_once", fields=["hub"]),
            models.CheckConstraint(name="list_terms_quorum_of_two", condition=models.Q(least_agencies__gte=2)),
        ]

    def __str__(self) -> str:
        return f"Terms of {self.hub_id}"
