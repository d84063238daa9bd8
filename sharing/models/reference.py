"""Reference data: loaded from fixtures, kept with dates because law and policy change it."""

from datetime import date
from typing import Any

from django.contrib.auth.models import Group
from django.contrib.postgres.fields import ArrayField
from django.db import models

from marsoc.kit.history import records


class Reference(models.Model):
    """One entry of a vocabulary, with the ways people write it."""

    code = models.CharField(max_length=40, primary_key=True)
    name = models.CharField(max_length=120)
    also_known_as = ArrayField(models.CharField(max_length=120), default=list, blank=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        """Listed by name unless an entry says otherwise."""

        abstract = True
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name

    def is_valid_on(self, day: date) -> bool:
        """Whether it may be used on a day."""
        return self.valid_from <= day and (self.valid_to is None or day < self.valid_to)


def reference_to(vocabulary: type[Reference], *, optional: bool = False) -> Any:
    """Return a foreign key to a vocabulary.

    Without an index: the tables that filter by it have composite ones, and Django would add two to each, which every
    import would pay for.

    Args:
        vocabulary: the reference model.
        optional: whether the fact may be unknown.
    """
    return models.ForeignKey(
        vocabulary, on_delete=models.PROTECT, null=optional, blank=optional, related_name="+", db_index=False
    )


class Agency(Reference):
    """A body that takes part; its Django group carries what agreements grant it."""

    group = models.OneToOneField(Group, on_delete=models.PROTECT, related_name="agency")
    regime = models.CharField(
        max_length=5,
        choices=[("PART3", "Law-enforcement processing"), ("GDPR", "UK GDPR"), ("BOTH", "Both, by purpose")],
    )
    can_lead = models.BooleanField(default=True, help_text="May be named as lead agency for an individual.")

    history = records()

    class Meta(Reference.Meta):
        """As all reference data."""

        verbose_name_plural = "agencies"


class Hub(Reference):
    """One of the ten regional hubs; the hub that owns a record answers for it."""

    number = models.PositiveSmallIntegerField(unique=True)
    unit = models.CharField(max_length=60, help_text="The regional organised crime unit that hosts the hub.")

    history = records()


class Role(Reference):
    """What a membership is for; the code is one of ``RoleCode``."""

    sees = models.CharField(max_length=120)
    does = models.CharField(max_length=120)
    position = models.PositiveSmallIntegerField()

    history = records()

    class Meta(Reference.Meta):
        """Listed as the programme lists them."""

        ordering = ("position",)
