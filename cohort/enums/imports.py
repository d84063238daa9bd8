"""Imports of workbooks."""

from django.db.models import TextChoices


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
