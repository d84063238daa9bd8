"""Reference data about crime, custody and supervision, loaded from fixtures."""

from django.db import models

from marsoc.kit.history import records
from sharing.models import Reference


class ThreatArea(Reference):
    """A kind of serious organised crime."""

    history = records()


class Establishment(Reference):
    """A prison or young offender institution, by the code HMPPS gives it."""

    history = records()


class ProbationRegion(Reference):
    """A region of the Probation Service; the regions do not line up with the hubs."""

    history = records()


class ExitReason(Reference):
    """Why somebody leaves the list; one that ``erases`` says that the person should never have been on it.

    ``source`` says where the entry comes from, for whoever checks it against the law.
    """

    erases = models.BooleanField(default=False)
    position = models.PositiveSmallIntegerField()
    source = models.CharField(max_length=200)

    history = records()

    class Meta(Reference.Meta):
        """Listed as the programme lists them."""

        ordering = ("position",)


class KeyDateKind(Reference):
    """A date in a sentence as HMPPS names it; recorded here, never calculated.

    ``release_rank`` orders the kinds that say when somebody leaves custody: the lowest that is recorded is the one
    the list shows (HMPPS: confirmed, else approved parole, else home detention curfew, else the statutory date).
    """

    position = models.PositiveSmallIntegerField()
    release_rank = models.PositiveSmallIntegerField(null=True, blank=True)

    history = records()

    class Meta(Reference.Meta):
        """Listed from sentence to the end of supervision."""

        ordering = ("position",)
