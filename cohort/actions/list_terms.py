"""What a hub sets for its list: how many people it can manage."""

from cohort.access import must_be_allowed
from cohort.models import ListTerms
from cohort.permissions import CohortPermission
from marsoc.kit import locks
from sharing import audit
from sharing.actions.writing import writing
from sharing.enums import Operation
from sharing.errors import BadRequest, Refused
from sharing.models import Hub
from sharing.viewer import Viewer


def set_list_terms(*, by: Viewer, hub: Hub, capacity: int | None) -> ListTerms:
    """Set how many people a hub can manage.

    Args:
        by: who sets it; the role covers the hub.
        hub: whose list.
        capacity: how many people the hub can manage, None for no line.

    Raises:
        BadRequest: the number makes no sense.
        Refused: the viewer does not decide about this list.
    """
    must_be_allowed(by, CohortPermission.DECIDE)
    if by.reach is not None and hub.pk not in by.reach:
        raise Refused("Only the hub's own manager and the central team lead set this.")
    if capacity is not None and capacity < 1:
        raise BadRequest("How many people the hub can manage must be 1 or more. Leave it empty for no line.")
    with writing(by, "Set the terms of the list"):
        locks.wait_for(f"list terms {hub.pk}")
        terms = ListTerms.objects.filter(hub=hub).first() or ListTerms(hub=hub)
        terms.capacity = capacity
        terms.save()
        audit.record(by, Operation.ALTER, kind="list terms", ref=hub.pk, capacity=capacity)
    return terms
