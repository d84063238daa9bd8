"""Who read one individual's record, from the audit trail."""

from cohort.models import Individual
from cohort.queries.record import note_reading
from marsoc.kit.pagination import Page
from sharing.enums import Operation
from sharing.queries.audit import Entry, entries_about
from sharing.viewer import Viewer

READINGS = (Operation.CONSULT, Operation.DISCLOSE, Operation.EXPORT, Operation.PRINT)
_KINDS = ("individual", "access", "existence")


def readings_of(viewer: Viewer, individual: Individual, number: int) -> Page[Entry]:
    """Return one page of who read or was told of an individual, the newest first, and record that this was asked.

    The lists on which the individual stood among others are not among them.

    Args:
        viewer: who asks, and has been given the individual to change it.
        individual: of whom.
        number: the page, from 1; one past the end gives the last page.
    """
    page = entries_about(_KINDS, individual.shown_reference, READINGS, number)
    note_reading(viewer, individual, page="readers")
    return page
