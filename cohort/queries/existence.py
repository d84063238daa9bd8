"""Telling a viewer that another agency holds an interest in somebody; each telling is a disclosure in the trail."""

from typing import NamedTuple

from cohort.access import get_interest
from cohort.enums import RequestState
from cohort.existence import Interest, interest_of, interests_matching
from cohort.models import AccessRequest
from cohort.permissions import CohortPermission
from cohort.reference_numbers import parse_reference
from sharing import audit
from sharing.enums import Operation
from sharing.models import User
from sharing.queries.people import contacts
from sharing.viewer import Viewer


class Told(NamedTuple):
    """An interest with whom to ask and the agency's own request that waits, if there is one."""

    interest: Interest
    contact: User | None
    request: int | None


def told_by_search(viewer: Viewer, text: str) -> list[Told]:
    """Return of whom a search may tell that another agency holds an interest, and record that it did.

    Args:
        viewer: who searches.
        text: what was typed; the work is the same whoever it meets.
    """
    if not text.strip() or not viewer.may(CohortPermission.REQUEST):
        return []
    return _told(viewer, interests_matching(viewer.sight, text))


def told_by_link(viewer: Viewer, reference: str) -> Told | None:
    """Return of whom a link may tell, None where it leads to nothing that the viewer may know of.

    Args:
        viewer: who opened the link.
        reference: of the individual, as it stood in the link.
    """
    stored = parse_reference(reference)
    if stored is None or not viewer.may(CohortPermission.REQUEST):
        return None
    interest = interest_of(viewer.sight, reference=stored)
    return _told(viewer, [interest])[0] if interest else None


def told_again(viewer: Viewer, individual: int) -> Told:
    """Return somebody of whom the viewer has been told, to ask for access.

    Raises:
        Http404: nothing may be known of the individual any more.
    """
    return _told(viewer, [get_interest(viewer, individual)])[0]


def _told(viewer: Viewer, interests: list[Interest]) -> list[Told]:
    if not interests:
        return []
    for interest in interests:
        audit.record(viewer, Operation.DISCLOSE, kind="existence", ref=interest.reference, level=str(interest.level))
    people = contacts({each.hub for each in interests})
    waiting = _waiting(viewer, [each.individual for each in interests])
    return [Told(each, people.get(each.hub), waiting.get(each.individual)) for each in interests]


def _waiting(viewer: Viewer, individuals: list[int]) -> dict[int, int]:
    found = AccessRequest.unscoped.visible_to(viewer).filter(
        individual__in=individuals, state__in=[RequestState.OPEN, RequestState.ASKED]
    )
    return dict(found.values_list("individual", "pk"))
