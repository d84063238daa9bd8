"""Moving to another hub: offered by the hub that owns the record, then accepted or refused by the other.

Until it takes effect (``handing_over``) the offering hub owns the record, sees it and goes on working with it.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date

from cohort.access import must_be_allowed_on, must_be_on_side
from cohort.actions.handing_over import hand_over
from cohort.actions.individuals import lock_individual, save_next_version
from cohort.enums import ListStatus, TransferAct, TransferState
from cohort.models import Individual, Transfer, TransferLine
from cohort.moves import TRANSFER_STEPS, latest_effect
from cohort.named_access import named_for
from cohort.permissions import CohortPermission
from cohort.queries.open_work import Work
from cohort.queries.transfers import (
    obstacles_to_moving,
    obstacles_to_offering,
    people_to_hold,
    work_to_hand_over,
)
from marsoc.govuk.jinja import long_date
from marsoc.kit import clock
from sharing import audit
from sharing.actions.notices import settle_notices, tell
from sharing.actions.writing import writing
from sharing.enums import NoticeKind, Operation, RoleCode
from sharing.errors import BadRequest, Refused
from sharing.models import Agency, Hub, User
from sharing.seeing import seeing
from sharing.viewer import Viewer, system_viewer

_JOB = system_viewer("transfers")


@dataclass(frozen=True, slots=True)
class Answer:
    """What becomes of one piece of open work: somebody takes it, or it is closed for a reason."""

    holder: User | None = None
    reason: str = ""


def offer_transfer(*, by: Viewer, individual: Individual, hub: Hub, effective_on: date, words: str) -> Transfer:
    """Offer somebody to another hub.

    Args:
        by: for the hub that owns the record.
        individual: the record.
        hub: to which it is offered.
        effective_on: the day from which the other hub is to own the record.
        words: why, in the person's own words, which the other hub reads.

    Raises:
        BadRequest: it is the same hub, the day is past or too far, or something stands in the way.
        Refused: the viewer may not hand this person over.
    """
    must_be_allowed_on(by, individual, CohortPermission.TRANSFER)
    last = latest_effect(clock.today())
    if not clock.today() <= effective_on <= last:
        raise BadRequest(f"The day of the transfer must be between today and {long_date(last)}")
    with writing(by, words):
        locked = lock_individual(by, individual)
        must_be_allowed_on(by, locked, CohortPermission.TRANSFER)
        if locked.owning_hub_id == hub.pk:
            raise BadRequest(f"The {hub.name} hub owns this record already. Select another hub.")
        if obstacles := obstacles_to_offering(by, locked):
            raise BadRequest(" ".join(obstacles))
        transfer = Transfer(
            individual=locked, reference=locked.shown_reference, from_hub_id=locked.owning_hub_id, to_hub=hub,
            words=words, effective_on=effective_on, status_before=locked.status, offered_by=by.user,
            offered_at=clock.now(),
        )  # fmt: skip
        transfer.save(force_insert=True)
        locked.status = ListStatus.TRANSFER_PENDING
        save_next_version(by, locked, ["status"])
        _record(by, transfer, "transfer offered")
        tell(
            by=by, key=_key(transfer), kind=NoticeKind.TRANSFER, hub=hub.pk, role=RoleCode.HUB_MANAGER,
            route="transfer", argument=str(transfer.pk), asks=True,
            sentence=f"The {transfer.from_hub.name} hub offers to hand {transfer.reference} over to your hub from"
            f" {long_date(effective_on)}. Accept or refuse.",
        )  # fmt: skip
    return transfer


def accept_transfer(
    *, by: Viewer, transfer: Transfer, answers: Mapping[str, Answer], lead_agency: Agency | None, officer: str
) -> Transfer:
    """Accept somebody from another hub and say what becomes of each piece of open work.

    It takes effect on its day; one whose day has come, at once.

    Args:
        by: for the receiving hub; somebody else than who offered.
        transfer: which waits.
        answers: by the name of each piece of open work.
        lead_agency: which leads from then on.
        officer: the lead officer from then on.

    Raises:
        BadRequest: it no longer waits, something stands in the way, or a piece of work has no answer that holds.
        Refused: the viewer does not decide for the receiving hub, or offered it.
    """
    with _doing(by, transfer, TransferAct.ACCEPT, "") as (locked, individual):
        if by.user is None or locked.offered_by_id == by.user.pk:
            raise Refused("You offered this transfer yourself. Somebody else must accept it.")
        if obstacles := obstacles_to_moving(by, individual):
            raise BadRequest(" ".join(obstacles))
        lines = _lines(by, locked, work_to_hand_over(by, individual, locked.to_hub_id), answers)
        locked.decided_by, locked.decided_at, locked.lead_agency, locked.officer = (
            by.user, clock.now(), lead_agency, officer,
        )  # fmt: skip
        locked.save()
        for line in lines:
            line.save(force_insert=True)
        _tell_offering(by, locked, f"has accepted {locked.reference}. It owns the record from {_from(locked)}.")
        if locked.effective_on <= clock.today():
            hand_over(by=_JOB, transfer=locked)
    return locked


def refuse_transfer(*, by: Viewer, transfer: Transfer, reason: str) -> Transfer:
    """Refuse somebody from another hub, also after accepting, as long as it has not taken effect.

    Args:
        by: for the receiving hub.
        transfer: which is open.
        reason: why, which the offering hub reads.

    Raises:
        BadRequest: it is over.
        Refused: the viewer does not decide for the receiving hub.
    """
    with _doing(by, transfer, TransferAct.REFUSE, reason) as (locked, individual):
        locked.decided_by, locked.decided_at, locked.answer = by.user, clock.now(), reason
        _give_back(by, locked, individual)
        _tell_offering(by, locked, f"has refused {locked.reference}. Your hub goes on owning the record.")
    return locked


def withdraw_transfer(*, by: Viewer, transfer: Transfer, reason: str) -> Transfer:
    """Take back the offer of somebody to another hub, accepted or not, as long as it has not taken effect.

    Args:
        by: for the hub that owns the record.
        transfer: which is open.
        reason: why, which the other hub reads.

    Raises:
        BadRequest: it is over.
        Refused: the viewer does not decide for the offering hub.
    """
    with _doing(by, transfer, TransferAct.WITHDRAW, reason) as (locked, individual):
        locked.withdrawn_by, locked.withdrawn_at, locked.withdrawal_reason = by.user, clock.now(), reason
        _give_back(by, locked, individual)
        tell(
            by=by, key=f"transfer:{locked.pk}:withdrawn", kind=NoticeKind.TRANSFER, hub=locked.to_hub_id,
            role=RoleCode.HUB_MANAGER, route="transfer", argument=str(locked.pk),
            sentence=f"The {locked.from_hub.name} hub has withdrawn the transfer of {locked.reference}.",
        )  # fmt: skip
    return locked


@contextmanager
def _doing(by: Viewer, transfer: Transfer, act: TransferAct, reason: str) -> Iterator[tuple[Transfer, Individual]]:
    """Run a block as one act with an open transfer, once, however many act at the same time.

    The receiving hub does not see the individual yet: whoever acts for it writes as somebody named for this one.
    """
    must_be_on_side(by, transfer, act)
    step = TRANSFER_STEPS[act]
    with writing(by, reason or transfer.words):
        named = named_for(by, [transfer.individual_id])
        with seeing(named):
            individual = lock_individual(named, transfer.individual)  # first, as a review does
            found = Transfer.unscoped.visible_to(by).select_related("from_hub", "to_hub")
            locked: Transfer = found.select_for_update(of=("self",)).get(pk=transfer.pk)
            if locked.state not in step.sources:
                state = TransferState(locked.state).label.lower()
                raise BadRequest(f"This transfer is {state} by now. Nothing was changed: open it again to see.")
            locked.state = step.target
            yield locked, individual
        settle_notices(by=by, key=_key(locked))
        _record(by, locked, f"transfer {TransferState(step.target).label.lower()}")


def _give_back(by: Viewer, transfer: Transfer, individual: Individual) -> None:
    transfer.save()
    individual.status = transfer.status_before
    save_next_version(by, individual, ["status"])


def _lines(by: Viewer, transfer: Transfer, work: list[Work], answers: Mapping[str, Answer]) -> list[TransferLine]:
    people = {person.pk for person, _ in people_to_hold(by, transfer)}
    lines = []
    for each in work:
        answer = answers.get(each.name, Answer())
        _must_hold(each, answer, people)
        reason = "" if answer.holder else answer.reason
        lines.append(
            TransferLine(
                transfer=transfer, kind=each.kind, row=each.row, words=each.words, holder=answer.holder, reason=reason
            )
        )
    return lines


def _must_hold(work: Work, answer: Answer, people: set[int]) -> None:
    """Hold what was answered about a piece of work to what can become of it."""
    if answer.holder is None and not answer.reason:
        raise BadRequest(f"Say what becomes of every piece of open work. This has no answer: {work.words}.")
    if answer.holder is None and not work.closes:
        raise BadRequest(f"This cannot be closed, select who takes it: {work.words}.")
    if answer.holder and not work.goes_on:
        raise BadRequest(f"Nobody of the receiving hub can go on with this, enter why it is closed: {work.words}.")
    if answer.holder and answer.holder.pk not in people:
        raise BadRequest(f"{answer.holder.full_name} is not of the receiving hub, or is kept out of this record.")


def _tell_offering(by: Viewer, transfer: Transfer, what: str) -> None:
    tell(
        by=by, key=f"transfer:{transfer.pk}:{transfer.state.lower()}", kind=NoticeKind.TRANSFER,
        hub=transfer.from_hub_id, role=RoleCode.HUB_MANAGER, route="transfer", argument=str(transfer.pk),
        sentence=f"The {transfer.to_hub.name} hub {what}",
    )  # fmt: skip


def _from(transfer: Transfer) -> str:
    return long_date(max(transfer.effective_on, clock.today()))


def _record(by: Viewer, transfer: Transfer, change: str) -> None:
    audit.record(
        by, Operation.ALTER, kind="individual", ref=transfer.reference, change=change, transfer=transfer.pk,
        from_hub=transfer.from_hub_id, to_hub=transfer.to_hub_id,
    )  # fmt: skip


def _key(transfer: Transfer) -> str:
    return f"transfer:{transfer.pk}"
