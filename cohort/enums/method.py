"""The method: assessments, and how intelligence is graded."""

from django.db.models import TextChoices


class Area(TextChoices):
    """What a dimension of the method is about."""

    HARM = "HARM", "Harm"
    LIKELIHOOD = "LIKELIHOOD", "Likelihood"
    CUSTODY = "CUSTODY", "Custody"
    VICTIMS = "VICTIMS", "Victims"


class Confidence(TextChoices):
    """How sure an assessor is of a level; each framework says in words what that means."""

    LOW = "LOW", "Low"
    MEDIUM = "MEDIUM", "Medium"
    HIGH = "HIGH", "High"


class AssessmentPurpose(TextChoices):
    """What somebody is assessed for."""

    ACCEPTANCE = "ACCEPTANCE", "Acceptance on the list"
    REVIEW = "REVIEW", "Review"


class Place(TextChoices):
    """Which of two assessors, each blind to the other, a scoring is by."""

    FIRST = "FIRST", "First assessor"
    SECOND = "SECOND", "Second assessor"


class Basis(TextChoices):
    """What a piece of evidence is; fact and assessment are kept apart (Data Protection Act 2018, s.38(2))."""

    FACT = "FACT", "Fact"
    ASSESSMENT = "ASSESSMENT", "Assessment"
    INTELLIGENCE = "INTELLIGENCE", "Intelligence"


class SourceGrade(TextChoices):
    """The 3 of 3x5x2: how reliable the source is."""

    RELIABLE = "1", "1 Reliable"
    UNTESTED = "2", "2 Untested"
    NOT_RELIABLE = "3", "3 Not reliable"


class IntelligenceGrade(TextChoices):
    """The 5 of 3x5x2: how the source knows."""

    DIRECT = "A", "A Known directly"
    CORROBORATED = "B", "B Known indirectly but corroborated"
    INDIRECT = "C", "C Known indirectly"
    NOT_KNOWN = "D", "D Not known"
    FALSE = "E", "E Suspected to be false"


class Handling(TextChoices):
    """The 2 of 3x5x2: whether it may be shared, or only on conditions."""

    PERMITTED = "P", "P Lawful sharing permitted"
    CONDITIONS = "C", "C Lawful sharing permitted with conditions"
