"""Leaving the list: one person proposes it, another approves; from that instant nobody but the owning hub sees it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from functools import partial

from django.db.models import F
from django.db.models.functions import Greatest

from cohort.access import must_be_allowed_on
from cohort.actions.access_requests import close_requests
from cohort.actions.individuals import lock_individual, save_next_version
from cohort.actions.retention import dispose
from cohort.actions.shares import end_all_shares
from cohort.enums import ListStatus, ProposalState, RetentionKind
from cohort.models import EmergencyAccess, ExitReason, Individual, ListExit, RetentionDecision
from cohort.permissions import CohortPermission
from cohort.queries.disclosures import recipients_of
from cohort.queries.panels import decision_waits
from cohort.queries.retention import first_review, open_hold
from marsoc.kit import clock
from sharing import audit
from sharing.actions.notices import settle_all_notices, tell
from sharing.actions.writing import writing
from sharing.enums import DataCategory, Existence, NoticeKind, Operation, RoleCode
from sharing.errors import BadRequest, Refused
from sharing.permissions import PROVIDER
from sharing.viewer import Viewer

_LEFT = "The person has left the list."


def propose_exit(
    *, by: Viewer, individual: Individual, reason: ExitReason, words: str, evidence: str, left_on: date
) -> ListExit:
    """Propose to take somebody off the list.

    Args:
        by: who proposes it; somebody else approves.
        individual: the record.
        reason: from the list of reasons.
        words: why, in the person's own words.
        evidence: where the evidence is.
        left_on: the day of leaving, today or past.

    Raises:
        BadRequest: the person has left, it is proposed already, a decision of the panel waits, or the day lies in the
            future.
        Refused: the viewer may not take this person off the list.
    """
    must_be_allowed_on(by, individual, CohortPermission.EXIT)
    if left_on > clock.today():
        raise BadRequest("The day of leaving the list must be today or in the past")
    with writing(by, words):
        locked = lock_individual(by, individual)
        must_be_allowed_on(by, locked, CohortPermission.EXIT)
        _must_be_on_the_list(locked)
        _must_not_wait_for_the_panel(by, locked)
        if ListExit.unscoped.visible_to(by).filter(individual=locked, state=ProposalState.PROPOSED).exists():
            raise BadRequest("It is proposed already that this person leaves the list. Decide that first.")
        proposed = ListExit(
            individual=locked, reason=reason, words=words, evidence=evidence, left_on=left_on, proposed_by=by.user,
            proposed_at=clock.now(),
        )  # fmt: skip
        proposed.save(force_insert=True)
        _record(by, locked, "exit proposed", exit=proposed.pk, reason=reason.pk)
        _ask_for_approval(by, proposed)
    return proposed


def approve_exit(*, by: Viewer, proposed: ListExit) -> ListExit:
    """Take somebody off the list, every share, search and export, at once.

    Args:
        by: somebody else than who proposed it.
        proposed: what waits.

    Raises:
        BadRequest: it no longer waits, or a decision of the panel about the person does.
        Refused: the viewer may not decide, or proposed it.
    """
    with writing(by):
        with _deciding(by, proposed, ProposalState.APPROVED, "") as (decided, individual):
            if by.user is None or decided.proposed_by_id == by.user.pk:
                raise Refused("You proposed this yourself. Somebody else must approve it.")
            _must_not_wait_for_the_panel(by, individual)
            individual.left_on, individual.status = decided.left_on, ListStatus.EXITED
            individual.existence, individual.retention_due = Existence.NOTHING, first_review(individual)
            save_next_version(by, individual, ["left_on", "status", "existence", "retention_due"])
        received = _close_to_others(by, individual)
        if decided.reason.erases:
            received |= set(_readers(individual))
            _dispose_at_once(by, individual, decided)
        _tell_agencies(by, individual, decided, received)
    return decided


def refuse_exit(*, by: Viewer, proposed: ListExit, reason: str) -> ListExit:
    """Keep somebody on the list whose leaving was proposed; whoever proposed it takes it back in the same way.

    Raises:
        BadRequest: it no longer waits.
        Refused: the viewer may not decide.
    """
    own = by.user is not None and by.user.pk == proposed.proposed_by_id
    state = ProposalState.WITHDRAWN if own else ProposalState.REFUSED
    with _deciding(by, proposed, state, reason) as (decided, _):
        pass
    return decided


@contextmanager
def _deciding(
    by: Viewer, proposed: ListExit, state: ProposalState, reason: str
) -> Iterator[tuple[ListExit, Individual]]:
    """Run a block as the decision about a proposal, once, however many decide at the same time."""
    must_be_allowed_on(by, proposed.individual, CohortPermission.EXIT)
    with writing(by, reason or f"{proposed.reason.name}. {proposed.words}"):
        individual = lock_individual(by, proposed.individual)
        must_be_allowed_on(by, individual, CohortPermission.EXIT)
        decided = ListExit.unscoped.visible_to(by).select_related("reason", "individual").get(pk=proposed.pk)
        if decided.state != ProposalState.PROPOSED:
            raise BadRequest("This has been decided already. Nothing was changed: open it again to see how.")
        yield decided, individual
        decided.state, decided.decided_by, decided.decided_at = state, by.user, clock.now()
        decided.decision_reason = reason
        decided.save(update_fields=["state", "decided_by", "decided_at", "decision_reason"])
        _record(by, individual, f"exit {state.label.lower()}", exit=decided.pk)
        settle_all_notices(by=by, keys=_keys(decided))


def _must_be_on_the_list(individual: Individual) -> None:
    if individual.left_on:
        raise BadRequest("This person has left the list already.")
    if individual.status == ListStatus.TRANSFER_PENDING:
        raise BadRequest("This person is being moved to another hub. Withdraw the transfer, or wait until it is over.")


def _must_not_wait_for_the_panel(by: Viewer, individual: Individual) -> None:
    if decision_waits(by, [individual]):
        raise BadRequest(
            "A decision of the panel about this person waits for approval. Approve or refuse that one first, under"
            " Panels."
        )


def _close_to_others(by: Viewer, individual: Individual) -> set[tuple[str, str]]:
    """End what is shared, asked for and taken by name; return the agencies with which it was shared, at no hub."""
    now = clock.now()
    received = end_all_shares(by=by, individual=individual, reason=_LEFT)
    close_requests(by=by, individual=individual, reason=_LEFT)
    taken = EmergencyAccess.unscoped.visible_to(by).filter(individual=individual, ends_at__gt=now)
    taken.update(ends_at=Greatest(F("starts_at"), now))
    return {(agency, "") for agency in received}


def _readers(individual: Individual) -> list[tuple[str, str]]:
    """Return the agencies, and the other hubs' staff, that received anything since the day the record was made."""
    since, until = clock.start_of(clock.day_of(individual.created_at)), clock.end_of(clock.today())
    return recipients_of(individual, DataCategory.IDENTITY, since, until)


def _dispose_at_once(by: Viewer, individual: Individual, left: ListExit) -> None:
    """Erase whoever should never have been on the list, as the same two people have decided; not while it is held."""
    if open_hold(by, individual):
        return
    proposed = RetentionDecision(
        individual=individual, kind=RetentionKind.DISPOSE, words=left.reason.name, proposed_by=left.proposed_by,
        proposed_at=left.proposed_at,
    )  # fmt: skip
    proposed.save(force_insert=True)
    dispose(by, individual, proposed)


def _tell_agencies(by: Viewer, individual: Individual, left: ListExit, received: set[tuple[str, str]]) -> None:
    """Tell the agencies and the other hubs that had something, by reference only, after whatever was erased."""
    reference = individual.shown_reference
    sentence = f"{reference} has left the list. What was shared of it has ended."
    if left.reason.erases:
        sentence = f"{reference} should never have been on the list. Erase whatever your agency received of it."
    for agency, hub in sorted(received):
        tell(
            by=by, key=f"left:{left.pk}:{agency}:{hub}", kind=NoticeKind.EXIT, agency=agency, hub=hub or None,
            sentence=sentence, route="share_list",
        )  # fmt: skip


def _ask_for_approval(by: Viewer, proposed: ListExit) -> None:
    individual = proposed.individual
    who = "somebody whose record is restricted" if individual.restricted else individual.shown_reference
    sentence = f"It is proposed that {who} leaves the list. Somebody else than who proposed it decides."
    to_hub, to_centre = _keys(proposed)
    ask = partial(
        tell, by=by, kind=NoticeKind.EXIT, sentence=sentence, route="exit_decide", argument=str(proposed.pk), asks=True
    )
    ask(key=to_hub, hub=individual.owning_hub_id, role=RoleCode.HUB_MANAGER)
    ask(key=to_centre, agency=PROVIDER, role=RoleCode.CENTRAL_ADMIN)


def _keys(proposed: ListExit) -> tuple[str, str]:
    return f"exit:{proposed.pk}:hub", f"exit:{proposed.pk}:centre"


def _record(by: Viewer, individual: Individual, change: str, **details: object) -> None:
    audit.record(
        by, Operation.ALTER, kind="individual", ref=individual.shown_reference, change=change, fields=["left_on"],
        **details,
    )  # fmt: skip
