"""Vocabulary that the code itself branches on; everything else is reference data."""

from django.db.models import TextChoices


class SubjectCategory(TextChoices):
    """Category of data subject, which Part 3 of the Data Protection Act 2018 (s.38(3)) keeps apart."""

    SUSPECT = "SUSPECT", "Suspect"
    CONVICTED = "CONVICTED", "Convicted"
    VICTIM = "VICTIM", "Victim"
    WITNESS = "WITNESS", "Witness"
    OTHER = "OTHER", "Other"


class ListStatus(TextChoices):
    """Where a person stands on the hub's list."""

    NOMINATED = "NOMINATED", "Nominated"
    RESEARCH = "RESEARCH", "In research"
    SCORED = "SCORED", "Scored"
    PANEL = "PANEL", "At panel"
    ACCEPTED = "ACCEPTED", "Accepted"
    DEFERRED = "DEFERRED", "Deferred"
    REJECTED = "REJECTED", "Rejected"
    SUSPENDED = "SUSPENDED", "Suspended"
    TRANSFER_PENDING = "TRANSFER_PENDING", "Transfer pending"
    MONITORED = "MONITORED", "Monitored"
    EXITED = "EXITED", "Exited"
    ARCHIVED = "ARCHIVED", "Archived"


class IdentifierKind(TextChoices):
    """Number by which an agency knows a person."""

    PNC = "PNC", "PNC ID"
    CRO = "CRO", "CRO number"
    PRISON = "PRISON", "Prison number"
    CRN = "CRN", "Probation CRN"
    HOME_OFFICE = "HOME_OFFICE", "Home Office reference"
    PASSPORT = "PASSPORT", "Passport number"


class NameKind(TextChoices):
    """How a further name came to be known."""

    ALIAS = "ALIAS", "Also known as"
    STREET = "STREET", "Street name"
    FORMER = "FORMER", "Former name"
    SPELLING = "SPELLING", "Other spelling"


class Verdict(TextChoices):
    """What a person decided about two records that look alike."""

    OPEN = "OPEN", "Not decided"
    SAME = "SAME", "The same person"
    NOT_SAME = "NOT_SAME", "Not the same person"


class ImportMode(TextChoices):
    """How far an import looks beyond the rows of the sheet; neither mode ever removes anything."""

    UPDATE = "UPDATE", "Add and update"
    COMPARE = "COMPARE", "Add and update, and list those no longer on the sheet"


class ImportState(TextChoices):
    """Where an uploaded workbook stands."""

    MAPPING = "MAPPING", "Columns to check"
    COMPARING = "COMPARING", "Being compared"
    PREVIEW = "PREVIEW", "Ready to check"
    APPLYING = "APPLYING", "Being imported"
    DONE = "DONE", "Imported"
    REFUSED = "REFUSED", "Refused"
    CANCELLED = "CANCELLED", "Cancelled"


class RowOutcome(TextChoices):
    """What an import does with a row; every row has exactly one."""

    IMPORTED = "IMPORTED", "New"
    UPDATED = "UPDATED", "Changed"
    UNCHANGED = "UNCHANGED", "Unchanged"
    REJECTED = "REJECTED", "Rejected"


class ShareState(TextChoices):
    """Where a named share stands; that its last day is over needs no state."""

    OFFERED = "OFFERED", "Offered"
    ACCEPTED = "ACCEPTED", "Accepted"
    DECLINED = "DECLINED", "Declined"
    ENDED = "ENDED", "Ended"


class RequestState(TextChoices):
    """Where a request for access stands."""

    OPEN = "OPEN", "Waiting for the owner"
    ASKED = "ASKED", "Waiting for an answer to a question"
    GRANTED = "GRANTED", "Granted"
    REFUSED = "REFUSED", "Refused"
    WITHDRAWN = "WITHDRAWN", "Withdrawn"


class EmergencyReason(TextChoices):
    """Why somebody takes emergency access."""

    LIFE = "LIFE", "Threat to life"
    HARM = "HARM", "Immediate risk of serious harm"
    ESCAPE = "ESCAPE", "Escape, or release in error"
    CHILD = "CHILD", "Risk to a child"


class EmergencyOutcome(TextChoices):
    """What the review of an emergency access found."""

    JUSTIFIED = "JUSTIFIED", "Justified"
    NOT_NEEDED = "NOT_NEEDED", "In good faith, but not needed"
    MISUSE = "MISUSE", "Not justified: referred"


class ChangeKind(TextChoices):
    """What an entry of the timeline is about."""

    RECORD = "record", "The record itself"
    NAME = "name", "Names"
    NUMBER = "number", "Identifiers"
    BIRTH = "birth", "Birth"
    DATE = "date", "Key dates and review"
    CUSTODY = "custody", "Custody and places"
    STATUS = "status", "Status and score"
    CRIME = "crime", "Crime and lead agency"
    NOTES = "notes", "Notes"
    ACCESS = "access", "What others may know"


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
