"""A transfer takes effect: in one transaction the record, its facts and its open work go over to the other hub.

Whose a record is stands in one column, which one update changes, and the database carries every cell along: before it
commits the old hub sees the record and the new one does not, afterwards the other way round. A run of the job that
comes late prolongs the old hub's time, and one that runs twice finds nothing to do.
"""

from cohort.actions.access_requests import close_requests
from cohort.actions.assessments import close_without_result
from cohort.actions.individuals import lock_individual, save_next_version
from cohort.actions.shares import end_all_shares
from cohort.enums import RequestState, TransferState, WorkKind
from cohort.models import AccessRequest, Assessment, Individual, NamedShare, Transfer, TransferLine
from cohort.moves import sooner_review
from cohort.queries.merging import merged_into
from cohort.queries.open_work import Work, open_work
from cohort.queries.transfers import due_transfers, obstacles_to_moving
from marsoc.kit import clock
from sharing import audit
from sharing.actions.notices import settle_notices_about, tell
from sharing.actions.writing import writing
from sharing.enums import NoticeKind, Operation, RoleCode
from sharing.viewer import Viewer

_NOBODY = "Nobody of the receiving hub can go on with it."


def take_due_transfers(*, by: Viewer) -> None:
    """Let every transfer take effect whose day has come, each in a transaction of its own.

    One that something stands in the way of waits, and both hubs are told what; the old hub owns the record meanwhile.

    Args:
        by: the job.
    """
    for pk in due_transfers(by):
        with writing(by, "The day of the transfer has come."):
            waiting = Transfer.unscoped.visible_to(by).filter(pk=pk, state=TransferState.ACCEPTED)
            moving = waiting.select_related("individual").first()
            individual = lock_individual(by, moving.individual) if moving else None  # first, as a review does
            transfer = waiting.select_for_update(of=("self",)).first()
            if transfer is None or individual is None:  # another worker has taken it
                continue
            if obstacles := obstacles_to_moving(by, individual):
                _tell_both(by, transfer, "waits", f"{transfer.reference} cannot move yet. {' '.join(obstacles)}")
            else:
                hand_over(by=by, transfer=transfer)


def hand_over(*, by: Viewer, transfer: Transfer) -> None:
    """Make the receiving hub the owner of a record, with what is open about it.

    Args:
        by: the job, also where it follows from an acceptance on the day itself.
        transfer: accepted, whose day has come, locked by the caller.
    """
    with writing(by):
        individual = lock_individual(by, transfer.individual)
        _hand_over_work(by, transfer, individual)
        for each in (*merged_into(by, individual), individual):
            if each.owning_hub_id == transfer.from_hub_id:
                _move(by, transfer, each)
        transfer.state, transfer.took_effect_at = TransferState.DONE, clock.now()
        transfer.save()
        audit.record(
            by, Operation.ALTER, kind="individual", ref=transfer.reference, change="transfer done",
            transfer=transfer.pk, from_hub=transfer.from_hub_id, to_hub=transfer.to_hub_id,
        )  # fmt: skip
        hub = transfer.to_hub.name
        _tell_both(by, transfer, "done", f"{transfer.reference} is on the list of the {hub} hub from now on.")


def _move(by: Viewer, transfer: Transfer, individual: Individual) -> None:
    """Give the new hub a record: the person's own, and those that were merged into it, which lead there."""
    individual.owning_hub_id = transfer.to_hub_id
    if individual.pk != transfer.individual_id:
        save_next_version(by, individual, ["owning_hub"])
        return
    due = sooner_review(transfer.status_before, individual.review_due, clock.today())
    individual.status, individual.review_due = transfer.status_before, due or individual.review_due
    individual.lead_agency_id, individual.officer = transfer.lead_agency_id, transfer.officer
    save_next_version(by, individual, ["owning_hub", "status", "review_due", "lead_agency", "officer"])


def _hand_over_work(by: Viewer, transfer: Transfer, individual: Individual) -> None:
    """Do with each piece of open work as was decided; what came up since goes to whoever accepted."""
    decided = {(each.kind, each.row): each for each in transfer.lines.all()}
    for work in open_work(by, individual, transfer.to_hub_id):
        line = decided.get((work.kind, work.row)) or TransferLine(
            transfer=transfer, kind=work.kind, row=work.row, words=work.words, holder_id=transfer.decided_by_id
        )
        if line.holder_id and not work.goes_on:
            line.holder, line.reason = None, _NOBODY
        if line.reason:
            _close(by, individual, work, line.reason)
        elif work.kind == WorkKind.REQUEST:
            _ask_again(by, transfer, work)
        line.handed_over_at = clock.now()
        line.save()


def _close(by: Viewer, individual: Individual, work: Work, reason: str) -> None:
    if work.kind == WorkKind.REQUEST:
        close_requests(by=by, individual=individual, reason=reason, only=[work.row])
    elif work.kind == WorkKind.SHARE:
        end_all_shares(by=by, individual=individual, reason=reason, only=[work.row])
        share = NamedShare.unscoped.visible_to(by).get(pk=work.row)
        tell(
            by=by, key=f"share:{share.pk}:ended", kind=NoticeKind.SHARE, agency=share.agency_id, route="share_detail",
            argument=str(share.pk), sentence=f"The owning hub has ended the share of {individual.shown_reference}.",
        )  # fmt: skip
    else:
        assert work.kind == WorkKind.ASSESSMENT  # nothing else can be closed
        begun = Assessment.unscoped.visible_to(by).select_for_update(of=("self",)).select_related("individual")
        close_without_result(by, begun.get(pk=work.row), reason)


def _ask_again(by: Viewer, transfer: Transfer, work: Work) -> None:
    """Ask the new hub, in place of the old one, to answer a request for access that waits for the owner."""
    request = AccessRequest.unscoped.visible_to(by).select_related("agency").get(pk=work.row)
    if request.state != RequestState.OPEN:
        return
    settle_notices_about(by=by, route="access_request", argument=str(request.pk))
    tell(
        by=by, key=f"request:{request.pk}:transfer:{transfer.pk}", kind=NoticeKind.REQUEST, hub=transfer.to_hub_id,
        route="access_request", argument=str(request.pk), asks=True,
        sentence=f"{request.agency.name} asks to see {transfer.reference}.",
    )  # fmt: skip


def _tell_both(by: Viewer, transfer: Transfer, step: str, sentence: str) -> None:
    for hub in (transfer.from_hub_id, transfer.to_hub_id):
        tell(
            by=by, key=f"transfer:{transfer.pk}:{step}:{hub}", kind=NoticeKind.TRANSFER, hub=hub,
            role=RoleCode.HUB_MANAGER, route="transfer", argument=str(transfer.pk), sentence=sentence,
        )  # fmt: skip
