"""People who move between hubs: one offered to another hub and one by it, one accepted for later, one who has moved."""

from datetime import timedelta

from django.db import transaction

from cohort.actions.transfers import Answer, accept_transfer, offer_transfer
from cohort.enums import ListStatus
from cohort.models import Individual, Transfer
from cohort.queries.transfers import obstacles_to_offering, people_to_hold, what_is_offered
from marsoc.demo.acting import acting
from marsoc.kit import clock
from sharing.enums import RoleCode
from sharing.models import Hub
from sharing.seeing import seeing
from sharing.viewer import Viewer

HUB, OTHER, FAR = "WM", "EM", "LD"


@transaction.atomic
def prepare_transfers() -> None:
    """Make them, as far as the hubs have people for it, unless that has been done."""
    lead, manager = acting(RoleCode.CENTRAL_ADMIN), acting(RoleCode.HUB_MANAGER, HUB)
    with seeing(lead):
        ours, theirs = _people(lead, HUB), _people(lead, OTHER)
        if len(ours) < 2 or len(theirs) < 2 or Transfer.unscoped.exists():
            return
    _offer(manager, ours[0], FAR, 14, "Has taken a flat in London with his partner")
    _accept(lead, _offer(manager, ours[1], OTHER, 30, "Moves to Derby on release"))
    _offer(lead, theirs[0], HUB, 7, "Leads a group in Coventry by now")
    _accept(manager, _offer(lead, theirs[1], HUB, 0, "The harm falls in Birmingham alone"))


def _people(by: Viewer, hub: str) -> list[Individual]:
    """Return people of a hub who may move, those about whom the fewest others are told first."""
    found = Individual.unscoped.visible_to(by).filter(owning_hub=hub, status=ListStatus.ACCEPTED, namedshares=None)
    return [each for each in found.order_by("-pk") if not obstacles_to_offering(by, each)]


def _offer(by: Viewer, person: Individual, hub: str, days: int, words: str) -> Transfer:
    day = clock.today() + timedelta(days=days)
    return offer_transfer(
        by=by, individual=person, hub=Hub.objects.get(pk=hub), effective_on=day, words=f"{words} (synthetic)"
    )


def _accept(by: Viewer, transfer: Transfer) -> None:
    """Accept, with every piece of open work in the hands of the first of the receiving hub, or closed."""
    holder, _ = people_to_hold(by, transfer)[0]
    offered = what_is_offered(by, transfer)
    accept_transfer(
        by=by, transfer=transfer, lead_agency=offered.individual.lead_agency, officer=holder.full_name,
        answers={
            each.name: Answer(holder) if each.goes_on else Answer(reason="Is begun anew") for each in offered.work
        },
    )  # fmt: skip
