"""Who may know of somebody, what they received, and what people ask of their own data."""

from django.db.models import TextChoices


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


class DisclosureMeans(TextChoices):
    """How somebody received something of an individual."""

    SCREEN = "SCREEN", "On screen"
    LIST = "LIST", "On a list or in a search"
    PRINT = "PRINT", "In print"
    TOLD = "TOLD", "Told that there is a record"


class Nature(TextChoices):
    """What sort of statement something was that turned out to be inaccurate."""

    FACT = "FACT", "A fact"
    OPINION = "OPINION", "An opinion or assessment"


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


class Regime(TextChoices):
    """Under which law somebody asks for the own data."""

    PART3 = "PART3", "Part 3 of the Data Protection Act 2018 (law enforcement)"
    GDPR = "GDPR", "UK GDPR"


class Channel(TextChoices):
    """How a request for the own data reached us."""

    POST = "POST", "Post"
    EMAIL = "EMAIL", "Email"
    IN_PERSON = "IN_PERSON", "In person"
    TELEPHONE = "TELEPHONE", "Telephone"
    REPRESENTATIVE = "REPRESENTATIVE", "A solicitor or another representative"


class SubjectAccessState(TextChoices):
    """Where a request for the own data stands."""

    RECEIVED = "RECEIVED", "Received"
    IDENTITY = "IDENTITY", "Identity to verify"
    PAUSED = "PAUSED", "Clock paused for clarification"
    COLLECTING = "COLLECTING", "Collecting"
    DECIDING = "DECIDING", "Deciding"
    ANSWERED = "ANSWERED", "Answered"
    CLOSED = "CLOSED", "Closed"


class Outcome(TextChoices):
    """How a request for the own data is answered as a whole."""

    GIVE = "GIVE", "Give what may be given of the items"
    NOTHING = "NOTHING", "Nothing is held"
    NEITHER = "NEITHER", "Neither confirm nor deny that anything is held"


class ItemGroup(TextChoices):
    """What kind of thing is collected in answer to a request for the own data."""

    IDENTITY = "IDENTITY", "Identity"
    NAMES = "NAMES", "Other names"
    NUMBERS = "NUMBERS", "Identifiers"
    CUSTODY = "CUSTODY", "Custody and supervision"
    ASSESSMENT = "ASSESSMENT", "Status and assessment"
    CRIME = "CRIME", "Crime and intelligence"
    TIMELINE = "TIMELINE", "Timeline"
    RECIPIENTS = "RECIPIENTS", "Shared by name with"


class ItemDecision(TextChoices):
    """What becomes of an item in the answer."""

    DISCLOSE = "DISCLOSE", "Disclose"
    REDACT = "REDACT", "Disclose in part"
    WITHHOLD = "WITHHOLD", "Withhold"
