"""Coming onto the list, staying on it, moving between hubs and leaving it."""

from django.db.models import TextChoices


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


class Moment(TextChoices):
    """When a panel's list is looked at again."""

    OPENED = "opened", "When it was opened"
    CLOSED = "closed", "When it was closed"


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
