"""Custody, and the plan before, during and after it."""

from django.db.models import TextChoices

from sharing.enums import Phase


class SpellKind(TextChoices):
    """What a time in custody rests on."""

    REMAND = "REMAND", "Remand"
    SENTENCE = "SENTENCE", "Sentence"
    DEFAULT_TERM = "DEFAULT_TERM", "Default term for a fine or a confiscation order"
    RECALL = "RECALL", "Recall"


class AbsenceKind(TextChoices):
    """How somebody comes to be away from custody; only the last is with leave."""

    AT_LARGE = "AT_LARGE", "Unlawfully at large"
    ESCAPE = "ESCAPE", "Escape"
    NON_RETURN = "NON_RETURN", "Did not return from temporary release"
    LEAVE = "LEAVE", "Temporary release"


class PlanPart(TextChoices):
    """A part of somebody's plan; custody divides their life into these."""

    BEFORE = "BEFORE", "Before custody"
    DURING = "DURING", "During custody"
    AFTER = "AFTER", "After custody"

    @classmethod
    def of(cls, phase: str) -> "PlanPart":
        """Return the part that is carried out in a custody phase."""
        if phase in {Phase.PRE, Phase.REM}:
            return cls.BEFORE
        return cls.DURING if phase == Phase.CUS else cls.AFTER


class ObjectiveState(TextChoices):
    """How far an objective of a plan has come."""

    OPEN = "OPEN", "Open"
    DONE = "DONE", "Reached"
    OBSOLETE = "OBSOLETE", "Given up"
