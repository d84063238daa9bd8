"""Who moves to another hub, what stands in the way, and what the receiving hub is shown in order to decide."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Case, Q, QuerySet, When

from cohort.access import may_on
from cohort.enums import ListStatus, ProposalState, TransferAct, TransferState
from cohort.models import ConflictMark, Individual, ListExit, Merge, Standing, Transfer, TransferLine
from cohort.moves import DUE, MANAGED, OPEN_TRANSFER, TRANSFER_STEPS
from cohort.permissions import CohortPermission
from cohort.queries.merging import held_for_governance
from cohort.queries.open_work import Work, open_work
from cohort.queries.panels import decision_waits
from cohort.queries.retention import waiting_erasing
from marsoc.kit import clock
from marsoc.kit.pagination import Page, page_from
from sharing import audit
from sharing.enums import AccessRule, DataCategory, Operation
from sharing.models import Membership, User
from sharing.permissions import HUB_STAFF
from sharing.queries.people import memberships_covering
from sharing.seeing import seeing
from sharing.viewer import Viewer, looking_everywhere

PAGE_SIZE = 25
_NAMED = ("home_region", "establishment", "probation_region", "lead_agency")
_TO_DECIDE = (
    "reference", "owning_hub", "category", "surname", "forenames", "date_of_birth", "year_of_birth", "phase", "place",
    "threats", "review_due", "cell", *_NAMED,
)  # fmt: skip
"""What of a record the receiving hub sees before it owns it: who the person is, so that it can tell whether it knows
the person and whether somebody has a conflict of interest; where the person is; and how serious the case is. Neither
identifiers nor other names, notes, intelligence, key dates or evidence."""
_CATEGORIES = (DataCategory.IDENTITY, DataCategory.CUSTODY, DataCategory.ASSESSMENT, DataCategory.INTELLIGENCE)


@dataclass(frozen=True, slots=True)
class Offered:
    """What both hubs are shown while a transfer is open; no other field of ``individual`` was read."""

    individual: Individual
    standing: Standing | None
    work: list[Work]


def may_transfer(viewer: Viewer, individual: Individual) -> bool:
    """Say whether a viewer may offer somebody to another hub now."""
    return individual.status in MANAGED and may_on(viewer, individual, CohortPermission.TRANSFER)


def acts_open_to(viewer: Viewer, transfer: Transfer) -> list[TransferAct]:
    """Return what a viewer may do with a transfer now."""
    found: list[TransferAct] = []
    for act, step in TRANSFER_STEPS.items():
        hub = transfer.to_hub_id if step.receives else transfer.from_hub_id
        covers = viewer.may(CohortPermission.TRANSFER) and (viewer.reach is None or hub in viewer.reach)
        own = act == TransferAct.ACCEPT and viewer.user is not None and transfer.offered_by_id == viewer.user.pk
        if covers and not own and transfer.state in step.sources and act != TransferAct.TAKE_EFFECT:
            found.append(act)
    return found


def sees_record(viewer: Viewer, transfer: Transfer) -> bool:
    """Say whether a viewer who has been given a transfer sees the record as well."""
    found: bool = Individual.unscoped.visible_to(viewer).filter(pk=transfer.individual_id).exists()
    return found


def obstacles_to_offering(viewer: Viewer, individual: Individual) -> list[str]:
    """Return why somebody cannot be offered to another hub now, each in a sentence that says what to do.

    Args:
        viewer: for the hub that owns the record.
        individual: the record.
    """
    if individual.status == ListStatus.TRANSFER_PENDING:
        return ["This person is offered to another hub already. Withdraw that transfer first."]
    if individual.status not in MANAGED:
        status = ListStatus(individual.status).label.lower()
        return [
            f"This person's status is '{status}'. Only somebody who is accepted or monitored moves to another hub"
            + (": review the person first." if individual.status == ListStatus.SUSPENDED else ".")
        ]
    return obstacles_to_moving(viewer, individual)


def obstacles_to_moving(viewer: Viewer, individual: Individual) -> list[str]:
    """Return what keeps somebody at a hub whatever was agreed, each in a sentence that says what to do."""
    looker = looking_everywhere(viewer)
    with seeing(looker):
        return list(_obstacles(looker, individual))


def _obstacles(looker: Viewer, individual: Individual) -> Iterator[str]:
    if individual.restricted:
        yield "This record is restricted to the people named for it. Lift the restriction first."
    if individual.left_on:
        yield "This person has left the list."
    if individual.status in DUE and individual.review_due and individual.review_due < clock.today():
        yield "The review of this person is overdue. The hub that owns the record does it first."
    proposed = {"state": ProposalState.PROPOSED}
    if ListExit.unscoped.visible_to(looker).filter(individual=individual, **proposed).exists():
        yield "It is proposed that this person leaves the list. Decide that first."
    if waiting_erasing(looker, individual):
        yield "It is proposed to erase this record or parts of it. Decide that first."
    if decision_waits(looker, [individual]):
        yield "A decision of the panel about this person waits for approval. Decide that first."
    either = Q(individual=individual) | Q(merged=individual)
    if Merge.unscoped.visible_to(looker).filter(either, **proposed).exists():
        yield "A merge of this record is proposed. Decide that first."
    if held_for_governance([individual.pk]):
        yield "Information governance needs this record as it is for now. Ask them when it can move."


def transfer_of(viewer: Viewer, individual: Individual) -> Transfer | None:
    """Return the open transfer of an individual that the viewer has been given, None if there is none."""
    if viewer.contributor or individual.status != ListStatus.TRANSFER_PENDING:
        return None
    found = Transfer.unscoped.visible_to(viewer).filter(individual=individual, state__in=OPEN_TRANSFER)
    moving: Transfer | None = found.select_related("from_hub", "to_hub").first()
    return moving


def work_to_hand_over(viewer: Viewer, individual: Individual, hub: str) -> list[Work]:
    """Return what is open about somebody, whoever asks for one of the two hubs.

    Args:
        viewer: for the hub that owns the record, or for the one to which it is offered.
        individual: about whom.
        hub: code of the hub to which the person moves.
    """
    looker = looking_everywhere(viewer)
    with seeing(looker):
        return open_work(looker, individual, hub)


def what_is_offered(viewer: Viewer, transfer: Transfer) -> Offered:
    """Return what an open transfer shows of the person, and record the reading.

    Read as somebody who sees every record, by the columns of ``_TO_DECIDE`` alone: the receiving hub owns nothing yet.

    Args:
        viewer: who has been given the transfer.
        transfer: while it is open.
    """
    looker = looking_everywhere(viewer)
    with seeing(looker):
        found = Individual.unscoped.visible_to(looker).only(*_TO_DECIDE).select_related(*_NAMED)
        individual = found.get(pk=transfer.individual_id)
        results = Standing.unscoped.visible_to(looker).filter(individual=individual)
        standing = results.select_related("band", "panel_band").first()
        work = open_work(looker, individual, transfer.to_hub_id)
    outside = viewer.reach is not None and transfer.from_hub_id not in viewer.reach
    audit.record(
        viewer, Operation.CONSULT, kind="individual", ref=transfer.reference, page="transfer", transfer=transfer.pk,
        categories=[str(category) for category in _CATEGORIES],
        **({"under": [str(AccessRule.TRANSFER)]} if outside else {}),
    )  # fmt: skip
    return Offered(individual, standing, work)


def note_closed_transfer(viewer: Viewer, transfer: Transfer) -> None:
    """Record that a transfer was read that is over, which shows nothing of the person but the reference."""
    audit.record(viewer, Operation.CONSULT, kind="transfer", ref=str(transfer.pk), of=transfer.reference)


def lines_of(viewer: Viewer, transfer: Transfer) -> list[TransferLine]:
    """Return what was decided about each piece of open work, in the order asked."""
    return list(TransferLine.unscoped.visible_to(viewer).filter(transfer=transfer).select_related("holder"))


def people_to_hold(viewer: Viewer, transfer: Transfer) -> list[tuple[User, str]]:
    """Return who at the receiving hub can take open work, each with what they act as, but for those kept out.

    Args:
        viewer: for the receiving hub.
        transfer: which waits.
    """
    looker = looking_everywhere(viewer)
    with seeing(looker):
        marks = ConflictMark.unscoped.visible_to(looker).filter(individual=transfer.individual_id, ends_at=None)
        barred = set(marks.values_list("user", flat=True))
    staff: QuerySet[Membership] = memberships_covering([transfer.to_hub_id]).filter(role__in=HUB_STAFF)
    found: dict[int, tuple[User, str]] = {}
    for membership in staff:
        if membership.user_id not in barred:
            words = f"{membership.user.full_name}, {membership.role.name.lower()}"
            found.setdefault(membership.user_id, (membership.user, words))
    return list(found.values())


def transfers(viewer: Viewer, number: int) -> Page[Transfer]:
    """Return one page of the transfers from and to the viewer's hubs, the open ones first, and record the reading.

    Args:
        viewer: who asks.
        number: the page, from 1; one past the end gives the last page.
    """
    found = Transfer.unscoped.visible_to(viewer).select_related("from_hub", "to_hub")
    open_first = Case(When(state__in=OPEN_TRANSFER, then=0), default=1)
    page = page_from(found.order_by(open_first, "-pk"), number, PAGE_SIZE)
    shown = [row.reference for row in page.rows]
    audit.record(viewer, Operation.CONSULT, kind="transfers", shown=shown, total=page.total)
    return page


def due_transfers(viewer: Viewer) -> list[int]:
    """Return the ids of the transfers whose day has come."""
    found = Transfer.unscoped.visible_to(viewer).filter(state=TransferState.ACCEPTED, effective_on__lte=clock.today())
    return list(found.order_by("effective_on", "pk").values_list("pk", flat=True))


def takes_effect_on(transfer: Transfer, today: date) -> date:
    """Return the day on which a transfer that is open takes effect: one whose day is past, when it is accepted."""
    return max(transfer.effective_on, today) if transfer.state == TransferState.OFFERED else transfer.effective_on
