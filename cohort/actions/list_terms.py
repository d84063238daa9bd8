"""What a hub sets for its list: how many people it can manage, and what makes a quorum of its panel."""

from collections.abc import Collection

from cohort.access import must_be_allowed
from cohort.models import ListTerms
from cohort.moves import FEWEST_AGENCIES
from cohort.permissions import CohortPermission
from marsoc.kit import locks
from sharing import audit
from sharing.actions.writing import writing
from sharing.enums import Operation
from sharing.errors import BadRequest, Refused
from sharing.models import Agency, Hub
from sharing.viewer import Viewer


def set_list_terms(
    *, by: Viewer, hub: Hub, capacity: int | None, least_agencies: int, required_agencies: Collection[Agency]
) -> ListTerms:
    """Set how many people a hub can manage, and which agencies make a quorum of its panel from the next one on.

    Args:
        by: who sets it; the role covers the hub.
        hub: whose list.
        capacity: how many people the hub can manage, None for no line.
        least_agencies: of how many agencies people must take part.
        required_agencies: those that must be among them.

    Raises:
        BadRequest: the numbers make no sense.
        Refused: the viewer does not decide about this list.
    """
    must_be_allowed(by, CohortPermission.DECIDE)
    if by.reach is not None and hub.pk not in by.reach:
        raise Refused("Only the hub's own manager and the central team lead set this.")
    if capacity is not None and capacity < 1:
        raise BadRequest("How many people the hub can manage must be 1 or more. Leave it empty for no line.")
    if least_agencies < max(FEWEST_AGENCIES, len(required_agencies)):
        raise BadRequest(
            f"A quorum takes at least {FEWEST_AGENCIES} agencies, and as many as you require. Enter a larger number."
        )
    with writing(by, "Set the terms of the list"):
        locks.wait_for(f"list terms {hub.pk}")
        terms = ListTerms.objects.filter(hub=hub).first() or ListTerms(hub=hub)
        terms.capacity, terms.least_agencies = capacity, least_agencies
        terms.required_agencies = sorted(agency.pk for agency in required_agencies)
        terms.save()
        audit.record(
            by, Operation.ALTER, kind="list terms", ref=hub.pk, capacity=capacity, least=least_agencies,
            required=terms.required_agencies,
        )  # fmt: skip
    return terms
