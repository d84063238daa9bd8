"""Vocabulary that the code itself branches on; everything else is reference data."""

from django.db.models import TextChoices

from sharing.enums import Phase


class SubjectCategory(TextChoices):
    """Category of data subject, which Part 3 of the Data Protection Act 2018 (s.38(3)) keeps apart."""

    SUSPECT = "SUSPECT", "Suspect"
    CONVICTED = "CONVICTED", "Convicted"
    VICTIM = "VICTIM", "Victim"
    WITNESS = "WITNESS", "Witness"
    OTHER = "OTHER", "Other"


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


class ListAct(TextChoices):
    """What moves somebody from status to status; leaving the list and moving between hubs are acts of their own."""

    RESEARCH = "research", "Start research"
    SCORE = "score", "Record that research and scoring are done"
    TABLE = "table", "Put before the panel"
    ACCEPT = "accept", "Accept onto the list"
    DEFER = "defer", "Defer the decision"
    REJECT = "reject", "Reject"
    SUSPEND = "suspend", "Suspend"
    MONITOR = "monitor", "Reduce to monitoring"
    RESUME = "resume", "Return to full management"
    RENOMINATE = "renominate", "Nominate again"
    ARCHIVE = "archive", "Archive"


class ReviewOutcome(TextChoices):
    """What a review of somebody's place on the list comes to."""

    KEEP = "KEEP", "The person stays, fully managed"
    MONITOR = "MONITOR", "The person stays, and is only monitored"


class TransferState(TextChoices):
    """Where a transfer to another hub stands."""

    OFFERED = "OFFERED", "Offered"
    ACCEPTED = "ACCEPTED", "Accepted"
    REFUSED = "REFUSED", "Refused"
    WITHDRAWN = "WITHDRAWN", "Withdrawn"
    DONE = "DONE", "Done"


class TransferAct(TextChoices):
    """What is done with a transfer."""

    ACCEPT = "accept", "Accept the transfer"
    REFUSE = "refuse", "Refuse the transfer"
    WITHDRAW = "withdraw", "Withdraw the transfer"
    TAKE_EFFECT = "take effect", "Let the transfer take effect"


class WorkKind(TextChoices):
    """What about somebody may be open when the person moves to another hub."""

    REVIEW = "REVIEW", "Review"
    ASSESSMENT = "ASSESSMENT", "Assessment"
    REQUEST = "REQUEST", "Request for access"
    SHARE = "SHARE", "Share by name"
    MATCH = "MATCH", "Possible duplicate"
    CORRECTION = "CORRECTION", "Correction"


class PanelManner(TextChoices):
    """How a panel came to a decision."""

    CONSENSUS = "CONSENSUS", "By consensus"
    VOTE = "VOTE", "By vote"


class NominationState(TextChoices):
    """Where a nomination by an agency stands."""

    WAITING = "WAITING", "Waits for the hub"
    TAKEN_UP = "TAKEN_UP", "Taken up"
    DECLINED = "DECLINED", "Not taken up"


class MergedAs(TextChoices):
    """What became of a row when its record was merged with another."""

    KEPT = "KEPT", "Were on the record that survives"
    REWRITTEN = "REWRITTEN", "Say on the record that survives what the other said"
    MOVED = "MOVED", "Moved from the other record"
    LEFT = "LEFT", "Stayed, as the record that survives has its own"
    MADE = "MADE", "Further name made of the name that did not survive"


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


class ProposalState(TextChoices):
    """Where something stands that one person proposes and another decides."""

    PROPOSED = "PROPOSED", "To be decided"
    APPROVED = "APPROVED", "Approved"
    REFUSED = "REFUSED", "Refused"
    WITHDRAWN = "WITHDRAWN", "Withdrawn"


class RetentionKind(TextChoices):
    """What a review of the keeping of a record decides."""

    RETAIN = "RETAIN", "Keep the record"
    HOLD = "HOLD", "Hold for a legal reason"
    REDUCE = "REDUCE", "Reduce the record to a minimum"
    DISPOSE = "DISPOSE", "Dispose of the record"


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
    LIST = "list", "Leaving the list, and keeping the record"


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


class Moment(TextChoices):
    """When a panel's list is looked at again."""

    OPENED = "opened", "When it was opened"
    CLOSED = "closed", "When it was closed"


class GroupStatus(TextChoices):
    """Whether an organised crime group is at work."""

    ACTIVE = "ACTIVE", "Active"
    DORMANT = "DORMANT", "Dormant"
    ENDED = "ENDED", "No longer a group"


class ApartCategory(TextChoices):
    """What somebody is who is held apart from the list (Data Protection Act 2018, s.38(3))."""

    VICTIM = "VICTIM", "Victim"
    WITNESS = "WITNESS", "Witness"
    ASSOCIATE = "ASSOCIATE", "Associate only"
