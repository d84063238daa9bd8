"""What people on the list are, and what is known of them."""

from django.db.models import TextChoices


class SubjectCategory(TextChoices):
    """Category of data subject, which Part 3 of the Data Protection Act 2018 (s.38(3)) keeps apart."""

    SUSPECT = "SUSPECT", "Suspect"
    CONVICTED = "CONVICTED", "Convicted"
    VICTIM = "VICTIM", "Victim"
    WITNESS = "WITNESS", "Witness"
    OTHER = "OTHER", "Other"


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


class MergedAs(TextChoices):
    """What became of a row when its record was merged with another."""

    KEPT = "KEPT", "Were on the record that survives"
    REWRITTEN = "REWRITTEN", "Say on the record that survives what the other said"
    MOVED = "MOVED", "Moved from the other record"
    LEFT = "LEFT", "Stayed, as the record that survives has its own"
    MADE = "MADE", "Further name made of the name that did not survive"


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
