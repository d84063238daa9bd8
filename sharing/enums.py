"""Vocabulary that the code itself branches on; everything else is reference data."""

from django.db.models import TextChoices


class RoleCode(TextChoices):
    """What a membership lets a person do; the descriptions are reference data (fixtures/roles.json)."""

    CENTRAL_ADMIN = "CENTRAL_ADMIN", "Central team lead"
    CENTRAL_ANALYST = "CENTRAL_ANALYST", "Central analyst"
    HUB_MANAGER = "HUB_MANAGER", "Hub manager"
    HUB_OFFICER = "HUB_OFFICER", "Hub officer"
    HUB_RESEARCHER = "HUB_RESEARCHER", "Hub researcher"
    HMPPS_ROCO = "HMPPS_ROCO", "Regional organised crime officer"
    PROB_LEAD = "PROB_LEAD", "Probation lead"
    AGENCY_CONTRIB = "AGENCY_CONTRIB", "Agency contributor"
    AGENCY_SPOC = "AGENCY_SPOC", "Agency single point of contact"
    PANEL_MEMBER = "PANEL_MEMBER", "Moderation panel member"
    AUDITOR = "AUDITOR", "Auditor or inspector"
    DPO_IG = "DPO_IG", "Information governance"
    FINANCE = "FINANCE", "Grant officer"
    BOARD = "BOARD", "Delivery board member"


class Operation(TextChoices):
    """What an audit event records: the operations of the Data Protection Act 2018 s.62, and our own."""

    COLLECT = "COLLECT", "Collected"
    ALTER = "ALTER", "Altered"
    CONSULT = "CONSULT", "Consulted"
    SEARCH = "SEARCH", "Searched"
    DISCLOSE = "DISCLOSE", "Disclosed"
    EXPORT = "EXPORT", "Exported"
    PRINT = "PRINT", "Printed"
    COMBINE = "COMBINE", "Combined"
    ERASE = "ERASE", "Erased"
    DENIED = "DENIED", "Refused"
    SIGN_IN = "SIGN_IN", "Signed in"
    SIGN_OUT = "SIGN_OUT", "Signed out"
    SIGN_IN_FAILED = "SIGN_IN_FAILED", "Sign-in failed"
    PERMISSION = "PERMISSION", "Permission changed"


class UnusualRule(TextChoices):
    """By which rule access is unusual; docs/audit.md has them in full."""

    OUT_OF_HOURS = "OUT_OF_HOURS", "Out of hours"
    MANY_SEARCHES = "MANY_SEARCHES", "Many searches"
    REFUSED_OFTEN = "REFUSED_OFTEN", "Refused often"


class FindingOutcome(TextChoices):
    """What somebody made of a finding of unusual access."""

    FALSE_ALARM = "FALSE_ALARM", "False alarm"
    REFERRED = "REFERRED", "Referred"


class Phase(TextChoices):
    """Custody phase: where a person stands in the lifetime of their management."""

    PRE = "PRE", "Before custody"
    REM = "REM", "On remand"
    CUS = "CUS", "In custody"
    REL = "REL", "On licence or supervision"
    POST = "POST", "After supervision"
    ABRD = "ABRD", "Overseas or removed"
    FUG = "FUG", "Unlawfully at large"


class DataCategory(TextChoices):
    """What kind of fact something is; a clause shares by it. The order is part of every stored scope's number."""

    IDENTITY = "IDENTITY", "Identity"
    CUSTODY = "CUSTODY", "Custody"
    ASSESSMENT = "ASSESSMENT", "Assessment"
    PLAN = "PLAN", "Plan"
    DISRUPTION = "DISRUPTION", "Disruption"
    INTELLIGENCE = "INTELLIGENCE", "Intelligence"
    FINANCE = "FINANCE", "Finance"
    EQUALITY = "EQUALITY", "Equality"


class Ability(TextChoices):
    """What a clause lets its recipients do with what it covers."""

    VIEW = "VIEW", "See"
    CONTRIBUTE = "CONTRIBUTE", "Add to"
    AGREE = "AGREE", "Agree"


class ScopePermission(TextChoices):
    """The guardian permissions that a grant gives on a scope."""

    VIEW = "view_scope", "See what falls in the scope"
    CONTRIBUTE = "contribute_scope", "Add to what falls in the scope"
    AGREE = "agree_scope", "Agree plans about what falls in the scope"
    POINT = "point_scope", "Be told that another agency holds an interest"
    SUMMARISE = "summarise_scope", "Be told in summary what interest another agency holds"


class Existence(TextChoices):
    """What somebody who may not see an individual may know of it."""

    NOTHING = "NOTHING", "Nothing"
    POINTER = "POINTER", "That another agency holds an interest, and whom to ask"
    SUMMARY = "SUMMARY", "That, the hub and the custody phase"


class AgreementKind(TextChoices):
    """What sort of document an agreement is."""

    MOU = "MOU", "Memorandum of understanding"
    ISA = "ISA", "Information-sharing agreement"


class AgreementState(TextChoices):
    """Where an agreement stands at an instant; derived, never stored."""

    DRAFT = "DRAFT", "Draft"
    IN_SIGNATURE = "IN_SIGNATURE", "In signature"
    IN_FORCE = "IN_FORCE", "In force"
    REVIEW_DUE = "REVIEW_DUE", "In force, review due"
    SUSPENDED = "SUSPENDED", "Suspended"
    EXPIRED = "EXPIRED", "Expired"
    TERMINATED = "TERMINATED", "Terminated"


class AccessRule(TextChoices):
    """By which rule somebody sees something of an individual; docs/permissions.md has them in full."""

    ROLE = "ROLE", "By role"
    AGREEMENT = "AGREEMENT", "Under an agreement"
    SHARE = "SHARE", "By a named share"
    NAMED = "NAMED", "Named for the record"
    EMERGENCY = "EMERGENCY", "In an emergency"
    CONTRIBUTED = "CONTRIBUTED", "Contributed by the agency"
    TRANSFER = "TRANSFER", "Offered to the hub to take over"


class Obstacle(TextChoices):
    """What keeps somebody from seeing a data category of an individual."""

    MEMBERSHIP = "MEMBERSHIP", "The membership was not in force"
    ROLE = "ROLE", "The role shows no individuals"
    CONFLICT = "CONFLICT", "A conflict of interest is marked"
    LEFT = "LEFT", "The individual has left the list"
    REVIEW = "REVIEW", "The individual is suspended, or a review of it is overdue"
    RESTRICTED = "RESTRICTED", "The individual is restricted, and the person is not named for it"
    HUB = "HUB", "The membership is held at another hub"
    EQUALITY = "EQUALITY", "Equality monitoring is not shared and not given by name"
    NO_CLAUSE = "NO_CLAUSE", "No clause gives this to the agency"
    UNSIGNED = "UNSIGNED", "The agreement is not signed by both sides"
    NOT_BEGUN = "NOT_BEGUN", "The agreement or its clause has not begun"
    SUSPENDED = "SUSPENDED", "The agreement is suspended"
    EXPIRED = "EXPIRED", "The agreement or its clause has expired"
    TERMINATED = "TERMINATED", "The agreement has been ended"
    SUPERSEDED = "SUPERSEDED", "A later version has replaced this one"
    IDENTITY = "IDENTITY", "The identity is not shown, and without it there is no record"


class NoticeKind(TextChoices):
    """What a notice is about."""

    SIGNATURE = "SIGNATURE", "A signature is asked for"
    AGREEMENT = "AGREEMENT", "An agreement has changed"
    EXPIRY = "EXPIRY", "An agreement ends soon"
    SHARE = "SHARE", "An individual is offered or no longer shared"
    REQUEST = "REQUEST", "Access is asked for or decided"
    EMERGENCY = "EMERGENCY", "Emergency access was taken"
    NOMINATION = "NOMINATION", "Somebody is nominated, or a nomination is answered"
    PANEL = "PANEL", "A decision of a panel needs somebody else's approval"
    EXIT = "EXIT", "Somebody has left the list or is to leave it"
    CORRECTION = "CORRECTION", "Something received was inaccurate"
    MATCH = "MATCH", "Two records may be, or are, of one person"
    REVIEW = "REVIEW", "Reviews of people on the list are due"
    CUSTODY = "CUSTODY", "Somebody's custody has changed, or what your agency is shown of the person"
    TRANSFER = "TRANSFER", "Somebody is to move to another hub, or has"
    RIGHTS = "RIGHTS", "Something is to be decided by a set day"


class AccessReason(TextChoices):
    """What somebody needs to see a record for."""

    CASELOAD = "CASELOAD", "My caseload"
    TASKED_ACTION = "TASKED_ACTION", "An action I have been given"
    PANEL = "PANEL", "A panel or case conference"
    PRE_RELEASE = "PRE_RELEASE", "Planning for a release"
    DECONFLICTION = "DECONFLICTION", "Keeping operations apart"
    RIGHTS_REQUEST = "RIGHTS_REQUEST", "A request of the person about their data"
    AUDIT = "AUDIT", "Inspection or audit"
