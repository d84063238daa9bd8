"""The words that individuals are found by, which the database keeps beside what they were taken from."""

from typing import ClassVar

from django.db import models

from cohort.enums import NameKind
from cohort.models.individuals import Individual
from sharing.enums import DataCategory
from sharing.models import AboutIndividual


class FoundBy(AboutIndividual):
    """One word by which somebody is found, with the whole name that it is a word of, both folded as ``name_key`` is.

    Triggers of the database write the rows, and take them away, in the transaction of the change; nothing else does.
    """

    individual_table = "cohort_individual"

    individual = models.ForeignKey(Individual, on_delete=models.DO_NOTHING, related_name="+")
    word = models.CharField(max_length=250)
    whole = models.CharField(max_length=250)

    class Meta(AboutIndividual.Meta):
        """Looked up by the word alone: equality is what an index answers under row-level security."""

        abstract = True

    def __str__(self) -> str:
        return f"A word that {self.individual_id} is found by"


class NameWord(FoundBy):
    """A word of somebody's name or of a further name; ``kind`` is empty for the name that the record goes by."""

    data_category = DataCategory.IDENTITY
    categories: ClassVar = {data_category: ("word", "whole", "kind")}

    kind = models.CharField(max_length=10, choices=NameKind.choices, blank=True)

    class Meta(FoundBy.Meta):
        """As everything that somebody is found by."""

        indexes = [models.Index(fields=["word"], include=["cell", "individual", "whole", "kind"], name="name_word")]


class GroupWord(FoundBy):
    """A word of the name of the organised crime group that somebody is said to belong to."""

    data_category = DataCategory.INTELLIGENCE
    categories: ClassVar = {data_category: ("word", "whole")}

    class Meta(FoundBy.Meta):
        """As everything that somebody is found by."""

        indexes = [models.Index(fields=["word"], include=["cell", "individual", "whole"], name="group_word")]
