"""People who move to another hub."""

from datetime import date

from cohort.actions import transfers
from cohort.actions.transfers import Answer
from cohort.enums import ListStatus
from cohort.models import Individual, Transfer
from cohort.queries.transfers import work_to_hand_over
from marsoc.kit import clock
from sharing.enums import RoleCode
from sharing.models import Hub, User
from sharing.viewer import Viewer
from tests import factories


def manager(hub: str = "WM") -> Viewer:
    """Return somebody new who manages a hub."""
    return factories.viewer(RoleCode.HUB_MANAGER, "ROCU", hub)


def managed(**given: object) -> Individual:
    """Return somebody who is on the list of the West Midlands hub."""
    values = {"status": ListStatus.ACCEPTED, "review_due": clock.months_after(clock.today(), 2), **given}
    made = factories.individual(**values)
    made.refresh_from_db()
    return made


def offered(of: Individual, hub: str = "EM", *, on: date | None = None, by: Viewer | None = None) -> Transfer:
    """Return an offer of somebody to another hub, from today unless another day is given."""
    return transfers.offer_transfer(
        by=by or manager(of.owning_hub_id), individual=of, hub=Hub.objects.get(pk=hub),
        effective_on=on or clock.today(), words="Has moved to the area",
    )  # fmt: skip


def answers(by: Viewer, transfer: Transfer, holder: User | None = None) -> dict[str, Answer]:
    """Return answers that hold: whatever goes on to one person, the rest closed."""
    work = work_to_hand_over(by, transfer.individual, transfer.to_hub_id)
    return {each.name: Answer(holder or by.user) if each.goes_on else Answer(reason="Begun anew") for each in work}


def accepted(transfer: Transfer, by: Viewer | None = None) -> Transfer:
    """Return an offer as it was accepted; one whose day has come has taken effect."""
    by = by or manager(transfer.to_hub_id)
    return transfers.accept_transfer(
        by=by, transfer=transfer, answers=answers(by, transfer), lead_agency=None, officer="DS Invented"
    )
